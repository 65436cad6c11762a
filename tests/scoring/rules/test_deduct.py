"""Rule kind `deduct`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.deduct import deduct
from tests.scoring.rules.draws import AMOUNTS, COUNTS, POINTS

RULE = {"per": Decimal("0.25"), "max_points": Decimal(1)}


@pytest.mark.parametrize(
    ("count", "points"), [(0, "1"), (1, "0.75"), (3, "0.25"), (4, "0"), (5, "0")]
)
def test_each_violation_costs_the_same_down_to_zero(count: int, points: str) -> None:
    assert deduct(count, **RULE) == Decimal(points)


@pytest.mark.parametrize(("count", "points"), [(2, "0.5"), (3, "0.4"), (9, "0.4")])
def test_a_floor_remains_whatever_happened(count: int, points: str) -> None:
    assert deduct(count, **RULE, floor=Decimal("0.4")) == Decimal(points)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        deduct(-1, **RULE)


@given(COUNTS, AMOUNTS, POINTS)
def test_more_violations_never_earn_more_and_stay_within_bounds(
    count: int, per: Decimal, most: Decimal
) -> None:
    found = deduct(count, per=per, max_points=most)
    assert 0 <= deduct(count + 1, per=per, max_points=most) <= found <= most
