"""The point ledger: each point of each row is won, lost, pending or not applicable."""

from __future__ import annotations

from collections.abc import Iterable
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

ZERO = Decimal(0)
Entries = dict[tuple[PointState, PointCause], Decimal]
CAUSE_OF = {
    ReasonCode.NO_EVIDENCE: PointCause.EVIDENCE,
    ReasonCode.WEAK_EVIDENCE: PointCause.EVIDENCE,
    ReasonCode.RULE_MISREAD: PointCause.RULE,
    ReasonCode.LATE: PointCause.RULE,
}
"""What a reason code says of lost points; all other reasons are about facts."""


def entries_of(
    row: Row, rulings: dict[str, Ruling], *, takes: bool, given_elsewhere: bool
) -> Entries:
    """Return where the points of a row stand; the values add up to its maximum.

    Parameters
    ----------
    rulings : mapping
        The row's rulings by stage.
    takes : bool
        Whether the component's points are a penalty: what is taken is lost.
    given_elsewhere : bool
        Whether survey or an outside body gives the points.
    """
    top = row.max_points
    last = next((rulings[stage] for stage in reversed(Stage.values) if stage in rulings), None)
    if row.exemption == Exemption.GRANTED or _is_exempt(row, last):
        return {(PointState.NOT_APPLICABLE, PointCause.NONE): top}
    if last is not None and last.points is not None:
        return _decided(row, rulings, last, takes=takes)
    if given_elsewhere:
        return {(PointState.PENDING, PointCause.SURVEY): top}
    if row.self_points is None:
        return {(PointState.PENDING, PointCause.DECLARATION): top}
    kept = top - row.self_points if takes else row.self_points
    return _without_nothing(
        {
            (PointState.PENDING, PointCause.APPRAISAL): kept,
            (PointState.LOST, PointCause.FACTS): top - kept,
        }
    )


def _is_exempt(row: Row, last: Ruling | None) -> bool:
    status = row.self_status if last is None else last.status
    return status == RowStatus.NOT_APPLICABLE


def _decided(row: Row, rulings: dict[str, Ruling], last: Ruling, *, takes: bool) -> Entries:
    """Split the points of a decided row: each stage that lowered them is the cause of its part."""
    top = row.max_points
    won = top - last.points if takes else last.points
    lost, entries = top - won, {(PointState.WON, PointCause.NONE): won}
    before = top
    for cause, points in _steps(row, rulings, takes=takes):
        part = min(max(before - points, ZERO), lost)
        if part:
            key = (PointState.LOST, cause)
            entries[key] = entries.get(key, ZERO) + part
            lost -= part
        before = min(before, points)
    if lost:
        key = (PointState.LOST, PointCause.FACTS)
        entries[key] = entries.get(key, ZERO) + lost
    return _without_nothing(entries)


def _steps(
    row: Row, rulings: dict[str, Ruling], *, takes: bool
) -> list[tuple[PointCause, Decimal]]:
    """Return the scores of a row in order of time, each with the cause that it stands for."""
    steps = []
    if row.self_points is not None:
        steps.append((PointCause.FACTS, row.self_points))
    for stage in Stage.values:
        ruling = rulings.get(stage)
        if ruling is None or ruling.points is None:
            continue
        cause = (
            CAUSE_OF.get(ReasonCode(ruling.reason_code), PointCause.FACTS)
            if ruling.reason_code
            else PointCause.FACTS
        )
        if stage == Stage.COUNCIL and not ruling.is_adopted:
            cause = PointCause.RULING
        steps.append((cause, ruling.points))
    return [(cause, row.max_points - points if takes else points) for cause, points in steps]


def _without_nothing(entries: Entries) -> Entries:
    return {key: points for key, points in entries.items() if points} or entries


def post(row: Row, *, takes: bool, given_elsewhere: bool) -> None:
    """Write the entries of a row anew; call it in the transaction of every change of a score."""
    rulings = {ruling.stage: ruling for ruling in Ruling.objects.filter(row=row)}
    wanted = entries_of(row, rulings, takes=takes, given_elsewhere=given_elsewhere)
    found = {(entry.state, entry.cause): entry for entry in LedgerEntry.objects.filter(row=row)}
    if {key: entry.points for key, entry in found.items()} == wanted:
        return
    LedgerEntry.objects.filter(row=row).delete()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(row=row, state=state, cause=cause, points=points)
        for (state, cause), points in wanted.items()
    )


def post_new(rows: Iterable[Row]) -> None:
    """Write the entries of rows that were just made and that nobody has ruled on."""
    LedgerEntry.objects.bulk_create(
        (
            LedgerEntry(row=row, state=state, cause=cause, points=points)
            for row in rows
            for (state, cause), points in entries_of(
                row, {}, takes=row.takes, given_elsewhere=not row.is_declared
            ).items()
        ),
        batch_size=500,
    )
