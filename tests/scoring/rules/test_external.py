"""Rule kind `external`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.external import external, fault
from tests.scoring.rules.draws import PARTS, POINTS, near

RULE = {"source_max": Decimal(100), "max_points": Decimal(4)}


@pytest.mark.parametrize(
    ("value", "points"), [("0", "0"), ("62.5", "2.5"), ("99.99", "3.9996"), ("100", "4")]
)
def test_a_published_result_is_brought_to_scale(value: str, points: str) -> None:
    assert external(Decimal(value), **RULE) == Decimal(points)


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_a_result_outside_its_scale_is_refused(value: str) -> None:
    with pytest.raises(CountError):
        external(Decimal(value), **RULE)


@given(PARTS, POINTS)
def test_points_agree_with_exact_fractions(share: tuple[int, int], most: Decimal) -> None:
    value, scale = share
    found = external(value, source_max=Decimal(scale), max_points=most)
    assert near(found, Fraction(most) * Fraction(value, scale))
    assert 0 <= found <= most
    assert external(max(value - 1, 0), source_max=Decimal(scale), max_points=most) <= found


def test_an_empty_scale_is_a_fault() -> None:
    assert fault(source_max=Decimal(0)) == "`source_max` 0 must be above 0"
    assert fault(source_max=Decimal("0.01")) is None
