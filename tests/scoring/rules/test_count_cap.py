"""Rule kind `count_cap`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.count_cap import count_cap
from tests.scoring.rules.draws import AMOUNTS, COUNTS, POINTS

RULE = {"per": Decimal("0.5"), "max_points": Decimal(2)}


@pytest.mark.parametrize(
    ("count", "points"), [(0, "0"), (1, "0.5"), (3, "1.5"), (4, "2"), (5, "2"), (100, "2")]
)
def test_each_result_earns_the_same_up_to_the_cap(count: int, points: str) -> None:
    assert count_cap(count, **RULE) == Decimal(points)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        count_cap(-1, **RULE)


@given(COUNTS, AMOUNTS, POINTS)
def test_more_results_never_earn_less_and_stay_within_the_maximum(
    count: int, per: Decimal, most: Decimal
) -> None:
    found = count_cap(count, per=per, max_points=most)
    assert 0 <= found <= count_cap(count + 1, per=per, max_points=most) <= most
