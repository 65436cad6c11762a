"""Decides how each piece of evidence is shown in the bundle, and where it lies in the ZIP."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

import typst
from pypdf import PdfReader, PdfWriter

from parindex.documents.bundle import Bundle, BundleComponent, BundleField, EvidenceFile
from parindex.documents.bundle_still import still

IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
NAME_LENGTH = 40


class Shown(StrEnum):
    """How a piece stands in the PDF."""

    PAGES = "pages"
    IMAGE = "image"
    OFFICE = "office"
    LINK = "link"
    LOCKED = "locked"
    BROKEN = "broken"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of the bundle: how it is shown, on how many own pages, its name in the ZIP."""

    number: int
    file: EvidenceFile
    shown: Shown
    pages: int
    zip_name: str

    @property
    def target(self) -> str:
        """Return the name by which links find it."""
        return f"piece-{self.number}"


def plan_pieces(bundle: Bundle, scratch: Path) -> Mapping[str, Piece]:
    """Return every document once, by its key, placed where it is first used.

    `scratch` is a folder in which pictures get a name that a typesetter knows.
    """
    pieces: dict[str, Piece] = {}
    for field, component in bundle.components():
        for place, file in enumerate(component.files, 1):
            if file.key not in pieces:
                name = "" if file.path is None else zip_name(field, component, place, file)
                number = len(pieces) + 1
                shown, pages = _shown(file, picture(scratch, number, file))
                pieces[file.key] = Piece(number, file, shown, pages, name)
    return pieces


def picture(scratch: Path, number: int, file: EvidenceFile) -> Path:
    """Return where a picture has a name with an ending; kept bytes have none."""
    return scratch / f"{number}{IMAGES.get(file.media_type, '')}"


def zip_name(field: BundleField, component: BundleComponent, place: int, file: EvidenceFile) -> str:
    """Return a path of plain letters, which every system unpacks unharmed.

    >>> file = EvidenceFile("Kế hoạch", reference="12/KH-SNV", file_name="a.pdf")
    >>> component = BundleComponent("1.2", "Ban hành kế hoạch", "2 điểm")
    >>> zip_name(BundleField("1", "Chỉ đạo", (component,)), component, 1, file)
    '1_Chi-dao/1.2_Ban-hanh-ke-hoach/01_12-KH-SNV_Ke-hoach.pdf'
    """
    ending = PurePosixPath(file.file_name).suffix.lower()
    parts = [f"{place:02d}", _plain(file.reference), _plain(file.title)]
    name = "_".join(part for part in parts if part) + ending
    folders = [f"{_plain(each.code)}_{_plain(each.name)}" for each in (field, component)]
    return "/".join([*folders, name])


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    known = "".join(letter for letter in letters if letter.isascii())
    return re.sub(r"[^0-9A-Za-z.]+", "-", known)[:NAME_LENGTH].strip("-.")


def _shown(file: EvidenceFile, named: Path) -> tuple[Shown, int]:
    """Return how a piece is shown and how many pages of its own it brings."""
    if file.path is None:
        return Shown.LINK, 0
    if not file.path.is_file():
        return Shown.LOST, 0
    if file.media_type == "application/pdf":
        return _shown_pdf(file.path)
    if file.media_type in IMAGES:
        named.symlink_to(file.path.resolve())
        return (Shown.IMAGE if _is_sound_picture(named) else Shown.BROKEN), 0
    return Shown.OFFICE, 0


def _shown_pdf(path: Path) -> tuple[Shown, int]:
    """Copy a PDF to nowhere: what breaks here would break the bundle."""
    try:
        with PdfReader(path) as reader:
            if reader.is_encrypted and not reader.decrypt(""):
                return Shown.LOCKED, 0
            writer = PdfWriter()
            writer.append(reader, import_outline=False)
            for page in writer.pages:
                still(page)
            writer.write(io.BytesIO())
            pages = len(writer.pages)
    except Exception:  # noqa: BLE001 - a broken PDF raises anything at all
        return Shown.BROKEN, 0
    return (Shown.PAGES, pages) if pages else (Shown.BROKEN, 0)


def _is_sound_picture(named: Path) -> bool:
    """Set a picture on a page of its own: what breaks here would break the whole document."""
    trial = named.with_suffix(".typ")
    trial.write_text(f'#image("{named.name}")', encoding="utf-8")
    try:
        typst.Compiler(str(trial), ignore_system_fonts=True).compile(format="pdf", pdf_tags=False)
    except RuntimeError:
        return False
    return True
