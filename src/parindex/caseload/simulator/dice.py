"""Dice that any machine throws alike: whole numbers only, each throw a function of its names.

A throw is made from the seed, the number of the dossier and the name of what is decided. No throw
depends on another, so portions can be made in any order and of any size, and nothing rests on the
stream of a library or on the rounding of a processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.uint64]
Truths: TypeAlias = NDArray[np.bool_]

MILLION = 1_000_000
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


def mix(values: Bits) -> Bits:
    """Return the values scrambled, one to one (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * FIRST
    values = (values ^ (values >> np.uint64(27))) * SECOND
    return values ^ (values >> np.uint64(31))


def key_of(seed: int, purpose: str) -> np.uint64:
    """Return the number that stands for a purpose under a seed."""
    digest = blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "big"))


class Dice:
    """Throws for many dossiers at once.

    Parameters
    ----------
    seed : int
        Which world it is.
    ordinals : array of uint64, shape (n,)
        The numbers of the dossiers in it.

    Examples
    --------
    >>> dice = Dice(1, np.arange(4, dtype=np.uint64))
    >>> dice.below("paper", 6).tolist() == dice.take([0, 1, 2, 3]).below("paper", 6).tolist()
    True
    """

    def __init__(self, seed: int, ordinals: Bits) -> None:
        self.seed, self.ordinals = seed, ordinals
        self._spread = ordinals * GOLDEN

    def take(self, places: Whole | Truths | Sequence[int]) -> Dice:
        """Return the dice of some of the dossiers; they throw as before."""
        return Dice(self.seed, self.ordinals[places])

    def bits(self, purpose: str) -> Bits:
        """Return 64 bits for each dossier."""
        return mix(self._spread ^ key_of(self.seed, purpose))

    def below(self, purpose: str, bound: int | Whole) -> Whole:
        """Return whole numbers from 0 to just below `bound`, which is less than 2³¹."""
        high = (self.bits(purpose) >> np.uint64(32)).astype(np.int64)
        return high * bound >> 32

    def chance(self, purpose: str, per_million: int | Whole) -> Truths:
        """Return true for so many of a million."""
        return self.below(purpose, MILLION) < per_million

    def pick(self, purpose: str, weights: Sequence[int] | Whole) -> Whole:
        """Return places in `weights`, each as often as it weighs."""
        ends = np.cumsum(np.asarray(weights, dtype=np.int64))
        drawn = self.below(purpose, int(ends[-1]))
        return np.searchsorted(ends, drawn, side="right").astype(np.int64)

    def between(self, purpose: str, marks: Sequence[int]) -> Whole:
        """Return numbers whose quantiles are `marks`, at equal distances, straight between them."""
        points = np.asarray(marks, dtype=np.int64)
        place = self.below(purpose, (len(marks) - 1) << 16)
        left = place >> 16
        found: Whole = points[left] + ((points[left + 1] - points[left]) * (place & 0xFFFF) >> 16)
        return found
