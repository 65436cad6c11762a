"""The command `parindex`: rows, sentences, refusals, exit codes."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook
from typer.testing import CliRunner

from parindex.cli import main
from parindex.cli.app import app
from parindex.cli.output import Format, as_table, render
from parindex.edition import Difference
from parindex.errors import FactsError, NotFoundError, ParindexError
from parindex.rulebook.load import shipped_rulebooks
from parindex.scoring import load
from parindex.scoring.intake import read_facts
from tests.small import BONUS, PENALTY, dump, fields, text, write_book

BANDS = {
    "on": "index",
    "of": {
        "*": [
            {"label": text("Tốt", "Good"), "lower": "80"},
            {"label": text("Khá", "Fair"), "lower": "0"},
        ]
    },
}
FACTS = (
    "unit,name,block,settled_on_time,settled,plan,ballots_good,ballots_bad,faults,merits\n"
    "H01,Sở Nội vụ,department,3,4,late,3,1,1,0\n"
    "H02,Sở Tài chính,department,4,4,on_time,1,0,0,1\n"
    "H03,Sở Xây dựng,department,0,0,none,,,0,0\n"
)


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(write_book(tmp_path / "set", [*fields(), PENALTY, BONUS], bands=BANDS))


@pytest.fixture
def facts(tmp_path: Path) -> str:
    file = tmp_path / "facts.csv"
    file.write_text(FACTS, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def done(*arguments: str) -> str:
    found = run(*arguments)
    assert found.exit_code == 0, found.output
    return found.stdout


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """Run the command as the console script does and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["parindex", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def rows(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed)))


def test_units_are_scored_as_csv(book: str, facts: str) -> None:
    assert done("score", book, facts, "--format", "csv") == (
        "unit,block,score,max_applicable,index,rank,band\n"
        "H01,department,6.50,10,65.00,2,Khá\n"
        "H02,department,10.00,10,100.00,1,Tốt\n"
        "H03,department,,6,,,\n"
    )


def test_components_are_scored_as_csv(book: str, facts: str) -> None:
    printed = done("score", book, facts, "--level", "component", "--format", "csv")
    assert printed.splitlines()[:3] == [
        "unit,code,points,max_points,status",
        "H01,1.1,3.00,4,scored",
        "H01,1.2,1.00,2,scored",
    ]
    last = {
        row["code"]: (row["points"], row["status"]) for row in rows(printed) if row["unit"] == "H03"
    }
    assert last["1.1"] == ("", "not_applicable")
    assert last["2.1"] == ("", "pending")
    assert last["1.2"] == ("0.00", "scored")


@pytest.mark.parametrize(
    ("level", "codes"), [("field", ["1", "2", "P", "B"]), ("criterion", ["A"])]
)
def test_fields_and_criteria_are_scored(
    tmp_path: Path, facts: str, level: str, codes: list[str]
) -> None:
    all_ = [*fields(), PENALTY, BONUS]
    if level == "criterion":
        group = all_[0] | {"code": "A", "key": "a", "max_points": "6"}
        all_[0] = {
            **{key: group[key] for key in ("name",)},
            "code": "1",
            "key": "one",
            "max_points": "6",
            "children": [group],
        }
    folder = str(write_book(tmp_path / "set", all_))
    printed = done("score", folder, facts, "--level", level, "--format", "csv")
    assert printed.startswith("unit,code,points,max_points,status\n")
    assert [row["code"] for row in rows(printed) if row["unit"] == "H01"] == codes


def test_json_has_null_for_what_is_not_known(book: str, facts: str) -> None:
    found = json.loads(done("score", book, facts, "--format", "json"))
    assert found[0] == {
        "unit": "H01",
        "block": "department",
        "score": "6.50",
        "max_applicable": "10",
        "index": "65.00",
        "rank": 2,
        "band": "Khá",
    }
    assert (found[2]["score"], found[2]["rank"]) == (None, None)


