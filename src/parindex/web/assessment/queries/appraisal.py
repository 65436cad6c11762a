"""What appraisers read: one component across all units, one unit, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from parindex.web.assessment.enums import Exemption, Phase, SheetState, Stage
from parindex.web.assessment.models import (
    Attachment,
    Explanation,
    Round,
    RoundBlock,
    Row,
    RowOpening,
    Ruling,
)
from parindex.web.assessment.queries.rounds import NEWEST_FIRST
from parindex.web.common.formats import sort_key
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

FILTERS = ("differs", "no_evidence", "changed", "open")
"""What a grid can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A score as a table shows it: points, or the word for why there are none."""

    status: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row as its appraiser sees it in a table, scores side by side."""

    row: Row
    self_mark: Mark
    first: Ruling | None
    second: Ruling | None
    council: Ruling | None
    given: Ruling | None
    documents: int
    new_documents: int
    shared_with: tuple[str, ...]
    explanation: Explanation | None
    is_sent: bool
    is_opened: bool
    has_changed: bool
    to_do: bool

    @property
    def appraised(self) -> Ruling | None:
        """The appraisal that stands."""
        return self.second or self.first

    @property
    def differs(self) -> bool:
        """Whether the appraised score is another than the unit's own."""
        found = self.appraised
        own = (self.self_mark.status, self.self_mark.points)
        return found is not None and (found.status, found.points) != own

    @property
    def tags(self) -> tuple[str, ...]:
        """What a table says of the row beside its figures, and can be narrowed to."""
        said = {
            "open": self.to_do,
            "differs": self.differs,
            "no_evidence": self.is_sent and self.row.is_declared and not self.documents,
            "changed": self.has_changed or self.row.changed_after_lock,
        }
        return tuple(name for name, is_so in said.items() if is_so)


@dataclass(frozen=True, slots=True)
class Progress:
    """A component of a block and how far its appraisal has come."""

    round_block: RoundBlock
    row: Row
    units: int
    sent: int
    done: int
    to_explain: int


def stage_of(round_: Round) -> Stage | None:
    """Return the appraisal that the round is in, None in other phases."""
    found = {Phase.APPRAISAL_1: Stage.APPRAISAL_1, Phase.APPRAISAL_2: Stage.APPRAISAL_2}
    return found.get(Phase(round_.phase))


def rounds_to_appraise(user: User) -> list[Round]:
    """Return the rounds in which a person may appraise something, newest first."""
    every = Round.objects.exclude(phase=Phase.PREPARING).select_related("province")
    found = every.order_by(*NEWEST_FIRST)
    rounds = found.prefetch_related("deadlines")
    return [each for each in rounds if may(user, Action.APPRAISE, unit=each.province)]


def _with_all(rows: QuerySet[Row], user: User) -> QuerySet[Row]:
    """Fetch what lines are made of: five queries, however many rows."""
    attached = Attachment.objects.filter(taken_off_at__isnull=True)
    return rows.select_related("sheet__unit", "sheet__round_block").prefetch_related(
        Prefetch("rulings", Ruling.objects.select_related("by")),
        Prefetch(
            "attachments",
            attached.select_related("document__current", "sent_version"),
            to_attr="attached",
        ),
        Prefetch("explanations", Explanation.objects.select_related("by"), to_attr="said"),
        Prefetch("openings", RowOpening.objects.filter(user=user), to_attr="opened"),
    )


def _may_appraise(user: User, row: Row) -> bool:
    sheet = row.sheet
    return may(user, Action.APPRAISE, unit=sheet.unit, keys=row.keys, block=sheet.round_block.key)


def lines_of_component(round_: Round, component: str, user: User) -> list[Line]:
    """Return one component of every unit that a person may appraise, in six queries."""
    rows = Row.objects.filter(sheet__round=round_, component=component, is_active=True)
    found = [row for row in _with_all(rows, user) if _may_appraise(user, row)]
    return _lines(round_, sorted(found, key=_sent_first))


def _sent_first(row: Row) -> tuple[int, bool, tuple[int, ...]]:
    sheet = row.sheet
    is_draft = sheet.state != SheetState.SENT
    return sheet.round_block.position, is_draft, sort_key(sheet.unit.name)


def lines_of_sheet(round_: Round, sheet_id: int, user: User) -> list[Line]:
    """Return the rows of one unit that a person may appraise, in six queries."""
    rows = Row.objects.filter(sheet__round=round_, sheet=sheet_id, is_active=True)
    found = [row for row in _with_all(rows, user) if _may_appraise(user, row)]
    return _lines(round_, sorted(found, key=lambda row: row.position))


def _lines(round_: Round, rows: Sequence[Row]) -> list[Line]:
    shared, stage = _shared(round_, rows), stage_of(round_)
    return [_line(row, stage, shared) for row in rows]


def _line(row: Row, stage: Stage | None, shared: dict[int, set[tuple[int, str]]]) -> Line:
    rulings = {each.stage: each for each in row.rulings.all()}
    is_sent = row.sheet.state == SheetState.SENT
    contents = {each.shown.content_id for each in row.attached}
    others = {pair for each in contents if each for pair in shared.get(each, ())}
    names = sorted({name for unit, name in others if unit != row.sheet.unit_id}, key=sort_key)
    explanation = row.said[-1] if row.said else None
    return Line(
        row=row,
        self_mark=Mark(row.self_status, row.self_points),
        first=rulings.get(Stage.APPRAISAL_1),
        second=rulings.get(Stage.APPRAISAL_2),
        council=rulings.get(Stage.COUNCIL),
        given=rulings.get(Stage.GIVEN),
        documents=len(row.attached),
        new_documents=sum(each.with_explanation for each in row.attached),
        shared_with=tuple(names),
        explanation=explanation,
        is_sent=is_sent,
        is_opened=bool(row.opened),
        has_changed=bool(row.opened) and _changed_since(row, row.opened[0].last_at),
        to_do=is_sent and _is_to_do(row, stage, rulings, explanation),
    )


