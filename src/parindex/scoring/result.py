"""What scoring gives back: plain frozen values, each with its status and its trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from parindex.rulebook.model import Band, Gate, Text
from parindex.scoring.facts import Status


@dataclass(frozen=True, slots=True)
class Trace:
    """How a component, or the sum above it, came to its points.

    Parameters
    ----------
    kind : str
        Rule kind, or "" for a sum and for points that were imported.
    parameters : mapping
        Values in force, with `max_points`.
    inputs : mapping
        Facts read, by name; None where a fact is missing.
    steps : tuple of (str, value)
        Intermediate values in order: `ratio`, `ratio_rounded`, `points_exact`,
        `points_rounded`, `carried`, `none_arisen`, `imported`, `variant`, `other_block`;
        of a field or criterion `parts`, its parts by code.
    source : str
        Act and place.
    """

    kind: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, Any]
    steps: tuple[tuple[str, Any], ...]
    source: str


class Effect(StrEnum):
    """What the points of a node do to the total: a bonus adds, a penalty takes."""

    EARNS = "earns"
    ADDS = "adds"
    TAKES = "takes"


class NodeScore(NamedTuple):
    """The result of one node for one unit.

    `points` is the printed figure, `carried` the one that enters the parent, `known` the
    sum of what is scored below a node that is itself missing or pending; all in points.
    `imported` says that somebody else decided the points, whatever stands below.
    """

    status: Status
    points: Decimal | None
    max_applicable: Decimal
    carried: Decimal | None
    known: Decimal
    how: Callable[[], Trace] | None = None
    effect: Effect = Effect.EARNS
    imported: bool = False

    @property
    def trace(self) -> Trace | None:
        """How the node came to its points, written down when it is asked for."""
        return None if self.how is None else self.how()

    @property
    def percent(self) -> Decimal | None:
        """Points over the applicable maximum, in percent; None when not scored."""
        if self.points is None or not self.max_applicable:
            return None
        return 100 * self.points / self.max_applicable

    @property
    def lost(self) -> Decimal | None:
        """Points lost, None when not scored.

        A penalty loses what it takes; a bonus that was not earned is no loss.
        """
        if self.points is None or self.effect is Effect.TAKES:
            return self.points
        return Decimal(0) if self.effect is Effect.ADDS else self.max_applicable - self.points


make_score: Callable[[tuple[Any, ...]], NodeScore] = partial(tuple.__new__, NodeScore)
"""Makes a score from all its values in order, without the cost of named arguments."""

ZERO = Decimal(0)
NOT_APPLICABLE = NodeScore(Status.NOT_APPLICABLE, None, ZERO, None, ZERO)
"""The score of what does not apply: no points, and no maximum either."""


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The result of one unit; `None` means not known, never 0.

    Margins are in points of the index: what is missing to the unit ranked next above, and
    to the next higher band.
    """

    unit: str
    name: str
    block: str
    nodes: Mapping[str, NodeScore]
    status: Status
    points: Decimal | None
    known: Decimal
    max_applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    index: Decimal | None
    ranked: bool = True
    rank: int | None = None
    tied: bool = False
    band: Band | None = None
    gate: Text | None = None
    failed_gates: tuple[Gate, ...] = ()
    to_next_rank: Decimal | None = None
    to_next_band: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Scores of all units by one rulebook."""

    rulebook: str
    fingerprint: str
    units: tuple[UnitScore, ...]

    def unit(self, code: str) -> UnitScore:
        """Return the score of one unit; `KeyError` if it is not there."""
        for unit in self.units:
            if unit.unit == code:
                return unit
        raise KeyError(code)

    def block(self, name: str) -> tuple[UnitScore, ...]:
        """Return the units of a block, best first, those without a rank last."""
        found = [unit for unit in self.units if unit.block == name]
        return tuple(sorted(found, key=lambda unit: (unit.rank is None, unit.rank or 0, unit.unit)))

    def blocks(self) -> tuple[str, ...]:
        """Return the names of the blocks, in the order of the units."""
        return tuple(dict.fromkeys(unit.block for unit in self.units))
