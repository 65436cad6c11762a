"""The point ledger: each point of each row is won, lost, pending or not applicable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from parindex.web.assessment.enums import (
    Exemption,
    PointCause,
    PointState,
    ReasonCode,
    RowStatus,
    Stage,
)
from parindex.web.assessment.models import LedgerEntry, Row, Ruling
from parindex.web.common.statements import Kept, Slot, add, remove

ZERO = Decimal(0)
Entries = dict[tuple[PointState, PointCause], Decimal]
WON = (PointState.WON, PointCause.NONE)
CAUSE_OF = {
    ReasonCode.NO_EVIDENCE: PointCause.EVIDENCE,
    ReasonCode.WEAK_EVIDENCE: PointCause.EVIDENCE,
    ReasonCode.RULE_MISREAD: PointCause.RULE,
    ReasonCode.LATE: PointCause.RULE,
}
"""What a reason code says of lost points; all other reasons are about facts."""


RULINGS: Kept[Ruling] = Kept(lambda: Ruling.objects.filter(row=Slot("row")))
ENTRIES: Kept[LedgerEntry] = Kept(lambda: LedgerEntry.objects.filter(row=Slot("row")))


def entries_of(row: Row, rulings: Mapping[str, Ruling]) -> Entries:
    """Return where the points of a row stand; the values add up to its maximum.

    A bonus that was not earned is no loss and a penalty that was not taken is no gain: both
    stand as not applicable, with their cause. `rulings` are the row's own, by stage.
    """
    top = row.max_points
    last = next((rulings[stage] for stage in reversed(Stage.values) if stage in rulings), None)
    if row.exemption == Exemption.GRANTED or _is_exempt(row, last):
        return {(PointState.NOT_APPLICABLE, PointCause.NONE): top}
    if last is not None and last.points is not None:
        return _decided(row, rulings, last.points)
    if not row.is_declared:
        return {(PointState.PENDING, PointCause.SURVEY): top}
    if row.self_points is None:
        return {(PointState.PENDING, PointCause.DECLARATION): top}
    return _declared(row, row.self_points)


def _is_exempt(row: Row, last: Ruling | None) -> bool:
    status = row.self_status if last is None else last.status
    return status == RowStatus.NOT_APPLICABLE


def _declared(row: Row, points: Decimal) -> Entries:
    """Split the points of a row that only the unit itself has scored."""
    rest = row.max_points - points
    if row.takes:
        lost, waits = (PointState.LOST, PointCause.FACTS), _unused(row)
        return _without_nothing({lost: points, waits: rest})
    waits = (PointState.PENDING, PointCause.APPRAISAL)
    other = _unused(row) if row.adds else (PointState.LOST, PointCause.FACTS)
    return _without_nothing({waits: points, other: rest})


def _unused(row: Row) -> tuple[PointState, PointCause]:
    """Return where the points of a bonus stand that was not earned, or of a penalty not taken."""
    cause = PointCause.NO_BONUS if row.adds else PointCause.NO_PENALTY
    return (PointState.NOT_APPLICABLE, cause)


def _decided(row: Row, rulings: Mapping[str, Ruling], points: Decimal) -> Entries:
    """Split the points of a decided row: each stage that lowered them is the cause of its part."""
    if row.adds:
        return _without_nothing({WON: points, _unused(row): row.max_points - points})
    if row.takes:
        cause = _steps(row, rulings)[-1][0]
        lost = (PointState.LOST, cause)
        return _without_nothing({lost: points, _unused(row): row.max_points - points})
    return _without_nothing({WON: points, **_lost(row, rulings, row.max_points - points)})


def _lost(row: Row, rulings: Mapping[str, Ruling], lost: Decimal) -> Entries:
    """Give each lost point to the stage that took it; what no stage explains is in the facts."""
    entries: Entries = {}
    before = row.max_points
    for cause, points in [*_steps(row, rulings), (PointCause.FACTS, ZERO)]:
        part = min(max(before - points, ZERO), lost)
        if part:
            key = (PointState.LOST, cause)
            entries[key] = entries.get(key, ZERO) + part
            lost -= part
        before = min(before, points)
    return entries


def _steps(row: Row, rulings: Mapping[str, Ruling]) -> list[tuple[PointCause, Decimal]]:
    """Return the scores of a row in order of time, each with the cause that it stands for."""
    steps = [] if row.self_points is None else [(PointCause.FACTS, row.self_points)]
    for stage in Stage.values:
        ruling = rulings.get(stage)
        if ruling is not None and ruling.points is not None:
            steps.append((_cause(ruling), ruling.points))
    return steps


def _cause(ruling: Ruling) -> PointCause:
    if ruling.stage == Stage.COUNCIL and not ruling.is_adopted:
        return PointCause.RULING
    if not ruling.reason_code:
        return PointCause.FACTS
    return CAUSE_OF.get(ReasonCode(ruling.reason_code), PointCause.FACTS)


def _without_nothing(entries: Entries) -> Entries:
    return {key: points for key, points in entries.items() if points} or entries


def post(row: Row) -> None:
    """Write the entries of a row anew; call it in the transaction of every change of a score."""
    rulings = {ruling.stage: ruling for ruling in RULINGS.all(row=row.pk)}
    wanted = entries_of(row, rulings)
    found = {(entry.state, entry.cause): entry for entry in ENTRIES.all(row=row.pk)}
    if {key: entry.points for key, entry in found.items()} == wanted:
        return
    remove(LedgerEntry, by="row", key=row.pk)
    add(_rows_of(row, wanted))


def post_new(rows: Iterable[Row]) -> None:
    """Write the entries of rows that were just made and that nobody has ruled on."""
    entries = [each for row in rows for each in _rows_of(row, entries_of(row, {}))]
    LedgerEntry.objects.bulk_create(entries, batch_size=500)


def _rows_of(row: Row, entries: Entries) -> list[LedgerEntry]:
    return [
        LedgerEntry(row=row, state=state, cause=cause, points=points)
        for (state, cause), points in entries.items()
    ]
