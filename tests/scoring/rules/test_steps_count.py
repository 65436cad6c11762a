"""Rule kind `steps_count`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import CountError
from parindex.rulebook.values import Step, StepTable
from parindex.scoring.rules.steps_count import steps_count, top

TABLE = StepTable(
    (Step(at_least=5, points=3), Step(at_least=1, below=5, points="1.5"), Step(below=1, points=0))
)


@pytest.mark.parametrize(
    ("count", "points"), [(0, 0), (1, 1.5), (4, 1.5), (5, 3), (6, 3), (10**9, 3)]
)
def test_points_are_those_of_the_row_that_holds_the_count(count: int, points: float) -> None:
    assert steps_count(count, steps=TABLE) == points


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        steps_count(-1, steps=TABLE)


def test_the_most_points_are_those_of_the_best_row() -> None:
    assert top(steps=TABLE) == 3


@given(st.integers(0, 50))
def test_more_results_never_earn_less_and_stay_within_the_maximum(count: int) -> None:
    found = steps_count(count, steps=TABLE)
    assert 0 <= found <= steps_count(count + 1, steps=TABLE) <= top(steps=TABLE)
