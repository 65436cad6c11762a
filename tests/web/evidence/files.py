"""Files as people upload them, made by the test: PDFs, pictures, Office files, wolves in sheep."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordDocument
from openpyxl import Workbook
from pypdf import PdfWriter

EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00" + b"\x00" * 400
HARMLESS_VIRUS = b"parindex harmless test pattern 5f1c"


def pdf(*, pages: int = 1, note: str = "a") -> bytes:
    """Return a PDF of blank A4 pages; another `note` makes other bytes."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": note})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def png(width: int = 8, height: int = 8) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack("!I", len(data)) + checked + struct.pack("!I", zlib.crc32(checked))

    header = struct.pack("!2I5B", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\x99" * width for _ in range(height))
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + end


def docx() -> bytes:
    """Return a Word file."""
    buffer = io.BytesIO()
    document = WordDocument()
    document.add_paragraph("Báo cáo")
    document.save(buffer)
    return buffer.getvalue()


def xlsx() -> bytes:
    """Return a workbook."""
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def with_member(office: bytes, name: str, content: bytes = b"x") -> bytes:
    """Return an Office file with one more member."""
    buffer = io.BytesIO(office)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    """Return a plain ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def upload(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    """Return an uploaded file; without content a PDF that is its name's own."""
    return SimpleUploadedFile(name, pdf(note=name) if content is None else content)
