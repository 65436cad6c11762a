"""Ranks, ties, bands and margins, within each block and as the rulebook says."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from parindex.rulebook.model import Band, Rulebook, Text, Ties
from parindex.scoring.facts import Status
from parindex.scoring.result import UnitScore
from parindex.scoring.rounding import round_to

Key = tuple[Decimal, ...]
NO_POINTS = Decimal(-1)
"""Stands below 0, since missing is never zero; it orders keys and is never shown."""


def compared(rulebook: Rulebook, value: Decimal) -> Decimal:
    """Return the value that ranks and bands look at: exact, or as it is displayed."""
    rounded = rulebook.rounding.rank_on == "rounded"
    return round_to(value, rulebook.rounding.display) if rounded else value


def rank_key(rulebook: Rulebook, unit: UnitScore) -> Key | None:
    """Return what the unit is ranked by, higher is better; None without a rank.

    Among equal units one without points in a tie-breaker comes after one with 0 points there.
    """
    if unit.index is None or not unit.ranked:
        return None
    breakers = (unit.nodes[code].points for code in rulebook.tie_breakers)
    ties = [NO_POINTS if points is None else points for points in breakers]
    return (compared(rulebook, unit.index), *ties)


def ranks(keys: Sequence[Key], ties: Ties) -> list[int]:
    """Return ranks for keys, the highest key first.

    Parameters
    ----------
    keys : sequence of tuples of Decimal
        One for each unit, in any order.
    ties : Ties
        Dense (1, 2, 2, 3) or competition (1, 2, 2, 4).

    Returns
    -------
    list of int
        In the order of `keys`.

    Examples
    --------
    >>> ranks([(Decimal(9),), (Decimal(7),), (Decimal(9),)], Ties.DENSE)
    [1, 2, 1]
    """
    if ties is Ties.DENSE:
        places = {key: rank for rank, key in enumerate(sorted(set(keys), reverse=True), start=1)}
        return [places[key] for key in keys]
    ordered = sorted(keys, reverse=True)
    first = {key: rank for rank, key in reversed(list(enumerate(ordered, start=1)))}
    return [first[key] for key in keys]


def band_of(rulebook: Rulebook, unit: UnitScore) -> tuple[Band | None, Text | None, Decimal | None]:
    """Return the band, the reason of a gate that capped it, and the way to the next band."""
    value = unit.index if rulebook.bands_on == "index" else unit.points
    if value is None:
        return None, None, None
    value = compared(rulebook, value)
    bands = rulebook.bands_of(unit.block)
    place = next(
        (
            index
            for index, band in enumerate(bands)
            if value > band.lower or (band.inclusive and value == band.lower)
        ),
        None,
    )
    if place is None:
        return None, None, None
    reason = None
    for gate in unit.failed_gates:
        cap = next(i for i, band in enumerate(bands) if band.label.vi == gate.at_most)
        if place < cap:
            place, reason = cap, gate.reason
    ahead = bands[place - 1].lower - value if place > 0 and reason is None else None
    return bands[place], reason, ahead


def place(rulebook: Rulebook, units: Sequence[UnitScore]) -> tuple[UnitScore, ...]:
    """Return the units with rank, band and margins, in their own order."""
    keyed = {unit.unit: rank_key(rulebook, unit) for unit in units}
    found: dict[str, tuple[int, bool, Decimal | None]] = {}
    for block in dict.fromkeys(unit.block for unit in units):
        codes = [unit.unit for unit in units if unit.block == block and keyed[unit.unit]]
        keys = [key for code in codes if (key := keyed[code]) is not None]
        number = Counter(keys)
        ordered = sorted(number)
        for code, key, rank in zip(codes, keys, ranks(keys, rulebook.ties), strict=True):
            place_above = bisect_right(ordered, key)
            gap = ordered[place_above][0] - key[0] if place_above < len(ordered) else None
            found[code] = (rank, number[key] > 1, gap)
    return tuple(_placed(rulebook, unit, found.get(unit.unit)) for unit in units)


def _placed(
    rulebook: Rulebook, unit: UnitScore, found: tuple[int, bool, Decimal | None] | None
) -> UnitScore:
    band, gate, to_next_band = band_of(rulebook, unit)
    rank, tied, gap = found or (None, False, None)
    return replace(
        unit,
        rank=rank if unit.status is Status.SCORED else None,
        tied=tied,
        to_next_rank=gap,
        band=band,
        gate=gate,
        to_next_band=to_next_band,
    )
