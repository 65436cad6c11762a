"""What each role must know first in the morning; the same few queries for 3 units and for 170."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from parindex.web.assessment.enums import CaseState, Exemption, Phase, SheetState, Stage
from parindex.web.assessment.models import (
    Case,
    Round,
    Row,
    RowOpening,
    Ruling,
    Sheet,
    Vote,
)
from parindex.web.assessment.queries.gaps import IN_FORCE, Gaps, gaps_of_many
from parindex.web.assessment.queries.progress import ProgressLine
from parindex.web.assessment.queries.rounds import NEWEST_FIRST
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.permissions import Action, may, own_units_of, roles_of

ZERO = Decimal(0)
RETURNED = "sheet.returned_to_officer"
APPRAISING = {Phase.APPRAISAL_1: Stage.APPRAISAL_1, Phase.APPRAISAL_2: Stage.APPRAISAL_2}


@dataclass(frozen=True, slots=True)
class UnitDay:
    """A unit's sheet this morning."""

    sheet: Sheet
    gaps: Gaps
    rows: tuple[Row, ...]
    returned: AuditRow | None
    changes_since_look: int

    @property
    def self_total(self) -> Decimal:
        """Return what the sheet gives so far, penalties taken off."""
        scored = [row for row in self.rows if row.self_points is not None]
        return sum((-row.self_points if row.takes else row.self_points for row in scored), ZERO)


@dataclass(slots=True)
class ComponentDay:
    """One assigned component across all units, as an appraiser counts it."""

    code: str
    name: str
    component: str
    units: int = 0
    not_opened: int = 0
    without_evidence: int = 0
    not_scored: int = 0
    differing: int = 0


@dataclass(frozen=True, slots=True)
class AppraiserDay:
    """A round as an appraiser finds it this morning."""

    round: Round
    is_appraising: bool
    components: tuple[ComponentDay, ...] = field(default=())

    def total(self, name: str) -> int:
        """Return the sum of one count over the components."""
        return sum(getattr(each, name) for each in self.components)


@dataclass(frozen=True, slots=True)
class PeopleDay:
    """Accounts in numbers."""

    active: int
    without_role: int
    without_email: int


def open_rounds(user: User, action: Action) -> list[Round]:
    """Return the rounds that are not closed, in whose province a person may do something."""
    provinces = [
        each.unit_id
        for each in roles_of(user)
        if each.unit.kind == UnitKind.PROVINCE and may(user, action, unit=each.unit)
    ]
    rounds = Round.objects.filter(province__in=provinces).exclude(phase=Phase.CLOSED)
    ordered = rounds.order_by(*NEWEST_FIRST).select_related("province")
    return list(ordered.prefetch_related("deadlines", "blocks"))


def unit_days(user: User) -> list[UnitDay]:
    """Return the sheets of a person's own units in open rounds; six queries."""
    units = own_units_of(user)
    found = Sheet.objects.filter(unit__in=units).exclude(round__phase=Phase.CLOSED)
    rows = Prefetch("rows", Row.objects.filter(is_active=True).order_by("position"))
    sheets = [
        sheet
        for sheet in found.select_related("unit", "round__province", "round_block__rulebook")
        .prefetch_related("round__deadlines", "reopenings", rows)
        .order_by("-round__year", "-round__opened_at", "-round_id", "unit__code")
        if may(user, Action.VIEW_SHEET, unit=sheet.unit)
    ]
    if not sheets:
        return []
    gaps, log = gaps_of_many(sheets), _log_of(sheets)
    return [_unit_day(sheet, gaps[sheet.pk], log, user) for sheet in sheets]


def _log_of(sheets: Sequence[Sheet]) -> list[AuditRow]:
    return list(
        AuditRow.objects.filter(
            Q(verb=RETURNED) | Q(verb__startswith="row."),
            unit_id__in={sheet.unit_id for sheet in sheets},
            round_id__in={sheet.round_id for sheet in sheets},
        )
        .only("verb", "at", "actor_id", "unit_id", "round_id", "reason", "actor")
        .order_by("-id")
    )


def _unit_day(sheet: Sheet, gaps: Gaps, log: list[AuditRow], user: User) -> UnitDay:
    own = [row for row in log if (row.unit_id, row.round_id) == (sheet.unit_id, sheet.round_id)]
    returned = next((row for row in own if row.verb == RETURNED), None)
    is_back = returned is not None and sheet.state == SheetState.DRAFT
    seen: datetime | None = sheet.head_looked_at
    changes = [
        row
        for row in own
        if row.verb != RETURNED and row.actor_id != user.pk and (seen is None or row.at > seen)
    ]
    return UnitDay(
        sheet=sheet,
        gaps=gaps,
        rows=tuple(sheet.rows.all()),
        returned=returned if is_back else None,
        changes_since_look=len(changes),
    )


def appraiser_days(user: User) -> list[AppraiserDay]:
    """Return what waits for an appraiser; two queries, and one for each round being appraised."""
    days = []
    for round_ in open_rounds(user, Action.APPRAISE):
        stage = APPRAISING.get(Phase(round_.phase))
        found = _components(round_, stage, user) if stage else ()
        days.append(AppraiserDay(round_, stage is not None, found))
    return days


