"""The caseload of the practice province: one commune falls behind, two game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from parindex.caseload.batch import Batch
from parindex.caseload.privacy import Pseudonyms
from parindex.caseload.simulator.calibration import Habits
from parindex.caseload.simulator.plan import Plan, SimulationError, Slump
from parindex.caseload.simulator.units import COMMUNE, DEPARTMENT, SimulatedUnit
from parindex.caseload.simulator.world import World

BEGIN: Final = date(2025, 1, 1)
A_DAY: Final = 115
"""Dossiers of the whole province on a day of the calendar."""
WEEKS: Final = 26
"""So long before the end the slow commune begins to fall behind."""
ROWS: Final = 45_000


@dataclass(frozen=True, slots=True)
class Roles:
    """What the practice province teaches, and where.

    Parameters
    ----------
    slow : str
        The commune whose overdue dossiers grow.
    since : date
        The Monday from which they do.
    gaming : tuple of str
        Two communes with planted patterns; all dossiers of the first are digitised.
    """

    slow: str
    since: date
    gaming: tuple[str, ...]


def practice_units(units: Sequence[Sequence[object] | SimulatedUnit]) -> list[SimulatedUnit]:
    """Return units from (code, kind, weight) and, as known, first day, last day and so on.

    Departments of which no office is told take their offices in the order given.
    """
    made = [SimulatedUnit(*unit) for unit in units]
    offices = iter(range(len(made)))
    return [
        unit._replace(office=next(offices))
        if unit.kind == DEPARTMENT and len(told) < len(SimulatedUnit._fields)
        else unit
        for unit, told in zip(made, units, strict=True)
    ]


def practice_roles(units: Sequence[Sequence[object] | SimulatedUnit], until: datetime) -> Roles:
    """Return which commune falls behind from when, and which two game.

    They are the three largest communes that exist at `until`.

    Raises
    ------
    SimulationError
        With fewer than three communes that exist then.
    """
    today = until.date()
    there = [
        unit
        for unit in practice_units(units)
        if unit.kind == COMMUNE
        and (unit.last is None or unit.last >= today)
        and (unit.first is None or unit.first <= today)
    ]
    largest = sorted(there, key=lambda unit: (-unit.weight, unit.code))[:3]
    if len(largest) < 3:
        raise SimulationError(
            f"{len(there)} communes exist on {today}: the practice province needs three, one that "
            "falls behind and two that game. Give more communes"
        )
    slow, *gaming = largest
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS)
    begin = slow.first or BEGIN
    return Roles(slow.code, max(monday, begin, BEGIN), tuple(unit.code for unit in gaming))


def practice_world(
    units: Sequence[Sequence[object] | SimulatedUnit],
    until: datetime,
    seed: int,
    *,
    pseudonyms: Pseudonyms | None = None,
) -> World:
    """Return the world of the practice province, from 2025 to a moment."""
    roles = practice_roles(units, until)
    days = (until.date() - BEGIN).days + 1
    plan = Plan(
        practice_units(units),
        BEGIN,
        until,
        days * A_DAY,
        seed,
        habits=Habits(gaming=1_500, gaming_unit=150_000),
        gaming=roles.gaming,
        slumps=(Slump(roles.slow, roles.since),),
    )
    return World(plan, pseudonyms)


def practice_caseload(
    units: Sequence[Sequence[object] | SimulatedUnit],
    until: datetime,
    seed: int,
    *,
    pseudonyms: Pseudonyms | None = None,
) -> Iterator[Batch]:
    """Yield the dossiers of the practice province as intake would hand them over.

    Parameters
    ----------
    units : sequence
        Each a `SimulatedUnit`, or (code, kind, weight) and, as known, the days between which the
        unit exists; `kind` is `commune` or `department`.
    until : datetime
        Now: nothing later is known, and some dossiers are due in the days after it.
    seed : int
        Which world.
    pseudonyms : Pseudonyms, optional
        The installation's hashes.

    Yields
    ------
    Batch
        Local records with their steps, and the portal's copies, in turn, about 115 dossiers for
        each day since 1/1/2025; all marked as simulated.

    Raises
    ------
    SimulationError
        If `until` is not after 1/1/2025, or fewer than three communes exist then.
    """
    yield from practice_world(units, until, seed, pseudonyms=pseudonyms).batches(ROWS)
