"""Rule kind `plus_minus`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from parindex.errors import CountError
from parindex.scoring.rules.plus_minus import plus_minus
from tests.scoring.rules.draws import AMOUNTS, COUNTS, POINTS, near

RULE = {
    "start": Decimal(1),
    "per_plus": Decimal("0.5"),
    "per_minus": Decimal("0.75"),
    "max_points": Decimal(2),
}


@pytest.mark.parametrize(
    ("merits", "faults", "points"),
    [
        (0, 0, "1"),
        (1, 0, "1.5"),
        (2, 0, "2"),
        (3, 0, "2"),
        (0, 1, "0.25"),
        (0, 2, "0"),
        (3, 1, "1.75"),
    ],
)
def test_merits_add_and_faults_take_within_bounds(merits: int, faults: int, points: str) -> None:
    assert plus_minus(merits, faults, **RULE) == Decimal(points)


@pytest.mark.parametrize(("merits", "faults"), [(-1, 0), (0, -1)])
def test_negative_counts_are_refused(merits: int, faults: int) -> None:
    with pytest.raises(CountError):
        plus_minus(merits, faults, **RULE)


@given(COUNTS, COUNTS, AMOUNTS, AMOUNTS, AMOUNTS, POINTS)
def test_points_agree_with_exact_fractions_and_move_the_right_way(
    merits: int, faults: int, start: Decimal, plus: Decimal, minus: Decimal, most: Decimal
) -> None:
    rule = {"start": start, "per_plus": plus, "per_minus": minus, "max_points": most}
    found = plus_minus(merits, faults, **rule)
    plain = Fraction(start) + merits * Fraction(plus) - faults * Fraction(minus)
    assert near(found, min(max(plain, Fraction(0)), Fraction(most)))
    assert plus_minus(merits + 1, faults, **rule) >= found >= plus_minus(merits, faults + 1, **rule)
