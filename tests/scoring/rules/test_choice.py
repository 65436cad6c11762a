"""Rule kind `choice`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import OptionError
from parindex.scoring.rules.choice import choice, top
from tests.scoring.rules.draws import AMOUNTS

CA_MAU = {"on_time": Decimal(1), "late": Decimal("0.5"), "none": Decimal(0)}


@pytest.mark.parametrize(("option", "points"), [("on_time", "1"), ("late", "0.5"), ("none", "0")])
def test_each_answer_has_its_points(option: str, points: str) -> None:
    assert choice(option, options=CA_MAU) == Decimal(points)


def test_an_answer_that_nobody_declared_is_refused() -> None:
    with pytest.raises(OptionError, match="'never' is none of the declared answers"):
        choice("never", options=CA_MAU)


def test_the_most_points_are_those_of_the_best_answer() -> None:
    assert top(options=CA_MAU) == 1


def test_no_answer_at_all_gives_nothing() -> None:
    assert top(options={}) == 0


@given(st.dictionaries(st.text(min_size=1), AMOUNTS, min_size=1), st.data())
def test_points_stay_between_zero_and_the_best_answer(
    options: dict[str, Decimal], data: st.DataObject
) -> None:
    option = data.draw(st.sampled_from(sorted(options)))
    assert 0 <= choice(option, options=options) <= top(options=options)
