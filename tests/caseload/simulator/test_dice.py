"""Throws are the same on every machine and in every order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.caseload.simulator.dice import Dice, key_of

SEEDS = st.integers(0, 2**40)


def dice(count: int = 1000, seed: int = 1) -> Dice:
    return Dice(seed, np.arange(count, dtype=np.uint64))


def reference(seed: int, ordinal: int, purpose: str) -> int:
    """Throw 64 bits with Python's own integers."""
    whole = (1 << 64) - 1
    value = (ordinal * 0x9E3779B97F4A7C15 & whole) ^ int(key_of(seed, purpose))
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & whole
    value = (value ^ value >> 27) * 0x94D049BB133111EB & whole
    return value ^ value >> 31


@given(SEEDS, st.integers(0, 2**63), st.text(max_size=20))
def test_bits_are_those_of_exact_integers(seed: int, ordinal: int, purpose: str) -> None:
    thrown = Dice(seed, np.array([ordinal], dtype=np.uint64)).bits(purpose)

    assert int(thrown[0]) == reference(seed, ordinal, purpose)


def test_throws_are_known_for_good() -> None:
    # Written down once: another value means that every simulated file changed.
    assert dice(5).below("channel", 1_000_000).tolist() == [265828, 29663, 830737, 342953, 572053]


@given(SEEDS, st.lists(st.integers(0, 999), min_size=1, max_size=50))
def test_a_throw_does_not_depend_on_the_others(seed: int, places: list[int]) -> None:
    some = dice(seed=seed).take(places)

    assert some.below("x", 97).tolist() == dice(seed=seed).below("x", 97)[places].tolist()


@given(SEEDS, st.integers(1, 2**31 - 1))
def test_throws_stay_below_their_bound(seed: int, bound: int) -> None:
    thrown = dice(seed=seed).below("x", bound)

    assert thrown.min() >= 0
    assert thrown.max() < bound


@given(SEEDS, st.lists(st.integers(0, 100), min_size=1, max_size=12).filter(any))
def test_nothing_without_weight_is_picked(seed: int, weights: list[int]) -> None:
    picked = set(dice(seed=seed).pick("x", weights).tolist())

    assert picked <= {place for place, weight in enumerate(weights) if weight}


@given(SEEDS, st.lists(st.integers(-50, 50), min_size=2, max_size=12).map(sorted))
def test_quantiles_lie_between_the_outer_marks(seed: int, marks: list[int]) -> None:
    drawn = dice(seed=seed).between("x", marks)

    assert marks[0] <= drawn.min()
    assert drawn.max() <= marks[-1]


@pytest.mark.parametrize("share", [0, 1_000, 500_000, 999_000, 1_000_000])
def test_chances_come_out_as_often_as_they_say(share: int) -> None:
    found = int(dice(200_000).chance("x", share).sum())

    assert abs(found - 200_000 * share // 1_000_000) <= 3 * 224  # three standard deviations
