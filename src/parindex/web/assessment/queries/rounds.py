"""Lists of rounds, what happened to them, and their sheets by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from parindex.web.assessment.enums import SheetState
from parindex.web.assessment.models import Round, Sheet
from parindex.web.common.formats import sort_key
from parindex.web.common.models import AuditRow

REPLACED = "round.rulebook_replaced"
NEWEST_FIRST = ("-year", "-opened_at", "-id")


@dataclass(frozen=True, slots=True)
class Remap:
    """One replacement of a set, as a list shows it; its report is in the row."""

    row: AuditRow
    block: str
    new_set: str


def rounds_for(provinces: Iterable[int]) -> QuerySet[Round]:
    """Return the rounds of provinces, newest first, with their units counted."""
    sent = Q(sheets__state=SheetState.SENT)
    return (
        Round.objects.filter(province__in=list(provinces))
        .select_related("province")
        .annotate(units=Count("sheets"), sent=Count("sheets", filter=sent))
        .order_by(*NEWEST_FIRST)
    )


def remaps_of(round_: Round) -> list[Remap]:
    """Return how the sets of a round were replaced, newest first."""
    rows = AuditRow.objects.filter(round_id=round_.pk, verb=REPLACED).order_by("-id")
    names = {each.key: each.name for each in round_.blocks.all()}
    return [Remap(row, names.get(row.new["block"], ""), row.new["new_set"]) for row in rows]


def remap_row(round_: Round, row_id: int) -> AuditRow | None:
    """Return the audit row of one replacement in a round."""
    return AuditRow.objects.filter(pk=row_id, round_id=round_.pk, verb=REPLACED).first()


def sheets_to_reopen(round_: Round) -> list[Sheet]:
    """Return the sheets of a round by the names of their units."""
    sheets = round_.sheets.select_related("unit", "round_block")
    return sorted(sheets, key=lambda sheet: sort_key(sheet.unit.name))
