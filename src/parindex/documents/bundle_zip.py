"""Packs the bundle: originals by field and component under plain names, with an index."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from parindex.documents.bundle import Bundle, EvidenceFile
from parindex.documents.bundle_pdf import Layout, leaf_of
from parindex.documents.bundle_plan import Piece, Shown

INDEX, PDF = "MUC-LUC.xlsx", "HO-SO.pdf"
HEADS = (
    *("Lĩnh vực", "Mã", "Tiêu chí thành phần", "Điểm", "Minh chứng", "Số, ký hiệu"),
    *("Cơ quan ban hành", "Ngày ban hành", "Trang", "Tệp hoặc đường dẫn", "Ghi chú"),
)
WIDTHS = (28, 8, 44, 16, 44, 18, 24, 14, 8, 60, 30)
NOTES = {
    Shown.OFFICE: "tệp Word hoặc Excel",
    Shown.LINK: "trên hệ thống quản lý văn bản",
    Shown.LOCKED: "PDF đặt mật khẩu",
    Shown.BROKEN: "tệp hỏng, không đọc được",
    Shown.LOST: "không tìm thấy tệp trong kho",
}
COMPRESSED = {"application/pdf", "image/png", "image/jpeg", "image/webp"}


def write_zip(
    bundle: Bundle, pieces: Mapping[str, Piece], pdf: Path, layout: Layout, target: BinaryIO
) -> None:
    """Write the ZIP to an open file; bytes flow through, they are never all in memory."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_member(INDEX, bundle.made_on), "w") as member:
            member.write(_index(bundle, pieces, layout))
        _copy(archive, pdf, _member(PDF, bundle.made_on, is_small=True))
        for piece in pieces.values():
            if piece.zip_name and piece.shown is not Shown.LOST and piece.file.path:
                is_small = piece.file.media_type in COMPRESSED
                member_of = _member(piece.zip_name, bundle.made_on, is_small=is_small)
                _copy(archive, piece.file.path, member_of)


def _member(name: str, day: date, *, is_small: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _copy(archive: zipfile.ZipFile, source: Path, info: zipfile.ZipInfo) -> None:
    info.file_size = source.stat().st_size
    with source.open("rb") as original, archive.open(info, "w") as member:
        shutil.copyfileobj(original, member, 1024 * 1024)


def _rows(
    bundle: Bundle, pieces: Mapping[str, Piece], layout: Layout
) -> list[tuple[tuple[Any, ...], str]]:
    """Return what the index says, a line for each use of a document, and where it leads."""
    rows: list[tuple[tuple[Any, ...], str]] = []
    for field, component in bundle.components():
        start = (f"{field.code}. {field.name}", component.code, component.name, component.points)
        rows += [_row(start, file, pieces[file.key], layout) for file in component.files]
        if not component.files:
            page = layout.pages[leaf_of(component)]
            rows.append(((*start, "chưa có", "", "", "", page, "", ""), ""))
    return rows


def _row(
    start: tuple[str, ...], file: EvidenceFile, piece: Piece, layout: Layout
) -> tuple[tuple[Any, ...], str]:
    where = piece.zip_name or file.link
    said = (file.title, file.reference, file.issuing_body, file.issued_on or "")
    cells = (*start, *said, layout.pages[piece.target], where, NOTES.get(piece.shown, ""))
    return cells, "" if piece.shown is Shown.LOST else where


def _index(bundle: Bundle, pieces: Mapping[str, Piece], layout: Layout) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Mục lục"
    sheet.append(HEADS)
    for cells, where in _rows(bundle, pieces, layout):
        sheet.append([_harmless(cell) for cell in cells])
        sheet.cell(sheet.max_row, 8).number_format = "dd/mm/yyyy"
        if where:
            sheet.cell(sheet.max_row, 10).hyperlink = where
            sheet.cell(sheet.max_row, 10).style = "Hyperlink"
    _dress(sheet)
    return _timeless(book, bundle.made_on)


def _dress(sheet: Worksheet) -> None:
    """Set widths, a head that stays in sight, and landscape pages with the head repeated."""
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _harmless(cell: Any) -> Any:
    """Return words that a workbook takes for words and not for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "@")) else cell


def _timeless(book: Workbook, day: date) -> bytes:
    """Return a workbook that does not say at which second it was written."""
    written, kept = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode()
                content = re.sub(rb"(W3CDTF\">)[^<]+", stamp, content)
            target.writestr(_member(name, day), content)
    return kept.getvalue()
