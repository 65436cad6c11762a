"""CSV exports: any usual encoding and delimiter, titles above, torn rows told of by number."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.columns import Channel, Status
from parindex.caseload.readers import IntakeError, read_dossiers, read_table
from parindex.caseload.readers import table as module
from tests.caseload.readers.samples import INTAKE, rows_of

HEADERS = ("Số hồ sơ", "Mã TTHC", "Người nộp", "Trạng thái", "Hình thức nộp", "Ngày tiếp nhận")
ROW = (
    *("H44.45-260803-0012", "2.000815", "Nguyễn Văn A"),
    *("Đã xử lý xong", "Trực tuyến", "03/08/2026 08:05:00"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258")


def text_of(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def encoded(text: str, encoding: str) -> bytes:
    """Return bytes; Windows-1258 writes tones as letters of their own."""
    if encoding != "cp1258":
        return text.encode(encoding)
    return "".join(CP1258.get(letter, letter) for letter in text).encode(encoding)


TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def _apart(letter: str) -> str:
    """Return a letter as Windows-1258 has it: the vowel with its hook, then the tone."""
    import unicodedata  # noqa: PLC0415 - only here

    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks) + tone


CP1258 = {letter: _apart(letter) for letter in "ốồơíệạáãửýựếậồủộ" + "".join(HEADERS) + "".join(ROW)}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_encoding_and_delimiter_is_seen(encoding: str, delimiter: str) -> None:
    content = encoded(text_of(HEADERS, ROW, delimiter=delimiter), encoding)
    (row,) = rows_of(read_dossiers(content, INTAKE, origin="a.csv"))
    assert row["dossier_code"] == "H44.45-260803-0012"
    assert (row["status"], row["channel"]) == (Status.FINISHED, Channel.ONLINE)
    assert row["received_at"] == datetime(2026, 8, 3, 8, 5)  # noqa: DTZ001


def test_a_compressed_file_is_read_as_it_is() -> None:
    content = text_of(HEADERS, ROW).encode()
    plain = rows_of(read_table(content, INTAKE, origin="a.csv"))
    packed = rows_of(read_table(gzip.compress(content), INTAKE, origin="a.csv"))
    assert plain == packed


def test_titles_above_the_headers_are_passed_over() -> None:
    text = "TỈNH X\nDANH SÁCH HỒ SƠ;;;;;\n\n" + text_of(HEADERS, ROW, ROW, delimiter=";")
    (batch,) = read_table(text.encode(), INTAKE, origin="a.csv")
    assert batch.dossiers.num_rows == 2


def test_headers_without_marks_and_in_capitals_are_recognised() -> None:
    headers = ("SO_HO_SO", "MA TTHC", "nguoi nop", "TRANG THAI", "Hinh thuc nop", "ngay tiep nhan")
    assert len(rows_of(read_table(text_of(headers, ROW).encode(), INTAKE, origin="a.csv"))) == 1


def test_a_row_is_counted_as_in_the_file() -> None:
    bad = ("", *ROW[1:])
    text = text_of(HEADERS, ROW, bad, ROW[:3], ROW, bad, (*ROW, "", "x"), bad)
    (batch,) = read_table(text.encode(), INTAKE, origin="a.csv")
    told = [(each["row"], each["field"]) for each in batch.quarantine.to_pylist()]
    assert told == [(3, "Số hồ sơ"), (4, "*"), (6, "Số hồ sơ"), (7, "*"), (8, "Số hồ sơ")]
    assert batch.dossiers.num_rows == 2


def test_a_torn_row_shows_nothing_of_what_stands_in_it() -> None:
    (batch,) = read_table(text_of(HEADERS, ROW[:3]).encode(), INTAKE, origin="a.csv")
    assert "Nguyễn" not in str(batch.quarantine.to_pylist())


def test_empty_rows_are_no_rows() -> None:
    text = text_of(HEADERS, ROW, ("",) * 6, ("",) * 6)
    (batch,) = read_table(text.encode(), INTAKE, origin="a.csv")
    assert (batch.dossiers.num_rows, batch.quarantine.num_rows) == (1, 0)


def test_a_line_break_in_quotation_marks_ends_no_row() -> None:
    text = text_of(HEADERS, (*ROW[:2], "Nguyễn\nVăn A", *ROW[3:]), ("", *ROW[1:]))
    (batch,) = read_table(text.encode(), INTAKE, origin="a.csv")
    assert batch.dossiers.num_rows == 1
    assert batch.quarantine["row"].to_pylist() == [3]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"  \n", "the file is empty"),
        (text_of(("a", "b"), ("1", "2")).encode(), "no row of headers"),
        (text_of(HEADERS[1:], ROW[1:]).encode(), "no column for dossier_code"),
        (text_of(HEADERS, ROW).encode() + b"\x8a\x8d", "neither UTF-8, UTF-16 nor Windows-1258"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_whole(content: bytes, match: str) -> None:
    with pytest.raises(IntakeError, match=match):
        list(read_dossiers(content, INTAKE, origin="a.csv"))


def test_headers_alone_give_nothing_and_no_error() -> None:
    content = text_of(HEADERS).encode()
    batches = list(read_table(content, INTAKE, origin="a.csv"))
    assert rows_of(batches) == []
    assert sum(batch.quarantine.num_rows for batch in batches) == 0


CELLS = st.sampled_from(
    ["H44.45-260803-0012", "2.000815", "4", "", "03/08/2026", 'a "b"; c', "x,y"]
)
LINES = st.lists(st.lists(CELLS, min_size=5, max_size=7).map(tuple), max_size=12)


@settings(deadline=None, max_examples=40)
@given(LINES, st.sampled_from(";,\t"))
def test_portions_give_what_a_plain_reader_counts(
    lines: list[tuple[str, ...]], delimiter: str
) -> None:
    """Whatever stands in the rows: read is kept and refused together, and numbers are right."""
    content = text_of(HEADERS, *lines, delimiter=delimiter).encode()
    batches = list(read_table(content, INTAKE, origin="a.csv"))
    refused = {row for batch in batches for row in batch.quarantine["row"].to_pylist()}
    whole = {n for n, line in enumerate(lines, 2) if len(line) == 6 and any(line)}
    torn = {n for n, line in enumerate(lines, 2) if len(line) != 6}
    assert refused <= whole | torn
    assert torn <= refused
    assert len(rows_of(batches)) == len((whole | torn) - refused)


def test_small_portions_give_the_same_as_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [(f"H44.45-260803-{n:04d}" if n % 7 else "", *ROW[1:]) for n in range(300)]
    lines = [line[:4] if n % 11 == 0 else line for n, line in enumerate(lines)]
    file = tmp_path / "a.csv"
    file.write_text(text_of(HEADERS, *lines), encoding="utf-8")
    whole = list(read_table(file, INTAKE, origin="a.csv"))
    monkeypatch.setattr(module, "ROWS", 10)
    monkeypatch.setattr(module, "BLOCK", 1024)
    parts = list(read_table(file, INTAKE, origin="a.csv"))
    assert len(whole) == 1
    assert len(parts) > 10
    assert rows_of(parts) == rows_of(whole)
    lines_of = [
        sorted((q["row"], q["field"]) for b in each for q in b.quarantine.to_pylist())
        for each in (parts, whole)
    ]
    assert lines_of[0] == lines_of[1]
