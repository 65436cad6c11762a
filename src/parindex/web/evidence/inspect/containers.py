"""Looks into Office files, which are containers: what they are, and what may not be in them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from parindex.web.evidence.refusals import FileRefusedError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
UNPACKED_LIMIT = 1024 * 1024 * 1024
MEMBER_LIMIT = 20_000
MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
}
PROGRAMS = frozenset(
    f".{ending}"
    for ending in (
        *("bat", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html", "jar", "js", "jse"),
        *("lnk", "msi", "ps1", "py", "scr", "sh", "vbe", "vbs", "wsf"),
    )
)
MACROS = re.compile(r"(^|/)(vbaProject|vbaData|macrosheets)", re.IGNORECASE)
OLE_STREAMS = {
    "doc": "WordDocument".encode("utf-16-le"),
    "xls": "Workbook".encode("utf-16-le"),
}
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def office_kind(path: Path) -> str | None:
    """Return "docx" or "xlsx" for a ZIP that holds that document, else nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def ole_kind(path: Path) -> str | None:
    """Return "doc" or "xls" for an old Office file, else nothing."""
    content = path.read_bytes()
    return next((kind for kind, stream in OLE_STREAMS.items() if stream in content), None)


def refuse_programs(path: Path, file_name: str) -> None:
    """Refuse an Office file that holds macros or programs, or unpacks to an absurd size."""
    if path.read_bytes()[:8] == OLE:
        if OLE_MACROS in path.read_bytes():
            raise _macros(file_name)
        return
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if len(members) > MEMBER_LIMIT or sum(each.file_size for each in members) > UNPACKED_LIMIT:
        raise FileRefusedError(
            _("Tệp «%(file)s» quá lớn sau khi giải nén.") % {"file": file_name},
            fix=_("Hãy xuất tài liệu ra PDF rồi tải lên lại."),
        )
    for each in members:
        if MACROS.search(each.filename):
            raise _macros(file_name)
        if PurePosixPath(each.filename).suffix.lower() in PROGRAMS:
            raise FileRefusedError(
                _("Trong tệp «%(file)s» có chương trình chạy được: %(member)s.")
                % {"file": file_name, "member": each.filename},
                fix=_("Hãy xuất tài liệu ra PDF rồi tải lên lại."),
            )


def _macros(file_name: str) -> FileRefusedError:
    return FileRefusedError(
        _("Tệp «%(file)s» có macro.") % {"file": file_name},
        fix=_("Hãy lưu lại thành tệp không có macro hoặc xuất ra PDF rồi tải lên lại."),
    )
