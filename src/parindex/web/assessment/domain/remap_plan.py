"""What a new set of criteria would do to the sheets of a block: by stable keys, nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_document, raw_document, shipped_rulebooks
from parindex.rulebook.model import Rulebook
from parindex.scoring.kinds import discover
from parindex.web.assessment.domain.books import Book, book_of, make_book
from parindex.web.assessment.domain.rounds import describe_row, new_row
from parindex.web.assessment.domain.scores import self_scores
from parindex.web.assessment.models import RoundBlock, Row, Ruling, Sheet

Signature = str


class Fate(StrEnum):
    """What becomes of a component when another set takes over."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ComponentChange:
    """One component before and after; `enter` are the facts that must be entered again."""

    key: str
    fate: Fate
    old_code: str
    new_code: str
    name: str
    old_max: Decimal | None
    new_max: Decimal | None
    enter: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def has_other_maximum(self) -> bool:
        """Whether it is worth other points than before."""
        return None not in {self.old_max, self.new_max} and self.old_max != self.new_max


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What the new set does to one unit's self-score and to the values that it declared."""

    sheet_id: int
    unit: str
    before: Decimal
    after: Decimal
    kept_values: int
    set_aside_values: int

    @property
    def difference(self) -> Decimal:
        """How much the sum moves, in points."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class RulingAgain:
    """A decided score above the new maximum: it is decided again, never cut."""

    ruling_id: int
    unit: str
    code: str
    stage: str
    points: Decimal
    new_max: Decimal


@dataclass(frozen=True, slots=True)
class RemapReport:
    """What a new set of criteria does to a block of a round."""

    block: str
    old_set: str
    old_hash: str
    new_set: str
    new_hash: str
    new_title: str
    changes: tuple[ComponentChange, ...]
    units: tuple[UnitChange, ...]
    again: tuple[RulingAgain, ...]
    enter_again: tuple[str, ...] = field(default=())

    def of(self, fate: str) -> tuple[ComponentChange, ...]:
        """Return the components with one fate, in order."""
        return tuple(each for each in self.changes if each.fate == fate)

    @property
    def other_maxima(self) -> tuple[ComponentChange, ...]:
        """Return the components whose maximum changes."""
        return tuple(each for each in self.changes if each.has_other_maximum)

    def as_data(self) -> dict[str, Any]:
        """Return all of it as the audit row keeps it."""
        return asdict(self)


def report_from(data: Mapping[str, Any]) -> RemapReport:
    """Return a report as an audit row kept it."""
    points = {"before", "after", "old_max", "new_max", "points"}

    def typed(item: Mapping[str, Any]) -> dict[str, Any]:
        return {name: _typed(value, is_points=name in points) for name, value in item.items()}

    plain = {**data, "enter_again": tuple(data["enter_again"])}
    return RemapReport(
        **{
            **plain,
            "changes": tuple(ComponentChange(**typed(each)) for each in data["changes"]),
            "units": tuple(UnitChange(**typed(each)) for each in data["units"]),
            "again": tuple(RulingAgain(**typed(each)) for each in data["again"]),
        }
    )


def _typed(value: Any, *, is_points: bool) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return Decimal(value) if is_points and value is not None else value


@dataclass(frozen=True, slots=True)
class Remapped:
    """A sheet as the new set makes it, in memory."""

    sheet: Sheet
    rows: list[Row]
    change: UnitChange
    again: tuple[RulingAgain, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The report with the sheets as they would be; a verb writes them, a page only shows."""

    report: RemapReport
    book: Book
    sheets: tuple[Remapped, ...]


def signature(rulebook: Rulebook, name: str) -> Signature:
    """Return what a fact asks for: facts that ask for the same keep their values."""
    fact = rulebook.facts[name]
    options = {key: text.vi for key, text in fact.options.items()}
    return json.dumps([fact.type.value, options], ensure_ascii=False, sort_keys=True)


def new_book(round_block: RoundBlock, name: str) -> Book:
    """Return a shipped set for the block, not frozen yet; refuse one that is not for it."""
    if name not in shipped_rulebooks():
        raise RefusedError(_("Không có bộ tiêu chí này."), fix=_("Chọn trong danh sách."))
    rulebook = load_document(raw_document(name), discover())
    if round_block.rulebook_block not in rulebook.blocks:
        raise RefusedError(
            _("Bộ tiêu chí này không dành cho khối «%s».") % round_block.name,
            fix=_("Chọn bộ tiêu chí khác."),
        )
    if fingerprint(rulebook) == round_block.rulebook.content_hash:
        raise RefusedError(_("Khối đang dùng đúng bộ tiêu chí này."), fix=_("Không cần thay thế."))
    return make_book(rulebook, round_block.rulebook_block)


def compare(old: Book, new: Book) -> tuple[ComponentChange, ...]:
    """Return what becomes of each component: those of the new set in order, then the dropped."""
    known = {name: signature(old.rulebook, name) for name in _declared(old)}
    same = {name for name in _declared(new) if known.get(name) == signature(new.rulebook, name)}
    changes = [_compared(key, old, new, same) for key in new.components]
    dropped = [key for key in old.components if key not in new.components]
    return (*changes, *(_dropped(key, old, same) for key in dropped))


def _declared(book: Book) -> set[str]:
    return {
        name
        for component in book.components.values()
        if component.is_declared
        for name in component.declares
    }


