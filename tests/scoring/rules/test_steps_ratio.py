"""Rule kind `steps_ratio`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Step, StepTable
from parindex.scoring.rules.steps_ratio import steps_ratio, top
from tests.scoring.rules.draws import COUNTS

CA_MAU = StepTable(
    (
        Step(above="0.9", points=2),
        Step(at_least="0.7", at_most="0.9", points=1),
        Step(below="0.7", points=0),
    )
)
"""Component 1.1.4: over 90 percent 2 points, 70 to 90 percent 1, under 70 percent 0."""


@pytest.mark.parametrize(
    ("part", "points"),
    [(0, 0), (6999, 0), (7000, 1), (7001, 1), (8999, 1), (9000, 1), (9001, 2), (10000, 2)],
)
def test_edges_are_open_and_closed_as_the_decision_words_them(part: int, points: int) -> None:
    assert steps_ratio(part, 10000, steps=CA_MAU) == points


def test_the_other_edge_may_be_the_closed_one() -> None:
    table = StepTable((Step(at_least="0.9", points=2), Step(below="0.9", points=0)))
    assert [steps_ratio(part, 10, steps=table) for part in (8, 9, 10)] == [0, 2, 2]


def test_a_beaten_plan_stands_in_the_highest_row() -> None:
    assert steps_ratio(120, 100, steps=CA_MAU) == 2


def test_nothing_arisen_is_no_zero() -> None:
    with pytest.raises(NothingAroseError):
        steps_ratio(0, 0, steps=CA_MAU)


@pytest.mark.parametrize(("part", "whole"), [(-1, 10), (1, -10), (-1, 0)])
def test_negative_counts_are_refused(part: int, whole: int) -> None:
    with pytest.raises(CountError):
        steps_ratio(part, whole, steps=CA_MAU)


def test_the_most_points_are_those_of_the_best_row() -> None:
    assert top(steps=CA_MAU) == 2


@given(COUNTS, st.integers(1, 500))
def test_points_agree_with_exact_fractions(part: int, whole: int) -> None:
    share = Fraction(part, whole)
    expected = 2 if share > Fraction(9, 10) else 1 if share >= Fraction(7, 10) else 0
    assert steps_ratio(part, whole, steps=CA_MAU) == expected


@given(COUNTS, st.integers(1, 500))
def test_a_higher_share_never_earns_less(part: int, whole: int) -> None:
    assert steps_ratio(part, whole, steps=CA_MAU) <= steps_ratio(part + 1, whole, steps=CA_MAU)


@given(st.integers(1, 10**6))
def test_a_share_as_written_is_the_share_that_is_compared(whole: int) -> None:
    assert steps_ratio(9 * whole, 10 * whole, steps=CA_MAU) == Decimal(1)
