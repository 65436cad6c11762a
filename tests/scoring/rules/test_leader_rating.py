"""Rule kind `leader_rating`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError
from parindex.scoring.rules.leader_rating import fault, leader_rating
from tests.scoring.rules.draws import POINTS, near

RULE = {"rating_max": Decimal(10), "max_points": Decimal(2)}


@pytest.mark.parametrize(
    ("chair", "vice", "points"), [(0, 0, "0"), (8, 9, "1.7"), (10, 10, "2"), (10, 0, "1")]
)
def test_points_are_the_mean_mark_brought_to_scale(chair: int, vice: int, points: str) -> None:
    assert leader_rating({"chair": chair, "vice": vice}, **RULE) == Decimal(points)


@pytest.mark.parametrize("mark", ["-0.1", "10.1"])
def test_a_mark_outside_the_scale_is_refused(mark: str) -> None:
    with pytest.raises(CountError):
        leader_rating({"chair": 5, "vice": Decimal(mark)}, **RULE)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=6), POINTS)
def test_points_agree_with_exact_fractions_in_any_order(marks: list[int], most: Decimal) -> None:
    named = {f"leader_{place}": mark for place, mark in enumerate(marks)}
    found = leader_rating(named, rating_max=Decimal(10), max_points=most)
    assert near(found, Fraction(most) * Fraction(sum(marks), 10 * len(marks)))
    assert 0 <= found <= most
    backwards = dict(reversed(named.items()))
    assert leader_rating(backwards, rating_max=Decimal(10), max_points=most) == found


def test_an_empty_scale_of_marks_is_a_fault() -> None:
    assert fault(rating_max=Decimal(0)) == "`rating_max` 0 must be above 0"
    assert fault(rating_max=Decimal(10)) is None