def _compared(key: str, old: Book, new: Book, same: set[str]) -> ComponentChange:
    after, before = new.components[key], old.components.get(key)
    enter = tuple(name for name in after.declares if name not in same) if after.is_declared else ()
    gone = [name for name in before.declares if name not in same] if before else []
    fate = Fate.NEW if before is None else Fate.CHANGED if enter or gone else Fate.KEPT
    return ComponentChange(
        key=key,
        fate=fate,
        old_code=before.node.code if before else "",
        new_code=after.node.code,
        name=after.node.name.vi,
        old_max=before.node.max_points if before else None,
        new_max=after.node.max_points,
        enter=tuple(new.rulebook.facts[name].label.vi for name in enter),
        set_aside=tuple(old.rulebook.facts[name].label.vi for name in gone),
    )


def _dropped(key: str, old: Book, same: set[str]) -> ComponentChange:
    before = old.components[key]
    gone = tuple(name for name in before.declares if name not in same)
    return ComponentChange(
        key=key,
        fate=Fate.DROPPED,
        old_code=before.node.code,
        new_code="",
        name=before.node.name.vi,
        old_max=before.node.max_points,
        new_max=None,
        set_aside=tuple(old.rulebook.facts[name].label.vi for name in gone),
    )


def plan_remap(round_block: RoundBlock, rulebook: str) -> RemapReport:
    """Return what another set would do to a block; a dry run, nothing is written."""
    return make_plan(round_block, rulebook).report


def make_plan(round_block: RoundBlock, rulebook: str) -> Plan:
    """Return the report, and every sheet of the block as the new set makes it."""
    old, new = book_of(round_block), new_book(round_block, rulebook)
    changes = compare(old, new)
    found = round_block.sheets.select_related("unit").prefetch_related("rows__rulings")
    sheets = tuple(_remap_sheet(sheet, old, new) for sheet in found)
    report = RemapReport(
        block=round_block.key,
        old_set=round_block.rulebook.identity,
        old_hash=round_block.rulebook.content_hash,
        new_set=new.rulebook.identity,
        new_hash=fingerprint(new.rulebook),
        new_title=new.rulebook.title.vi,
        changes=changes,
        units=tuple(each.change for each in sheets),
        again=tuple(ruling for each in sheets for ruling in each.again),
        enter_again=tuple(each.key for each in changes if each.enter),
    )
    return Plan(report, new, sheets)


def _remap_sheet(sheet: Sheet, old: Book, new: Book) -> Remapped:
    before = sorted(sheet.rows.all(), key=lambda row: row.position)
    for row in before:
        row.sheet = sheet
    known = self_scores(old, before).known
    pool = [entry for row in before for entry in _entries(row, old)]
    by_key = {row.component: row for row in before}
    rows = [
        _carried(by_key.get(key), sheet, new, place) for place, key in enumerate(new.components)
    ]
    dropped = [row for row in before if row.component not in new.components]
    for place, row in enumerate(dropped, len(rows)):
        row.is_active, row.position = False, place
    placed = _place(rows, pool, new)
    for row in (*rows, *dropped):
        row.set_aside = [
            entry.data for entry in pool if entry.home == row.component and entry not in placed
        ]
    for row in dropped:
        row.facts = {}
    everything = [*rows, *dropped]
    after = self_scores(new, everything).known
    declared = [entry for entry in pool if entry.is_in_force]
    change = UnitChange(
        sheet_id=sheet.pk,
        unit=sheet.unit.name,
        before=known,
        after=after,
        kept_values=sum(entry in placed for entry in declared),
        set_aside_values=sum(entry not in placed for entry in declared),
    )
    return Remapped(sheet, everything, change, tuple(_above_maximum(sheet, rows)))


def _carried(row: Row | None, sheet: Sheet, book: Book, place: int) -> Row:
    """Return the row of a component as the new set describes it, not saved."""
    if row is None:
        key = list(book.components)[place]
        return new_row(sheet, book, key, place)
    row.is_active = True
    return describe_row(row, book, place)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A declared value with the row where it was declared and what its fact asked for."""

    home: str
    fact: str
    value: str | bool
    signature: Signature
    is_in_force: bool

    @property
    def data(self) -> dict[str, Any]:
        """Return it as a row keeps what it sets aside."""
        return {"fact": self.fact, "value": self.value, "signature": self.signature}


def _entries(row: Row, old: Book) -> Iterable[Entry]:
    """Return the values of a row: first those set aside earlier, then those in force."""
    for kept in row.set_aside:
        yield Entry(
            row.component, kept["fact"], kept["value"], kept["signature"], is_in_force=False
        )
    for name, value in row.facts.items():
        yield Entry(row.component, name, value, signature(old.rulebook, name), is_in_force=True)


def _place(rows: list[Row], pool: list[Entry], book: Book) -> list[Entry]:
    """Put every value whose fact still asks for the same where the new set declares it."""
    by_fact = {(entry.fact, entry.signature): entry for entry in pool}
    placed = []
    for row in rows:
        row.facts = {}
        component = book.components[row.component]
        for name in component.declares:
            entry = by_fact.get((name, signature(book.rulebook, name)))
            if entry is not None:
                row.facts[name] = entry.value
                placed.append(entry)
    return placed


def _above_maximum(sheet: Sheet, rows: list[Row]) -> Iterable[RulingAgain]:
    for row in rows:
        if row.pk is None:
            continue
        found: Iterable[Ruling] = row.rulings.all()
        for ruling in found:
            if ruling.points is not None and ruling.points > row.max_points:
                yield RulingAgain(
                    ruling_id=ruling.pk,
                    unit=sheet.unit.name,
                    code=row.code,
                    stage=str(ruling.stage),
                    points=ruling.points,
                    new_max=row.max_points,
                )
