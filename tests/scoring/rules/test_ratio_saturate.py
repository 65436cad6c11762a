"""Rule kind `ratio_saturate`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.ratio_saturate import fault, ratio_saturate
from tests.scoring.rules.draws import PARTS, POINTS, SHARES, near

RULE = {"full_at": Decimal("0.8"), "max_points": Decimal(2)}


@pytest.mark.parametrize(
    ("part", "points"), [(0, "0"), (40, "1"), (79, "1.975"), (80, "2"), (81, "2"), (100, "2")]
)
def test_line_through_zero_reaches_the_maximum_at_its_target(part: int, points: str) -> None:
    assert ratio_saturate(part, 100, **RULE) == Decimal(points)


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        ratio_saturate(0, 0, **RULE)


@pytest.mark.parametrize(("part", "whole"), [(101, 100), (-1, 100), (5, 0)])
def test_counts_that_form_no_share_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError):
        ratio_saturate(part, whole, **RULE)


@given(PARTS, SHARES, POINTS)
def test_points_agree_with_exact_fractions(
    share: tuple[int, int], full_at: Decimal, most: Decimal
) -> None:
    found = ratio_saturate(*share, full_at=full_at, max_points=most)
    assert near(found, Fraction(most) * min(Fraction(1), Fraction(*share) / Fraction(full_at)))
    assert 0 <= found <= most


@given(PARTS, SHARES, POINTS)
def test_a_higher_share_never_earns_less(
    share: tuple[int, int], full_at: Decimal, most: Decimal
) -> None:
    part, whole = share
    lower = ratio_saturate(max(part - 1, 0), whole, full_at=full_at, max_points=most)
    assert lower <= ratio_saturate(part, whole, full_at=full_at, max_points=most)


@pytest.mark.parametrize("full_at", ["0", "1.01"])
def test_a_target_that_is_no_share_above_zero_is_a_fault(full_at: str) -> None:
    found = fault(full_at=Decimal(full_at))
    assert found is not None
    assert full_at in found


def test_a_target_of_all_is_no_fault() -> None:
    assert fault(full_at=Decimal(1)) is None
