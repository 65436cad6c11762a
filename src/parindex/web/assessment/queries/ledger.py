"""Views of the point ledger: sums by state and cause, for a sheet, a field or a block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from parindex.web.assessment.enums import PointCause, PointState
from parindex.web.assessment.models import LedgerEntry, Round, Sheet

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PointSum:
    """Points of one state and cause, with the number of rows that they come from."""

    state: PointState
    cause: PointCause
    points: Decimal
    rows: int

    @property
    def words(self) -> str:
        """State and cause as people say them: «mất, tài liệu kiểm chứng»."""
        state = str(self.state.label)
        return state if not self.cause else f"{state}, {self.cause.label}"


def _sums(entries: Iterable[tuple[str, str, Decimal]]) -> tuple[PointSum, ...]:
    """Add exact points in Python: the database keeps them as text."""
    found: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for state, cause, points in entries:
        total, rows = found.get((state, cause), (ZERO, 0))
        found[(state, cause)] = (total + points, rows + 1)
    order = [(state, cause) for state in PointState.values for cause in PointCause.values]
    return tuple(
        PointSum(PointState(state), PointCause(cause), *found[(state, cause)])
        for state, cause in order
        if (state, cause) in found
    )


def points_of_sheet(sheet: Sheet) -> tuple[PointSum, ...]:
    """Return where the points of a sheet stand; the sums add up to the maximum of its set."""
    entries = LedgerEntry.objects.filter(row__sheet=sheet, row__is_active=True)
    return _sums(entries.values_list("state", "cause", "points"))


def entries_of_sheet(sheet: Sheet) -> QuerySet[LedgerEntry]:
    """Return every entry of a sheet with its row, in the order of its set."""
    entries = LedgerEntry.objects.filter(row__sheet=sheet, row__is_active=True)
    return entries.select_related("row").order_by("row__position", "id")


def points_of_sheets(round_: Round) -> dict[int, tuple[PointSum, ...]]:
    """Return the same for every sheet of a round, by the sheet's id, in one query."""
    entries = LedgerEntry.objects.filter(row__sheet__round=round_, row__is_active=True)
    by_sheet: dict[int, list[tuple[str, str, Decimal]]] = {}
    for sheet, *entry in entries.values_list("row__sheet_id", "state", "cause", "points"):
        by_sheet.setdefault(sheet, []).append((entry[0], entry[1], entry[2]))
    return {sheet: _sums(found) for sheet, found in by_sheet.items()}


def lost_points(sheet: Sheet) -> list[LedgerEntry]:
    """Return the lost points of a sheet, heaviest first, each with its row."""
    entries = LedgerEntry.objects.filter(
        row__sheet=sheet, row__is_active=True, state=PointState.LOST
    ).select_related("row")
    return sorted(entries, key=lambda entry: (-entry.points, entry.row.position))
