"""What holds for any facts whatever: order, bounds, monotony, and what is not a number."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.rulebook.model import Convention, Part, Rulebook
from parindex.scoring import Status, UnitFacts, UnitScore, score
from tests.small import BONUS, PENALTY, book, fields, scored, unit

BUILT: dict[str, Rulebook] = {}


@pytest.fixture(scope="module", autouse=True)
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Build the set once by each convention."""
    for convention in Convention:
        how = {"convention": convention.value, "missing": "holds_total", "pending": "holds_total"}
        folder: Path = tmp_path_factory.mktemp(convention.name)
        BUILT[convention.value] = book(folder, [*fields(), BONUS, PENALTY], not_applicable=how)


PARTS = st.integers(0, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@st.composite
def facts(draw: st.DrawFn, *, blanks: bool = True) -> dict[str, Any]:
    """Draw the facts of a unit; a blank one is None."""
    part, whole = draw(PARTS)
    full: dict[str, Any] = {
        "settled_on_time": part,
        "settled": whole,
        "plan": draw(st.sampled_from(["on_time", "late", "none"])),
        "ballots_good": draw(st.integers(0, 9)),
        "ballots_bad": draw(st.integers(1, 9)),
        "faults": draw(st.integers(0, 4)),
        "merits": draw(st.integers(0, 4)),
    }
    lost = draw(st.sets(st.sampled_from(sorted(full)), max_size=2)) if blanks else set()
    return {name: None if name in lost else value for name, value in full.items()}


CONVENTIONS = st.sampled_from([each.value for each in Convention])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def figures(found: UnitScore) -> tuple[Any, ...]:
    nodes = {code: each[:5] for code, each in found.nodes.items()}
    return (
        nodes,
        found.status,
        found.points,
        found.known,
        found.index,
        found.rank,
        found.tied,
        found.to_next_rank,
        found.band,
    )


@given(st.lists(facts(), min_size=2, max_size=5), CONVENTIONS, st.randoms(use_true_random=False))
@QUICK
def test_the_order_of_units_has_no_effect_on_any_figure(
    many: list[dict[str, Any]], convention: str, random: Any
) -> None:
    units = [unit(f"u{number}", **each) for number, each in enumerate(many)]
    mixed = random.sample(units, len(units))
    one, other = (score(BUILT[convention], each) for each in (units, mixed))
    assert [each.unit for each in other.units] == [each.unit for each in mixed]
    for each in units:
        assert figures(one.unit(each.unit)) == figures(other.unit(each.unit))


@given(facts(), CONVENTIONS)
@QUICK
def test_no_convention_lifts_a_unit_above_100_or_below_0(
    values: dict[str, Any], convention: str
) -> None:
    found = scored(BUILT[convention], unit(**values))
    assert found.index is None or 0 <= found.index <= 100


@given(facts(), CONVENTIONS)
@QUICK
def test_points_lie_between_0_and_the_applicable_maximum(
    values: dict[str, Any], convention: str
) -> None:
    found = scored(BUILT[convention], unit(**values))
    tops = {node.code: node.max_points for node in BUILT[convention].walk()}
    for code, each in found.nodes.items():
        assert 0 <= each.known <= each.max_applicable <= tops[code]
        assert each.points is None or each.points == each.known
    base = [
        found.nodes[field.code] for field in BUILT[convention].fields if field.part is Part.BASE
    ]
    assert sum(each.known for each in base) <= found.max_applicable <= BUILT[convention].scale


@given(facts(), CONVENTIONS)
@QUICK
def test_missing_is_never_zero_and_no_status_is_taken_for_another(
    values: dict[str, Any], convention: str
) -> None:
    found = scored(BUILT[convention], unit(**values))
    for each in found.nodes.values():
        assert (each.points is None) == (each.status is not Status.SCORED)
        assert (each.max_applicable == 0) == (each.status is Status.NOT_APPLICABLE)
    lacks = {name for name, value in values.items() if value is None}
    ballots = {"ballots_good", "ballots_bad"}
    is_pending = lacks == ballots
    expected = Status.PENDING if is_pending else Status.MISSING if lacks else Status.SCORED
    assert found.status is expected
    assert (found.index is None) == (found.points is None) == (expected is not Status.SCORED)
    assert (found.rank is None) == (found.index is None)


@given(facts(blanks=False), st.sampled_from(["settled", "plan", "ballots_good"]))
@QUICK
def test_known_points_of_a_unit_with_a_blank_are_the_sum_of_the_others(
    values: dict[str, Any], blank: str
) -> None:
    found = scored(BUILT["R1"], unit(**{**values, blank: None}))
    of = {code: Fraction(each.points or 0) for code, each in found.nodes.items()}
    rest = of["1.1"] + of["1.2"] + of["2.1"] + of["B.1"] - of["P.1"]
    assert found.index is None
    assert abs(Fraction(found.known) - max(rest, Fraction(0))) < Fraction(1, 10**30)


BETTER = {
    "one more on time": lambda it: {
        "settled_on_time": min(it["settled_on_time"] + 1, it["settled"])
    },
    "a plan on time": lambda _: {"plan": "on_time"},
    "a better ballot": lambda it: {"ballots_good": it["ballots_good"] + 1},
    "one fault less": lambda it: {"faults": max(it["faults"] - 1, 0)},
    "one merit more": lambda it: {"merits": it["merits"] + 1},
}


@given(facts(blanks=False), CONVENTIONS, st.sampled_from(sorted(BETTER)))
@QUICK
def test_a_better_fact_never_lowers_the_index(
    values: dict[str, Any], convention: str, change: str
) -> None:
    before = scored(BUILT[convention], unit(**values)).index
    after = scored(BUILT[convention], unit(**{**values, **BETTER[change](values)})).index
    assert before is not None
    assert after is not None
    assert after >= before


@given(facts(), CONVENTIONS)
@QUICK
def test_a_unit_that_is_not_ranked_changes_no_other(
    values: dict[str, Any], convention: str
) -> None:
    rulebook, other = BUILT[convention], unit("v")
    guest = UnitFacts("g", "G", "department", dict(unit(**values).values), ranked=False)
    alone, beside = (score(rulebook, each).unit("v") for each in ([other], [guest, other]))
    assert figures(alone) == figures(beside)
