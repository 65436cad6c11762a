"""Rule kind `linear_band`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.linear_band import fault, linear_band
from tests.scoring.rules.draws import PARTS, POINTS, near

BAND = {"low": Decimal("0.80"), "high": Decimal("0.95"), "max_points": Decimal(3)}


@pytest.mark.parametrize(
    ("part", "points"),
    [
        (0, 0),
        (7999, 0),
        (8000, 0),
        (8001, "0.002"),
        (8750, "1.5"),
        (9499, "2.998"),
        (9500, 3),
        (9501, 3),
        (10000, 3),
    ],
)
def test_line_runs_between_the_two_bounds(part: int, points: int | str) -> None:
    assert linear_band(part, 10000, **BAND) == Decimal(points)


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        linear_band(0, 0, **BAND)


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 1), (5, 0)])
def test_counts_that_form_no_share_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError):
        linear_band(part, whole, **BAND)


@given(PARTS, st.integers(0, 99), st.integers(1, 100), POINTS)
def test_points_agree_with_exact_fractions(
    share: tuple[int, int], low: int, width: int, most: Decimal
) -> None:
    bounds = {"low": Decimal(low) / 100, "high": Decimal(min(low + width, 100)) / 100}
    found = linear_band(*share, **bounds, max_points=most)
    start, end = (Fraction(bound) for bound in bounds.values())
    line = (Fraction(*share) - start) / (end - start)
    assert near(found, Fraction(most) * min(max(line, Fraction(0)), Fraction(1)))
    assert 0 <= found <= most
    less = linear_band(max(share[0] - 1, 0), share[1], **bounds, max_points=most)
    assert less <= found


def test_a_band_upside_down_is_a_fault() -> None:
    found = fault(low=Decimal("0.90"), high=Decimal("0.80"))
    assert found == "band 0.90 to 0.80 is upside down (low must be below high)"


def test_an_empty_band_is_a_fault() -> None:
    assert fault(low=Decimal("0.9"), high=Decimal("0.9")) is not None


def test_a_band_that_ends_above_every_share_is_a_fault() -> None:
    found = fault(low=Decimal("0.9"), high=Decimal("1.01"))
    assert found == "band 0.9 to 1.01 ends above 1, where no share can reach"


def test_a_sound_band_is_no_fault() -> None:
    assert fault(low=Decimal(0), high=Decimal(1)) is None
