"""Rule kind `mean_choice`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.mean_choice import mean_choice, top
from tests.scoring.rules.draws import COUNTS, near

LEVELS = {"early": Decimal(2), "on_time": Decimal(1), "late": Decimal(0)}


@pytest.mark.parametrize(
    ("early", "on_time", "late", "points"),
    [(1, 0, 0, "2"), (0, 1, 0, "1"), (0, 0, 1, "0"), (8, 1, 1, "1.7")],
)
def test_points_are_the_mean_over_dossiers(
    early: int, on_time: int, late: int, points: str
) -> None:
    counts = {"early": early, "on_time": on_time, "late": late}
    assert mean_choice(counts, options=LEVELS) == Decimal(points)


def test_no_dossier_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        mean_choice(dict.fromkeys(LEVELS, 0), options=LEVELS)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        mean_choice({"early": 2, "on_time": -1, "late": 0}, options=LEVELS)


def test_the_most_points_are_those_of_the_best_level() -> None:
    assert top(options=LEVELS) == 2
    assert top(options={}) == 0


@given(COUNTS, COUNTS, COUNTS)
def test_points_agree_with_exact_fractions(early: int, on_time: int, late: int) -> None:
    assume(early + on_time + late)
    counts = {"early": early, "on_time": on_time, "late": late}
    found = mean_choice(counts, options=LEVELS)
    assert near(found, Fraction(2 * early + on_time, early + on_time + late))
    assert 0 <= found <= top(options=LEVELS)
    assert mean_choice({**counts, "late": late + 1}, options=LEVELS) <= found
