"""Ranks, ties, margins, bands and gates, within each block."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rulebook.model import Ties
from parindex.scoring import Result, Status, UnitFacts, UnitScore, load, score
from parindex.scoring.rank import ranks
from tests.small import BONUS, FACTS, PENALTY, Data, book, fields, leaf, node, text, unit

D = Decimal
MARKS = ("60", "55", "55", "50", "45", "40", "35")


def band(name: str, lower: str, **more: Any) -> Data:
    return {"label": text(name), "lower": lower, **more}


BANDS = [band("Tốt", "80"), band("Khá", "70", inclusive=False), band("Yếu", "0")]


def marks_of(folder: Path, **head: Any) -> Any:
    """Return a set of 100 points in two parts that take points from outside."""
    whole = [
        node(code, top, children=[leaf(f"{code}.1", top, "fixed", {})])
        for code, top in (("A", "60"), ("B", "40"))
    ]
    return book(folder, whole, scale="100", **head)


def facts(code: str, a: str, b: str = "0", **more: Any) -> UnitFacts:
    return UnitFacts(code, code, "department", {}, {"A": D(a), "B": D(b)}, **more)


def ranked(folder: Path, units: list[UnitFacts], **head: Any) -> dict[str, UnitScore]:
    result: Result = score(marks_of(folder, **head), units)
    return {each.unit: each for each in result.units}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("dense", [1, 2, 2, 3, 4, 5, 6]), ("competition", [1, 2, 2, 4, 5, 6, 7])],
)
def test_equal_units_share_a_rank(tmp_path: Path, ties: str, expected: list[int]) -> None:
    units = [facts(f"u{n}", mark) for n, mark in enumerate(MARKS)]
    found = ranked(tmp_path, units, ranking={"ties": ties})
    assert [each.rank for each in found.values()] == expected
    assert [each.tied for each in found.values()] == [False, True, True, *[False] * 4]


def test_a_tie_breaker_separates_equal_units(tmp_path: Path) -> None:
    units = [facts("a", "30", "20"), facts("b", "20", "30"), facts("c", "20", "30")]
    found = ranked(tmp_path, units, ranking={"ties": "dense", "tie_breakers": ["B"]})
    assert {code: (each.rank, each.tied) for code, each in found.items()} == {
        "a": (2, False),
        "b": (1, True),
        "c": (1, True),
    }
    assert found["a"].to_next_rank == 0


def test_the_margin_is_what_is_missing_to_the_next_rank(tmp_path: Path) -> None:
    found = ranked(
        tmp_path, [facts("a", "50"), facts("b", "49.5"), facts("c", "49.5"), facts("d", "40")]
    )
    assert [each.to_next_rank for each in found.values()] == [None, D("0.5"), D("0.5"), D("9.5")]


def test_blocks_are_never_ranked_together(tmp_path: Path) -> None:
    rulebook = marks_of(tmp_path)
    high = UnitFacts("x", "x", "commune", {}, {"A": D(60), "B": D(40)})
    result = score(rulebook, [facts("a", "10"), high])
    assert [each.rank for each in result.units] == [1, 1]


def test_a_unit_may_be_scored_and_not_ranked(tmp_path: Path) -> None:
    units = [facts("a", "60", ranked=False), facts("b", "50")]
    found = ranked(tmp_path, units, bands={"on": "index", "of": {"*": BANDS}})
    assert (found["a"].index, found["a"].rank, found["a"].band is not None) == (60, None, True)
    assert (found["b"].rank, found["b"].to_next_rank) == (1, None)


def test_a_unit_without_an_index_has_neither_rank_nor_band(tmp_path: Path) -> None:
    waiting = UnitFacts("w", "w", "department", {}, {"A": Status.PENDING, "B": D(1)})
    found = ranked(tmp_path, [waiting, facts("b", "50")], bands={"on": "index", "of": {"*": BANDS}})
    assert (found["w"].rank, found["w"].band, found["w"].to_next_band) == (None, None, None)
    assert found["b"].rank == 1


def test_units_may_be_ranked_before_or_after_rounding(tmp_path: Path) -> None:
    units = [facts("a", "50.001"), facts("b", "50.004")]
    display = {"display": {"step": "0.01"}}
    exact = ranked(tmp_path / "e", units, rounding={"rank_on": "exact", **display})
    rounded = ranked(tmp_path / "r", units, rounding={"rank_on": "rounded", **display})
    assert [each.rank for each in exact.values()] == [2, 1]
    assert [each.rank for each in rounded.values()] == [1, 1]


@pytest.mark.parametrize(
    ("a", "b", "name", "ahead"),
    [
        ("50", "30", "Tốt", None),
        ("50", "29.99", "Khá", "0.01"),
        ("50", "20.01", "Khá", "9.99"),
        ("50", "20", "Yếu", "0"),
        ("0", "0", "Yếu", "70"),
    ],
)
def test_bands_have_inclusive_or_exclusive_bounds(
    tmp_path: Path, a: str, b: str, name: str, ahead: str | None
) -> None:
    found = ranked(tmp_path, [facts("u", a, b)], bands={"on": "index", "of": {"*": BANDS}})["u"]
    assert found.band is not None
    assert found.band.label.vi == name
    assert found.to_next_band == (None if ahead is None else D(ahead))


def test_bands_may_look_at_points_instead_of_the_index(tmp_path: Path) -> None:
    given = {"on": "points", "of": {"*": BANDS}}
    partial = UnitFacts("u", "u", "department", {}, {"A": D(45), "B": Status.NOT_APPLICABLE})
    found = ranked(tmp_path, [partial], bands=given)["u"]
    assert found.index == 75
    assert found.band is not None
    assert found.band.label.vi == "Yếu"


def test_a_block_without_bands_has_none(tmp_path: Path) -> None:
    found = ranked(tmp_path, [facts("u", "60")], bands={"on": "index", "of": {"commune": BANDS}})
    assert found["u"].band is None


def gated(**gate: Any) -> Data:
    rule = {"at_most": "Khá", "reason": text("Có vi phạm", "A fault"), "source": {"act": "1/QĐ"}}
    return {"gates": [rule | gate], "bands": {"on": "index", "of": {"*": BANDS}}}


def label(unit_: UnitScore) -> str | None:
    return unit_.band.label.vi if unit_.band else None


def test_a_gate_caps_the_band_and_says_why(tmp_path: Path) -> None:
    found = ranked(
        tmp_path, [facts("a", "60", "25"), facts("b", "60", "30")], **gated(min_points="90")
    )
    assert (label(found["a"]), label(found["b"])) == ("Khá", "Tốt")
    assert found["a"].gate is not None
    assert found["a"].gate.en == "A fault"
    assert found["a"].to_next_band is None
    assert found["b"].gate is None


def test_a_gate_does_not_lift_a_unit(tmp_path: Path) -> None:
    found = ranked(tmp_path, [facts("a", "10")], **gated(min_points="90"))
    assert (label(found["a"]), found["a"].gate) == ("Yếu", None)
    assert len(found["a"].failed_gates) == 1


@pytest.mark.parametrize(("level", "name"), [(1, "Khá"), (2, "Tốt"), (3, "Tốt")])
def test_a_gate_may_ask_a_share_of_each_part_at_a_level(
    tmp_path: Path, level: int, name: str
) -> None:
    found = ranked(
        tmp_path, [facts("a", "60", "20")], **gated(min_share_of_each="0.6", level=level)
    )
    assert found["a"].index == 80
    assert label(found["a"]) == name


def test_a_gate_on_shares_looks_at_earned_points_only(tmp_path: Path) -> None:
    rulebook = book(
        tmp_path, [*fields(), BONUS, PENALTY], **gated(min_share_of_each="0.1", level=1)
    )
    best = unit(settled_on_time=4, plan="on_time", ballots_bad=0)
    assert score(rulebook, [best]).units[0].failed_gates == ()


@pytest.mark.parametrize(
    ("value", "fails"),
    [
        (0, False),
        (1, True),
        (True, True),
        (False, False),
        (D("0.5"), True),
        (None, False),
        ("text", False),
    ],
)
def test_a_gate_may_look_at_a_fact(tmp_path: Path, value: Any, fails: bool) -> None:  # noqa: FBT001 - a parameter of the table
    given = gated(fact="faults", fact_at_most="0")
    rulebook = book(tmp_path, fields(), FACTS, **given)
    found = score(rulebook, [unit(faults=value)]).units[0]
    assert bool(found.failed_gates) is fails


KEYS = st.lists(st.integers(0, 5).map(lambda value: (D(value),)), min_size=1, max_size=12)


@given(KEYS)
def test_dense_ranks_count_the_better_marks(keys: list[tuple[Decimal]]) -> None:
    found = ranks(keys, Ties.DENSE)
    assert found == [1 + len({other for other in keys if other > key}) for key in keys]


@given(KEYS)
def test_competition_ranks_count_the_better_units(keys: list[tuple[Decimal]]) -> None:
    found = ranks(keys, Ties.COMPETITION)
    assert found == [1 + sum(other > key for other in keys) for key in keys]


def test_a_missing_tie_breaker_is_not_zero() -> None:
    rulebook = load("766/2026/province").model_copy(update={"tie_breakers": ("I",)})
    groups = {"II": Decimal(20), "III": Decimal(0), "IV": Decimal(0), "V": Decimal(0)}
    points = {**groups, "VI": Decimal(0)}
    none = UnitFacts("a", "A", "province", {}, {**points, "I": Status.NOT_APPLICABLE})
    zero = UnitFacts("b", "B", "province", {}, {**points, "I": Decimal(0)})
    result = score(rulebook, [none, zero])
    assert [result.unit(code).rank for code in "ab"] == [2, 1]
