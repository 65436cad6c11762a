"""Writes rounds in bulk: blocks with frozen rulebooks, sheets, rows, rulings, ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parindex.web.assessment.domain.books import Book, book_of, freeze
from parindex.web.assessment.domain.ledger import entries_of
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import (
    Deadline,
    Explanation,
    LedgerEntry,
    Round,
    RoundBlock,
    Row,
    RowOpening,
    Ruling,
    Sheet,
)
from parindex.web.common.audit import record
from parindex.web.org.models import Unit, User

BATCH = 800


@dataclass(frozen=True, slots=True)
class BlockWish:
    """A block of a round: its key, rulebook and units."""

    key: str
    rulebook: str
    units: tuple[Unit, ...]


@dataclass(slots=True)
class Written:
    """A round being written: its sheets with their books, and what waits to be saved."""

    round: Round
    sheets: list[tuple[Sheet, Book]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    openings: list[RowOpening] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)


def write_round(
    province: Unit,
    year: int,
    title: str,
    blocks: Sequence[BlockWish],
    deadlines: Mapping[DeadlineKind, datetime],
    *,
    user: User,
    opened_at: datetime,
    phase: Phase,
) -> Written:
    """Write a practice round and lay out its sheets; they are saved when they are filled."""
    round_ = Round.objects.create(
        province=province,
        year=year,
        title=title,
        is_practice=True,
        phase=phase,
        remind_days=[7, 3, 1],
        opened_by=user,
        opened_at=opened_at,
    )
    Deadline.objects.bulk_create(
        Deadline(round=round_, kind=kind, at=at) for kind, at in deadlines.items()
    )
    written = Written(round_)
    for position, wish in enumerate(blocks):
        _write_block(written, wish, position)
    return written


def _write_block(written: Written, wish: BlockWish, position: int) -> None:
    version = freeze(wish.rulebook)
    round_block = RoundBlock(
        round=written.round,
        key=wish.key,
        rulebook_block=wish.key,
        position=position,
        rulebook=version,
    )
    book = book_of(round_block)
    name = book.rulebook.blocks[wish.key]
    round_block.name, round_block.name_en = name.vi, name.en
    round_block.save()
    made = [Sheet(round=written.round, round_block=round_block, unit=unit) for unit in wish.units]
    written.sheets += [(sheet, book) for sheet in made]


def save(written: Written) -> None:
    """Save all that waits, post the ledger, and tell the audit log that a practice round came."""
    sheets = [sheet for sheet, _ in written.sheets]
    Sheet.objects.bulk_create(sheets)
    Row.objects.bulk_create(written.rows, batch_size=BATCH)
    Ruling.objects.bulk_create(written.rulings, batch_size=BATCH)
    RowOpening.objects.bulk_create(written.openings, batch_size=BATCH)
    Explanation.objects.bulk_create(written.explanations, batch_size=BATCH)
    LedgerEntry.objects.bulk_create(_ledger(written.rows, written.rulings), batch_size=BATCH)
    _tell(written, sheets)


def _ledger(rows: Iterable[Row], rulings: Iterable[Ruling]) -> Iterator[LedgerEntry]:
    by_row: dict[int, dict[str, Ruling]] = defaultdict(dict)
    for ruling in rulings:
        by_row[ruling.row_id][ruling.stage] = ruling
    for row in rows:
        for (state, cause), points in entries_of(row, by_row[row.pk]).items():
            yield LedgerEntry(row=row, state=state, cause=cause, points=points)


def _tell(written: Written, sheets: Sequence[Sheet]) -> None:
    """Write the audit rows: the round, and one beside each sheet. They carry today's date."""
    round_ = written.round
    new: dict[str, Any] = {"year": round_.year, "sheets": len(sheets), "phase": str(round_.phase)}
    reason = "Dữ liệu thực hành do bộ sinh dữ liệu ghi (mô phỏng)"
    record("practice.round_loaded", round_, user=None, new=new, reason=reason, round_id=round_.pk)
    for sheet in sheets:
        record(
            "practice.sheet_loaded",
            sheet,
            user=None,
            new={"state": str(sheet.state)},
            reason=reason,
            round_id=round_.pk,
            unit_id=sheet.unit_id,
        )
