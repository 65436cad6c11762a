"""Reading facts: everything wrong is listed by row and column, and nothing is half-loaded."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from parindex.errors import FactsError, Problem
from parindex.rulebook.model import Rulebook
from parindex.scoring import Status, UnitFacts
from parindex.scoring.intake import read_facts
from tests.small import FACTS, book, fact, fields

D = Decimal
FACTS_OF_ALL_TYPES = FACTS | {
    "funds": fact("amount"),
    "rate": fact("percent"),
    "extra": fact("points"),
    "remark": fact("text"),
}
HEAD = "unit,name,block,settled_on_time,settled,plan"
ROW = "H01,Sở Nội vụ,department,3,4,late"


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return book(tmp_path_factory.mktemp("facts"), fields(), FACTS_OF_ALL_TYPES)


def write(folder: Path, *lines: str, name: str = "facts.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return file


def read(rulebook: Rulebook, file: Path, **how: Any) -> tuple[UnitFacts, ...]:
    return read_facts(rulebook, file, **how)


def refused(rulebook: Rulebook, file: Path, **how: Any) -> tuple[Problem, ...]:
    with pytest.raises(FactsError) as caught:
        read(rulebook, file, **how)
    return caught.value.problems


def only(rulebook: Rulebook, file: Path, **how: Any) -> Problem:
    (problem,) = refused(rulebook, file, **how)
    return problem


EXPECTED = UnitFacts(
    "H01", "Sở Nội vụ", "department", {"settled_on_time": 3, "settled": 4, "plan": "late"}
)


def test_a_csv_file_is_read(rulebook: Rulebook, tmp_path: Path) -> None:
    assert read(rulebook, write(tmp_path, HEAD, ROW)) == (EXPECTED,)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_another_separator_of_cells_is_seen(rulebook: Rulebook, tmp_path: Path, sign: str) -> None:
    lines = [line.replace(",", sign) for line in (HEAD, ROW)]
    assert read(rulebook, write(tmp_path, *lines)) == (EXPECTED,)


def test_a_byte_order_mark_is_no_part_of_the_first_column(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    assert read(rulebook, write(tmp_path, HEAD, ROW, encoding="utf-8-sig")) == (EXPECTED,)


def test_a_workbook_is_read(rulebook: Rulebook, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(HEAD.split(","))
    workbook.active.append(["H01", "Sở Nội vụ", "department", 3, 4.0, "late", None])
    workbook.save(tmp_path / "facts.xlsx")
    assert read(rulebook, tmp_path / "facts.xlsx") == (EXPECTED,)


@pytest.mark.parametrize("wrapped", [True, False])
def test_json_is_read(rulebook: Rulebook, tmp_path: Path, wrapped: bool) -> None:  # noqa: FBT001 - a parameter of the table
    row = {
        "name": "Sở Nội vụ",
        "block": "department",
        "settled_on_time": 3,
        "settled": 4,
        "plan": "late",
        "unit": "H01",
    }
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"units": [row]} if wrapped else [row]), encoding="utf-8")
    assert read(rulebook, file) == (EXPECTED,)


def value(rulebook: Rulebook, folder: Path, column: str, cell: str) -> Any:
    file = write(folder, f"unit;block;{column}", f"H01;department;{cell}")
    return read(rulebook, file)[0].values.get(column)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("settled", "113905", 113905),
        ("settled", "12.0", 12),
        ("settled", "0", 0),
        ("funds", "81,81", D("81.81")),
        ("funds", "81.81", D("81.81")),
        ("funds", "91.651", D("91.651")),
        ("rate", "99,75%", D("99.75")),
        ("rate", "100", 100),
        ("extra", "0.25", D("0.25")),
        ("website", "có", True),
        ("website", "Không", False),
        ("website", "1", True),
        ("website", "x", True),
        ("website", "không đạt", False),
        ("plan", "late", "late"),
        ("plan", "Trễ", "late"),
        ("plan", "on TIME", "on_time"),
        ("remark", "ghi chú", "ghi chú"),
        ("remark", "123", "123"),
        ("settled", "", None),
        ("settled", "   ", None),
        ("website", "", None),
    ],
)
def test_a_cell_is_read_as_its_fact_says_and_a_blank_one_is_missing(
    rulebook: Rulebook, tmp_path: Path, column: str, cell: str, expected: Any
) -> None:
    found = value(rulebook, tmp_path, column, cell)
    assert found == expected
    assert type(found) is type(expected) or isinstance(found, Decimal)


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("settled", "nhiều", "«nhiều» is no number"),
        ("settled", "-4", "«-4» is negative"),
        ("settled", "1.5", "«1.5» is no whole number"),
        ("settled", "1.000", "«1.000» is no whole number"),
        ("settled", "113,905", "«113,905» is no whole number"),
        ("settled", "1.234.567", "«1.234.567» is no number"),
        ("settled", "1 234", "«1 234» is no number"),
        ("settled", "1\u00a0234", "«1\u00a0234» is no number"),
        ("settled", "1_234", "«1_234» is no number"),
        ("settled", "50%", "«50%» is no number"),
        ("settled", "1e3", "«1e3» is no number"),
        ("settled", "NaN", "«NaN» is no number"),
        ("settled", "#DIV/0!", "«#DIV/0!» is no number"),
        ("funds", "1.234,5", "«1.234,5» is no number"),
        ("funds", "-0.5", "«-0.5» is negative"),
        ("rate", "100.01", "«100.01» is more than 100 percent"),
        ("rate", "-1", "«-1» is negative"),
        ("extra", "-1", "«-1» is negative"),
        ("website", "maybe", "«maybe» is neither yes nor no"),
        ("plan", "never", "«never» is none of the options"),
        ("points:1.1", "ten", "«ten» is no number"),
        ("points:1.1", "-1", "«-1» is negative"),
        ("points:1.1", "4.25", "4.25 points are more than the maximum 4"),
        ("points:1.2", "1.3", "1.3 points are no multiple of the smallest step 0.25"),
        ("max_applicable:1", "-1", "«-1» is negative"),
        ("max_applicable:1", "6.5", "6.5 points are more than the maximum 6"),
        ("ranked", "perhaps", "«perhaps» is neither yes nor no"),
    ],
)
def test_a_cell_that_cannot_be_its_fact_is_refused_with_row_and_column(
    rulebook: Rulebook, tmp_path: Path, column: str, cell: str, what: str
) -> None:
    problem = only(rulebook, write(tmp_path, f"unit;block;{column}", f"H01;department;{cell}"))
    assert problem.where == f"facts.csv, row 2, column {column}"
    assert problem.what == what
    assert problem.fix


def test_the_fix_lists_the_options(rulebook: Rulebook, tmp_path: Path) -> None:
    problem = only(rulebook, write(tmp_path, "unit,block,plan", "H01,department,never"))
    assert problem.fix == "Enter one of: on_time (Đúng hạn), late (Trễ), none (Không có)"


def test_appraised_points_need_not_stand_on_the_step(rulebook: Rulebook, tmp_path: Path) -> None:
    (found,) = read(rulebook, write(tmp_path, "unit,block,points:1.1", "H01,department,1.3"))
    assert found.points == {"1.1": D("1.3")}


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("not_applicable", Status.NOT_APPLICABLE),
        ("Không đánh giá", Status.NOT_APPLICABLE),
        ("không áp dụng", Status.NOT_APPLICABLE),
        ("pending", Status.PENDING),
        ("Chờ khảo sát", Status.PENDING),
    ],
)
def test_a_status_may_stand_in_place_of_points(
    rulebook: Rulebook, tmp_path: Path, cell: str, status: Status
) -> None:
    (found,) = read(rulebook, write(tmp_path, "unit,block,points:1.1", f"H01,department,{cell}"))
    assert found.points == {"1.1": status}


def test_a_maximum_may_stand_beside_points(rulebook: Rulebook, tmp_path: Path) -> None:
    lines = ("unit,block,points:1,max_applicable:1,ranked", "H01,department,3,4,không")
    (found,) = read(rulebook, write(tmp_path, *lines))
    assert (found.points, found.applicable, found.ranked) == ({"1": 3}, {"1": 4}, False)
    problem = only(rulebook, write(tmp_path, lines[0], "H01,department,5,4,có"))
    assert problem.what == "5 points are more than the maximum 4"


def test_a_part_above_its_whole_is_refused_with_both_columns(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    problem = only(rulebook, write(tmp_path, HEAD, "H01,A,department,5,4,late"))
    assert problem.where == "facts.csv, row 2, column settled_on_time, settled"
    assert problem.what.startswith("5 of 4 is no share")


def test_a_part_of_nothing_is_refused_and_is_no_case_of_nothing_arisen(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    problem = only(rulebook, write(tmp_path, HEAD, "H01,A,department,5,0,late"))
    assert problem.what.startswith("5 of 0 is no share")


def test_a_unit_that_stands_twice_is_refused(rulebook: Rulebook, tmp_path: Path) -> None:
    problem = only(rulebook, write(tmp_path, HEAD, ROW, ROW))
    assert problem.where == "facts.csv, row 3, column unit"
    assert problem.what == "the unit H01 stands in row 2 already"


def test_a_unit_without_a_code_is_refused(rulebook: Rulebook, tmp_path: Path) -> None:
    assert (
        only(rulebook, write(tmp_path, HEAD, ROW.replace("H01", ""))).what == "the unit has no code"
    )


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ("setled", "no fact of synthetic/2026/small has this name"),
        ("points:9.9", "no fact of synthetic/2026/small has this name"),
        ("settled,settled", "the column stands twice"),
    ],
)
def test_a_column_that_nobody_knows_or_that_stands_twice_is_refused(
    rulebook: Rulebook, tmp_path: Path, column: str, what: str
) -> None:
    cells = ",".join("4" for _ in column.split(","))
    problem = only(rulebook, write(tmp_path, f"unit,block,{column}", f"H01,department,{cells}"))
    assert problem.where == f"facts.csv, column {column.split(',', maxsplit=1)[0]}"
    assert problem.what == what


def test_columns_may_be_ignored_by_a_pattern(rulebook: Rulebook, tmp_path: Path) -> None:
    file = write(tmp_path, f"{HEAD},published_rank,published_index", f"{ROW},1,x")
    assert read(rulebook, file, ignore=["published_*"]) == (EXPECTED,)
    assert len(refused(rulebook, file, ignore=["published_rank"])) == 1


@pytest.mark.parametrize("head", ["name,unit,settled", "code,block,settled"])
def test_the_first_column_is_the_unit(rulebook: Rulebook, tmp_path: Path, head: str) -> None:
    problems = refused(rulebook, write(tmp_path, head, "a,department,4"), block="department")
    assert "the first column is not `unit`" in [problem.what for problem in problems]


def test_a_column_without_a_name_must_be_blank(rulebook: Rulebook, tmp_path: Path) -> None:
    assert read(rulebook, write(tmp_path, f"{HEAD},", f"{ROW},")) == (EXPECTED,)
    problem = only(rulebook, write(tmp_path, f"{HEAD},", f"{ROW},7"))
    assert problem == Problem("facts.csv, column 7", "the column has values and no name", "Name it")


@pytest.mark.parametrize(
    ("cell", "block"),
    [("commune", "commune"), ("Xã, phường", "commune"), ("departments", "department")],
)
def test_a_block_is_named_by_its_key_or_label(
    rulebook: Rulebook, tmp_path: Path, cell: str, block: str
) -> None:
    assert read(rulebook, write(tmp_path, "unit;block;settled", f"H01;{cell};4"))[0].block == block


def test_an_unknown_or_unsaid_block_is_refused(rulebook: Rulebook, tmp_path: Path) -> None:
    file = write(tmp_path, "unit,block,settled", "H01,ward,4", "H02,,4")
    unknown, unsaid = refused(rulebook, file)
    assert (unknown.what, unsaid.what) == (
        "«ward» is no block of this set",
        "the block is not said",
    )
    assert unsaid.fix == "Enter one of department, commune"


def test_the_block_may_be_said_for_all_rows(rulebook: Rulebook, tmp_path: Path) -> None:
    file = write(tmp_path, "unit,settled", "H01,4")
    assert read(rulebook, file, block="commune")[0].block == "commune"
    assert only(rulebook, file, block="ward").what == "'ward' is no block of this set"


def test_a_set_with_one_block_needs_none(tmp_path: Path) -> None:
    one = book(tmp_path / "one", blocks={"commune": {"vi": "Xã", "en": "Communes"}})
    assert read(one, write(tmp_path, "unit,settled", "H01,4"))[0].block == "commune"


def test_all_errors_are_listed_at_once_and_nothing_is_loaded(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    file = write(
        tmp_path, f"{HEAD},setled", f"{ROW},1", "H02,B,department,-1,x,never,2", "H01,C,ward,,,,"
    )
    with pytest.raises(FactsError) as caught:
        read(rulebook, file)
    assert [problem.where.removeprefix("facts.csv, ") for problem in caught.value.problems] == [
        "column setled",
        "row 3, column settled_on_time",
        "row 3, column settled",
        "row 3, column plan",
        "row 4, column block",
    ]
    assert str(caught.value).startswith("The facts are refused: 5 problem(s), nothing was loaded.")


def test_exact_numbers_and_ticks_of_json_stay_as_they_are(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    row = '[{"unit": "H01", "block": "commune", "funds": 0.10, "website": true, "settled": 12.0}]'
    file.write_text(row, encoding="utf-8")
    assert dict(read(rulebook, file)[0].values) == {
        "funds": D("0.10"),
        "website": True,
        "settled": 12,
    }


def test_a_tick_is_no_number(rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('[{"unit": "H01", "block": "commune", "settled": true}]', encoding="utf-8")
    assert only(rulebook, file).what == "«True» is no number"
