"""Steers a filled sheet to its aim: what appraisers cut, what the survey gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from parindex.errors import ParindexError
from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.enums import RowStatus
from parindex.web.assessment.models import Row
from parindex.web.practice.generator.filling import is_base

ZERO, CENT, HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
LEAST, MOST = Decimal("0.45"), Decimal("0.97")
"""Shares of the survey's points that a unit gets at least and at most."""


class AimError(ParindexError):
    """The facts of a sheet leave no way to its aim."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet must come to: points of the base, of which some are given by others."""

    points: Decimal
    given: Decimal


def cents(value: Decimal) -> Decimal:
    """Return points to the hundredth."""
    return value.quantize(CENT, ROUND_HALF_UP)


def tops(rows: Sequence[Row], book: Book) -> tuple[Decimal, Decimal]:
    """Return the applicable maxima of declared rows and of rows that others give."""
    declared = given = ZERO
    for row in rows:
        if not is_base(book, row) or row.self_status == RowStatus.NOT_APPLICABLE:
            continue
        declared += row.max_points if row.is_declared else ZERO
        given += ZERO if row.is_declared else row.max_points
    return declared, given


def plan(rows: Sequence[Row], book: Book, index: Decimal, rng: Random) -> Plan:
    """Return how the aim is divided between declared and given rows."""
    declared, given = tops(rows, book)
    points = cents(index * (declared + given) / HUNDRED)
    share = index / HUNDRED + Decimal(rng.randint(-20, 20)) / 1000
    return Plan(points, cents(given * min(max(share, LEAST), MOST)))


def cut(rows: Sequence[Row], book: Book, wanted: Decimal, rng: Random) -> dict[str, Decimal]:
    """Return final points of declared rows: their own, cut here and there down to `wanted`."""
    final = {row.component: row.self_points for row in rows if row.self_points is not None}
    base = [row for row in rows if row.component in final and is_base(book, row)]
    excess = sum((final[row.component] for row in base), ZERO) - wanted
    for _ in range(4):
        rng.shuffle(base)
        for row in base:
            if excess < Decimal("0.2"):
                return final
            part = min(_cut_of(row, book, final[row.component], rng), final[row.component])
            if part <= excess:
                final[row.component] -= part
                excess -= part
    return final


def _cut_of(row: Row, book: Book, points: Decimal, rng: Random) -> Decimal:
    """Return a whole number of steps, up to all points of a small row."""
    step = book.components[row.component].leaf.step or CENT
    share = Decimal(rng.choice(("0.15", "0.3", "0.5", "1")))
    share = min(share, Decimal("0.5")) if row.max_points > 2 else share
    steps = max((points * share / step).to_integral_value(ROUND_HALF_UP), Decimal(1))
    return steps * step


def give(rows: Sequence[Row], total: Decimal, rng: Random) -> dict[str, Decimal]:
    """Return points of given rows that add up to `total`, none above its maximum."""
    whole = sum((row.max_points for row in rows), ZERO)
    if not ZERO <= total <= whole:
        raise AimError(f"{total} points cannot be given to rows worth {whole}")
    share = total / whole
    slack = min(share, 1 - share, Decimal("0.06"))
    points = {}
    for row in rows:
        noise = slack * Decimal(rng.randint(-100, 100)) / 100
        points[row.component] = cents(row.max_points * (share + noise))
    _settle(rows, points, total)
    return points


def _settle(rows: Sequence[Row], points: dict[str, Decimal], total: Decimal) -> None:
    """Add what is lacking, or take what is too much, from the largest rows on."""
    lacking = total - sum(points.values(), ZERO)
    for row in sorted(rows, key=lambda each: -each.max_points):
        old = points[row.component]
        points[row.component] = min(max(old + lacking, ZERO), row.max_points)
        lacking -= points[row.component] - old


def finals(rows: Sequence[Row], book: Book, index: Decimal, rng: Random) -> dict[str, Decimal]:
    """Return the final points of every applicable row, adding up to the aim to the hundredth."""
    wanted = plan(rows, book, index, rng)
    final = cut(rows, book, wanted.points - wanted.given, rng)
    base = (row for row in rows if is_base(book, row) and row.component in final)
    rest = wanted.points - sum((final[row.component] for row in base), ZERO)
    others = [row for row in rows if not row.is_declared]
    return {**final, **give(others, rest, rng)}
