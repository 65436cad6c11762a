"""Rule kind `ratio`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.ratio import ratio
from tests.scoring.rules.draws import PARTS, POINTS, near


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [(0, 3, "0"), (3, 3, "6"), (1, 3, "2"), (Decimal("1.5"), 3, "3"), (653, 653, "6")],
)
def test_points_are_the_maximum_times_the_share(
    part: int | Decimal, whole: int, points: str
) -> None:
    assert ratio(part, whole, max_points=Decimal(6)) == Decimal(points)


def test_one_third_loses_nothing_on_the_way() -> None:
    assert ratio(1, 3, max_points=Decimal(3)) == 1


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        ratio(0, 0, max_points=Decimal(6))


@pytest.mark.parametrize(("part", "whole"), [(4, 3), (-1, 3), (1, -3), (5, 0)])
def test_counts_that_form_no_share_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError, match=f"{part} of {whole} is no share"):
        ratio(part, whole, max_points=Decimal(6))


@given(PARTS, POINTS)
def test_points_agree_with_exact_fractions(share: tuple[int, int], most: Decimal) -> None:
    found = ratio(*share, max_points=most)
    assert near(found, Fraction(most) * Fraction(*share))
    assert 0 <= found <= most


@given(PARTS, POINTS)
def test_one_more_dossier_never_costs_points(share: tuple[int, int], most: Decimal) -> None:
    part, whole = share
    assert ratio(max(part - 1, 0), whole, max_points=most) <= ratio(part, whole, max_points=most)
