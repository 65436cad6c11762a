"""Charts as SVG files of their own, so that a page needs no inline style and stays small."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from parindex.documents.charts import Dot, FieldBar, fields_chart, strip_chart
from parindex.web.common.formats import language
from parindex.web.common.pictures import svg_response
from parindex.web.results import access, queries
from parindex.web.results.models import Block

LOOK = 5
"""Raised when the look of charts changes, so that kept pictures are made again."""


def _picture(block: Block, name: str, theme: str, draw: Callable[[], str]) -> HttpResponse:
    """Return a kept picture, or draw and keep it; an edition is frozen, so is its picture."""
    if theme not in {"light", "dark"}:
        raise Http404(theme)
    key = f"chart-{LOOK}-{block.pk}-{block.edition.content_hash}-{name}-{theme}-{language()}"
    svg = cache.get_or_set(key, draw)
    response = svg_response(svg)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _axis(values: list[Decimal], top: Decimal) -> tuple[Decimal, Decimal]:
    """Return ends of an axis that holds all values, on multiples of five or one."""
    step = Decimal(5) if top > 25 else Decimal(1)
    low = (min(values, default=Decimal(0)) / step).to_integral_value(ROUND_FLOOR) * step
    high = (max(values, default=top) / step).to_integral_value(ROUND_CEILING) * step
    return low, high if high > low else low + step


def unit_fields(_request: HttpRequest, edition: str, unit: str, theme: str) -> HttpResponse:
    """Return points won and lost by field for a unit."""
    found = access.access_unit(access.access_edition(edition), unit)

    def draw() -> str:
        bars = [
            FieldBar(f"{line.node.code}. {line.name}", line.won, line.score.lost)
            for line in queries.scorecard(found).parts
            if line.node.part == "base"
        ]
        return fields_chart(bars, language=language(), theme=theme)

    return _picture(found.block, f"unit-{found.pk}", theme, draw)


def block_strip(_request: HttpRequest, edition: str, block: str, theme: str) -> HttpResponse:
    """Return the index of all units of a block on one strip."""
    found = access.access_block(access.access_edition(edition), block)

    def draw() -> str:
        dots = [Dot(unit.name, unit.index) for unit in found.units.all() if unit.index is not None]
        low, high = _axis([dot.value for dot in dots], Decimal(100))
        title = _("Chỉ số (%)")
        return strip_chart(
            dots,
            title=title,
            low=low,
            high=high,
            mean=found.mean_index,
            language=language(),
            theme=theme,
        )

    return _picture(found, "block", theme, draw)


def node_strip(
    _request: HttpRequest, edition: str, block: str, code: str, theme: str
) -> HttpResponse:
    """Return the points of all units in one node on one strip."""
    found = access.access_block(access.access_edition(edition), block)
    node = access.access_node(found, code)

    def draw() -> str:
        page = queries.node_page(node)
        dots = [
            Dot(row.unit.name, row.score.points)
            for row in page.rows
            if row.score.points is not None
        ]
        values = [dot.value for dot in dots]
        mean = sum(values, Decimal(0)) / len(values) if values else None
        low, high = _axis(values, node.max_points)
        return strip_chart(
            dots,
            title=_("Điểm"),
            low=low,
            high=high,
            mean=mean,
            language=language(),
            theme=theme,
        )

    return _picture(found, f"node-{node.pk}", theme, draw)
