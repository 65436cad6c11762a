"""Loads a province of a register: all or nothing, and a second time nothing new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from parindex.errors import Problem, RegisterError
from parindex.register import (
    Plan,
    PlannedEvent,
    PlannedUnit,
    plan_of,
    province_of,
    read_agency_codes,
    read_register,
)
from parindex.web.common.audit import record
from parindex.web.common.formats import plain_name
from parindex.web.org.models import Lineage, LineageEvent, Unit, User
from parindex.web.org.permissions import Action, require

SAME = ("kind", "name", "statistics_code", "valid_from")
OTHER_CODE = "Correct the register, or give the unit that is there another code"
OTHER_EVENT = "Take the register as it is, or load nothing of this province"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: counts of what was added, by kind, and what was odd in the files."""

    province: str
    name: str
    units: Mapping[str, int]
    events: Mapping[str, int]
    lines: int
    agency_code: str
    notices: tuple[Problem, ...]

    @property
    def is_new(self) -> bool:
        """Say whether anything was added or completed."""
        return bool(self.units or self.events or self.agency_code)


def load_units(
    folder: Path,
    *,
    province: str,
    agency_codes: Path | None = None,
    document: str = "",
    user: User | None = None,
) -> Loaded:
    """Load one of the 34 provinces with all that it was made of.

    Parameters
    ----------
    folder : Path
        The files of the register.
    province : str
        Code of the statistics office, two digits.
    agency_codes : Path, optional
        A file with the agency codes of provinces.
    document : str
        Stands for events whose document the register does not have.
    user : User, optional
        Who loads; none for the operator of the server.

    Raises
    ------
    RegisterError
        With every fault of the files, or with everything that is there already and differs;
        nothing is loaded then.
    NotFoundError
        If the register has no such province.
    """
    if user is not None:
        require(user, Action.MANAGE_UNITS)
    register = read_register(folder)
    found = province_of(register, province)
    codes = read_agency_codes(agency_codes, register) if agency_codes else {}
    plan = plan_of(found, agency_code=codes.get(province, ""), document=document)
    return _load(plan, found.notices, user)


@transaction.atomic
def _load(plan: Plan, notices: tuple[Problem, ...], user: User | None) -> Loaded:
    there = {
        unit.code: unit
        for unit in Unit.objects.select_related("parent")
        .select_for_update(of=("self",))
        .filter(code__in=[each.code for each in plan.units])
    }
    known = _events_of(there.values(), {each.on for each in plan.events})
    if problems := [*_conflicts(plan, there, known)]:
        raise RegisterError(problems)
    units = [each for each in plan.units if each.code not in there]
    events = [each for each in plan.events if _signature(each) not in known]
    _create_units(units, there)
    _create_events(events, there)
    province = there[plan.province]
    loaded = Loaded(
        province=province.code,
        name=province.name,
        units=Counter(each.kind for each in units),
        events=Counter(each.kind for each in events),
        lines=sum(len(each.lines) for each in events),
        agency_code=_complete_agency_code(plan, province),
        notices=notices,
    )
    if loaded.is_new:
        new = {
            "units": loaded.units,
            "events": loaded.events,
            "lines": loaded.lines,
            "agency_code": province.agency_code,
        }
        record("units.loaded", province, user=user, new=new, unit_id=province.pk)
    return loaded


Signature = tuple[str, frozenset[tuple[str, str, bool]]]
"""What happened to whom: kind and lines of an event; its document may be completed later."""


def _signature(event: PlannedEvent) -> Signature:
    lines = ((each.predecessor, each.successor, each.is_whole) for each in event.lines)
    return event.kind, frozenset(lines)


def _events_of(units: Iterable[Unit], days: set[date]) -> set[Signature]:
    """Return what is there already of the days of the register and touches the units."""
    ids = [unit.pk for unit in units]
    touching = Lineage.objects.filter(
        Q(successor__in=ids) | Q(predecessor__in=ids), event__on__in=days
    )
    lines = Lineage.objects.filter(event__in=touching.values("event")).values_list(
        "event_id", "event__kind", "predecessor__code", "successor__code", "is_whole"
    )
    events: dict[tuple[int, str], set[tuple[str, str, bool]]] = defaultdict(set)
    for event, kind, before, after, is_whole in lines:
        events[event, kind].add((before or "", after or "", is_whole))
    return {(kind, frozenset(found)) for (_, kind), found in events.items()}


