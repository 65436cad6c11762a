"""Rule kind `ratio_floor_saturate`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.ratio_floor_saturate import fault, ratio_floor_saturate
from tests.scoring.rules.draws import COUNTS, POINTS, near

RULE = {"floor": Decimal("0.6"), "full_at": Decimal("0.85"), "max_points": Decimal(17)}


@pytest.mark.parametrize(
    ("part", "points"), [(0, 0), (5999, 0), (6000, 12), (8499, "16.998"), (8500, 17), (9000, 17)]
)
def test_points_jump_at_the_floor_and_end_at_the_target(part: int, points: int | str) -> None:
    assert ratio_floor_saturate(part, 10000, **RULE) == Decimal(points)


def test_a_beaten_plan_earns_the_maximum_and_no_more() -> None:
    assert ratio_floor_saturate(120, 100, **RULE) == 17


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        ratio_floor_saturate(0, 0, **RULE)


@pytest.mark.parametrize(("part", "whole"), [(-1, 100), (1, -100)])
def test_negative_counts_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError):
        ratio_floor_saturate(part, whole, **RULE)


@given(COUNTS, st.integers(1, 500), st.integers(0, 99), st.integers(1, 60), POINTS)
def test_points_agree_with_exact_fractions(
    part: int, whole: int, floor: int, width: int, most: Decimal
) -> None:
    low, high = Decimal(floor) / 100, Decimal(floor + width) / 100
    found = ratio_floor_saturate(part, whole, floor=low, full_at=high, max_points=most)
    reached = Fraction(part, whole)
    line = Fraction(most) * min(Fraction(1), reached / Fraction(high))
    assert near(found, line if reached >= Fraction(low) else Fraction(0))
    assert 0 <= found <= most
    more = ratio_floor_saturate(part + 1, whole, floor=low, full_at=high, max_points=most)
    assert found <= more


def test_a_floor_that_is_not_below_the_target_is_a_fault() -> None:
    half = Decimal("0.5")
    assert fault(floor=half, full_at=half) == "`floor` 0.5 must be below `full_at` 0.5"
    assert fault(floor=half, full_at=Decimal("0.51")) is None
