"""Averages over blocks: the method is named, and rounded values are never averaged."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rulebook.model import Averages
from parindex.scoring.averages import mean, overall

D = Decimal
BINH_DINH = {
    "central": (D("87.46"), 5),
    "department": (D("73.93"), 21),
    "district": (D("64.51"), 11),
}


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Averages.MEAN_OF_BLOCK_MEANS, "75.30"), (Averages.MEAN_OF_UNITS, "72.96")],
)
def test_the_two_methods_differ_where_blocks_differ_in_size(
    method: Averages, expected: str
) -> None:
    assert round(overall(BINH_DINH, method), 2) == D(expected)


def test_blocks_of_one_size_have_one_average() -> None:
    equal = {name: (value, 7) for name, (value, _) in BINH_DINH.items()}
    assert len({round(overall(equal, method), 20) for method in Averages}) == 1


VALUES = st.lists(st.decimals("0", "100", places=4), min_size=1, max_size=9)


@given(VALUES)
def test_a_mean_is_exact_blind_to_order_and_within_its_values(values: list[Decimal]) -> None:
    found = mean(values)
    assert abs(Fraction(found) - sum(map(Fraction, values)) / len(values)) < Fraction(1, 10**20)
    assert mean(values[::-1]) == found
    assert min(values) - D("1e-20") <= found <= max(values) + D("1e-20")
