"""How many dossiers come where and when."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.simulator import (
    Plan,
    SimulatedUnit,
    SimulationError,
    Slump,
    units_of_country,
    units_of_province,
)
from parindex.caseload.simulator.procedures import catalogue
from parindex.caseload.simulator.units import shared_out
from parindex.errors import NotFoundError
from tests.caseload.simulator.worlds import UNITS, plan


def day(made: Plan, when: date) -> int:
    """Return the dossiers of a day."""
    return int(made.counts[(when - made.first).days].sum())


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 50_000_000), st.integers(0, 1000), st.integers(1, 60))
def test_exactly_as_many_dossiers_are_filed_as_asked(count: int, seed: int, units: int) -> None:
    made = Plan(
        units_of_province(units, seed),
        date(2026, 3, 2),
        datetime.fromisoformat("2026-04-01"),
        count,
        seed,
    )

    assert int(made.counts.sum()) == count
    assert made.counts.min() >= 0


def test_nobody_takes_dossiers_in_on_days_off() -> None:
    made = plan(100_000)

    assert day(made, date(2026, 2, 17)) == 0  # Tết
    assert day(made, date(2026, 8, 30)) == 0  # a Sunday
    assert day(made, date(2026, 1, 2)) == 0  # swapped with 10/1
    assert day(made, date(2026, 1, 10)) > 0
    assert day(made, date(2026, 8, 22)) > 0


def test_fewer_come_around_new_year() -> None:
    made = plan(100_000)
    before = day(made, date(2026, 2, 11))
    usual = day(made, date(2026, 3, 11))

    assert before < usual * 3 // 4


def test_more_come_at_the_end_of_a_quarter() -> None:
    made = plan(1_000_000)
    ordinary = [day(made, date(2026, 6, number)) for number in (9, 16)]  # Tuesdays

    assert day(made, date(2026, 6, 30)) > max(ordinary)


def test_a_unit_receives_nothing_outside_its_life() -> None:
    ended = SimulatedUnit("H99.41.01", "commune", 500, last=date(2026, 2, 28))
    begun = SimulatedUnit("H99.101", "commune", 500, first=date(2026, 3, 1))
    made = Plan([ended, begun], date(2026, 1, 1), datetime.fromisoformat("2026-05-01"), 5000, 1)
    march = (date(2026, 3, 1) - made.first).days

    assert made.counts[march:, 0].sum() == 0
    assert made.counts[:march, 1].sum() == 0
    assert made.counts.sum() == 5000


def test_lateness_comes_to_the_share_of_the_unit_and_follows_its_queue() -> None:
    made = plan(400_000)
    weighted = (made.late_permille * made.counts).sum(axis=0) / made.counts.sum(axis=0)
    wanted = np.array([1000 - unit.on_time for unit in UNITS if unit.on_time is not None])

    assert np.abs(weighted - wanted).max() < 25
    land = made.delay[:, 0] * made.is_worked
    busy = land >= np.quantile(land[made.is_worked == 1], 0.9)
    assert made.late_permille[busy, 0].mean() > made.late_permille[:, 0].mean()


def test_a_unit_that_falls_behind_is_late_more_often_from_that_week_on() -> None:
    usual = plan(50_000)
    slumped = plan(50_000, slumps=(Slump(UNITS[7].code, date(2026, 6, 1)),))
    june = (date(2026, 6, 1) - usual.first).days

    assert (slumped.late_permille[:june, 7] == usual.late_permille[:june, 7]).all()
    assert (slumped.late_permille[june:, 7] > usual.late_permille[june:, 7]).all()


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"dossiers": 0}, "nothing to make"),
        ({"until": datetime.fromisoformat("2025-12-01")}, "before it begins"),
        ({"until": datetime.fromisoformat("2026-01-01T09:00")}, "working day"),
    ],
)
def test_an_impossible_plan_is_refused(wrong: dict[str, object], what: str) -> None:
    with pytest.raises(SimulationError, match=what):
        plan(**wrong)


def test_a_province_without_units_is_refused() -> None:
    with pytest.raises(NotFoundError, match="give 1 or more"):
        units_of_province(0, 1)


def test_the_country_has_its_communes_and_each_code_once() -> None:
    units = units_of_country(1)

    assert sum(unit.kind == "commune" for unit in units) == 3321
    assert len({unit.code for unit in units}) == len(units)
    assert len({unit.code.partition(".")[0] for unit in units}) == 34


@given(st.integers(0, 10**6), st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    parts = shared_out(total, weights)

    assert sum(parts) == total
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_the_catalogue_is_as_large_as_a_province_has_it_and_its_codes_are_nobodys() -> None:
    known = catalogue()
    codes = known.table["procedure_code"].to_pylist()
    fees = int(known.has_fee.sum())

    assert 1269 <= len(known) <= 1346  # procedures of a province
    assert 323 <= fees <= 485  # fee procedures of a province
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("9.") for code in codes)
    assert len(set(known.table["name"].to_pylist())) == len(codes)
