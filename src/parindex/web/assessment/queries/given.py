"""The tables in which survey points are entered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from parindex.web.assessment.enums import Stage
from parindex.web.assessment.models import Round, RoundBlock, Row, Ruling
from parindex.web.org.models import Unit


@dataclass(frozen=True, slots=True)
class GivenCell:
    """One unit and component: its row, and what was entered already."""

    row: Row
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A block: its components across, its units down."""

    round_block: RoundBlock
    heads: tuple[Row, ...]
    lines: tuple[tuple[Unit, tuple[GivenCell, ...]], ...]

    @property
    def missing(self) -> int:
        """How many cells nobody has filled yet."""
        return sum(cell.ruling is None for _, cells in self.lines for cell in cells)


def given_tables(round_: Round) -> tuple[GivenTable, ...]:
    """Return what others give, block by block, in three queries."""
    given = Prefetch("rulings", Ruling.objects.filter(stage=Stage.GIVEN), to_attr="given")
    rows = (
        Row.objects.filter(sheet__round=round_, is_active=True, is_declared=False)
        .select_related("sheet__unit", "sheet__round_block")
        .prefetch_related(given)
        .order_by("sheet__round_block__position", "sheet__unit__code", "position")
    )
    by_block: dict[int, dict[int, list[Row]]] = {}
    for row in rows:
        by_block.setdefault(row.sheet.round_block_id, {}).setdefault(row.sheet_id, []).append(row)
    return tuple(_table(list(sheets.values())) for sheets in by_block.values())


def _table(sheets: list[list[Row]]) -> GivenTable:
    lines = tuple((rows[0].sheet.unit, tuple(_cell(row) for row in rows)) for rows in sheets)
    return GivenTable(sheets[0][0].sheet.round_block, tuple(sheets[0]), lines)


def _cell(row: Row) -> GivenCell:
    return GivenCell(row, row.given[0] if row.given else None)
