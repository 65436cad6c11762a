"""Rule kind `sipas`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError
from parindex.scoring.rules.sipas import sipas
from tests.scoring.rules.draws import POINTS, near


@pytest.mark.parametrize(("percent", "points"), [("0", "0"), ("99.75", "7.98"), ("100", "8")])
def test_points_are_the_maximum_times_the_satisfaction(percent: str, points: str) -> None:
    assert sipas(Decimal(percent), max_points=Decimal(8)) == Decimal(points)


@pytest.mark.parametrize("percent", ["-0.01", "100.01"])
def test_a_satisfaction_outside_0_to_100_percent_is_refused(percent: str) -> None:
    with pytest.raises(CountError):
        sipas(Decimal(percent), max_points=Decimal(8))


@given(st.decimals("0", "99", places=2), POINTS)
def test_points_agree_with_exact_fractions_and_rise(percent: Decimal, most: Decimal) -> None:
    found = sipas(percent, max_points=most)
    assert near(found, Fraction(most) * Fraction(percent) / 100)
    assert 0 <= found < sipas(percent + 1, max_points=most) <= most
