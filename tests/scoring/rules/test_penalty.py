"""Rule kind `penalty`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.penalty import penalty
from tests.scoring.rules.draws import AMOUNTS, COUNTS, POINTS

RULE = {"per": Decimal("0.5"), "max_points": Decimal("1.2")}


@pytest.mark.parametrize(("count", "points"), [(0, "0"), (1, "0.5"), (2, "1"), (3, "1.2")])
def test_each_fault_takes_the_same_up_to_the_cap(count: int, points: str) -> None:
    assert penalty(count, **RULE) == Decimal(points)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        penalty(-1, **RULE)


@given(COUNTS, AMOUNTS, POINTS)
def test_more_faults_never_take_less_and_stay_within_the_cap(
    count: int, per: Decimal, most: Decimal
) -> None:
    found = penalty(count, per=per, max_points=most)
    assert 0 <= found <= penalty(count + 1, per=per, max_points=most) <= most
