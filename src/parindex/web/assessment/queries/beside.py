"""What stands beside one row: its evidence, history, automatic values, last year's final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from parindex.web.assessment.enums import Stage
from parindex.web.assessment.models import (
    Attachment,
    AutomaticValue,
    Explanation,
    Row,
    RowOpening,
    Ruling,
)
from parindex.web.common.models import AuditRow
from parindex.web.org.models import User

HISTORY = 40
"""Newest changes of a row that a page shows; the log keeps all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """All that a page about one row shows; `rulings` by stage."""

    row: Row
    rulings: dict[str, Ruling]
    attachments: tuple[Attachment, ...]
    explanations: tuple[Explanation, ...]
    automatic: dict[str, AutomaticValue]
    declared: dict[str, Any]
    history: tuple[AuditRow, ...]
    last_year: Ruling | None
    opening: RowOpening | None


def beside(row: Row, user: User) -> Beside:
    """Return what stands beside a row that the person was let to, in eight queries."""
    sheet = row.sheet
    declared: dict[str, Any] = {}
    for facts in sheet.rows.filter(is_active=True).values_list("facts", flat=True):
        declared |= facts
    attached = row.attachments.filter(taken_off_at__isnull=True)
    return Beside(
        row=row,
        rulings={each.stage: each for each in row.rulings.select_related("by")},
        attachments=tuple(
            attached.select_related(
                "document__current__content", "sent_version__content", "added_by"
            )
        ),
        explanations=tuple(row.explanations.select_related("by")),
        automatic={each.fact: each for each in sheet.automatic_values.all()},
        declared=declared,
        history=history(row),
        last_year=last_year(row),
        opening=row.openings.filter(user=user).first(),
    )


def history(row: Row) -> tuple[AuditRow, ...]:
    """Return the newest changes of a row; how members voted stands on the page of the case."""
    found = AuditRow.objects.filter(
        unit_id=row.sheet.unit_id, round_id=row.sheet.round_id, component=row.component
    )
    return tuple(found.exclude(verb="case.voted").order_by("-id")[:HISTORY])


def last_year(row: Row) -> Ruling | None:
    """Return the council's score of the same component in the unit's closed round before this."""
    sheet = row.sheet
    return (
        Ruling.objects.filter(
            stage=Stage.COUNCIL,
            row__component=row.component,
            row__sheet__unit=sheet.unit_id,
            row__sheet__round__year__lt=sheet.round.year,
            row__sheet__round__is_practice=sheet.round.is_practice,
            row__sheet__round__phase="closed",
        )
        .select_related("row__sheet__round")
        .order_by("-row__sheet__round__year")
        .first()
    )


def rows_to_explain(sheet_id: int) -> list[Row]:
    """Return the rows of a sheet with rulings, answers and cases, in four queries."""
    return list(
        Row.objects.filter(sheet=sheet_id, is_active=True)
        .select_related("sheet__unit", "sheet__round__province", "sheet__round_block")
        .prefetch_related(
            Prefetch("rulings", Ruling.objects.order_by("id")),
            Prefetch("explanations", Explanation.objects.select_related("by")),
            "cases",
        )
        .order_by("position")
    )
