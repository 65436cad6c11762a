"""Đối soát: the local records of a unit against the portal's copy, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parindex.web.caseflow.access import access_unit
from parindex.web.caseflow.queries.reconcile import (
    difference_lines,
    has_portal,
    kind_titles,
    reconcile_page,
)
from parindex.web.caseflow.queries.whose import is_province
from parindex.web.caseflow.scopes import View
from parindex.web.desk.fields import csv_response, figure
from parindex.web.desk.pages import page
from parindex.web.desk.views.dossiers import SECTION, chosen_view, needed_view
from parindex.web.desk.views.dossiers_letters import OF_UNIT, number_of_page, unit_context
from parindex.web.org.models import Unit


def _unit_of(request: HttpRequest, unit_id: int) -> Unit:
    """Return a unit that has dossiers of its own; a province has those of its units."""
    unit = access_unit(unit_id, user=request.user)
    if is_province(unit):
        raise Http404(unit_id)
    return unit


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("loai", "")
    if kind and kind not in kind_titles():
        raise Http404(kind)
    return kind


@page
def dossier_reconcile(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show what differs, each difference explained, and what it is worth in points."""
    unit, view = _unit_of(request, unit_id), chosen_view(request)
    if view is None:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": True})
    kind = _kind(request)
    known = has_portal(view)
    context = {
        **unit_context(unit, view),
        "has_portal": known,
        "kind": kind,
        "query": urlencode({"loai": kind, "ky": view.period}),
        "list": reconcile_page(view, unit, kind, number_of_page(request)) if known else None,
    }
    return render(request, "desk/dossiers/reconcile.html", context)


@page
def dossier_reconcile_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the differences as CSV; points with all their digits, blank where not known."""
    unit, view = _unit_of(request, unit_id), needed_view(request)
    if not has_portal(view):
        raise Http404("no portal's copy")
    head = ("unit", "period", "dossier_code", "kind", "points", "changes", "sentence")
    rows = _rows(view, unit, _kind(request))
    return csv_response(head, rows, f"doi-soat-{unit.agency_code}-{view.period}")


def _rows(view: View, unit: Unit, kind: str) -> Iterator[tuple[object, ...]]:
    for line in difference_lines(view, unit, kind):
        changes = "; ".join(f"{name} {change:+d}" for name, change in line.changes)
        yield (
            *(unit.agency_code, view.period, line.code, line.kind),
            *(figure(line.points), changes, line.sentence),
        )


PAGES = [
    path(f"{OF_UNIT}doi-soat/", dossier_reconcile, name="dossier_reconcile"),
    path(f"{OF_UNIT}doi-soat/csv/", dossier_reconcile_csv, name="dossier_reconcile_csv"),
]
