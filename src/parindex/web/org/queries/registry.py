"""The register of units as an administrator reads it: validity, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parindex.web.common.formats import sort_key
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Lineage, Unit, User
from parindex.web.org.permissions import Action, may
from parindex.web.org.queries.lineage import lines_into, lines_out_of


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A unit with the lines that lead to it and from it."""

    unit: Unit
    came_from: tuple[Lineage, ...]
    became: tuple[Lineage, ...]
    is_there: bool


def is_there(unit: Unit, on: date) -> bool:
    """Say whether a unit exists on a day."""
    has_begun = unit.valid_from is None or unit.valid_from <= on
    return has_begun and (unit.valid_to is None or unit.valid_to >= on)


def units_to_staff(user: User) -> list[Unit]:
    """Return the units in which an administrator gives roles: not ended ones, by name."""
    units = [
        unit
        for unit in Unit.objects.filter(valid_to__isnull=True)
        if may(user, Action.MANAGE_ACCOUNTS, unit=unit)
    ]
    return sorted(units, key=lambda unit: (list(UnitKind).index(unit.kind), sort_key(unit.name)))


def units_to_manage(user: User) -> list[Unit]:
    """Return the units of an administrator's reach, ended ones too; one query."""
    found = Unit.objects.select_related("parent")
    return [unit for unit in found if may(user, Action.MANAGE_UNITS, unit=unit)]


def register(units: Sequence[Unit], on: date) -> list[RegisterLine]:
    """Return units in the order of kinds and names, each with its lineage; two queries."""
    into, out_of = _by_unit(units)
    lines = [
        RegisterLine(
            unit=unit,
            came_from=tuple(into.get(unit.pk, ())),
            became=tuple(out_of.get(unit.pk, ())),
            is_there=is_there(unit, on),
        )
        for unit in units
    ]
    order = list(UnitKind)
    return sorted(
        lines,
        key=lambda line: (
            order.index(UnitKind(line.unit.kind)),
            not line.is_there,
            sort_key(line.unit.name),
        ),
    )


def _by_unit(units: Iterable[Unit]) -> tuple[dict[int, list[Lineage]], dict[int, list[Lineage]]]:
    units = list(units)
    into: dict[int, list[Lineage]] = {}
    out_of: dict[int, list[Lineage]] = {}
    for line in lines_into(units):
        if line.predecessor is not None:
            into.setdefault(line.successor_id, []).append(line)
    for line in lines_out_of(units):
        if line.successor is not None:
            out_of.setdefault(line.predecessor_id, []).append(line)
    return into, out_of
