"""Rule kind `survey`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parindex.errors import CountError, NothingAroseError
from parindex.scoring.rules.survey import fault, survey
from tests.scoring.rules.draws import POINTS, near

YEN_BAI = {"a": Decimal(1), "b": Decimal("0.6"), "c": Decimal("0.2"), "d": Decimal(0)}
BALLOTS = st.fixed_dictionaries(dict.fromkeys("abcd", st.integers(0, 300)))


@pytest.mark.parametrize(
    ("ballots", "points"),
    [
        ((9, 0, 0, 0), "6"),
        ((0, 9, 0, 0), "3.6"),
        ((0, 0, 9, 0), "1.2"),
        ((0, 0, 0, 9), "0"),
        ((5, 5, 0, 0), "4.8"),
    ],
)
def test_points_are_the_mean_weight_of_the_ballots(ballots: tuple[int, ...], points: str) -> None:
    named = dict(zip("abcd", ballots, strict=True))
    assert survey(named, weights=YEN_BAI, max_points=Decimal(6)) == Decimal(points)


def test_neutral_answers_do_not_count() -> None:
    named = {"a": 1, "b": 0, "c": 0, "d": 1, "neutral": 98}
    assert survey(named, weights=YEN_BAI, max_points=Decimal(6)) == 3


@pytest.mark.parametrize("neutral", [0, 5])
def test_no_valid_ballot_is_no_zero(neutral: int) -> None:
    with pytest.raises(NothingAroseError):
        survey(
            {**dict.fromkeys("abcd", 0), "neutral": neutral}, weights=YEN_BAI, max_points=Decimal(6)
        )


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(CountError):
        survey({"a": 5, "b": -1, "c": 0, "d": 0}, weights=YEN_BAI, max_points=Decimal(6))


@given(BALLOTS, POINTS)
def test_points_agree_with_exact_fractions(ballots: dict[str, int], most: Decimal) -> None:
    assume(sum(ballots.values()))
    found = survey(ballots, weights=YEN_BAI, max_points=most)
    weighed = sum(Fraction(weight) * ballots[name] for name, weight in YEN_BAI.items())
    assert near(found, Fraction(most) * weighed / sum(ballots.values()))
    assert 0 <= found <= most
    happier = {**ballots, "a": ballots["a"] + 1}
    assert survey(happier, weights=YEN_BAI, max_points=most) >= found - Decimal("1e-20")


def test_a_best_answer_that_does_not_weigh_one_is_a_fault() -> None:
    assert fault(weights={"a": Decimal("0.9")}) == "the best answer weighs 0.9, not 1"
    assert fault(weights={}) == "the best answer weighs 0, not 1"
    assert fault(weights=YEN_BAI) is None
