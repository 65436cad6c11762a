"""Reads a filled workbook: one list of all that is wrong, or a preview; then all rows or none."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Problem, ProblemsError, StaleError
from parindex.scoring.cells import CellError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.domain.refusals import unreadable
from parindex.web.assessment.domain.scores import DeclarationError, parse_fact, stored
from parindex.web.assessment.domain.sheets import TEXT_LIMIT, Saved, rows_of, save_row
from parindex.web.assessment.domain.words import BookWords, in_words, words_of
from parindex.web.assessment.domain.xlsx.layout import (
    CODE,
    COMPONENT,
    FACT,
    FORM,
    HEAD,
    KEYS,
    LETTERS,
    NOTE,
    SHEET,
    VALUE,
)
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 5000


class WorkbookError(ProblemsError):
    """The workbook is refused; nothing was saved."""

    title = "The workbook is refused"


@dataclass(frozen=True, slots=True)
class Change:
    """What a workbook changes in a row: facts as stored, the note, the version it was read at."""

    row_id: int
    version: int
    facts: dict[str, str | bool]
    note: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One value in the preview."""

    place: str
    code: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying a workbook would do."""

    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    same: int


@dataclass(frozen=True, slots=True)
class _Found:
    """One row of the workbook with a value or a note."""

    at: int
    component: str
    fact: str
    value: Any
    note: str | None


def read_workbook(*, sheet_id: int, content: bytes, user: User) -> Preview:
    """Return what a workbook would change, or all that is wrong with it.

    Raises
    ------
    WorkbookError
        For another unit's workbook, one of another rulebook, and every cell that cannot be read.
    """
    sheet = access_sheet(sheet_id, user=user, to=Action.EDIT_ROW)
    words = words_of(sheet.round_block)
    table, said = _open(content)
    _refuse_foreign(said, sheet, words)
    rows = {row.component: row for row in rows_of(sheet) if row.is_active}
    return _Reader(sheet, words, book_of(sheet.round_block), rows, user).preview(_rows(table))


def _refuse(what: str, fix: str) -> WorkbookError:
    return WorkbookError([Problem(_("Tệp XLSX"), what, fix)])


def _open(content: bytes) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Return the rows of the table and the hidden keys."""
    from openpyxl import load_workbook  # noqa: PLC0415  an extra, imported where used

    fix = _("Lưu lại tệp ở dạng .xlsx từ mẫu của hệ thống rồi tải lên lại")
    if len(content) > MOST_BYTES:
        raise _refuse(_("tệp lớn hơn 5 MB"), _("Bỏ hình ảnh, trang thừa rồi tải lên lại"))
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise _refuse(_("nội dung giải nén quá lớn"), fix)
        values = load_workbook(io.BytesIO(content), data_only=True)
        written = load_workbook(io.BytesIO(content))
    except (BadZipFile, OSError, KeyError, ValueError) as error:
        raise _refuse(_("tệp không phải là bảng tính .xlsx"), fix) from error
    if SHEET not in values.sheetnames or KEYS not in values.sheetnames:
        raise _refuse(_("tệp không làm từ mẫu của hệ thống"), _("Tải mẫu của phiếu này về"))
    said = {str(row[0]): str(row[1]) for row in values[KEYS].iter_rows(max_col=2, values_only=True)}
    _refuse_empty_formulas(values[SHEET], written[SHEET])
    rows = values[SHEET].iter_rows(
        min_row=HEAD + 1, max_row=HEAD + MOST_ROWS, max_col=NOTE, values_only=True
    )
    return list(rows), said


def _refuse_empty_formulas(values: Any, written: Any) -> None:
    """Refuse a formula whose result was never saved: it would be taken for a blank."""
    problems = [
        Problem(
            _place(at, VALUE),
            _("công thức chưa có kết quả được lưu"),
            _("Mở tệp, lưu lại, hoặc dán giá trị thay cho công thức"),
        )
        for at in range(HEAD + 1, min(written.max_row, HEAD + MOST_ROWS) + 1)
        if written.cell(at, VALUE).data_type == "f" and values.cell(at, VALUE).value is None
    ]
    if problems:
        raise WorkbookError(problems)


def _place(at: int, column: int) -> str:
    return _("ô %(cell)s") % {"cell": f"{LETTERS[column]}{at}"}


def _refuse_foreign(said: dict[str, str], sheet: Sheet, words: BookWords) -> None:
    again = _("Tải mẫu của phiếu này về rồi nhập lại")
    if said.get("form") != FORM:
        raise _refuse(_("mẫu thuộc phiên bản khác của hệ thống"), again)
    if said.get("sheet") != str(sheet.pk):
        what = _("đây là mẫu của đơn vị hoặc kỳ đánh giá khác (%(unit)s)")
        raise _refuse(what % {"unit": said.get("unit", "?")}, again)
    if said.get("rulebook") != words.content_hash:
        raise _refuse(_("bộ tiêu chí của kỳ đánh giá đã thay đổi từ khi tải mẫu"), again)


def _rows(table: list[tuple[Any, ...]]) -> Iterator[_Found]:
    for at, cells in enumerate(table, start=HEAD + 1):
        row = (*cells, *([None] * NOTE))[:NOTE]
        value, note = _cell(row[VALUE - 1]), _cell(row[NOTE - 1])
        component, fact = str(row[COMPONENT - 1] or ""), str(row[FACT - 1] or "")
        is_ours = component or fact
        if is_ours or value is not None or (note is not None and row[CODE - 1]):
            text = None if note is None else str(note)
            yield _Found(at, component, fact, value, text)


