"""Reads the tables of a `.docx` file as grids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from parindex.errors import Problem
from parindex.rulebook.annex.grid import Cell, Grid, Row
from parindex.rulebook.annex.words import clean

_AUTOMATIC = (
    "Word numbers this row automatically, so the number is not in the text",
    "Turn automatic numbers into text in Word and save the file again",
)
_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


def read(file: Path, problems: list[Problem]) -> Iterator[Grid]:
    """Return the tables in their order, each with the paragraphs above it."""
    with file.open("rb") as stream:
        document = docx.Document(stream)
    if _has_changes(document):
        what = "the document holds tracked changes, so its text is not settled"
        problems.append(Problem(file.name, what, "Accept or reject them all in Word"))
    above: list[str] = []
    number = 0
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            above.append(clean(block.text))
            continue
        number += 1
        yield _grid(block, f"table {number}", "\n".join(text for text in above if text))
        above.clear()


def _has_changes(document: Document) -> bool:
    body = document.element.body
    return any(next(body.iter(qn(name)), None) is not None for name in _CHANGES)


def _grid(table: Table, name: str, above: str) -> Grid:
    begins: dict[Any, tuple[int, int]] = {}
    rows = []
    for index, row in enumerate(table.rows):
        cells = [Cell(origin=(index, column)) for column in range(row.grid_cols_before)]
        for column, cell in enumerate(row.cells, start=row.grid_cols_before):
            origin = begins.setdefault(cell._tc, (index, column))
            cells.append(_cell(cell, origin, is_own=origin == (index, column)))
        rows.append(Row(f"{name}, row {index + 1}", tuple(cells)))
    return Grid(name, tuple(rows), above)


def _cell(cell: _Cell, origin: tuple[int, int], *, is_own: bool) -> Cell:
    lines = [_line(paragraph) for paragraph in cell.paragraphs]
    text = clean("\n".join(lines))
    is_numbered = not text and any(_is_numbered(paragraph) for paragraph in cell.paragraphs)
    return Cell(text, origin, is_own, fault=_AUTOMATIC if is_numbered else None)


def _line(paragraph: Paragraph) -> str:
    """Return a paragraph; one of an automatic list begins with a dash, as it is printed."""
    text = clean(paragraph.text)
    return f"- {text}" if text and text[0] not in "-–+•*" and _is_numbered(paragraph) else text


def _is_numbered(paragraph: Paragraph) -> bool:
    styles = [paragraph._p.pPr]
    style = paragraph.style
    if style is not None:
        styles.append(style.element.pPr)
    return any(each is not None and each.numPr is not None for each in styles)
