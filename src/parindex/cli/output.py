"""Rows of results as table, CSV or JSON; numbers in files use a point."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import typer

from parindex.rulebook.model import Node, Rulebook
from parindex.scoring.result import Result, UnitScore
from parindex.scoring.rounding import round_to

T = TypeVar("T")
WIDEST = 60
"""Letters of a text in a table; exact decimals of a figure are shorter."""

Row = Mapping[str, Any]
NODE_COLUMNS = ("unit", "code", "points", "max_points", "status")
"""Columns of a level below the unit; a set may have no node there, the header still stands."""


class Level(StrEnum):
    """What a row stands for."""

    UNIT = "unit"
    FIELD = "field"
    CRITERION = "criterion"
    COMPONENT = "component"


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def _shown(rulebook: Rulebook, value: Decimal | None) -> Decimal | None:
    return None if value is None else round_to(value, rulebook.rounding.display)


def _unit_row(rulebook: Rulebook, unit: UnitScore) -> Row:
    return {
        "unit": unit.unit,
        "block": unit.block,
        "score": _shown(rulebook, unit.points),
        "max_applicable": unit.max_applicable,
        "index": _shown(rulebook, unit.index),
        "rank": unit.rank,
        "band": unit.band.label.vi if unit.band else None,
    }


def nodes_at(rulebook: Rulebook, level: Level) -> tuple[Node, ...]:
    """Return the nodes of a level: fields, those between, or components."""
    if level is Level.FIELD:
        return rulebook.fields
    if level is Level.COMPONENT:
        return rulebook.leaves()
    below = (node for field in rulebook.fields for child in field.children for node in child.walk())
    return tuple(node for node in below if node.children)


def score_rows(rulebook: Rulebook, result: Result, level: Level) -> Iterator[Row]:
    """Return the rows of `parindex score`."""
    if level is Level.UNIT:
        for unit in result.units:
            yield _unit_row(rulebook, unit)
        return
    nodes = nodes_at(rulebook, level)
    for unit in result.units:
        for node in nodes:
            found = unit.nodes[node.code]
            yield {
                "unit": unit.unit,
                "code": node.code,
                "points": _shown(rulebook, found.points),
                "max_points": node.max_points,
                "status": found.status.value,
            }


def rank_rows(rulebook: Rulebook, result: Result) -> Iterator[Row]:
    """Return the rows of `parindex rank`, best first within each block."""
    for block in result.blocks():
        for unit in result.block(block):
            yield {
                "block": block,
                "rank": unit.rank,
                "unit": unit.unit,
                "name": unit.name,
                "index": _shown(rulebook, unit.index),
                "band": unit.band.label.vi if unit.band else None,
                "to_next_rank": _shown(rulebook, unit.to_next_rank),
                "to_next_band": _shown(rulebook, unit.to_next_band),
            }


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


def _width(text: str) -> int:
    """Return the columns a text takes; combining marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def as_table(rows: list[dict[str, str]], head: Sequence[str] = ()) -> str:
    """Return rows as aligned columns; a long text is cut with a mark, a figure never."""
    head = list(rows[0]) if rows else list(head)
    widths = {
        name: min(max([_width(name), *(_width(row[name]) for row in rows)]), WIDEST)
        for name in head
    }
    lines = []
    for row in [dict(zip(head, head, strict=True)), *rows]:
        shown = {name: _cut(row[name]) for name in head}
        cells = (shown[name] + " " * (widths[name] - _width(shown[name])) for name in head)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def render(rows: Iterable[Row], how: Format, head: Sequence[str] = ()) -> str:
    """Return rows as text in a format; None is an empty cell, null in JSON.

    `head` names the columns when there is no row.
    """
    found = [{name: _plain(value) for name, value in row.items()} for row in rows]
    if how is Format.JSON:
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    cells = [{k: "" if v is None else str(v) for k, v in row.items()} for row in found]
    if how is Format.TABLE:
        return as_table(cells, head)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(cells[0]) if cells else head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    return stream.getvalue()


@contextmanager
def progress(units: Sequence[T], label: str) -> Iterator[Iterable[T]]:
    """Count units on the error stream while somebody watches; nothing is printed into a pipe."""
    if not sys.stderr.isatty():
        yield units
        return
    with typer.progressbar(units, label=label, file=sys.stderr) as counted:
        yield counted


def write(rows: Iterable[Row], how: Format, file: Path | None) -> None:
    """Write rows to a file, or on the screen."""
    text = render(rows, how, NODE_COLUMNS)
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        typer.echo(f"{file}: {text.count(chr(10))} lines", err=True)
