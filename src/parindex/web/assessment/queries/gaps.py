"""What a sheet still lacks: points claimed without evidence, rows without facts, open answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from parindex.web.assessment.enums import Exemption, RowStatus
from parindex.web.assessment.models import Attachment, AutomaticValue, Row, Sheet

IN_FORCE = Attachment.objects.filter(
    row=OuterRef("pk"), taken_off_at__isnull=True, document__withdrawn_at__isnull=True
)
"""Documents that stand behind a row now."""
CLAIMS = Q(is_active=True, is_declared=True, takes=False, self_status=RowStatus.SCORED) & ~Q(
    exemption=Exemption.GRANTED
)
"""Rows whose facts give a score that must be proved; a penalty claims nothing."""
UNFILLED = Q(
    is_active=True, is_declared=True, self_status=RowStatus.MISSING, exemption=Exemption.NONE
)


def claimed_without_evidence(rows: QuerySet[Row]) -> list[Row]:
    """Return the rows among some that claim more than nothing and show nothing, in one query."""
    found = rows.filter(CLAIMS).filter(~Exists(IN_FORCE)).order_by("sheet_id", "position")
    return [row for row in found if row.self_points]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one sheet lacks, row by row."""

    without_evidence: tuple[Row, ...]
    unfilled: tuple[Row, ...]
    unexplained: tuple[tuple[Row, AutomaticValue], ...]
    to_explain: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is lacking."""
        lacking = (self.without_evidence, self.unfilled, self.unexplained, self.to_explain)
        return not any(lacking)


def gaps_of(sheet: Sheet) -> Gaps:
    """Return what a sheet lacks, in two queries whatever its length."""
    return gaps_of_many([sheet])[sheet.pk]


def gaps_of_many(sheets: Iterable[Sheet]) -> dict[int, Gaps]:
    """Return what sheets lack, by their ids, in two queries whatever their number."""
    ids = [sheet.pk for sheet in sheets]
    rows = (
        Row.objects.filter(sheet__in=ids, is_active=True)
        .annotate(has_evidence=Exists(IN_FORCE), answers=Count("explanations"))
        .order_by("sheet_id", "position")
    )
    by_sheet: dict[int, list[Row]] = {key: [] for key in ids}
    for row in rows:
        by_sheet[row.sheet_id].append(row)
    automatic: dict[int, dict[str, AutomaticValue]] = {key: {} for key in ids}
    for value in AutomaticValue.objects.filter(sheet__in=ids):
        automatic[value.sheet_id][value.fact] = value
    return {key: _gaps(by_sheet[key], automatic[key]) for key in ids}


def _gaps(rows: list[Row], automatic: dict[str, AutomaticValue]) -> Gaps:
    return Gaps(
        without_evidence=tuple(row for row in rows if _lacks_evidence(row)),
        unfilled=tuple(row for row in rows if is_unfilled(row)),
        unexplained=tuple(
            (row, automatic[name])
            for row in rows
            for name, stored in row.facts.items()
            if name in automatic
            and automatic[name].value != str(stored)
            and not row.difference_note
        ),
        to_explain=tuple(row for row in rows if row.needs_explanation and not row.answers),
    )


def _lacks_evidence(row: Row) -> bool:
    is_claim = row.is_declared and not row.takes and row.exemption != Exemption.GRANTED
    return bool(is_claim and row.self_points and not row.has_evidence)


def is_unfilled(row: Row) -> bool:
    """Say whether the unit itself still has to give the facts of a row."""
    return (
        row.is_declared and row.self_status == RowStatus.MISSING and row.exemption == Exemption.NONE
    )


def attachments_in_force(sheet: Sheet) -> list[Row]:
    """Return the active rows of a sheet, each with `in_force`: its attachments in use."""
    attached = (
        Attachment.objects.filter(taken_off_at__isnull=True)
        .filter(Q(document__withdrawn_at__isnull=True) | Q(sent_version__isnull=False))
        .select_related("document__current__content", "sent_version__content")
        .order_by("id")
    )
    rows = sheet.rows.filter(is_active=True).order_by("position")
    return list(rows.prefetch_related(Prefetch("attachments", attached, to_attr="in_force")))
