"""Fills sheets: made-up facts, and the self-scores that the engine makes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.domain.rounds import new_row
from parindex.web.assessment.domain.scores import self_scores, status_of
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.models import Unit
from parindex.web.practice.generator.facts import Declaring, Facts, declare, leave_out

ZERO = Decimal(0)
SPREAD, STEP, TRIES = 0.12, 0.03, 30


@dataclass(frozen=True, slots=True)
class Filling:
    """How a sheet is to be filled: seed, level from 0 to 1, least sum that the unit claims."""

    seed: str
    level: float
    claims: Decimal = ZERO
    fixed: Facts | None = None
    left_out: Collection[str] = ()
    skipped: Collection[str] = ()


def empty_rows(sheet: Sheet, book: Book) -> list[Row]:
    """Return the rows of a sheet, not yet saved."""
    return [new_row(sheet, book, key, place) for place, key in enumerate(book.components)]


def is_base(book: Book, row: Row) -> bool:
    """Say whether the points of a row enter the sum before bonus and penalty."""
    return book.components[row.component].node.part == "base"


def fill(rows: Sequence[Row], book: Book, filling: Filling) -> Decimal:
    """Declare facts in all rows and score them; return the sum that the unit claims.

    The level rises until the sum is enough; `skipped` rows stay empty.
    """
    level, claimed = filling.level, ZERO
    for _ in range(TRIES):
        _declare(rows, book, filling, level)
        claimed = score(rows, book)
        if claimed >= filling.claims:
            break
        level += STEP
    return claimed


def _declare(rows: Sequence[Row], book: Book, filling: Filling, level: float) -> None:
    rng = Random(filling.seed)  # noqa: S311  a generator of data, not of secrets
    it = Declaring(book, rng, filling.fixed or {})
    for row in rows:
        if row.component in filling.left_out:
            leave_out(it, book.components[row.component].leaf)
    commune = commune_type(rows[0].sheet.unit)
    for row in rows:
        component = book.components[row.component]
        if not component.is_declared or row.component in filling.skipped:
            continue
        own = min(max(level + rng.gauss(0, SPREAD), 0.05), 1.0)
        if row.component not in filling.left_out:
            declare(it, component.leaf, row.max_points, own, commune)
        row.facts = {name: it.known[name] for name in component.declares if name in it.known}


def commune_type(unit: Unit) -> str:
    """Return what a commune answers when it is asked what it is."""
    return "ward" if unit.name.startswith("Phường ") else "commune"


def score(rows: Sequence[Row], book: Book) -> Decimal:
    """Write what the engine says of the facts into the rows; return the sum of the base."""
    nodes, claimed = self_scores(book, list(rows)).nodes, ZERO
    for row in rows:
        node = nodes[row.code]
        row.self_status, row.self_points = status_of(node.status), node.points
        if row.self_points is not None and is_base(book, row):
            claimed += row.self_points
    return claimed