def _conflicts(plan: Plan, there: Mapping[str, Unit], known: set[Signature]) -> Iterator[Problem]:
    """Yield everything that is there and was never what the register says."""
    planned = {each.code: each for each in plan.units}
    for code, unit in there.items():
        each = planned[code]
        parent = there.get(each.parent)
        has_parent_ended = parent is not None and _has_ended_since(parent, planned[each.parent])
        for name, found, expected in _differences(unit, each, skip_parent=has_parent_ended):
            what = f"{name} is {found or 'blank'}, the register has {expected or 'blank'}"
            yield Problem(f"unit {code}", what, OTHER_CODE)
    expected_events = {_signature(each) for each in plan.events}
    for kind, lines in sorted(known - expected_events, key=str):
        codes = sorted({code for before, after, _ in lines for code in (before, after) if code})
        what = f"an event ({kind}) of the same day is there that the register does not have"
        yield Problem(f"units {', '.join(codes)}", what, OTHER_EVENT)


def _has_ended_since(unit: Unit, planned: PlannedUnit) -> bool:
    """Say whether a unit ended after the register was made, which is history, no conflict."""
    return planned.valid_to is None and unit.valid_to is not None


def _differences(
    unit: Unit, planned: PlannedUnit, *, skip_parent: bool
) -> Iterator[tuple[str, object, object]]:
    """Yield what differs between a unit that is there and the register: name, found, expected."""
    pairs: dict[str, tuple[object, object]] = {
        name: (getattr(unit, name), getattr(planned, name)) for name in SAME
    }
    pairs["is_practice"] = (unit.is_practice, False)
    if not _has_ended_since(unit, planned):
        pairs["valid_to"] = (unit.valid_to, planned.valid_to)
    if not skip_parent:
        pairs["parent"] = (unit.parent.code if unit.parent else "", planned.parent)
    if unit.agency_code and planned.agency_code:
        pairs["agency_code"] = (unit.agency_code, planned.agency_code)
    for name, (found, expected) in pairs.items():
        if found != expected:
            yield name, found, expected


def _create_units(planned: Sequence[PlannedUnit], there: dict[str, Unit]) -> None:
    """Write the units, one level after the other: a child needs the key of its parent."""
    for kind in ("province", "district", "commune"):
        units = [_unit(each, there) for each in planned if each.kind == kind]
        for unit in Unit.objects.bulk_create(units):
            there[unit.code] = unit


def _unit(planned: PlannedUnit, there: Mapping[str, Unit]) -> Unit:
    return Unit(
        code=planned.code,
        kind=planned.kind,
        name=planned.name,
        name_en=planned.name_en,
        plain_name=plain_name(planned.name),
        agency_code=planned.agency_code,
        statistics_code=planned.statistics_code,
        parent=there[planned.parent] if planned.parent else None,
        valid_from=planned.valid_from,
        valid_to=planned.valid_to,
    )


def _create_events(planned: Sequence[PlannedEvent], there: Mapping[str, Unit]) -> None:
    events = LineageEvent.objects.bulk_create(
        LineageEvent(
            kind=each.kind,
            on=each.on,
            document=each.document,
            document_date=each.document_date,
            note=each.note,
        )
        for each in planned
    )
    Lineage.objects.bulk_create(
        Lineage(
            event=event,
            predecessor=there[line.predecessor] if line.predecessor else None,
            successor=there[line.successor] if line.successor else None,
            is_whole=line.is_whole,
        )
        for event, each in zip(events, planned, strict=True)
        for line in each.lines
    )


def _complete_agency_code(plan: Plan, province: Unit) -> str:
    """Fill in the agency code of a province that was loaded without; return it if it was."""
    code = next(each.agency_code for each in plan.units if each.code == plan.province)
    if not code or province.agency_code:
        return ""
    province.agency_code = code
    province.save(update_fields=["agency_code"])
    return code
