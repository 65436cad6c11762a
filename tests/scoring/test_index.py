"""The index by each convention of the handbook (R1 to R4) and without rescaling."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parindex.rulebook.model import Rulebook
from parindex.scoring import Status, UnitFacts
from tests.small import Data, book, fact, leaf, node, scored, unit, values

D = Decimal


def part(code: str, top: str, given_by: str) -> Data:
    rule = leaf(
        f"{code}.1",
        top,
        "external",
        {"value": code.lower()},
        step="0.01",
        none_arisen="not_applicable",
        given_by=given_by,
        values=values(source_max=top),
    )
    return node(code, top, children=[rule])


def hundred(
    folder: Path, convention: str, survey: str = "30", pending: str = "left_out"
) -> Rulebook:
    """Return a set of 100: appraised A, survey S."""
    fields = [part("A", str(100 - D(survey)), "automatic"), part("S", survey, "survey")]
    facts = {"a": fact("points"), "s": fact("points")}
    how = {"convention": convention, "missing": "holds_total", "pending": pending}
    return book(folder, fields, facts, scale="100", not_applicable=how)


def of(appraised: str, top: str | None = None, survey: str | Status | None = None) -> UnitFacts:
    points: dict[str, Decimal | Status] = {"A": D(appraised)}
    if survey is not None:
        points["S"] = survey if isinstance(survey, Status) else D(survey)
    applicable = {"A": D(top)} if top is not None else {}
    return UnitFacts("u", "U", "department", {}, points, applicable)


def index(rulebook: Rulebook, facts: UnitFacts) -> Decimal | None:
    return scored(rulebook, facts).index


def rounded(rulebook: Rulebook, facts: UnitFacts) -> Decimal:
    found = index(rulebook, facts)
    assert found is not None
    return round(found, 2)


@pytest.mark.parametrize(
    ("points", "top", "expected"),
    [
        ("68.32", "84", "81.33"),
        ("61.00", "71.5", "85.31"),
        ("90.32", "96.5", "93.60"),
        ("88", "100", "88"),
    ],
)
def test_r1_is_points_over_the_applicable_maximum(
    tmp_path: Path, points: str, top: str, expected: str
) -> None:
    rulebook = book(tmp_path, [part("A", "100", "automatic")], {"a": fact("points")}, scale="100")
    assert rounded(rulebook, of(points, top)) == D(expected)


def test_r2_scales_the_appraised_part_and_adds_the_survey_unscaled(tmp_path: Path) -> None:
    rulebook = hundred(tmp_path, "R2")
    assert index(rulebook, of("50", "60", "24")) == D("83.33") * 70 / 100 + 24


def test_r1_and_r2_differ_whenever_there_is_a_survey(tmp_path: Path) -> None:
    facts = of("50", "60", "24")
    found = [rounded(hundred(tmp_path / name, name), facts) for name in ("R1", "R2")]
    assert found == [D("82.22"), D("82.33")]


def test_r2_without_an_applicable_criterion_has_no_index(tmp_path: Path) -> None:
    facts = UnitFacts("u", "U", "department", {}, {"A": Status.NOT_APPLICABLE, "S": D(20)})
    assert index(hundred(tmp_path, "R2"), facts) is None


def test_r3_without_a_survey_rescales_the_appraised_part(tmp_path: Path) -> None:
    facts = of("63", survey=Status.NOT_APPLICABLE)
    assert index(hundred(tmp_path, "R3"), facts) == 90


def test_r3_with_a_survey_does_not_rescale(tmp_path: Path) -> None:
    assert index(hundred(tmp_path, "R3"), of("63", survey="20")) == 83


def test_r3_takes_a_survey_that_is_not_in_yet_for_none_when_it_is_left_out(tmp_path: Path) -> None:
    assert index(hundred(tmp_path, "R3"), of("63", survey=Status.PENDING)) == 90


@pytest.mark.parametrize("survey", ["25", Status.NOT_APPLICABLE, Status.PENDING])
def test_r4_looks_at_the_appraised_part_only(tmp_path: Path, survey: str | Status) -> None:
    assert rounded(hundred(tmp_path, "R4"), of("61.46", survey=survey)) == D("87.80")


def test_r4_without_an_applicable_criterion_has_no_index(tmp_path: Path) -> None:
    facts = UnitFacts("u", "U", "department", {}, {"A": Status.NOT_APPLICABLE, "S": D(20)})
    assert index(hundred(tmp_path, "R4"), facts) is None


def test_absolute_points_are_never_rescaled(tmp_path: Path) -> None:
    assert index(hundred(tmp_path, "absolute"), of("50", "60", "24")) == 74


@pytest.mark.parametrize("convention", ["R1", "R2", "R3", "R4", "absolute"])
def test_a_pending_survey_that_holds_the_total_leaves_no_index(
    tmp_path: Path, convention: str
) -> None:
    rulebook = hundred(tmp_path, convention, pending="holds_total")
    assert index(rulebook, of("63", survey=Status.PENDING)) is None


def test_the_index_is_in_percent_of_the_scale(small: Rulebook) -> None:
    assert index(small, unit()) == 70


def test_bonus_and_penalty_are_not_rescaled(with_extras: Rulebook) -> None:
    facts = unit(settled=0, settled_on_time=0, merits=1, faults=1)
    assert rounded(with_extras, facts) == D("71.67")


@pytest.mark.parametrize(
    ("convention", "expected"), [("R2", "80"), ("R4", "71.42857142857142857142857142857142857143")]
)
def test_what_is_taken_from_a_field_is_taken_in_every_convention(
    tmp_path: Path, convention: str, expected: str
) -> None:
    appraised, survey = part("A", "70", "automatic"), part("S", "30", "survey")
    appraised["children"].append(
        leaf("A.9", "5", "field_minus", {"minus": "minus"}, subtracts=True, none_arisen="zero")
    )
    facts = {name: fact("points") for name in ("a", "s", "minus")}
    how = {"convention": convention, "missing": "holds_total", "pending": "left_out"}
    rulebook = book(tmp_path, [appraised, survey], facts, scale="100", not_applicable=how)
    given = UnitFacts("u", "U", "department", {"a": D(55), "s": D(30), "minus": D(5)})
    assert scored(rulebook, given).nodes["A"].points == 50
    found = index(rulebook, given)
    assert found is not None
    if convention == "R2":
        assert found == D("71.43") * 70 / 100 + 30
    else:
        assert round(found, 20) == round(D(expected), 20)


def test_of_exclusive_parts_one_counts_towards_the_full_maximum(tmp_path: Path) -> None:
    one, other = (
        part("A", "70", "automatic")["children"][0],
        part("B", "70", "automatic")["children"][0],
    )
    fields = [node("G", "70", exclusive=True, children=[one, other]), part("S", "30", "survey")]
    facts = {name: fact("points") for name in ("a", "b", "s")}
    how = {"convention": "R2", "missing": "holds_total", "pending": "left_out"}
    rulebook = book(tmp_path, fields, facts, scale="100", not_applicable=how)
    given = UnitFacts(
        "u", "U", "department", {"b": D(70), "s": D(30)}, {"A.1": Status.NOT_APPLICABLE}
    )
    assert index(rulebook, given) == 100
