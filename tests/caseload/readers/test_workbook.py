# ruff: noqa: DTZ001 - wall clock of Viet Nam
"""Spreadsheets: dates as cells, texts or days counted, titles above, several sheets."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from parindex.caseload.readers import IntakeError, headers_of, read_dossiers, read_workbook
from tests.caseload.readers.samples import INTAKE, rows_of

HEADERS = ("Mã hồ sơ", "Mã TTHC", "Trạng thái", "Ngày tiếp nhận", "Ngày hẹn trả", "Số CCCD")
MORNING = datetime(2026, 8, 3, 8, 5)
ROW = ("H44.45-260803-0012", "2.000815", 4, MORNING, date(2026, 8, 24), 1199000123)


def book(*sheets: list[tuple[Any, ...]]) -> bytes:
    """Return a spreadsheet with these sheets."""
    found = openpyxl.Workbook()
    found.remove(found.active)  # type: ignore[arg-type]
    for number, rows in enumerate(sheets, start=1):
        sheet = found.create_sheet(f"Trang {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "at", [MORNING, "03/08/2026 08:05", "20260803080500", 46237.33680555556, "46237.33680555556"]
)
def test_a_moment_is_read_however_its_cell_holds_it(at: Any) -> None:
    content = book([HEADERS, (*ROW[:3], at, *ROW[4:])])
    (row,) = rows_of(read_dossiers(content, INTAKE, origin="a.xlsx"))
    assert row["received_at"] == MORNING
    assert row["due_at"] == datetime(2026, 8, 24)
    assert row["status"] == 4


def test_rows_are_counted_as_the_spreadsheet_shows_them() -> None:
    rows = [(), ("DANH SÁCH HỒ SƠ",), (), HEADERS, ROW, ("x", *ROW[1:]), (), ROW, ("y", *ROW[1:])]
    (batch,) = read_workbook(book(rows), INTAKE, origin="a.xlsx")
    assert batch.quarantine["row"].to_pylist() == [6, 9]
    assert batch.quarantine["origin"].to_pylist() == ["a.xlsx, Trang 1"] * 2
    assert batch.dossiers.num_rows == 2


def test_every_sheet_with_headers_is_read_and_others_are_not() -> None:
    notes = [("Ghi chú của người lập",), ("một", "hai")]
    content = book([HEADERS, ROW], notes, [HEADERS, ROW, ROW])
    assert len(rows_of(read_workbook(content, INTAKE, origin="a.xlsx"))) == 3


def test_a_total_below_the_rows_is_refused_and_told_of() -> None:
    (batch,) = read_workbook(book([HEADERS, ROW, ("Tổng cộng", None, 1)]), INTAKE, origin="a.xlsx")
    assert batch.dossiers.num_rows == 1
    assert set(batch.quarantine["row"].to_pylist()) == {3}


def test_a_spreadsheet_and_a_table_of_the_same_rows_say_the_same() -> None:
    text = (
        ",".join(HEADERS)
        + "\nH44.45-260803-0012,2.000815,4,03/08/2026 08:05,24/08/2026,1199000123\n"
    )
    one = rows_of(read_dossiers(text.encode(), INTAKE, origin="a"))
    other = rows_of(read_dossiers(book([HEADERS, ROW]), INTAKE, origin="a"))
    assert [row["content_hash"] for row in one] == [row["content_hash"] for row in other]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (book([("một", "hai")]), "no sheet has a row of headers"),
        (book([HEADERS[1:], ROW[1:]]), "no column for dossier_code"),
        (b"PK\x03\x04 not a spreadsheet", "cannot be opened"),
    ],
)
def test_what_is_no_export_is_refused_whole(content: bytes, match: str) -> None:
    with pytest.raises(IntakeError, match=match):
        list(read_dossiers(content, INTAKE, origin="a.xlsx"))


def test_headers_of_a_spreadsheet_are_those_of_the_first_sheet_that_has_some() -> None:
    content = book([("Ghi chú",)], [("DANH SÁCH",), HEADERS, ROW])
    assert headers_of(content, "a.xlsx") == list(HEADERS)
