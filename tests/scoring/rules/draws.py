"""What the tests of rule kinds draw: shares, points, and a slow exact reference."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

POINTS = st.decimals("0.01", "40", places=2)
"""Maxima of a component, in points."""

AMOUNTS = st.decimals("0", "20", places=2)
"""Points of one result or fault, 0 included."""

COUNTS = st.integers(0, 500)

PARTS = st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
"""Part and whole of a share from 0 to 1."""

SHARES = st.decimals("0.01", "1", places=2)

TINY = Fraction(1, 10**20)


def near(found: Decimal, expected: Fraction) -> bool:
    """Say whether a decimal is a fraction, but for the digits that a division drops."""
    return abs(Fraction(found) - expected) < TINY


def rises(rule: Callable[[int], Decimal], lower: int, higher: int) -> bool:
    return rule(lower) <= rule(higher)
