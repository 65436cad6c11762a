"""Scores of a sheet: what its facts give, and what others decided. The server computes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from parindex.errors import (
    CountError,
    OptionError,
    ParindexError,
    Problem,
    ProblemsError,
    ScoreAboveMaximumError,
)
from parindex.scoring import Status, UnitFacts, UnitScore
from parindex.scoring.cells import CellError, fact_of
from parindex.scoring.facts import FactValue
from parindex.scoring.result import NodeScore
from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.domain.refusals import unreadable, unscorable
from parindex.web.assessment.enums import Exemption, RowStatus, Stage
from parindex.web.assessment.models import Row, Ruling
from parindex.web.common.formats import language

FINAL_ORDER = (Stage.COUNCIL, Stage.APPRAISAL_2, Stage.APPRAISAL_1)


class DeclarationError(ProblemsError):
    """What was declared cannot be scored; nothing was saved."""

    title = "The declaration is refused"


Declared = str | bool
"""A fact as a sheet keeps it: a text, or a yes or no."""


def parse_fact(book: Book, name: str, text: Declared) -> FactValue:
    """Return a declared text as its fact's value; CellError if it is none."""
    return fact_of(text, book.rulebook.facts[name])


def stored(value: FactValue) -> str | bool:
    """Return a fact as a sheet keeps it: digit by digit."""
    return value if isinstance(value, bool) else str(value)


def clean_facts(
    book: Book, declares: Iterable[str], given: Mapping[str, str | bool | None], code: str
) -> dict[str, str | bool | None]:
    """Return declared facts as a sheet keeps them; None where one is taken away.

    Raises
    ------
    DeclarationError
        With every fact that is not known here or cannot be read.
    """
    known, clean, problems = set(declares), {}, []
    for name, text in given.items():
        where = f"{code}, {name}"
        if name not in known:
            what, fix = _("số liệu này không khai ở mục này"), _("Tải lại trang")
            problems.append(Problem(where, what, fix))
        elif text is None or (isinstance(text, str) and not text.strip()):
            clean[name] = None
        else:
            try:
                clean[name] = stored(parse_fact(book, name, text))
            except CellError as error:
                fact = book.rulebook.facts[name]
                label = fact.label.in_language(language())
                problems.append(Problem(f"{code}, {label}", *unreadable(fact, text, error)))
    if problems:
        raise DeclarationError(problems)
    return clean


def facts_of(book: Book, rows: Iterable[Row]) -> dict[str, FactValue]:
    """Return all facts that a sheet declares, as values."""
    return {
        name: parse_fact(book, name, text)
        for row in rows
        if row.is_active
        for name, text in row.facts.items()
        if name in book.rulebook.facts
    }


def _decided(
    rows: Iterable[Row], stages: tuple[Stage, ...], points: dict[str, Decimal | Status]
) -> None:
    for row in rows:
        by_stage = {ruling.stage: ruling for ruling in row.rulings.all()}
        found = next((by_stage[stage] for stage in stages if stage in by_stage), None)
        if found is not None:
            points[row.code] = _as_points(found)


def _as_points(ruling: Ruling) -> Decimal | Status:
    return ruling.points if ruling.points is not None else Status(ruling.status)


def _unit_facts(
    book: Book,
    rows: list[Row],
    values: Mapping[str, FactValue],
    points: Mapping[str, Decimal | Status],
) -> UnitFacts:
    sheet = rows[0].sheet
    return UnitFacts(sheet.unit.code, sheet.unit.name, book.block, values, points)


def self_scores(book: Book, rows: list[Row], *, trace: bool = False) -> UnitScore:
    """Return what a sheet's own facts give; `rows` are all its rows, with sheet and unit."""
    points: dict[str, Decimal | Status] = {
        row.code: Status.NOT_APPLICABLE
        for row in rows
        if row.is_active and row.exemption == Exemption.GRANTED
    }
    return _run(book, rows, points, trace=trace)


def final_scores(
    book: Book, rows: list[Row], *, stages: tuple[Stage, ...] = FINAL_ORDER
) -> UnitScore:
    """Return what others decided, the last stage of each row first; undecided rows are missing.

    `rows` need their rulings prefetched.
    """
    points: dict[str, Decimal | Status] = {
        row.code: Status.MISSING for row in rows if row.is_active
    }
    active = [row for row in rows if row.is_active]
    _decided(active, (*stages, Stage.GIVEN), points)
    for row in active:
        if row.exemption == Exemption.GRANTED:
            points[row.code] = Status.NOT_APPLICABLE
    return _run(book, rows, points, trace=False)


def _run(
    book: Book, rows: list[Row], points: Mapping[str, Decimal | Status], *, trace: bool
) -> UnitScore:
    scorer = book.tracer if trace else book.scorer
    try:
        return scorer.unit(_unit_facts(book, rows, facts_of(book, rows), points))
    except (CountError, OptionError, ScoreAboveMaximumError) as error:
        where = rows[0].sheet.unit.name
        raise DeclarationError([Problem(where, *unscorable(error))]) from error


def node_with(
    book: Book, row: Row, rows: list[Row], facts: Mapping[str, str | bool | None]
) -> NodeScore:
    """Return what other facts would give one component, with its status."""
    changed = clean_facts(book, book.components[row.component].leaf.fact_names(), facts, row.code)
    values = {**facts_of(book, rows)}
    for name, text in changed.items():
        values.pop(name, None)
        if text is not None:
            values[name] = parse_fact(book, name, text)
    try:
        return book.scorer.unit(_unit_facts(book, rows, values, {})).nodes[row.code]
    except ParindexError as error:
        raise DeclarationError([Problem(row.code, *unscorable(error))]) from error


def score_with(
    book: Book, row: Row, rows: list[Row], facts: Mapping[str, str | bool | None]
) -> Decimal | None:
    """Return the points that other facts would give one component, None where they do not do."""
    return node_with(book, row, rows, facts).points


def status_of(status: Status) -> RowStatus:
    """Return a status of the engine as the sheet keeps it."""
    return RowStatus(status.value)