def test_a_table_is_aligned(book: str, facts: str) -> None:
    lines = done("score", book, facts).splitlines()
    assert lines[0].split() == ["unit", "block", "score", "max_applicable", "index", "rank", "band"]
    assert len({line.index("10") for line in lines[1:3]}) <= 2
    assert lines[1].index("Khá") == lines[2].index("Tốt")


def test_output_goes_to_a_file(book: str, facts: str, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    found = run("score", book, facts, "--format", "csv", "--output", str(file))
    assert (found.exit_code, found.stdout) == (0, "")
    assert file.read_text(encoding="utf-8") == done("score", book, facts, "--format", "csv")
    assert found.stderr == f"{file}: 4 lines\n"


def test_units_are_ranked_best_first_with_margins(book: str, facts: str) -> None:
    printed = done("rank", book, facts, "--format", "csv")
    assert printed == (
        "block,rank,unit,name,index,band,to_next_rank,to_next_band\n"
        "department,1,H02,Sở Tài chính,100.00,Tốt,,\n"
        "department,2,H01,Sở Nội vụ,65.00,Khá,35.00,15.00\n"
        "department,,H03,Sở Xây dựng,,,,\n"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["6,5 điểm, chỉ số 65,00%, hạng 2, xếp loại Khá", "P.1 Mục P.1: trừ 0,5 điểm"]),
        ("en", ["6.5 points, index 65.00%, rank 2, Fair", "P.1 Item P.1: 0.5 points taken"]),
    ],
)
def test_a_unit_is_explained_in_two_languages(
    book: str, facts: str, language: str, words: list[str]
) -> None:
    printed = done("explain", book, facts, "--unit", "H01", "--language", language)
    assert [word for word in words if word not in printed] == []


def test_one_component_is_explained(book: str, facts: str) -> None:
    printed = done("explain", book, facts, "--unit", "H01", "--code", "1.1", "--language", "en")
    assert printed.startswith("1.1 Item 1.1: 3 of 4 points, 1 lost.\n")
    assert "4 × 3 / 4 = 3" in printed


@pytest.mark.parametrize(
    "arguments",
    [("--unit", "H99"), ("--unit", "H01", "--code", "9.9")],
)
def test_what_is_not_there_cannot_be_explained(
    book: str, facts: str, arguments: tuple[str, ...]
) -> None:
    assert isinstance(run("explain", book, facts, *arguments).exception, NotFoundError)


def test_a_language_that_nobody_writes_is_a_wrong_call(book: str, facts: str) -> None:
    assert run("explain", book, facts, "--unit", "H01", "--language", "fr").exit_code == 2


@pytest.mark.parametrize(
    ("policy", "index"), [("zero", ""), ("full", ""), ("not_applicable", ""), ("ask", "")]
)
def test_a_setting_is_changed_for_one_run(book: str, facts: str, policy: str, index: str) -> None:
    printed = done(
        "score",
        book,
        facts,
        "--level",
        "component",
        "--format",
        "csv",
        "--set",
        f"1.1.none_arisen={policy}",
    )
    found = {(row["unit"], row["code"]): (row["points"], row["status"]) for row in rows(printed)}
    expected = {
        "zero": ("0.00", "scored"),
        "full": ("4.00", "scored"),
        "not_applicable": (index, "not_applicable"),
        "ask": (index, "missing"),
    }
    assert found["H03", "1.1"] == expected[policy]


@pytest.mark.parametrize(
    "setting", ["1.1.none_arisen=half", "1.1.max_points=5", "none_arisen", "x"]
)
def test_a_setting_that_does_not_exist_is_a_wrong_call(book: str, facts: str, setting: str) -> None:
    assert run("score", book, facts, "--set", setting).exit_code == 2


