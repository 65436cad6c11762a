"""Recomputes an edition and compares it with what was printed, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from parindex.edition.load import (
    Edition,
    EditionPart,
    Printed,
    edition_folder,
    load_edition,
    printed_cells,
)
from parindex.errors import EditionError, Problem
from parindex.rulebook.model import Averages, Rulebook
from parindex.scoring import Result, UnitScore, load, score
from parindex.scoring.averages import block_means, overall
from parindex.scoring.intake import read_facts

WHOLE = "*"
"""Stands for all units of an edition in a difference that speaks of its mean."""


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """One block of an edition, recomputed."""

    part: EditionPart
    rulebook: Rulebook
    result: Result


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed cell that recomputing does not give; `known` when the edition explains it."""

    unit: str
    code: str
    printed: str
    computed: str
    known: bool


def recompute(name: str | Path) -> tuple[ScoredPart, ...]:
    """Score every part of an edition from its facts.

    Raises
    ------
    EditionError, RulebookError, FactsError
        If the edition, a rulebook or facts cannot be read.
    """
    edition, folder = load_edition(name), edition_folder(name)
    parts = []
    for part in edition.parts:
        rulebook = load(part.rulebook)
        facts = read_facts(rulebook, folder / part.facts, block=part.block)
        parts.append(ScoredPart(part, rulebook, score(rulebook, facts)))
    return tuple(parts)


def _computed(unit: UnitScore, code: str) -> Decimal | str | None:
    """Return the computed value that a printed cell speaks of."""
    if code == "points":
        return unit.points
    if code == "index":
        return unit.index
    if code == "rank":
        return None if unit.rank is None else str(unit.rank)
    if code == "band":
        return unit.band.label.vi if unit.band else None
    return unit.nodes[code].points if code in unit.nodes else None


def _agree(cell: Printed, computed: Decimal | str | None) -> tuple[bool, str]:
    """Return whether a cell agrees at the printed digit, and the computed text."""
    if not isinstance(computed, Decimal):
        return cell.value == computed, computed or ""
    printed = cell.number()
    shown = computed.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent)), ROUND_HALF_UP)
    return shown == printed, format(computed.normalize(), "f")


def mean_of(edition: Edition, parts: tuple[ScoredPart, ...]) -> Decimal | None:
    """Return the mean over the blocks of an edition by the method that it names.

    Parameters
    ----------
    edition : Edition
        Names the method, and gives the means of blocks without units.
    parts : tuple of ScoredPart
        From `recompute`; each part is a block.

    Returns
    -------
    Decimal or None
        In percent, exact; None when nothing is scored, or when the method counts units and
        the number of units of a block is not known.
    """
    counted = {each.name.vi: (each.mean, each.units or 0) for each in edition.block_means}
    for part in parts:
        counted.update(block_means(part.result))
    by_units = edition.averages is Averages.MEAN_OF_UNITS
    if not counted or (by_units and any(not units for _, units in counted.values())):
        return None
    return overall(counted, edition.averages)


def _means(
    edition: Edition, parts: tuple[ScoredPart, ...]
) -> Iterator[tuple[Printed, Decimal | None]]:
    """Return each printed mean that can be recomputed, with what recomputing gives."""
    for each in edition.block_means:
        if each.appraised is not None and each.out_of:
            printed = Printed(unit=each.name.vi, code="mean", value=str(each.mean))
            yield printed, 100 * each.appraised / each.out_of
    if edition.published_mean is not None:
        printed = Printed(unit=WHOLE, code="mean", value=str(edition.published_mean))
        yield printed, mean_of(edition, parts)


def differences(name: str | Path) -> tuple[Difference, ...]:
    """Return every printed cell that recomputing does not give.

    Raises
    ------
    EditionError
        If the edition explains a deviation that does not exist, or prints an unknown unit.
    """
    edition, parts = load_edition(name), recompute(name)
    units = {unit.unit: unit for part in parts for unit in part.result.units}
    known = {(each.unit, each.code) for each in edition.deviations}
    pairs = (*_cells(printed_cells(name), units), *_means(edition, parts))
    found = tuple(_differences(pairs, known))
    idle = known - {(each.unit, each.code) for each in found}
    if idle:
        raise EditionError(
            Problem("edition.yaml", f"{unit} {code} agrees, yet a deviation is noted", "Remove it")
            for unit, code in sorted(idle)
        )
    return found


def _cells(
    cells: tuple[Printed, ...], units: dict[str, UnitScore]
) -> Iterator[tuple[Printed, Decimal | str | None]]:
    """Return each printed cell with what recomputing gives."""
    for cell in cells:
        if cell.unit not in units:
            fix = "Correct the code of the unit"
            raise EditionError([Problem("published.csv", f"no unit {cell.unit!r}", fix)])
        yield cell, _computed(units[cell.unit], cell.code)


def _differences(
    pairs: Iterable[tuple[Printed, Decimal | str | None]], known: set[tuple[str, str]]
) -> Iterator[Difference]:
    for cell, value in pairs:
        agrees, computed = _agree(cell, value)
        if not agrees:
            is_known = (cell.unit, cell.code) in known
            yield Difference(cell.unit, cell.code, cell.value, computed, is_known)


def unexplained(name: str | Path) -> tuple[Difference, ...]:
    """Return the differences that the edition does not explain; a sound edition has none."""
    return tuple(each for each in differences(name) if not each.known)


__all__ = [
    "Difference",
    "Edition",
    "ScoredPart",
    "differences",
    "mean_of",
    "recompute",
    "unexplained",
]
