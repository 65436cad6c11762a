"""Which files the bank takes, told by what is in them and not by their name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

import puremagic
from django.utils.translation import gettext as _

from parindex.web.evidence.inspect.containers import (
    OLE,
    ZIP,
    office_kind,
    ole_kind,
    refuse_programs,
)
from parindex.web.evidence.refusals import FileRefusedError

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file: its media type, its name in Vietnamese and the endings of its names."""

    media_type: str
    name: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", "PDF", (".pdf",))
PNG = Kind("image/png", "PNG", (".png",))
JPEG = Kind("image/jpeg", "JPEG", (".jpg", ".jpeg"))
WEBP = Kind("image/webp", "WebP", (".webp",))
DOCX = Kind(f"{OFFICE}wordprocessingml.document", "Word", (".docx",))
XLSX = Kind(f"{OFFICE}spreadsheetml.sheet", "Excel", (".xlsx",))
DOC = Kind("application/msword", "Word 97-2003", (".doc",))
XLS = Kind("application/vnd.ms-excel", "Excel 97-2003", (".xls",))
CONTAINERS = {"docx": DOCX, "xlsx": XLSX, "doc": DOC, "xls": XLS}
KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, DOC, XLS)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
INLINE = frozenset(kind.media_type for kind in (PDF, PNG, JPEG, WEBP))
"""What a browser shows by itself; the others are downloads."""


def kind_of(path: Path, file_name: str) -> Kind:
    """Return the type of a file, or refuse it with the reason."""
    ending = PurePath(file_name).suffix.lower()
    if ending not in ENDINGS:
        raise FileRefusedError(
            _("Tệp «%(file)s» không thuộc loại được nhận.") % {"file": file_name}, fix=_fix()
        )
    kind = _by_content(path)
    if kind is None or ending not in kind.endings:
        raise FileRefusedError(
            _("Nội dung của tệp «%(file)s» là %(kind)s, không khớp với đuôi tên tệp.")
            % {"file": file_name, "kind": kind.name if kind else _guess(path)},
            fix=_fix(),
        )
    if kind in CONTAINERS.values():
        refuse_programs(path, file_name)
    return kind


def _fix() -> str:
    return _(
        "Kho nhận PDF, ảnh (PNG, JPEG, WebP), Word và Excel. "
        "Hãy xuất tài liệu ra PDF rồi tải lên lại."
    )


def _by_content(path: Path) -> Kind | None:
    head = _head(path)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(OLE):
        return CONTAINERS.get(ole_kind(path) or "")
    if head.startswith(ZIP):
        return CONTAINERS.get(office_kind(path) or "")
    names = {match.mime_type for match in _magic(path)}
    return next((kind for kind in (PNG, JPEG, WEBP) if kind.media_type in names), None)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2048)


def _magic(path: Path) -> list[puremagic.main.PureMagicWithConfidence]:
    try:
        return puremagic.magic_file(path)
    except (puremagic.PureError, ValueError, OSError):
        return []


def _guess(path: Path) -> str:
    names = [match.name for match in _magic(path) if match.name]
    return names[0] if names else _("loại không nhận ra được")
