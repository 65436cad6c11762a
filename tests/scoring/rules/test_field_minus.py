"""Rule kind `field_minus`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.field_minus import field_minus
from tests.scoring.rules.draws import AMOUNTS, POINTS


@pytest.mark.parametrize(
    ("minus", "points"), [("0", "0"), ("0.75", "0.75"), ("2", "2"), ("2.01", "2")]
)
def test_recorded_points_are_taken_up_to_the_cap(minus: str, points: str) -> None:
    assert field_minus(Decimal(minus), max_points=Decimal(2)) == Decimal(points)


def test_negative_points_are_refused() -> None:
    with pytest.raises(CountError):
        field_minus(Decimal("-0.01"), max_points=Decimal(2))


@given(AMOUNTS, POINTS)
def test_taken_points_rise_with_those_recorded_and_stay_within_the_cap(
    minus: Decimal, most: Decimal
) -> None:
    found = field_minus(minus, max_points=most)
    assert 0 <= found <= field_minus(minus + 1, max_points=most) <= most
