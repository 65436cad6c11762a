"""Rule kind `percent_choice`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import OptionError
from parindex.scoring.rules.percent_choice import fault, percent_choice
from tests.scoring.rules.draws import POINTS

ETHICS = {"good": Decimal(1), "fair": Decimal("0.5"), "poor": Decimal(0)}


@pytest.mark.parametrize(("option", "points"), [("good", "3"), ("fair", "1.5"), ("poor", "0")])
def test_each_answer_has_its_share_of_the_maximum(option: str, points: str) -> None:
    assert percent_choice(option, shares=ETHICS, max_points=Decimal(3)) == Decimal(points)


def test_an_answer_that_nobody_declared_is_refused() -> None:
    with pytest.raises(OptionError, match="'bad' is none of the declared answers"):
        percent_choice("bad", shares=ETHICS, max_points=Decimal(3))


def test_a_best_answer_that_does_not_earn_everything_is_a_fault() -> None:
    shares = {"good": Decimal("0.9"), "poor": Decimal(0)}
    assert fault(shares=shares) == "the best answer earns 0.9 of the maximum, not 1"


def test_no_answer_at_all_is_a_fault() -> None:
    assert fault(shares={}) == "the best answer earns 0 of the maximum, not 1"


def test_a_best_answer_that_earns_everything_is_no_fault() -> None:
    assert fault(shares=ETHICS) is None


@given(st.sampled_from(sorted(ETHICS)), POINTS)
def test_points_stay_within_the_maximum(option: str, most: Decimal) -> None:
    assert 0 <= percent_choice(option, shares=ETHICS, max_points=most) <= most
