"""The progress board: one line a unit, who is behind first; the same few queries for all units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from parindex.web.assessment.enums import (
    CaseState,
    Exemption,
    Phase,
    RowStatus,
    SheetState,
    Stage,
)
from parindex.web.assessment.models import (
    Case,
    Explanation,
    Reminder,
    Round,
    Row,
    Ruling,
    Sheet,
)
from parindex.web.assessment.queries.gaps import claimed_without_evidence
from parindex.web.common.formats import show_moment, sort_key
from parindex.web.common.models import AuditRow

ZERO = Decimal(0)
APPRAISALS = (Stage.APPRAISAL_1, Stage.APPRAISAL_2)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """Where one unit stands."""

    sheet: Sheet
    state: str
    rank_of_state: int
    filled: int
    declared: int
    without_evidence: int
    self_total: Decimal
    appraised: int
    to_appraise: int
    to_explain: int
    explained: int
    open_cases: int
    last_activity: datetime | None
    last_reminded: datetime | None

    @property
    def is_behind(self) -> bool:
        """Whether the unit owes something in this phase."""
        return self.rank_of_state < DONE


@dataclass(frozen=True, slots=True)
class ProgressSums:
    """Sums over the lines that are shown."""

    units: int
    not_started: int
    filling: int
    submitted: int
    sent: int
    filled: int
    declared: int
    without_evidence: int
    appraised: int
    to_appraise: int
    open_cases: int


NOT_STARTED, FILLING, SUBMITTED, EXPLAINING, DONE = range(5)


def progress_of(round_: Round) -> tuple[ProgressLine, ...]:
    """Return all units of a round, who is behind first; seven queries whatever their number."""
    sheets = list(round_.sheets.select_related("unit", "round_block"))
    rows = _row_counts(round_)
    totals = _self_totals(round_)
    lacking = Counter(
        row.sheet_id for row in claimed_without_evidence(Row.objects.filter(sheet__round=round_))
    )
    cases = Counter(
        Case.objects.filter(row__sheet__round=round_, state=CaseState.OPEN).values_list(
            "row__sheet_id", flat=True
        )
    )
    active = _last_activity(round_)
    reminded = dict(
        Reminder.objects.filter(round=round_)
        .order_by()
        .values_list("unit_id")
        .annotate(last=Max("sent_at"))
    )
    lines = (
        _line(
            sheet,
            round_,
            rows.get(sheet.pk, Counter()),
            self_total=totals.get(sheet.pk, ZERO),
            without_evidence=lacking[sheet.pk],
            open_cases=cases[sheet.pk],
            last_activity=active.get(sheet.unit_id),
            last_reminded=reminded.get(sheet.unit_id),
        )
        for sheet in sheets
    )
    return tuple(sorted(lines, key=_who_is_behind))


def _line(sheet: Sheet, round_: Round, counts: Counter[str], **known: Any) -> ProgressLine:
    sheet.round = round_
    state, place = state_of(
        sheet,
        filled=counts["filled"],
        declared=counts["declared"],
        owed=counts["to_explain"] - counts["explained"],
        has_begun=counts["touched"] > 0,
    )
    return ProgressLine(
        sheet=sheet,
        state=state,
        rank_of_state=place,
        filled=counts["filled"],
        declared=counts["declared"],
        appraised=counts["appraised"],
        to_appraise=counts["to_appraise"],
        to_explain=counts["to_explain"],
        explained=counts["explained"],
        **known,
    )


def _who_is_behind(line: ProgressLine) -> tuple[int, float, tuple[int, ...]]:
    share = line.filled / line.declared if line.declared else 1  # order on a page, not a score
    return (line.rank_of_state, share, sort_key(line.sheet.unit.name))


def _row_counts(round_: Round) -> dict[int, Counter[str]]:
    """Count rows by sheet; during the second look only those that the unit has contested."""
    second = round_.phase == Phase.APPRAISAL_2
    stages = (Stage.APPRAISAL_2,) if second else APPRAISALS
    ruled = Ruling.objects.filter(row=OuterRef("pk"), stage__in=stages)
    answered = Explanation.objects.filter(row=OuterRef("pk"))
    contested = Q(needs_explanation=True, is_contested=True)
    declared = Q(is_declared=True)
    open_ = declared & ~Q(exemption=Exemption.GRANTED)
    looked_at = open_ & (contested if second else Q())
    rows = (
        Row.objects.filter(sheet__round=round_, is_active=True)
        .annotate(
            is_ruled=Exists(ruled),
            is_answered=Exists(answered),
            is_contested=Exists(answered.filter(agrees=False)),
        )
        .order_by()
        .values("sheet_id")
        .annotate(
            declared=Count("pk", filter=declared),
            filled=Count(
                "pk",
                filter=declared & (~Q(self_status=RowStatus.MISSING) | ~Q(exemption="")),
            ),
            touched=Count("pk", filter=Q(edited_at__isnull=False) | ~Q(exemption="")),
            to_appraise=Count("pk", filter=looked_at),
            appraised=Count("pk", filter=looked_at & Q(is_ruled=True)),
            to_explain=Count("pk", filter=Q(needs_explanation=True)),
            explained=Count("pk", filter=Q(needs_explanation=True, is_answered=True)),
        )
    )
    return {each.pop("sheet_id"): Counter(each) for each in rows}


def _self_totals(round_: Round) -> dict[int, Decimal]:
    """Return the sum of self-scores by sheet, penalties taken off; exact, in Python."""
    found: dict[int, Decimal] = {}
    rows = Row.objects.filter(
        sheet__round=round_, is_active=True, self_points__isnull=False
    ).exclude(exemption=Exemption.GRANTED)
    for sheet, takes, points in rows.values_list("sheet_id", "takes", "self_points"):
        found[sheet] = found.get(sheet, ZERO) + (-points if takes else points)
    return found


def _last_activity(round_: Round) -> dict[int, datetime]:
    """Return when somebody last changed something of each unit in the round."""
    rows = AuditRow.objects.filter(
        round_id=round_.pk, unit_id__isnull=False, actor_id__isnull=False
    ).exclude(verb__startswith="reminder.")
    return dict(rows.order_by().values_list("unit_id").annotate(last=Max("at")))


def state_of(
    sheet: Sheet, *, filled: int, declared: int, owed: int, has_begun: bool
) -> tuple[str, int]:
    """Return where a sheet stands in words, and its place from behind."""
    if sheet.state == SheetState.DRAFT and not filled and not has_begun:
        return _("chưa bắt đầu"), NOT_STARTED
    if sheet.state == SheetState.DRAFT:
        words = _("đang kê khai %(filled)s/%(declared)s mục")
        return words % {"filled": filled, "declared": declared}, FILLING
    if sheet.state == SheetState.SUBMITTED:
        return _("đã trình thủ trưởng, chưa ký"), SUBMITTED
    if sheet.round.phase == Phase.EXPLANATION and owed > 0:
        return _("còn %(number)s mục chưa giải trình") % {"number": owed}, EXPLAINING
    return _done(sheet), DONE


def _done(sheet: Sheet) -> str:
    if sheet.explained_at is not None:
        return _("đã giải trình lúc %s") % show_moment(sheet.explained_at)
    if sheet.sent_at is not None:
        return _("đã ký gửi lúc %s") % show_moment(sheet.sent_at)
    return _("đã ký gửi")


def sums_of(lines: Sequence[ProgressLine]) -> ProgressSums:
    """Return the sums of some lines."""
    places = Counter(line.rank_of_state for line in lines)
    return ProgressSums(
        units=len(lines),
        not_started=places[NOT_STARTED],
        filling=places[FILLING],
        submitted=places[SUBMITTED],
        sent=places[EXPLAINING] + places[DONE],
        filled=sum(line.filled for line in lines),
        declared=sum(line.declared for line in lines),
        without_evidence=sum(line.without_evidence for line in lines),
        appraised=sum(line.appraised for line in lines),
        to_appraise=sum(line.to_appraise for line in lines),
        open_cases=sum(line.open_cases for line in lines),
    )


def filtered(
    lines: Iterable[ProgressLine], *, block: str = "", show: str = ""
) -> tuple[ProgressLine, ...]:
    """Return the lines of one block, and only those who are behind, lack evidence or dispute."""
    tests = {
        "behind": lambda line: line.is_behind,
        "not_started": lambda line: line.rank_of_state == NOT_STARTED,
        "evidence": lambda line: line.without_evidence,
        "cases": lambda line: line.open_cases,
    }
    test = tests.get(show, lambda _line: True)
    return tuple(line for line in lines if block in {"", line.sheet.round_block.key} and test(line))