def _components(round_: Round, stage: Stage, user: User) -> tuple[ComponentDay, ...]:
    opened = RowOpening.objects.filter(row=OuterRef("pk"), user=user)
    ruled = Ruling.objects.filter(row=OuterRef("pk"), stage=stage)
    rows = (
        Row.objects.filter(
            sheet__round=round_, sheet__state=SheetState.SENT, is_active=True, is_declared=True
        )
        .exclude(exemption=Exemption.GRANTED)
        .exclude(sheet__unit__in=own_units_of(user))
        .select_related("sheet__round_block")
        .annotate(
            has_evidence=Exists(IN_FORCE),
            is_opened=Exists(opened),
            is_ruled=Exists(ruled),
            ruled_points=Subquery(ruled.values("points")[:1]),
        )
        .order_by("sheet__round_block__position", "position")
    )
    if stage == Stage.APPRAISAL_2:
        rows = rows.filter(needs_explanation=True)
    return _counted(rows, _assigned(round_, user))


def _assigned(round_: Round, user: User) -> Callable[[Row], bool]:
    """Return the question whether a row's component is assigned, asked once for each."""
    known: dict[tuple[str, str], bool] = {}

    def ask(row: Row) -> bool:
        block = row.sheet.round_block.key
        key = (row.component, block)
        if key not in known:
            known[key] = may(
                user, Action.APPRAISE, unit=round_.province, keys=row.keys, block=block
            )
        return known[key]

    return ask


def _counted(rows: Iterable[Row], is_assigned: Callable[[Row], bool]) -> tuple[ComponentDay, ...]:
    found: dict[tuple[int, str], ComponentDay] = {}
    for row in rows:
        if not is_assigned(row):
            continue
        key = (row.sheet.round_block_id, row.component)
        day = found.setdefault(key, ComponentDay(row.code, row.name, row.component))
        day.units += 1
        day.not_opened += not row.is_opened
        day.without_evidence += bool(row.self_points) and not row.has_evidence
        day.not_scored += not row.is_ruled
        day.differing += row.is_ruled and row.ruled_points != row.self_points
    return tuple(found.values())


def cases_to_vote(user: User) -> list[Case]:
    """Return the open cases in which a member has not voted yet; two queries."""
    rounds = open_rounds(user, Action.VOTE)
    cases = (
        Case.objects.filter(
            row__sheet__round__in=[each.pk for each in rounds],
            state=CaseState.OPEN,
            session__isnull=False,
        )
        .filter(~Exists(Vote.objects.filter(case=OuterRef("pk"), member=user)))
        .select_related("row__sheet__unit", "row__sheet__round")
    )
    return [case for case in cases if may(user, Action.VOTE, unit=case.row.sheet.unit)]


def means_of(lines: Iterable[ProgressLine]) -> list[tuple[str, Decimal, int]]:
    """Return the mean self-score so far of each block, over units that declared something."""
    by_block: dict[str, list[Decimal]] = {}
    for line in sorted(lines, key=lambda line: line.sheet.round_block.position):
        if line.filled:
            by_block.setdefault(line.sheet.round_block.name, []).append(line.self_total)
    return [
        (name, (sum(found, ZERO) / len(found)).quantize(Decimal("0.01"), ROUND_HALF_UP), len(found))
        for name, found in by_block.items()
    ]


def survey_missing(user: User) -> list[tuple[Round, int, int]]:
    """Return for each open round how many points of others are in, and how many there are."""
    rounds = open_rounds(user, Action.ENTER_SURVEY)
    given = Ruling.objects.filter(row=OuterRef("pk"), stage=Stage.GIVEN)
    rows = (
        Row.objects.filter(
            sheet__round__in=[each.pk for each in rounds], is_active=True, is_declared=False
        )
        .order_by()
        .values("sheet__round_id")
        .annotate(total=Count("pk"), filled=Count("pk", filter=Q(Exists(given))))
    )
    counts = {each["sheet__round_id"]: each for each in rows}
    return [
        (each, counts[each.pk]["filled"], counts[each.pk]["total"])
        for each in rounds
        if each.pk in counts
    ]


def people_day(people: Iterable[User]) -> PeopleDay:
    """Return accounts in numbers, from people with their open roles."""
    active = [each for each in people if each.is_active]
    return PeopleDay(
        active=len(active),
        without_role=sum(not each.open_roles for each in active),
        without_email=sum(not each.email for each in active),
    )


def units_without_officer(units: Iterable[Unit]) -> list[Unit]:
    """Return units that nobody serves as officer or head, in one query."""
    wanted = list(units)
    roles = RoleAssignment.objects.filter(
        unit__in=[unit.pk for unit in wanted],
        role__in=[Role.UNIT_OFFICER, Role.UNIT_HEAD],
        valid_to__isnull=True,
        user__is_active=True,
    )
    held = set(roles.values_list("unit_id", "role"))
    both = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
    return [unit for unit in wanted if any((unit.pk, role) not in held for role in both)]
