"""Opens what is to be read, compressed or not, and sees of what kind it is."""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

from parindex.caseload.readers.intake import IntakeError

Content = Path | bytes
BLOCK: Final = 1 << 20
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
PARQUET: Final = b"PAR1"
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileKind(StrEnum):
    """What a file holds."""

    MESSAGES = "messages"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@contextmanager
def open_content(content: Content) -> Iterator[IO[bytes]]:
    """Open a stream of plain bytes; what is compressed by gzip is unpacked on the way."""
    raw: IO[bytes] = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with raw:
        start = raw.read(len(GZIP))
        raw.seek(0)
        if start != GZIP:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield cast("IO[bytes]", unpacked)


def name_of(content: Content, origin: str) -> str:
    """Return the name of an import: the file's name and its content, so that it is known again."""
    digest = sha256()
    with open_content(content) as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return f"{origin}#{digest.hexdigest()[:12]}"


def kind_of(content: Content, origin: str) -> FileKind:
    """Return what a file holds, seen by its first bytes and not by its name."""
    with open_content(content) as stream:
        start = stream.read(4096)
    if not start.strip():
        raise IntakeError(f"{origin}: the file is empty. Export it again")
    if start.startswith((ZIP, OLE)):
        return FileKind.XLSX
    if start.startswith(PARQUET):
        return FileKind.PARQUET
    encoding = next((name for bom, name in BOMS if start.startswith(bom)), "latin-1")
    text = start[: len(start) // 2 * 2].decode(encoding, errors="replace").lstrip("\ufeff \r\n\t")
    return FileKind.MESSAGES if text.startswith(("{", "[")) else FileKind.CSV


def encoding_of(content: Content, origin: str) -> str:
    """Return the encoding of a text: UTF-8, UTF-16 or, failing these, Windows-1258.

    The whole text is looked at, since the first letter with a mark may come late.

    Raises
    ------
    IntakeError
        If it is none of these.
    """
    with open_content(content) as stream:
        start = stream.read(BLOCK)
    found = next((name for bom, name in BOMS if start.startswith(bom)), None)
    if found is not None:
        return found
    if b"\x00" in start[:400]:
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    for encoding in ("utf-8", "cp1258"):
        if _decodes(content, encoding):
            return encoding
    raise IntakeError(
        f"{origin}: the text is neither UTF-8, UTF-16 nor Windows-1258. Save it as UTF-8 (in a "
        "spreadsheet: CSV UTF-8) and import it again"
    )


def _decodes(content: Content, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_content(content) as stream:
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