def _cell(value: Any) -> Any:
    """Return a cell exactly: a float becomes the digits that Excel shows."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(f"{value:.15g}")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    return value if value is None or isinstance(value, bool | int | Decimal) else str(value)


class _Reader:
    """Compares the rows of a workbook with the sheet."""

    def __init__(
        self, sheet: Sheet, words: BookWords, book: Book, rows: dict[str, Row], user: User
    ) -> None:
        self.sheet, self.words, self.book, self.rows, self.user = sheet, words, book, rows, user
        self.problems: list[Problem] = []
        self.lines: list[Line] = []
        self.facts: dict[str, dict[str, str | bool]] = {}
        self.notes: dict[str, str] = {}
        self.same = 0
        self.seen: set[tuple[str, str]] = set()

    def preview(self, found: Iterable[_Found]) -> Preview:
        """Return what changes; raise with all that is wrong."""
        for each in found:
            self._take(each)
        self._refuse_unassigned()
        if self.problems:
            raise WorkbookError(self.problems)
        touched = [key for key in self.rows if key in self.facts or key in self.notes]
        changes = tuple(
            Change(
                row_id=self.rows[key].pk,
                version=self.rows[key].version,
                facts=self.facts.get(key, {}),
                note=self.notes.get(key),
            )
            for key in touched
        )
        return Preview(changes, tuple(self.lines), self.same)

    def _take(self, each: _Found) -> None:
        component = self.words.components.get(each.component)
        if component is None or each.component not in self.rows:
            what = _("dòng này không có trong phiếu")
            self._say(each.at, VALUE, what, _("Xóa dòng, không thêm dòng vào mẫu"))
        elif each.fact not in component.declares:
            what = _("số liệu này không khai ở mục này")
            self._say(each.at, VALUE, what, _("Không sửa các cột ẩn; tải lại mẫu"))
        elif (each.component, each.fact) in self.seen:
            self._say(each.at, VALUE, _("số liệu xuất hiện hai lần"), _("Giữ lại một dòng"))
        else:
            self.seen.add((each.component, each.fact))
            self._value(each)
            self._note(each)

    def _say(self, at: int, column: int, what: str, fix: str) -> None:
        self.problems.append(Problem(_place(at, column), what, fix))

    def _value(self, each: _Found) -> None:
        if each.value is None:
            return
        fact = self.book.rulebook.facts[each.fact]
        try:
            value = parse_fact(self.book, each.fact, each.value)
        except CellError as error:
            self._say(each.at, VALUE, *unreadable(fact, each.value, error))
            return
        old, new = self.rows[each.component].facts.get(each.fact), stored(value)
        if old is not None and parse_fact(self.book, each.fact, old) == value:
            self.same += 1
            return
        self.facts.setdefault(each.component, {})[each.fact] = new
        words = self.words.components[each.component]
        shown = [in_words(self.sheet.round_block, each.fact, value) for value in (old, new)]
        label = words.facts[each.fact].label
        self.lines.append(Line(_place(each.at, VALUE), words.code, label, *shown))

    def _note(self, each: _Found) -> None:
        old = self.rows[each.component].note
        if each.note is None or each.note == old:
            return
        if len(each.note) > TEXT_LIMIT:
            what = _("Nội dung dài quá %(limit)s ký tự.") % {"limit": TEXT_LIMIT}
            self._say(each.at, NOTE, what, _("Rút gọn ghi chú"))
            return
        if each.component in self.notes:
            what = _("mục này đã có ghi chú ở dòng trên")
            self._say(each.at, NOTE, what, _("Ghi chung vào dòng đầu của mục"))
            return
        self.notes[each.component] = each.note
        code = self.words.components[each.component].code
        self.lines.append(Line(_place(each.at, NOTE), code, _("Ghi chú"), old, each.note))

    def _refuse_unassigned(self) -> None:
        """Refuse what the person was not assigned: nothing is left out in silence."""
        key = self.sheet.round_block.key
        for component in [*self.facts, *(each for each in self.notes if each not in self.facts)]:
            row = self.rows[component]
            if may(self.user, Action.EDIT_ROW, unit=self.sheet.unit, keys=row.keys, block=key):
                continue
            what = _("anh chị không được phân công mục này")
            self.problems.append(Problem(row.code, what, _("Để trống các ô của mục này")))


@transaction.atomic
def apply_workbook(*, sheet_id: int, changes: Sequence[Change], user: User) -> list[Saved]:
    """Save all rows of a previewed workbook, or none; a row saved by others since is listed."""
    access_sheet(sheet_id, user=user, to=Action.EDIT_ROW)
    known = set(Row.objects.filter(sheet_id=sheet_id).values_list("pk", flat=True))
    waiting = [each for each in changes if each.row_id in known]
    saved: list[Saved] = []
    while waiting:
        left, problems = _pass(waiting, saved, user)
        if len(left) == len(waiting):
            raise WorkbookError(problems)
        waiting = left
    return saved


def _pass(
    waiting: Sequence[Change], saved: list[Saved], user: User
) -> tuple[list[Change], list[Problem]]:
    """Save what can be saved; a figure may fit only once another row has changed."""
    left: list[Change] = []
    problems: list[Problem] = []
    for each in waiting:
        try:
            saved.append(_save(each, user))
        except DeclarationError as error:
            left.append(each)
            problems.extend(error.problems)
    return left, problems


def _save(change: Change, user: User) -> Saved:
    try:
        return save_row(
            row_id=change.row_id,
            version=change.version,
            facts=change.facts,
            note=change.note,
            user=user,
        )
    except StaleError as error:
        code = Row.objects.get(pk=change.row_id).code
        what = _("người khác đã lưu mục này sau khi anh chị xem trước")
        fix = _("Tải tệp lên lại để xem số liệu mới; chưa dòng nào được lưu")
        raise WorkbookError([Problem(code, what, fix)]) from error
