"""Open data: CSV and JSON twins of public pages; numbers with a point, blanks for unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from parindex.web.results import access
from parindex.web.results.models import Block, NodeResult, UnitResult


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def _unit(unit: UnitResult) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "score": unit.points,
        "max_applicable": unit.max_applicable,
        "index": unit.index,
        "rank": unit.rank,
        "band": unit.band["vi"] if unit.band else None,
        "status": unit.status,
    }


def _csv(rows: Iterator[dict[str, Any]], name: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(response, list(row))
            writer.writeheader()
        writer.writerow({key: _plain(value) for key, value in row.items()})
    return response


def _block(edition: str, block: str) -> Block:
    return access.access_block(access.access_edition(edition), block)


def block_csv(_request: HttpRequest, edition: str, block: str) -> HttpResponse:
    """Return the ranking of a block as CSV."""
    found = _block(edition, block)
    return _csv((_unit(unit) for unit in found.units.all()), f"{edition}-{block}")


def block_json(_request: HttpRequest, edition: str, block: str) -> HttpResponse:
    """Return the ranking of a block as JSON, with source and rulebook."""
    found = _block(edition, block)
    units = [
        {key: _plain(value) for key, value in _unit(unit).items()} for unit in found.units.all()
    ]
    data = {
        "edition": edition,
        "version": found.edition.version,
        "title": found.edition.title_vi,
        "cut_off": found.edition.cut_off.isoformat(),
        "simulated": found.edition.simulated,
        "block": block,
        "rulebook": found.rulebook,
        "rulebook_sha256": found.rulebook_hash,
        "code_version": found.edition.code_version,
        "origins": found.edition.origins,
        "units": units,
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def scores_csv(_request: HttpRequest, edition: str, block: str) -> HttpResponse:
    """Return every component's points of every unit of a block as CSV."""
    found = _block(edition, block)
    scores = NodeResult.objects.filter(node__block=found)
    scores = scores.select_related("node", "unit_result").defer("explanation", "node__texts")
    rows = (
        {
            "unit": score.unit_result.unit,
            "code": score.node.code,
            "name": score.node.name_vi,
            "points": score.points,
            "max_points": score.node.max_points,
            "max_applicable": score.max_applicable,
            "status": score.status,
            "imported": int(score.is_imported),
        }
        for score in scores.order_by("unit_result__unit", "node__position")
    )
    return _csv(rows, f"{edition}-{block}-components")