@pytest.mark.parametrize("code", ["9.9", "1"])
def test_a_setting_of_what_is_no_component_is_refused(book: str, facts: str, code: str) -> None:
    found = run("rank", book, facts, "--set", f"{code}.none_arisen=full")
    assert isinstance(found.exception, ParindexError)


def test_columns_are_ignored_and_blocks_said_for_all(book: str, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("unit,settled,published_rank\nH01,4,1\n", encoding="utf-8")
    printed = done(
        "score", book, str(file), "--ignore", "published_*", "--block", "commune", "--format", "csv"
    )
    assert rows(printed)[0]["block"] == "commune"


def test_refused_facts_end_with_1_and_every_problem(
    book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "f.csv"
    file.write_text("unit,block,settled,setled\nH01,ward,-1,1\n", encoding="utf-8")
    assert called(monkeypatch, "score", book, str(file)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("The facts are refused: 2 problem(s), nothing was loaded.\n")
    assert printed.err.count("\n- f.csv, ") == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("rulebooks",), 0),
        (("score", "nowhere/2026", "x.csv"), 1),
        (("score",), 2),
        (("fly",), 2),
        (("check",), 2),
    ],
)
def test_exit_codes_are_0_1_or_2(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    assert called(monkeypatch, *arguments) == code


def with_cases(book: str) -> str:
    full = {
        "settled_on_time": 4,
        "settled": 4,
        "plan": "on_time",
        "ballots_good": 4,
        "ballots_bad": 0,
        "faults": 0,
        "merits": 2,
    }
    expect = {"1.1": "4", "1.2": "2", "2.1": "4", "P.1": "0", "B.1": "2"}
    cases = [{"name": name, "facts": full, "expect": expect, "border": True} for name in ("a", "b")]
    (Path(book) / "cases").mkdir()
    (Path(book) / "cases" / "1.yaml").write_text(dump(cases), encoding="utf-8")
    return book


def test_a_sound_rulebook_is_checked(book: str) -> None:
    printed = done("check", with_cases(book))
    assert "5 components, 2 worked cases, no problem (" in printed
    assert done("check", book, "--quiet") == ""


def test_a_refused_rulebook_ends_with_1_and_all_problems(book: str) -> None:
    head = Path(book) / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("'10'", "'11'"), encoding="utf-8")
    found = run("check", book, "766/2026/province")
    assert found.exit_code == 1
    lines = [line for line in found.stdout.splitlines() if line.startswith(book)]
    assert len(lines) == 6
    assert "the fields add up to 10, the scale is 11" in lines[0]
    assert all("worked cases" in line for line in lines[1:])
    assert "1 of 2 rulebooks refused" in found.stderr


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "Đổi tên 1: «Mục 1» thành «Chỉ đạo»."), ("en", "Renamed 1: «Item 1» to «Chỉ đạo».")],
)
def test_differences_are_told(book: str, tmp_path: Path, language: str, sentence: str) -> None:
    renamed = [*fields(), PENALTY, BONUS]
    renamed[0]["name"] = text("Chỉ đạo")
    other = str(write_book(tmp_path / "other", renamed, bands=BANDS))
    assert done("diff", book, other, "--language", language) == f"{sentence}\n"


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Không có thay đổi."), ("en", "Nothing changed.")]
)
def test_no_difference_is_told_too(book: str, language: str, words: str) -> None:
    assert done("diff", book, book, "--language", language) == f"{words}\n"


def test_shipped_rulebooks_are_listed() -> None:
    lines = done("rulebooks").splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_rulebooks())


def test_an_annex_is_imported_as_a_draft(tmp_path: Path) -> None:
    workbook = Workbook()
    for row in (
        ["STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa"],
        ["1", "Công tác chỉ đạo, điều hành", 10],
        ["1.1", "Kế hoạch cải cách hành chính", 10],
        ["", "Ban hành đúng hạn: 10", None],
        ["", "Ban hành trễ: 0", None],
    ):
        workbook.active.append(row)
    workbook.save(tmp_path / "annex.xlsx")
    out = tmp_path / "draft"
    printed = done(
        "import-rulebook",
        str(tmp_path / "annex.xlsx"),
        "--out",
        str(out),
        "--identity",
        "mau/2026/department",
        "--block",
        "department",
    )
    assert (out / "DECISIONS.md").is_file()
    assert (out / "rulebook.yaml").is_file()
    assert "decisions are left to you" in printed


