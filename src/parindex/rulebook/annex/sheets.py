"""Reads the sheets of an `.xlsx` file as grids."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from parindex.errors import Problem
from parindex.rulebook.annex.grid import NOTHING, Cell, Grid, Row
from parindex.rulebook.annex.words import clean

_FIXED = re.compile(r"[#0,]*0\.(0+)(?:_.*|;.*)?")


def read(file: Path, problems: list[Problem]) -> Iterator[Grid]:  # noqa: ARG001 - as for tables
    """Return the visible sheets in their order; a cell that cannot be read says why."""
    content = file.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that the annex does not need
        stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in stored.worksheets:
        if sheet.sheet_state == "visible":
            yield _grid(sheet, written[sheet.title])


def _grid(sheet: Worksheet, written: Worksheet) -> Grid:
    origins = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1)
        for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1)
    }
    name = f"sheet «{sheet.title}»"
    shown: dict[tuple[int, int], Cell] = {}
    for row, (cells, formulas) in enumerate(
        zip(sheet.iter_rows(), written.iter_rows(), strict=False), start=1
    ):
        for column, (cell, formula) in enumerate(zip(cells, formulas, strict=False), start=1):
            fault = _fault(cell.value, formula.value)
            text = "" if fault else _text(cell.value, str(cell.number_format))
            shown[row, column] = Cell(text, (row, column), fault=fault)
    return Grid(name, tuple(_rows(name, sheet, origins, shown)))


def _rows(
    name: str,
    sheet: Worksheet,
    origins: dict[tuple[int, int], tuple[int, int]],
    shown: dict[tuple[int, int], Cell],
) -> Iterator[Row]:
    for row in range(1, sheet.max_row + 1):
        cells = []
        for place in ((row, column) for column in range(1, sheet.max_column + 1)):
            origin = origins.get(place, place)
            cells.append(replace(shown.get(origin, NOTHING), origin=origin, is_own=origin == place))
        yield Row(f"{name}, row {row}", tuple(cells))


def _fault(value: Any, formula: Any) -> tuple[str, str] | None:
    if isinstance(value, date):
        what = f"Excel turned the text into the date {value:%d/%m/%Y}"
        return what, "Format the cell as text and type the code again"
    if value is None and str(formula).startswith("="):
        return "the formula has no stored result", "Open the file in Excel and save it"
    if str(value).startswith("#") and str(formula).startswith("="):
        return f"the formula gives {value}", "Correct the formula"
    return None


def _text(value: Any, number_format: str) -> str:
    """Return what the cell shows; a float keeps the 15 digits that Excel itself knows."""
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, int | float):
        return clean(str(value))
    exact = Decimal(format(value, ".15g"))
    if number_format.endswith("%"):
        return f"{format((exact * 100).normalize(), 'f')}%"
    fixed = _FIXED.fullmatch(number_format)
    text = format(exact, "f")
    decimals = len(text.partition(".")[2])
    if fixed is not None and decimals < len(fixed[1]):
        return format(exact, f".{len(fixed[1])}f")
    return text
