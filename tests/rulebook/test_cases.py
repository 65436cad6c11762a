"""Worked cases: read with their places, run, and what differs is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parindex.errors import Problem
from parindex.rulebook.cases import read_cases
from parindex.scoring.cases import check_rulebook
from tests.small import GOOD, Data, dump, write_book

FULL = {"settled_on_time": 4, "settled": 4, "plan": "on_time", "ballots_good": 4, "ballots_bad": 0}


def case(name: str, facts: Data, expect: Data, **more: Any) -> Data:
    return {"name": name, "facts": facts, "expect": expect, **more}


def sound() -> list[Data]:
    """Return two cases for each component, one of them at a border."""
    return [
        case("Đủ điểm", FULL, {"1.1": "4", "1.2": "2", "2.1": "4"}, border=True),
        case("Một phần", GOOD, {"1.1": "3", "1.2": "1", "2.1": "3.0"}),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_book(tmp_path / "set")


def with_cases(folder: Path, cases: Any, name: str = "1.yaml") -> Path:
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / name).write_text(dump(cases), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [problem.what for problem in check_rulebook(folder)[1]]


def test_cases_that_come_out_are_no_problem(folder: Path) -> None:
    rulebook, found, number = check_rulebook(with_cases(folder, sound()))
    assert found == ()
    assert number == 2
    assert rulebook is not None


def test_a_case_that_comes_out_otherwise_is_told_with_its_line(folder: Path) -> None:
    cases = sound()
    cases[1]["expect"]["1.1"] = "3.5"
    _, (problem,), _ = check_rulebook(with_cases(folder, cases))
    assert problem.where.startswith("cases/1.yaml, line ")
    assert problem.what == "case «Một phần» expects 3.5 for 1.1, the rule gives 3"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"settled_on_time": 0, "settled": 0}, "not_applicable"),
        ({"settled_on_time": 0}, "missing"),
    ],
)
def test_a_case_may_expect_a_status(folder: Path, facts: Data, expected: str) -> None:
    cases = [*sound(), case("Trạng thái", facts, {"1.1": expected, "2.1": "pending"})]
    assert problems(with_cases(folder, cases)) == []


def test_a_status_is_never_taken_for_zero(folder: Path) -> None:
    cases = [
        *sound(),
        case("Thiếu", {"settled": 0, "settled_on_time": 0}, {"1.1": "0"}),
        case("Có điểm", FULL, {"1.1": "missing"}),
    ]
    assert problems(with_cases(folder, cases)) == [
        "case «Thiếu» expects 0 for 1.1, the rule gives not_applicable",
        "case «Có điểm» expects missing for 1.1, the rule gives 4",
    ]


def test_names_that_nobody_knows_are_told_together(folder: Path) -> None:
    cases = [*sound(), case("Lạ", {"settle": 1}, {"9.9": "1"}, block="ward")]
    assert problems(with_cases(folder, cases)) == [
        "case «Lạ» names an unknown fact 'settle'",
        "case «Lạ» expects an unknown code '9.9'",
        "case «Lạ» is of an unknown block 'ward'",
    ]


def test_facts_that_cannot_be_scored_are_told(folder: Path) -> None:
    cases = [
        *sound(),
        case("Quá", {"settled": 1, "settled_on_time": 2}, {"1.1": "4"}),
        case("Chữ", {"settled": "nhiều", "settled_on_time": 2}, {"1.1": "4"}),
        case("Mức lạ", {"plan": "never"}, {"1.2": "0"}),
    ]
    found = problems(with_cases(folder, cases))
    assert len(found) == 3
    assert all("cannot be scored" in what and not what.endswith(".") for what in found)
    assert "2 of 1 is no share" in found[0]
    assert "'nhiều' is not a number" in found[1]
    assert "'never' is none of the declared answers" in found[2]


@pytest.mark.parametrize("expected", ["many", True, [1]])
def test_an_outcome_that_is_neither_points_nor_a_status_is_refused(
    folder: Path, expected: Any
) -> None:
    cases = [*sound(), case("Sai", FULL, {"1.1": expected})]
    found = check_rulebook(with_cases(folder, cases, "2.yaml"))[1]
    assert any(problem.where.startswith("cases/2.yaml, line ") for problem in found)


def test_an_unknown_key_of_a_case_is_refused(folder: Path) -> None:
    cases = [*sound(), case("Sai", FULL, {"1.1": "4"}, signed="ai đó")]
    assert "Extra inputs are not permitted" in problems(with_cases(folder, cases))


def test_a_component_needs_two_cases_one_at_a_border(folder: Path) -> None:
    cases = sound()
    cases[0]["border"] = False
    del cases[1]["expect"]["2.1"]
    assert problems(with_cases(folder, cases)) == [
        "component 1.1 has 2 worked cases, 0 at a border",
        "component 1.2 has 2 worked cases, 0 at a border",
        "component 2.1 has 1 worked cases, 0 at a border",
    ]


def test_an_empty_file_of_cases_holds_no_case(folder: Path) -> None:
    (folder / "cases").mkdir()
    (folder / "cases" / "1.yaml").write_text("", encoding="utf-8")
    assert read_cases(folder) == ((), ())


def test_a_broken_rulebook_is_told_and_its_cases_are_not_run(folder: Path) -> None:
    head = folder / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("R1", "R9"), encoding="utf-8")
    rulebook, found, number = check_rulebook(with_cases(folder, sound()))
    assert rulebook is None
    assert number == 2
    assert [problem.where.split(",")[0] for problem in found] == ["rulebook.yaml"]


def derived(folder: Path, **head: Any) -> Path:
    own = folder.parent / "derived"
    own.mkdir()
    (own / "rulebook.yaml").write_text(dump(head), encoding="utf-8")
    return own


def test_cases_of_the_base_hold_for_a_derived_set(folder: Path) -> None:
    with_cases(folder, sound())
    own = derived(folder, based_on="../set", identity="synthetic/2")
    assert check_rulebook(own)[1:] == ((), 2)


def test_cases_of_a_changed_component_are_left_to_the_derived_set(folder: Path) -> None:
    with_cases(folder, [*sound(), case("Riêng 2.1", FULL, {"2.1": "4"})])
    change = {"code": "1.1", "none_arisen": "zero"}
    own = derived(folder, based_on="../set", identity="synthetic/2", changes=[change])
    assert [name.name for _, name in read_cases(own)[0]] == ["Riêng 2.1"]


@pytest.mark.parametrize("base", ["../nowhere", 5])
def test_an_unknown_base_is_told_once_and_by_the_loader(folder: Path, base: Any) -> None:
    found = check_rulebook(derived(folder, based_on=base))[1]
    assert sum("no rulebook" in each.what or "no name" in each.what for each in found) == 1


def test_changes_that_are_no_list_change_no_case(folder: Path) -> None:
    with_cases(folder, sound())
    own = derived(folder, based_on="../set", changes="1.1")
    assert len(read_cases(own)[0]) == 2


def test_a_problem_reads_as_place_fault_and_cure() -> None:
    assert str(Problem("a.yaml, line 1", "it is wrong", "Mend it")) == (
        "a.yaml, line 1: it is wrong. Mend it."
    )
