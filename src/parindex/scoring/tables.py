"""Cells of a CSV, XLSX or JSON file as they stand, each row with its number."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from parindex.errors import FactsError, Problem

Cell = str | int | Decimal | bool | None
OPEN_AND_SAVE = "Open the workbook, save it, and try again"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file; `label` names the file in messages."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def _refuse(label: str, what: str, fix: str) -> FactsError:
    return FactsError([Problem(label, what, fix)])


def _read_csv(file: Path) -> list[tuple[int, list[Cell]]]:
    try:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise _refuse(
            file.name,
            "the file is not in UTF-8, so Vietnamese letters would be lost",
            "Save it again as «CSV UTF-8»",
        ) from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(reader.line_num, [cell.strip() or None for cell in row]) for row in reader]


def _exact_cell(value: Any) -> Cell:
    """Return a cell of a workbook; a float becomes the digits that Excel shows."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    return value if value is None or isinstance(value, bool | int | Decimal) else str(value)


def _read_xlsx(file: Path) -> list[tuple[int, list[Cell]]]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, imported where used
    except ImportError:
        what, fix = "workbooks need the extra `office`", "Run pip install 'parindex[office]'"
        raise _refuse(file.name, what, fix) from None
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        written = load_workbook(file, read_only=True)
    except (BadZipFile, OSError, KeyError, ValueError) as error:
        raise _refuse(file.name, f"this is no workbook ({error})", "Save it as .xlsx") from None
    try:
        sheet = book.worksheets[0]
        rows = list(enumerate(sheet.iter_rows(values_only=True), start=1))
        _refuse_empty_formulas(file.name, rows, written.worksheets[0].iter_rows(values_only=True))
        return [(number, [_exact_cell(cell) for cell in row]) for number, row in rows]
    finally:
        book.close()
        written.close()


def _refuse_empty_formulas(
    label: str, rows: Iterable[tuple[int, tuple[Any, ...]]], written: Iterable[tuple[Any, ...]]
) -> None:
    """Refuse a formula whose result was never saved: it would be taken for a missing fact."""
    problems = [
        Problem(f"{label}, row {number}", f"the result of {formula} was not saved", OPEN_AND_SAVE)
        for (number, row), formulas in zip(rows, written, strict=False)
        for cell, formula in zip(row, formulas, strict=False)
        if cell is None and isinstance(formula, str) and formula.startswith("=")
    ]
    if problems:
        raise FactsError(problems)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; a name that stands twice is refused."""
    double = [name for name, number in Counter(name for name, _ in pairs).items() if number > 1]
    if double:
        raise ValueError(f"{', '.join(double)} stands twice")
    return {unicodedata.normalize("NFC", name): value for name, value in pairs}


def _read_json(file: Path) -> list[tuple[int, list[Cell]]]:
    try:
        data = json.loads(
            file.read_text(encoding="utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once
        )
    except ValueError as error:
        raise _refuse(
            file.name, f"this is no JSON in UTF-8 ({error})", "Correct the file"
        ) from None
    units = data.get("units") if isinstance(data, dict) else data
    if not isinstance(units, list) or not all(isinstance(unit, dict) for unit in units):
        raise _refuse(file.name, "no list of units", 'Write [{"unit": "H01", …}, …]')
    columns = list(dict.fromkeys(["unit", *(key for unit in units for key in unit)]))
    rows = [[_exact_cell(unit.get(column)) for column in columns] for unit in units]
    return list(enumerate([list(columns), *rows] if units else [], start=1))


READERS = {".csv": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}


def read_table(file: Path) -> Table:
    """Read a file whose first row names the columns.

    Raises
    ------
    FactsError
        For a kind of file that is not known, a wrong encoding, or a file without rows.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise _refuse(file.name, f"«{file.suffix}» is not read", f"Use one of {known}")
    if not file.is_file():
        raise _refuse(file.name, "there is no such file", "Check the path")
    rows = [(number, row) for number, row in reader(file) if any(cell is not None for cell in row)]
    if len(rows) < 2:
        raise _refuse(file.name, "the file has no row of facts", "Give a header and a row per unit")
    columns = tuple(str(cell or "").strip() for cell in rows[0][1])
    width = len(columns)
    return Table(file.name, columns, tuple(_even(file.name, rows[1:], width)))


def _even(
    label: str, rows: Iterable[tuple[int, list[Cell]]], width: int
) -> Iterable[tuple[int, tuple[Cell, ...]]]:
    """Return rows of equal width; a cell outside the header is refused."""
    problems: list[Problem] = []
    even: list[tuple[int, tuple[Cell, ...]]] = []
    for number, row in rows:
        if any(cell is not None for cell in row[width:]):
            what = f"the row has {len(row)} cells, the header {width}"
            fix = "Put a value that holds a comma in quotes, or name the column"
            problems.append(Problem(f"{label}, row {number}", what, fix))
        even.append((number, tuple(row[:width]) + (None,) * (width - len(row))))
    if problems:
        raise FactsError(problems)
    return even


def only_rows(table: Table, conditions: Mapping[str, str]) -> Table:
    """Return the table with the rows whose cells equal the values asked for, as written.

    Raises
    ------
    FactsError
        For a column that the table has not, or when no row is left.
    """
    missing = [name for name in conditions if name not in table.columns]
    if missing:
        known = ", ".join(table.columns)
        raise FactsError(
            Problem(table.label, f"there is no column {name!r}", f"Use one of {known}")
            for name in missing
        )
    places = {table.columns.index(name): value for name, value in conditions.items()}
    rows = tuple(
        (number, cells)
        for number, cells in table.rows
        if all(str(cells[place]) == value for place, value in places.items())
    )
    if not rows:
        asked = ", ".join(f"{name}={value}" for name, value in conditions.items())
        raise _refuse(
            table.label, f"no row has {asked}", "Write the value as it stands in the file"
        )
    return Table(table.label, table.columns, rows)
