"""The sheets that a person works on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from parindex.web.assessment.domain.deadlines import Window, window
from parindex.web.assessment.domain.words import words_of
from parindex.web.assessment.enums import DeadlineKind, RowStatus, SheetState
from parindex.web.assessment.models import Row, Sheet
from parindex.web.assessment.queries.sheets import time_left
from parindex.web.org.models import User
from parindex.web.org.permissions import SELF_SCORING, own_units_of, roles_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list of a person."""

    sheet: Sheet
    done: int
    total: int
    window: Window
    left: str

    @property
    def until(self) -> datetime | None:
        """The minute at which the self-score locks."""
        return self.window.until

    @property
    def is_sent(self) -> bool:
        """Whether the head has sent it."""
        return self.sheet.state == SheetState.SENT


def sheets_of(user: User) -> list[SheetLine]:
    """Return the sheets of a person's own units, newest round first, in four queries."""
    units = own_units_of(user) & {each.unit_id for each in roles_of(user) if _works(each.role)}
    found = Sheet.objects.filter(unit__in=units).select_related(
        "unit", "round", "round_block__rulebook"
    )
    sheets = list(
        found.prefetch_related("round__deadlines", "reopenings").order_by(
            "-round__year", "-round__opened_at", "-round_id", "unit__code"
        )
    )
    rows: dict[int, list[Row]] = {sheet.pk: [] for sheet in sheets}
    for row in Row.objects.filter(sheet__in=sheets, is_active=True):
        rows[row.sheet_id].append(row)
    return [_line(sheet, rows[sheet.pk]) for sheet in sheets]


def _works(role: str) -> bool:
    return role in SELF_SCORING and role != "administrator"


def _line(sheet: Sheet, rows: Iterable[Row]) -> SheetLine:
    components = words_of(sheet.round_block).components
    declared = [row for row in rows if components[row.component].is_declared]
    own = window(sheet, DeadlineKind.SELF_SCORE)
    return SheetLine(
        sheet=sheet,
        done=sum(row.self_status != RowStatus.MISSING or bool(row.exemption) for row in declared),
        total=len(declared),
        window=own,
        left=time_left(own.until) if own.is_open else "",
    )
