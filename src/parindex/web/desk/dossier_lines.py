"""Lines of the boards of dossiers: finished values for templates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parindex.web.caseflow.domain.overview import expected_points
from parindex.web.caseflow.queries.board import UnitLine
from parindex.web.caseflow.queries.facts import Facts
from parindex.web.org.models import Unit


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit (or the sum): counts, both on-time shares, and what 766 gives for it."""

    unit: Unit | None
    received: int | None
    in_hand: int | None
    open: int | None
    due_soon: int | None
    open_overdue: int | None
    paused_too_long: int | None
    overdue: int | None
    share_766: Decimal | None
    share_local: Decimal | None
    online: Decimal | None
    points: Decimal | None
    known_max: Decimal | None


def _row(line: UnitLine, unit: Unit | None) -> BoardRow:
    points, most = expected_points(line.facts, line.unit.kind) if unit else (None, None)
    return BoardRow(
        unit,
        line.received,
        line.in_hand,
        line.top("dossiers_open"),
        line.top("dossiers_due_soon"),
        line.top("dossiers_open_overdue"),
        line.top("dossiers_paused_too_long"),
        line.top("dossiers_overdue"),
        line.share("dossiers_on_time"),
        line.share("local_on_time"),
        line.share("dossiers_online"),
        points,
        most,
    )


def board_rows(lines: list[UnitLine]) -> list[BoardRow]:
    """Return the rows of a board, most open overdue files first."""
    rows = [_row(line, line.unit) for line in lines]
    return sorted(rows, key=lambda row: (-(row.open_overdue or 0), -(row.overdue or 0)))


def sum_row(lines: list[UnitLine], facts: Facts) -> BoardRow | None:
    """Return the row of sums; points are not added: each unit has its own."""
    return _row(UnitLine(lines[0].unit, facts), None) if lines else None
