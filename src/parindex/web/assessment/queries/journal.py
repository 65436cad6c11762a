"""The audit log for reading: who may see which rows, filters, and names for what rows point to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.web.assessment.models import Round, RoundBlock, Row, Sheet
from parindex.web.assessment.release import CONCEALED_VERBS, RELEASED
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may, own_units_of, require


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows a person may read: those of some units, and general ones of a province.

    Of units in `own` the reader is a party: a running appraisal is not read there before its
    release.
    """

    units: dict[int, Unit]
    rounds: dict[int, Round]
    sees_general: bool
    own: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; nothing given means everything within reach."""

    unit: int | None = None
    round: int | None = None
    component: str = ""
    person: str = ""
    verb: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What numbers of rows stand for, read once for a page."""

    units: dict[int, str] = field(default_factory=dict)
    rounds: dict[int, str] = field(default_factory=dict)
    components: dict[tuple[int | None, int | None, str], str] = field(default_factory=dict)
    blocks: dict[tuple[int | None, int | None], RoundBlock] = field(default_factory=dict)


def reach_of(user: User) -> Reach:
    """Return what a person may read of the log; two queries."""
    require(user, Action.VIEW_AUDIT)
    units = {
        unit.pk: unit for unit in Unit.objects.all() if may(user, Action.VIEW_AUDIT, unit=unit)
    }
    provinces = [unit for unit in units.values() if unit.kind == UnitKind.PROVINCE]
    rounds = {
        each.pk: each
        for each in Round.objects.select_related("province")
        if each.province_id in units
    }
    return Reach(units, rounds, sees_general=bool(provinces), own=own_units_of(user))


def rows_within(reach: Reach, wanted: Wanted) -> QuerySet[AuditRow]:
    """Return the rows that are looked for, newest first, never one out of reach."""
    seen = Q(unit_id__in=list(reach.units))
    if reach.sees_general:
        of_others = Q(round_id__isnull=False) & ~Q(round_id__in=list(reach.rounds))
        seen |= Q(unit_id__isnull=True) & ~of_others
    running = Round.objects.exclude(phase__in=RELEASED)
    rows = AuditRow.objects.filter(seen).exclude(
        unit_id__in=reach.own, verb__in=CONCEALED_VERBS, round_id__in=running.values("pk")
    )
    if wanted.unit is not None:
        rows = rows.filter(unit_id=wanted.unit)
    if wanted.round is not None:
        rows = rows.filter(round_id=wanted.round)
    if wanted.component:
        rows = rows.filter(component=wanted.component)
    if wanted.person:
        rows = rows.filter(actor__icontains=wanted.person)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.day is not None:
        start = timezone.make_aware(datetime.combine(wanted.day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows.order_by("-id")


def names_for(rows: Sequence[AuditRow], reach: Reach) -> Names:
    """Return the names that a page of rows needs; two queries."""
    units = {row.unit_id for row in rows if row.unit_id and row.component}
    rounds = {row.round_id for row in rows if row.round_id}
    found = Row.objects.filter(
        sheet__unit__in=units,
        sheet__round__in=rounds,
        component__in={row.component for row in rows if row.component},
    ).values_list("sheet__round_id", "sheet__unit_id", "component", "code", "name")
    sheets = Sheet.objects.filter(unit__in=units, round__in=rounds)
    return Names(
        units={key: unit.name for key, unit in reach.units.items()},
        rounds={key: each.title for key, each in reach.rounds.items()},
        components={
            (round_id, unit_id, key): f"{code}. {name}"
            for round_id, unit_id, key, code, name in found
        },
        blocks={
            (sheet.round_id, sheet.unit_id): sheet.round_block
            for sheet in sheets.select_related("round_block__rulebook")
        },
    )


def verbs_of(rows: QuerySet[AuditRow]) -> list[str]:
    """Return the verbs that stand in some rows."""
    return sorted(set(rows.order_by().values_list("verb", flat=True).distinct()))


def in_pieces(rows: QuerySet[AuditRow]) -> Iterator[AuditRow]:
    """Return rows one after another, oldest first, without holding them all."""
    found: Iterable[AuditRow] = rows.order_by("id").iterator(chunk_size=500)
    yield from found


def rows_on(reach: Reach, day: date) -> int:
    """Return how many rows were written on a day."""
    return rows_within(reach, Wanted(day=day)).count()
