"""Averages over blocks by the method that is named, never over rounded values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from parindex.rulebook.model import Averages
from parindex.scoring.result import Result


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the plain mean; at least one value.

    Examples
    --------
    >>> mean([Decimal("87.46"), Decimal("73.93"), Decimal("64.51")])
    Decimal('75.30')
    """
    return sum(values, Decimal(0)) / len(values)


def block_means(result: Result) -> dict[str, tuple[Decimal, int]]:
    """Return, for each block, the mean index of its units and how many have one.

    Units without an index do not count; a block without any is left out.
    """
    found: dict[str, tuple[Decimal, int]] = {}
    for block in result.blocks():
        indices = [unit.index for unit in result.block(block) if unit.index is not None]
        if indices:
            found[block] = (mean(indices), len(indices))
    return found


def overall(means: Mapping[str, tuple[Decimal, int]], method: Averages) -> Decimal:
    """Return the average over several blocks.

    Parameters
    ----------
    means : mapping
        For each block its mean and its number of units.
    method : Averages
        Plain mean of block means, or every unit once.

    Returns
    -------
    Decimal
        In the measure of the means, exact.

    References
    ----------
    .. [1] Bình Định 2017: 75.3 is the mean of block means; by units it is 72.96.

    Examples
    --------
    >>> blocks = {"a": (Decimal("87.46"), 5), "b": (Decimal("73.93"), 21),
    ...           "c": (Decimal("64.51"), 11)}
    >>> overall(blocks, Averages.MEAN_OF_BLOCK_MEANS)
    Decimal('75.30')
    >>> round(overall(blocks, Averages.MEAN_OF_UNITS), 2)
    Decimal('72.96')
    """
    if method is Averages.MEAN_OF_BLOCK_MEANS:
        return mean([value for value, _ in means.values()])
    units = sum(number for _, number in means.values())
    return sum((value * number for value, number in means.values()), Decimal(0)) / units