def _changed_since(row: Row, moment: datetime) -> bool:
    moments = [row.edited_at, *(each.added_at for each in row.attached)]
    moments += [each.at for each in row.said]
    return any(each is not None and each > moment for each in moments)


def _is_to_do(
    row: Row, stage: Stage | None, rulings: dict[str, Ruling], explanation: Explanation | None
) -> bool:
    """Say whether the appraisal that goes on waits for this row.

    The second one waits for rows that nobody appraised and for those that the unit disputes;
    all others keep their first score.
    """
    if stage is None or stage in rulings or not row.is_declared:
        return False
    if row.exemption == Exemption.GRANTED:
        return False
    if stage is Stage.APPRAISAL_1:
        return True
    is_disputed = explanation is not None and not explanation.agrees
    is_new = any(each.with_explanation for each in row.attached)
    return Stage.APPRAISAL_1 not in rulings or is_disputed or is_new


def _shared(round_: Round, rows: Iterable[Row]) -> dict[int, set[tuple[int, str]]]:
    """Return, by content, the units of the round that attach the same bytes."""
    contents = {each.shown.content_id for row in rows for each in row.attached} - {None}
    found = (
        Attachment.objects.filter(row__sheet__round=round_, taken_off_at__isnull=True)
        .annotate(content=Coalesce("sent_version__content", "document__current__content"))
        .filter(content__in=contents)
        .values_list("content", "row__sheet__unit_id", "row__sheet__unit__name")
    )
    shared: dict[int, set[tuple[int, str]]] = {}
    for content, unit, name in found.distinct():
        shared.setdefault(content, set()).add((unit, name))
    return shared


def narrowed(lines: Iterable[Line], name: str) -> list[Line]:
    """Return the lines that a filter keeps; all for a name that is no filter."""
    return [each for each in lines if name not in FILTERS or name in each.tags]


def next_open(lines: Sequence[Line], row_id: int) -> Row | None:
    """Return the next row that waits, after one and then from the top, None when all is done."""
    places = [place for place, each in enumerate(lines) if each.row.pk == row_id]
    start = places[0] + 1 if places else 0
    ahead = [*lines[start:], *lines[:start]]
    return next((each.row for each in ahead if each.to_do and each.row.pk != row_id), None)


def progress(round_: Round, user: User, own_units: Iterable[int]) -> list[Progress]:
    """Return the components that a person appraises, counted over all units, in three queries."""
    stage = stage_of(round_) or Stage.APPRAISAL_1
    ruled = Ruling.objects.filter(row=OuterRef("pk"), stage=stage)
    disputed = Explanation.objects.filter(row=OuterRef("pk"), agrees=False)
    is_sent = Q(sheet__state=SheetState.SENT)
    counted = (
        Row.objects.filter(sheet__round=round_, is_active=True, is_declared=True)
        .exclude(sheet__unit__in=list(own_units))
        .annotate(is_ruled=Exists(ruled), is_disputed=Exists(disputed))
        .values("sheet__round_block", "component")
        .annotate(
            units=Count("id"),
            sent=Count("id", filter=is_sent),
            done=Count("id", filter=Q(is_ruled=True)),
            to_explain=Count("id", filter=Q(is_disputed=True)),
            first=Min("id"),
        )
    )
    counts = {each["first"]: each for each in counted}
    rows = Row.objects.filter(pk__in=counts).select_related("sheet__unit", "sheet__round_block")
    found = [
        Progress(
            row.sheet.round_block,
            row,
            *(counts[row.pk][name] for name in ("units", "sent", "done", "to_explain")),
        )
        for row in rows
        if _may_appraise(user, row)
    ]
    return sorted(found, key=lambda each: (each.round_block.position, each.row.position))


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """A unit and how many of its rows wait for the person."""

    sheet_id: int
    unit: str
    block: str
    is_sent: bool
    rows: int
    done: int


def progress_of_units(round_: Round, user: User, components: Iterable[str]) -> list[SheetProgress]:
    """Return the units that a person appraises, counted over his or her components."""
    mine = list(components)
    stage = stage_of(round_) or Stage.APPRAISAL_1
    ruled = Ruling.objects.filter(
        row__sheet=OuterRef("pk"), stage=stage, row__is_active=True, row__component__in=mine
    )
    by_person = ruled.order_by().values("row__sheet").annotate(n=Count("id")).values("n")
    sheets = (
        round_.sheets.select_related("unit", "round_block")
        .annotate(
            rows_in_all=Count("rows", filter=Q(rows__is_active=True, rows__component__in=mine)),
            done=by_person,
        )
        .order_by("round_block__position", "unit__code")
    )
    found = [
        SheetProgress(
            sheet.pk,
            sheet.unit.name,
            sheet.round_block.name,
            sheet.state == SheetState.SENT,
            sheet.rows_in_all,
            sheet.done or 0,
        )
        for sheet in sheets
        if may(user, Action.APPRAISE, unit=sheet.unit, block=sheet.round_block.key)
    ]
    return sorted(found, key=lambda each: (each.block, sort_key(each.unit)))