def test_long_texts_are_cut_and_no_rows_are_no_table() -> None:
    assert as_table([]) == "\n"
    lines = as_table([{"name": "x" * 70, "e\u0301": "y"}]).splitlines()
    assert lines[1] == "x" * 59 + "…  y"
    assert render([], Format.JSON) == "[]\n"
    assert render([], Format.CSV, ("unit", "code")) == "unit,code\n"
    assert render([], Format.TABLE, ("unit", "code")) == "unit  code\n"


def test_shipped_editions_are_listed_and_recomputed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parindex.cli.app.shipped_editions", lambda: ("lai-chau-2021",))
    assert len(done("editions").splitlines()) == 1
    printed = done("editions", "--verify")
    assert "printed 13.859, computed 12.859 (explained)" in printed
    assert "NOT EXPLAINED" not in printed


def test_an_edition_with_an_unexplained_cell_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Difference("u", "points", "1", "2", known=False)
    monkeypatch.setattr("parindex.cli.app.shipped_editions", lambda: ("lai-chau-2021",))
    monkeypatch.setattr("parindex.cli.app.differences", lambda _: (odd,))
    found = run("editions", "--verify")
    assert found.exit_code == 1
    assert "u points: printed 1, computed 2 (NOT EXPLAINED)" in found.stdout


def test_a_draft_is_named_after_its_annex_when_nothing_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annex = Path(__file__).parents[2] / "docs" / "how-to" / "example-annex.xlsx"
    monkeypatch.chdir(tmp_path)
    printed = done("import-rulebook", str(annex))
    draft = tmp_path / "example_annex-draft"
    assert "see example_annex-draft/DECISIONS.md" in printed
    head = (draft / "rulebook.yaml").read_text(encoding="utf-8")
    assert "identity: draft/example_annex" in head
    assert "tên đầy đủ của khối «unit»" in (draft / "DECISIONS.md").read_text(encoding="utf-8")


def test_sets_that_differ_in_texts_only_are_said_to(tmp_path: Path) -> None:
    one = write_book(tmp_path / "one")
    other = write_book(tmp_path / "other", note=text("Ghi chú khác"))
    assert done("diff", str(one), str(one)) == "Không có thay đổi.\n"
    assert done("diff", str(one), str(other), "--language", "en") == (
        "Only parts differ that are not compared (texts, evidence, dates).\n"
    )


def test_one_file_of_two_levels_is_scored_level_by_level(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        "unit,level,dossiers_on_time,dossiers_in_hand\nD1,AGENCY,9,10\nC1,COMMUNE,8,10\n",
        encoding="utf-8",
    )
    arguments = ["score", "766/2026/department", str(file), "--level", "field", "--format", "csv"]
    printed = done(*arguments, "--where", "level=AGENCY")
    assert "D1,II,18.00,20,scored\n" in printed
    assert "C1" not in printed
    assert run(*arguments, "--where", "level").exit_code == 2


def test_a_condition_that_no_row_meets_is_refused(tmp_path: Path) -> None:
    rulebook, file = load("766/2026/province"), tmp_path / "units.csv"
    file.write_text("unit,level\nH01,PROVINCE\n", encoding="utf-8")
    with pytest.raises(FactsError, match="no row has level=AGENCY"):
        read_facts(rulebook, file, where={"level": "AGENCY"})
    with pytest.raises(FactsError, match="there is no column 'cap'"):
        read_facts(rulebook, file, where={"cap": "AGENCY"})
