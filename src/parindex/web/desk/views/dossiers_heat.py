"""Bản đồ nhiệt: units by months, one measure; every cell leads to the unit's page of the month."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from parindex.web.caseflow.queries.board import units_for
from parindex.web.caseflow.queries.heat import MEASURES, HeatMap, heat_map
from parindex.web.desk.fields import csv_response
from parindex.web.desk.pages import page
from parindex.web.desk.views.dossiers import SECTION, chosen_view
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, require

FIRST = "766"


def _map(request: HttpRequest, units: list[Unit], newest: int) -> HeatMap:
    measure = MEASURES.get(request.GET.get("do", FIRST))
    year = request.GET.get("nam", str(newest))
    if measure is None or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404("no such measure or year")
    return heat_map(units, int(year), measure)


@page
def dossiers_heat(request: HttpRequest) -> HttpResponse:
    """Show all units that the person may look at, month by month."""
    require(request.user, Action.VIEW_DOSSIERS)
    units, view = units_for(request.user, timezone.localdate()), chosen_view(request)
    if view is None or not units:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": bool(units)})
    context = {
        **SECTION,
        "view": view,
        "map": _map(request, units, view.now.year),
        "measures": list(MEASURES.values()),
        "years": sorted({name[:4] for name in view.refresh.periods}, reverse=True),
    }
    return render(request, "desk/dossiers/heat.html", context)


@page
def dossiers_heat_csv(request: HttpRequest) -> HttpResponse:
    """Return the map as CSV: numerator and denominator of every unit and month that is known."""
    require(request.user, Action.VIEW_DOSSIERS)
    units, view = units_for(request.user, timezone.localdate()), chosen_view(request)
    if view is None:
        raise Http404("no dossiers were counted yet")
    shown = _map(request, units, view.now.year)
    head = ("unit", "name", "block", "period", "statistic", "numerator", "denominator")
    return csv_response(head, _rows(shown), f"ban-do-nhiet-{shown.measure.key}-{shown.year}")


def _rows(shown: HeatMap) -> Iterator[tuple[object, ...]]:
    for block in shown.blocks:
        for row in block.rows:
            for cell in row.cells:
                if cell.pair is not None:
                    yield (
                        *(row.unit.agency_code, row.unit.name, block.kind, cell.period),
                        *(shown.measure.statistic, *cell.pair),
                    )


PAGES = [
    path("ho-so/ban-do-nhiet/", dossiers_heat, name="dossiers_heat"),
    path("ho-so/ban-do-nhiet/csv/", dossiers_heat_csv, name="dossiers_heat_csv"),
]
