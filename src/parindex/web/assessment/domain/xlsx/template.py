"""Writes the workbook of a sheet: one row a fact, with today's values and lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.sheets import rows_of
from parindex.web.assessment.domain.words import (
    BookWords,
    ComponentWords,
    FactWords,
    in_words,
    words_of,
)
from parindex.web.assessment.domain.xlsx.layout import (
    ALLOWED,
    CODE,
    COMPONENT,
    FACT,
    FORM,
    HEAD,
    KEYS,
    LABEL,
    LETTERS,
    MEASURE,
    NAME,
    NOTE,
    OPTIONS,
    SHEET,
    VALUE,
    WIDTHS,
)
from parindex.web.assessment.models import Row, Sheet
from parindex.web.common.formats import show_moment
from parindex.web.org.models import User

NUMBERS = {"count", "amount", "percent", "points"}


def make_workbook(*, sheet_id: int, user: User) -> bytes:
    """Return the workbook of a sheet with its current values, for somebody who may see it."""
    from openpyxl import Workbook  # noqa: PLC0415  an extra, imported where used

    sheet = access_sheet(sheet_id, user=user)
    words = words_of(sheet.round_block)
    book = Workbook()
    table = book.active
    table.title = SHEET
    _write_keys(book.create_sheet(KEYS), sheet, words)
    lists = _write_options(book.create_sheet(OPTIONS), words)
    _write_head(table, sheet)
    last = _write_rows(table, sheet, words)
    _offer_lists(table, words, lists, last)
    _lay_out(table, last)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_keys(keys: Any, sheet: Sheet, words: BookWords) -> None:
    said = {
        "form": FORM,
        "sheet": str(sheet.pk),
        "unit": sheet.unit.code,
        "rulebook": words.content_hash,
        "made": timezone.now().isoformat(),
    }
    for name, value in said.items():
        keys.append([name, value])
    keys.sheet_state = "veryHidden"


def _write_options(options: Any, words: BookWords) -> dict[tuple[str, ...], str]:
    """Write each list of answers into a column; return where it stands, by its answers."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  an extra

    found = {tuple(label for _key, label in fact.options) for fact in _facts(words)}
    places: dict[tuple[str, ...], str] = {}
    for column, labels in enumerate(sorted(each for each in found if each), start=1):
        for row, label in enumerate(labels, start=1):
            _say(options.cell(row, column), label)
        letter = get_column_letter(column)
        places[labels] = f"'{OPTIONS}'!${letter}$1:${letter}${len(labels)}"
    options.sheet_state = "hidden"
    return places


def _facts(words: BookWords) -> Iterator[FactWords]:
    for component in words.components.values():
        for name in component.declares:
            yield component.facts[name]


def _say(cell: Any, text: str) -> None:
    """Write a text as a text: what begins with = is no formula here."""
    cell.value = text
    cell.data_type = "s"


def _write_head(table: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  an extra

    lines = (
        _("PHIẾU TỰ CHẤM ĐIỂM"),
        f"{sheet.unit.name}. {sheet.round.title}",
        _("Lấy từ hệ thống lúc %(time)s.") % {"time": show_moment(timezone.now())},
        _("Chỉ nhập vào cột «Giá trị» và «Ghi chú». Ô để trống giữ nguyên số liệu đã lưu."),
    )
    for row, text in enumerate(lines, start=1):
        _say(table.cell(row, CODE), text)
    table.cell(1, CODE).font = Font(bold=True, size=14)
    table.cell(2, CODE).font = Font(bold=True)
    heads = {
        COMPONENT: "component",
        FACT: "fact",
        CODE: _("Mã"),
        NAME: _("Tiêu chí thành phần"),
        LABEL: _("Số liệu"),
        MEASURE: _("Đơn vị tính"),
        ALLOWED: _("Giá trị cho phép"),
        VALUE: _("Giá trị"),
        NOTE: _("Ghi chú"),
    }
    for column, text in heads.items():
        cell = table.cell(HEAD, column)
        _say(cell, text)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", "0C2F4A")
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write_rows(table: Any, sheet: Sheet, words: BookWords) -> int:
    """Write a row for each fact and return the number of the last."""
    at = HEAD
    for row in rows_of(sheet):
        component = words.components.get(row.component) if row.is_active else None
        for place, name in enumerate(component.declares if component else ()):
            at += 1
            _write_row(table, at, row, component, component.facts[name], is_first=not place)
    return at


def _write_row(
    table: Any, at: int, row: Row, component: ComponentWords, fact: FactWords, *, is_first: bool
) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side  # noqa: PLC0415

    allowed = "; ".join(label for _key, label in fact.options) or fact.measure
    texts = {
        COMPONENT: row.component,
        FACT: fact.name,
        CODE: component.code if is_first else "",
        NAME: component.name if is_first else "",
        LABEL: fact.label,
        MEASURE: fact.unit,
        ALLOWED: allowed,
        NOTE: row.note if is_first else "",
    }
    for column, text in texts.items():
        if text:
            _say(table.cell(at, column), text)
    _write_value(table.cell(at, VALUE), row, fact)
    thin = Side(style="thin", color="B8C4CC")
    for column in range(CODE, NOTE + 1):
        cell = table.cell(at, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(bottom=thin)
        if column == VALUE or (column == NOTE and is_first):
            cell.protection = Protection(locked=False)
            cell.fill = PatternFill("solid", "FFF8E1")


def _write_value(cell: Any, row: Row, fact: FactWords) -> None:
    stored = row.facts.get(fact.name)
    if stored is None:
        return
    if fact.kind in NUMBERS:
        cell.value = int(stored) if fact.kind == "count" else Decimal(stored)
        return
    _say(
        cell,
        in_words(row.sheet.round_block, fact.name, stored).capitalize()
        if fact.kind == "yes_no"
        else fact.shown(stored),
    )


def _offer_lists(
    table: Any, words: BookWords, lists: dict[tuple[str, ...], str], last: int
) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  an extra

    made: dict[str, Any] = {}
    for at in range(HEAD + 1, last + 1):
        component = words.components[table.cell(at, COMPONENT).value]
        fact = component.facts[table.cell(at, FACT).value]
        place = lists.get(tuple(label for _key, label in fact.options))
        if place is None:
            continue
        if place not in made:
            made[place] = DataValidation(type="list", formula1=place, allow_blank=True)
            made[place].error = _("Chọn một giá trị trong danh sách.")
            table.add_data_validation(made[place])
        made[place].add(table.cell(at, VALUE))


def _lay_out(table: Any, last: int) -> None:
    """Hide the keys, protect what is not to be typed, set up the print."""
    for column, width in WIDTHS.items():
        table.column_dimensions[LETTERS[column]].width = width
    for column in (COMPONENT, FACT):
        table.column_dimensions[LETTERS[column]].hidden = True
    table.freeze_panes = table.cell(HEAD + 1, LABEL)
    table.protection.sheet = True
    table.protection.formatColumns = False
    table.protection.formatRows = False
    table.print_title_rows = f"{HEAD}:{HEAD}"
    table.print_area = f"{LETTERS[CODE]}1:{LETTERS[NOTE]}{last}"
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = table.PAPERSIZE_A4
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = 1, 0
    table.sheet_properties.pageSetUpPr.fitToPage = True
    table.oddFooter.center.text = "&P/&N"
