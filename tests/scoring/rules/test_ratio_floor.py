"""Rule kind `ratio_floor`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.ratio_floor import fault, ratio_floor
from tests.scoring.rules.draws import PARTS, POINTS, SHARES, near

RULE = {"floor": Decimal("0.8"), "max_points": Decimal(2)}


def test_share_at_the_floor_earns_points() -> None:
    assert ratio_floor(80, 100, **RULE) == Decimal("1.6")


def test_share_just_under_the_floor_earns_nothing() -> None:
    assert ratio_floor(7999, 10000, **RULE) == 0


def test_whole_share_earns_the_maximum() -> None:
    assert ratio_floor(100, 100, **RULE) == 2


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        ratio_floor(0, 0, **RULE)


@pytest.mark.parametrize(("part", "whole"), [(101, 100), (-1, 100), (5, 0)])
def test_counts_that_form_no_share_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError):
        ratio_floor(part, whole, **RULE)


@given(PARTS, SHARES, POINTS)
def test_points_agree_with_exact_fractions(
    share: tuple[int, int], floor: Decimal, most: Decimal
) -> None:
    reached = Fraction(*share)
    expected = Fraction(most) * reached if reached >= Fraction(floor) else Fraction(0)
    found = ratio_floor(*share, floor=floor, max_points=most)
    assert near(found, expected)
    assert 0 <= found <= most


@given(PARTS, SHARES, POINTS)
def test_a_higher_share_never_earns_less(
    share: tuple[int, int], floor: Decimal, most: Decimal
) -> None:
    part, whole = share
    lower = ratio_floor(max(part - 1, 0), whole, floor=floor, max_points=most)
    assert lower <= ratio_floor(part, whole, floor=floor, max_points=most)


@pytest.mark.parametrize("floor", ["-0.01", "1.01"])
def test_a_floor_that_no_share_can_be_is_a_fault(floor: str) -> None:
    assert fault(floor=Decimal(floor)) == f"the floor {floor} must lie between 0 and 1"


@pytest.mark.parametrize("floor", ["0", "1"])
def test_floors_at_both_ends_are_no_fault(floor: str) -> None:
    assert fault(floor=Decimal(floor)) is None
