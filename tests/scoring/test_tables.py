"""Files of facts as they stand: encodings, shapes, and what is no table at all."""

from __future__ import annotations

import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from parindex.errors import FactsError, Problem
from parindex.scoring.tables import read_table


def refused(file: Path) -> Problem:
    with pytest.raises(FactsError) as caught:
        read_table(file)
    (problem,) = caught.value.problems
    return problem


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "facts.csv"
    file.write_bytes(text.encode(encoding))
    return file


def json(folder: Path, text: str) -> Path:
    file = folder / "facts.json"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16"])
def test_a_file_that_is_not_in_utf_8_is_refused(tmp_path: Path, encoding: str) -> None:
    name = "Sơ ăn â"  # letters that the old Vietnamese code page knows
    problem = refused(csv(tmp_path, f"unit,name\nH01,{name}\n", encoding))
    assert problem.what == "the file is not in UTF-8, so Vietnamese letters would be lost"
    assert problem.fix == "Save it again as «CSV UTF-8»"


@pytest.mark.parametrize("text", ["", "\n\n", "unit,settled\n", "unit,settled\n,\n"])
def test_a_file_without_a_row_of_facts_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(csv(tmp_path, text)).what == "the file has no row of facts"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "facts.csv").what == "there is no such file"


def test_a_kind_of_file_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    problem = refused(tmp_path / "facts.xls")
    assert (problem.what, problem.fix) == ("«.xls» is not read", "Use one of .csv, .xlsx, .json")


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, "unit,settled\n\nH01,4\n,\nH02,5\n"))
    assert [row for row, _ in table.rows] == [3, 5]


def test_a_short_row_ends_in_blanks(tmp_path: Path) -> None:
    assert read_table(csv(tmp_path, "unit,a,b\nH01,4\n")).rows == ((2, ("H01", "4", None)),)


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as caught:
        read_table(csv(tmp_path, "unit,a\nH01,4,5\nH02,1\nH03,81,81\n"))
    assert [problem.where for problem in caught.value.problems] == [
        "facts.csv, row 2",
        "facts.csv, row 4",
    ]
    assert caught.value.problems[0].what == "the row has 3 cells, the header 2"


def test_a_value_in_quotes_may_hold_a_comma(tmp_path: Path) -> None:
    assert read_table(csv(tmp_path, 'unit,a\nH01,"81,81"\n')).rows[0][1] == ("H01", "81,81")


def test_decomposed_letters_are_composed_at_the_door(tmp_path: Path) -> None:
    name = "Sở Tài chính"
    nfd = unicodedata.normalize("NFD", name)
    (row,) = read_table(csv(tmp_path, f"unit,name\nH01,{nfd}\n")).rows
    assert row[1][1] == name
    (row,) = read_table(json(tmp_path, f'[{{"unit": "H01", "name": "{nfd}"}}]')).rows
    assert row[1][1] == name


def test_cells_of_a_workbook_are_exact(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["unit", "a", "b", "c", "d", "e"])
    workbook.active.append(["H01", 81.81, 7.0, True, " x ", None])
    workbook.create_sheet("other").append(["unit"])
    workbook.save(tmp_path / "facts.xlsx")
    table = read_table(tmp_path / "facts.xlsx")
    assert table.rows == ((2, ("H01", Decimal("81.81"), 7, True, "x", None)),)


@pytest.mark.parametrize("content", [b"unit,settled\nH01,4\n", b"", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_bytes(content)
    problem = refused(file)
    assert problem.what.startswith("this is no workbook")
    assert problem.fix == "Save it as .xlsx"


def test_without_the_extra_the_refusal_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "facts.xlsx").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    problem = refused(tmp_path / "facts.xlsx")
    assert (problem.what, problem.fix) == (
        "workbooks need the extra `office`",
        "Run pip install 'parindex[office]'",
    )


def test_numbers_of_json_are_exact_and_the_unit_comes_first(tmp_path: Path) -> None:
    table = read_table(json(tmp_path, '[{"a": 0.1, "unit": "H01"}, {"unit": "H02", "b": null}]'))
    assert table.columns == ("unit", "a", "b")
    assert table.rows == ((2, ("H01", Decimal("0.1"), None)), (3, ("H02", None, None)))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "this is no JSON in UTF-8"),
        ('{"units": 4}', "no list of units"),
        ("[1]", "no list of units"),
        ('[{"unit": "H01", "unit": "H02"}]', "unit stands twice"),
        ("[]", "the file has no row of facts"),
    ],
)
def test_json_that_is_no_list_of_units_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert what in refused(json(tmp_path, text)).what


def test_a_formula_without_a_saved_result_is_no_missing_fact(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["unit", "settled"], ["H01", "=2+3"]):
        book.active.append(row)
    book.save(tmp_path / "facts.xlsx")
    with pytest.raises(FactsError, match=r"row 2: the result of =2\+3 was not saved"):
        read_table(tmp_path / "facts.xlsx")
