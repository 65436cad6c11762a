"""The heat map of a province: units by months, one measure, each cell a share or a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.web.caseflow.domain.words import period_words
from parindex.web.caseflow.queries.board import percent
from parindex.web.caseflow.queries.facts import Pair, facts_by_period, sum_of
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Measure:
    """What the map shows: a statistic as a share in percent, or its count.

    `bounds` are where one of the seven colours ends and the next begins, worst first; for a count
    where less is better they fall.
    """

    key: str
    label: Promise
    statistic: str
    is_share: bool
    bounds: tuple[int, ...]

    def heat(self, value: Decimal | int) -> int:
        """Return the colour of a value, 0 (look here first) to 6."""
        if self.bounds[0] < self.bounds[-1]:
            return sum(value >= bound for bound in self.bounds)
        return sum(value <= bound for bound in self.bounds)


MEASURES = {
    each.key: each
    for each in (
        Measure(
            "766",
            _("Tỷ lệ đúng hạn theo Quyết định 766"),
            "dossiers_on_time",
            is_share=True,
            bounds=(50, 60, 70, 80, 90, 95),
        ),
        Measure(
            "mot-cua",
            _("Tỷ lệ đúng hạn theo báo cáo một cửa"),
            "local_on_time",
            is_share=True,
            bounds=(50, 60, 70, 80, 90, 95),
        ),
        Measure(
            "qua-han",
            _("Số hồ sơ quá hạn (766)"),
            "dossiers_overdue",
            is_share=False,
            bounds=(200, 100, 50, 20, 5, 0),
        ),
        Measure(
            "truc-tuyen",
            _("Tỷ lệ hồ sơ trực tuyến"),
            "dossiers_online",
            is_share=True,
            bounds=(10, 25, 40, 50, 70, 90),
        ),
    )
}
"""What can be chosen; 50 percent online is where component 3.3 gives all its points."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One unit in one month; `pair` None is missing, a whole of 0 is «nothing arisen»."""

    period: str
    words: str
    pair: Pair | None
    value: Decimal | int | None
    heat: int | None

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known, which is not 0."""
        return self.pair is None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit."""

    unit: Unit
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatBlock:
    """Units of one block, which are never held against those of another, and their sums."""

    kind: str
    label: str
    rows: tuple[HeatRow, ...]
    sums: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The map of a year."""

    year: int
    measure: Measure
    months: tuple[tuple[str, int], ...]
    blocks: tuple[HeatBlock, ...]
    legend: tuple[tuple[int, str], ...]


def heat_map(units: Sequence[Unit], year: int, measure: Measure) -> HeatMap:
    """Return the map of a year, of some units in their order, in one query."""
    periods = [f"{year}-{month:02d}" for month in MONTHS]
    facts = facts_by_period([unit.agency_code for unit in units], periods)
    pairs = {key: found.get(measure.statistic) for key, found in facts.items()}
    rows = [
        HeatRow(
            unit,
            tuple(_cell(measure, text, pairs.get((unit.agency_code, text))) for text in periods),
        )
        for unit in units
    ]
    return HeatMap(
        year,
        measure,
        tuple((text, month) for text, month in zip(periods, MONTHS, strict=True)),
        tuple(_blocks(rows, measure, periods)),
        tuple(_legend(measure)),
    )


def _cell(measure: Measure, period: str, pair: Pair | None) -> HeatCell:
    value: Decimal | int | None = None
    if pair is not None:
        value = percent(pair) if measure.is_share else pair[0]
    heat = None if value is None else measure.heat(value)
    return HeatCell(period, period_words(period), pair, value, heat)


def _blocks(
    rows: Sequence[HeatRow], measure: Measure, periods: Sequence[str]
) -> Iterator[HeatBlock]:
    """Yield the blocks of which anything is known, with the sums of their units."""
    for kind in dict.fromkeys(row.unit.kind for row in rows):
        own = tuple(row for row in rows if row.unit.kind == kind)
        if all(cell.is_missing for row in own for cell in row.cells):
            continue
        sums = (
            _cell(measure, text, sum_of(row.cells[place].pair for row in own))
            for place, text in enumerate(periods)
        )
        yield HeatBlock(kind, str(UnitKind(kind).label), own, tuple(sums))


def _legend(measure: Measure) -> Iterator[tuple[int, str]]:
    """Yield each colour with the values that it stands for, in figures."""
    bounds, sign = measure.bounds, "%" if measure.is_share else ""
    rises = bounds[0] < bounds[-1]
    yield 0, f"< {bounds[0]}{sign}" if rises else f"> {bounds[0]}{sign}"
    for place, (one, other) in enumerate(pairwise(bounds), 1):
        yield place, f"{one} – < {other}{sign}" if rises else f"{other + 1} – {one}{sign}"
    yield len(bounds), f"≥ {bounds[-1]}{sign}" if rises else f"{bounds[-1]}{sign}"
