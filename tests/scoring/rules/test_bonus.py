"""Rule kind `bonus`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.bonus import bonus
from tests.scoring.rules.draws import AMOUNTS, COUNTS, POINTS

RULE = {"per": Decimal("0.5"), "max_points": Decimal(1)}


@pytest.mark.parametrize(("count", "points"), [(0, "0"), (1, "0.5"), (2, "1"), (3, "1")])
def test_each_result_adds_the_same_up_to_the_cap(count: int, points: str) -> None:
    assert bonus(count, **RULE) == Decimal(points)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        bonus(-1, **RULE)


@given(COUNTS, AMOUNTS, POINTS)
def test_more_results_never_add_less_and_stay_within_the_cap(
    count: int, per: Decimal, most: Decimal
) -> None:
    found = bonus(count, per=per, max_points=most)
    assert 0 <= found <= bonus(count + 1, per=per, max_points=most) <= most
