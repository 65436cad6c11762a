"""Units of a block in order, with the figures of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q

from parindex.web.common.formats import language, plain_name, sort_key
from parindex.web.results.models import Block, Node, NodeResult, UnitResult

ZERO = Decimal(0)
HEAT_STEPS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one field: points, what it is of, its share and a step from 0 to 6."""

    node: Node
    status: str
    points: Decimal | None
    top: Decimal
    share: Decimal | None
    heat: int | None
    is_imported: bool


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in a ranking."""

    unit: UnitResult
    width: Decimal
    band: str
    reduced: bool
    cells: tuple[Cell, ...]


def share_of(points: Decimal | None, top: Decimal) -> Decimal | None:
    """Return points over their maximum in percent, None when there are none."""
    return None if points is None or not top else 100 * points / top


def heat_of(share: Decimal | None) -> int | None:
    """Return a step from 0 to 6 for a share in percent."""
    return None if share is None else min(HEAT_STEPS - 1, int(share * HEAT_STEPS / 100))


def cell_of(score: NodeResult) -> Cell:
    """Return a score as a cell."""
    share = share_of(score.points, score.max_applicable)
    return Cell(
        node=score.node,
        status=score.status,
        points=score.points,
        top=score.max_applicable,
        share=share,
        heat=heat_of(share),
        is_imported=score.is_imported,
    )


def field_nodes(block: Block) -> list[Node]:
    """Return the fields of a block's rulebook that enter the sum."""
    return list(block.nodes.filter(depth=0, part="base"))


def heat_nodes(block: Block) -> list[Node]:
    """Return what the heat map shows: fields, or the parts of an only field."""
    fields = field_nodes(block)
    if len(fields) == 1:
        parts = list(block.nodes.filter(parent=fields[0]))
        return parts or fields
    return fields


def ranking(block: Block, *, order: str = "rank", query: str = "", band: str = "") -> list[RankRow]:
    """Return the units of a block with their field figures, sorted and filtered."""
    nodes = heat_nodes(block)
    scores = (
        NodeResult.objects.filter(node__in=nodes)
        .defer("explanation")
        .select_related("node")
        .order_by("node__position")
    )
    units = block.units.prefetch_related(Prefetch("scores", scores, to_attr="shown"))
    if query:
        words = Q(plain_name__contains=plain_name(query)) | Q(unit__icontains=query)
        units = units.filter(words)
    if band:
        units = units.filter(band_place=int(band)) if band.isdigit() else units.none()
    full = max((unit.max_applicable for unit in block.units.all()), default=ZERO)
    rows = [_rank_row(unit, full) for unit in units]
    return sorted(rows, key=lambda row: _order_key(row, order))


def _rank_row(unit: UnitResult, full: Decimal) -> RankRow:
    return RankRow(
        unit=unit,
        width=unit.index if unit.index is not None else ZERO,
        band=(unit.band or {}).get(language(), ""),
        reduced=unit.max_applicable < full,
        cells=tuple(cell_of(score) for score in unit.shown),
    )


def _order_key(row: RankRow, order: str) -> Any:
    if order == "name":
        return sort_key(row.unit.name)
    for cell in row.cells:
        if order == cell.node.code:
            return (cell.share is None, -(cell.share or ZERO), row.unit.rank or 0)
    return (row.unit.rank is None, row.unit.rank or 0, sort_key(row.unit.name))


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many units a band holds."""

    place: int
    label: str
    lower: Decimal
    units: int


def band_counts(block: Block) -> list[BandCount]:
    """Return the bands of a block with their numbers of units."""
    found = dict(block.units.values_list("band_place").annotate(Count("id")))
    return [
        BandCount(place, band["label"][language()], Decimal(band["lower"]), found.get(place, 0))
        for place, band in enumerate(block.bands)
    ]
