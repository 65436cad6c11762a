"""What cannot be read is refused with place, reason and remedy; nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from parindex.errors import AnnexError, Problem
from parindex.rulebook.annex import AnnexImport, import_annex
from parindex.rulebook.annex import importer as annex_importer

Read = Callable[..., AnnexImport]
Sheet = Callable[..., Path]
HEADER = ("STT", "Tiêu chí", "Điểm tối đa")
GOOD = (HEADER, (1, "Chỉ đạo", 100))


def refusal(read: Read, file: Path) -> tuple[Problem, ...]:
    with pytest.raises(AnnexError) as caught:
        read(file)
    assert not (file.parent / "draft").exists()
    return caught.value.problems


def test_a_file_without_a_table_of_criteria(sheet: Sheet, read: Read) -> None:
    (problem,) = refusal(read, sheet((("Họ tên", "Chức vụ"), ("An", "Trưởng phòng"))))
    assert "sheet «Sở»" in problem.what
    assert "Điểm tối đa" in problem.fix


def test_a_header_without_rows(sheet: Sheet, read: Read) -> None:
    (problem,) = refusal(read, sheet((HEADER,)))
    assert "no table of criteria" in problem.what


@pytest.mark.parametrize("content", [b"not a workbook", b"%PDF-1.7"])
def test_a_file_that_is_no_workbook(content: bytes, tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    (problem,) = refusal(read, tmp_path / "a.xlsx")
    assert problem.where == "a.xlsx"
    assert "neither .xlsx nor .docx" in problem.what


def test_an_archive_of_something_else(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    (problem,) = refusal(read, tmp_path / "a.xlsx")
    assert "neither" in problem.what


@pytest.mark.parametrize("part", ["xl/workbook.xml", "word/document.xml"])
def test_a_damaged_file(part: str, tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.bin", "w") as archive:
        archive.writestr(part, "<broken")
    (problem,) = refusal(read, tmp_path / "a.bin")
    assert "damaged" in problem.what


def test_a_file_that_unpacks_to_too_much(
    sheet: Sheet, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annex_importer, "MOST_BYTES", 10)
    (problem,) = refusal(read, sheet(GOOD))
    assert "200 MB" in problem.what


def test_a_file_that_is_not_there(tmp_path: Path, read: Read) -> None:
    (problem,) = refusal(read, tmp_path / "none.xlsx")
    assert problem.what == "there is no such file"


def test_every_bad_cell_is_told_at_once(sheet: Sheet, read: Read) -> None:
    rows = (*GOOD, (date(2025, 1, 1), "Kế hoạch", 1), ("1.2", "Báo cáo", "=1+1"))
    date_cell, formula = refusal(read, sheet(rows))
    assert date_cell.where == "sheet «Sở», row 3"
    assert "01/01/2025" in date_cell.what
    assert formula.where == "sheet «Sở», row 4"
    assert "no stored result" in formula.what


def test_a_row_that_names_two_levels(sheet: Sheet, read: Read) -> None:
    rows = (("Lĩnh vực", "Tiêu chí", "Điểm tối đa"), ("Chỉ đạo", "Kế hoạch", 1), ("1.", "B", 1))
    (problem,) = refusal(read, sheet(rows))
    assert "«Chỉ đạo», «Kế hoạch»" in problem.what


def test_tracked_changes_and_automatic_numbers(tmp_path: Path, read: Read) -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, (HEADER, ("", "Chỉ đạo", "100")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).paragraphs[0].style = "List Number"
    body = made.element.body
    body.append(body.makeelement(docx.oxml.ns.qn("w:ins"), {}))
    made.save(str(tmp_path / "a.docx"))
    found = refusal(read, tmp_path / "a.docx")
    assert any("tracked changes" in problem.what for problem in found)
    assert any("automatically" in problem.what for problem in found)


def test_a_full_folder_and_bad_names(sheet: Sheet, tmp_path: Path) -> None:
    out = tmp_path / "full"
    out.mkdir()
    (out / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AnnexError) as caught:
        import_annex(sheet(GOOD), out, identity="Cà Mau", block=" ")
    assert [problem.where for problem in caught.value.problems] == [str(out), "identity", "block"]
    assert [file.name for file in out.iterdir()] == ["note.txt"]


def test_an_unknown_sheet_is_refused(sheet: Sheet, read: Read) -> None:
    with pytest.raises(AnnexError, match="there is no 'Huyện'"):
        read(sheet(GOOD), table="Huyện")
