"""Rounding as a rulebook declares it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rulebook.model import Mode, RoundingStep
from parindex.scoring.rounding import ratio_percent, round_to

D = Decimal


@pytest.mark.parametrize(
    ("value", "step", "mode", "expected"),
    [
        ("95.445", "0.01", "half_up", "95.45"),
        ("95.445", "0.01", "half_even", "95.44"),
        ("95.455", "0.01", "half_even", "95.46"),
        ("95.449", "0.01", "down", "95.44"),
        ("95.435", "0.01", "half_up", "95.44"),
        ("7.37", "0.25", "half_up", "7.25"),
        ("7.375", "0.25", "half_up", "7.5"),
        ("7.375", "0.25", "half_even", "7.5"),
        ("7.125", "0.25", "half_even", "7"),
        ("7.49", "0.25", "down", "7.25"),
        ("-0.005", "0.01", "half_up", "-0.01"),
        ("12", "5", "half_up", "10"),
        ("91.6505", "0.001", "half_up", "91.651"),
    ],
)
def test_values_are_rounded_to_the_step(value: str, step: str, mode: str, expected: str) -> None:
    how = RoundingStep(step=D(step), mode=Mode(mode))
    assert round_to(D(value), how) == D(expected)


def test_without_a_step_a_value_stays_exact() -> None:
    assert str(round_to(D("1.2300"), None)) == "1.2300"


@given(
    st.decimals("0", "1000", places=6),
    st.sampled_from(["0.001", "0.01", "0.05", "0.25", "1", "5"]),
    st.sampled_from(list(Mode)),
)
def test_a_rounded_value_is_a_near_multiple_and_stays_when_rounded_again(
    value: Decimal, step: str, mode: Mode
) -> None:
    how = RoundingStep(step=D(step), mode=mode)
    found = round_to(value, how)
    assert found % D(step) == 0
    limit = D(step) if mode is Mode.DOWN else D(step) / 2
    assert abs(found - value) <= limit
    assert round_to(found, how) == found


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_share_in_percent_is_exact_but_for_the_last_digit(part: int, whole: int) -> None:
    found = Fraction(ratio_percent(part, whole))
    assert abs(found - Fraction(100 * part, whole)) < Fraction(1, 10**20)
