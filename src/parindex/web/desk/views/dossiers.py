"""Hồ sơ TTHC: today's board, then the list, then the dossier; every count leads to its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from parindex.errors import NotFoundError
from parindex.web.caseflow.access import access_dossier, access_unit
from parindex.web.caseflow.domain.overview import unit_page
from parindex.web.caseflow.domain.stakes import verdicts
from parindex.web.caseflow.domain.words import list_title, period_words, statistic_words
from parindex.web.caseflow.moments import wall_now
from parindex.web.caseflow.queries.board import board, periods_known, sums, units_for
from parindex.web.caseflow.queries.charts import charts_of
from parindex.web.caseflow.queries.dossier import beside_dossier, procedures
from parindex.web.caseflow.queries.letters import letter_form_of
from parindex.web.caseflow.queries.lists import FileList, file_list, judged
from parindex.web.caseflow.scopes import View, newest_refresh, view_of
from parindex.web.desk.dossier_lines import board_rows, sum_row
from parindex.web.desk.fields import csv_response
from parindex.web.desk.pages import page
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may, require

SECTION = {"section": "dossiers"}


def chosen_view(request: HttpRequest) -> View | None:
    """Return the period that a page asks for, as the last refresh counted it."""
    refresh = newest_refresh()
    return None if refresh is None else view_of(refresh, request.GET.get("ky", ""))


def needed_view(request: HttpRequest) -> View:
    """Return the period that a page asks for; without any refresh there is no such page."""
    view = chosen_view(request)
    if view is None:
        raise Http404("no dossiers were counted yet")
    return view


@page
def dossiers(request: HttpRequest) -> HttpResponse:
    """Show the units that the person may look at; who has one only goes to its page."""
    require(request.user, Action.VIEW_DOSSIERS)
    view = chosen_view(request)
    units = units_for(request.user, timezone.localdate())
    if view is None or not units:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": bool(units)})
    if len(units) == 1:
        return redirect("dossiers_unit", units[0].pk)
    lines = board(units, view)
    context = {
        **SECTION,
        "view": view,
        "period_words": period_words(str(view.period)),
        "periods": _periods(lines[0].unit if lines else units[0]),
        "rows": board_rows(lines),
        "sums": sum_row(lines, sums(lines)),
    }
    return render(request, "desk/dossiers/board.html", context)


def _periods(unit: Unit) -> list[tuple[str, str]]:
    return [(text, period_words(text)) for text in periods_known(unit.agency_code)]


@page
def dossiers_csv(request: HttpRequest) -> HttpResponse:
    """Return all statistics of the board's units as CSV: a row a unit and statistic."""
    require(request.user, Action.VIEW_DOSSIERS)
    view = needed_view(request)
    lines = board(units_for(request.user, timezone.localdate()), view)
    head = ("unit", "name", "period", "statistic", "numerator", "denominator")
    rows = (
        (line.unit.agency_code, line.unit.name, view.period, name, top, whole)
        for line in lines
        for name, (top, whole) in sorted(line.facts.items())
    )
    return csv_response(head, rows, f"ho-so-{view.period}")


@page
def dossiers_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show one unit: today's figures, 766 and what it hangs on, the report, the bridge."""
    unit = access_unit(unit_id, user=request.user)
    view = chosen_view(request)
    if view is None:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": True})
    found = unit_page(unit, view)
    context = {
        **SECTION,
        "unit": unit,
        "view": view,
        "period_words": period_words(str(view.period)),
        "periods": _periods(unit),
        **found,
        "procedures": procedures([each.procedure_code for each in found["savings"]]),
        "charts": charts_of(view, unit),
    }
    return render(request, "desk/dossiers/unit.html", context)


def _list(request: HttpRequest, unit: Unit, view: View) -> FileList:
    number = request.GET.get("trang", "1")
    try:
        return file_list(
            view,
            unit.agency_code,
            request.GET.get("loc", "dossiers_in_hand"),
            request.GET.get("mat", ""),
            int(number) if number.isascii() and number.isdigit() else 1,
        )
    except NotFoundError as error:
        raise Http404(str(error)) from error


@page
def dossiers_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show the files that a count stands for, or that lost a component of 766."""
    unit = access_unit(unit_id, user=request.user)
    view = needed_view(request)
    found = _list(request, unit, view)
    show, lost = request.GET.get("loc", "dossiers_in_hand"), request.GET.get("mat", "")
    context = {
        **SECTION,
        "unit": unit,
        "view": view,
        "period_words": period_words(str(view.period)),
        "list": found,
        "procedures": procedures([line.row["procedure_code"] for line in found.lines]),
        "title": list_title(show, lost),
        "show": show,
        "lost": lost,
        "more": statistic_words(),
        "may_write": may(request.user, Action.WRITE_LETTER, unit=unit),
    }
    return render(request, "desk/dossiers/list.html", context)


@page
def dossiers_list_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return a whole list as CSV."""
    unit = access_unit(unit_id, user=request.user)
    view = needed_view(request)
    show, lost = request.GET.get("loc", "dossiers_in_hand"), request.GET.get("mat", "")
    try:
        found = judged(view, unit.agency_code, show, lost)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    head = (
        *("dossier_code", "unit_code", "procedure_code", "status", "channel", "received_at"),
        *("due_at", "ended", "overdue"),
    )
    return csv_response(head, _csv_rows(found, head), f"ho-so-{unit.agency_code}-{view.period}")


def _csv_rows(found: Any, head: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for row in found.iter_rows(named=True):
        yield tuple(
            each.isoformat(" ", "minutes") if hasattr(each, "isoformat") else each
            for each in (row[name] for name in head)
        )


@page
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """Show one dossier: what is recorded, how both rules judge it, step by step, its letters."""
    unit, row = access_dossier(code, user=request.user)
    view = needed_view(request)
    now = wall_now()
    by_766, by_local = verdicts(row, now, view.scope.settings)
    beside = beside_dossier(row)
    may_write = may(request.user, Action.WRITE_LETTER, unit=unit)
    context = {
        **SECTION,
        "unit": unit,
        "row": row,
        "view": view,
        "by_766": by_766,
        "by_local": by_local,
        **beside,
        "letter_form": letter_form_of(row, list(beside["letters"]), may_write=may_write),
    }
    return render(request, "desk/dossiers/dossier.html", context)


PAGES = [
    path("ho-so/", dossiers, name="dossiers"),
    path("ho-so/csv/", dossiers_csv, name="dossiers_csv"),
    path("ho-so/don-vi/<int:unit_id>/", dossiers_unit, name="dossiers_unit"),
    path("ho-so/don-vi/<int:unit_id>/danh-sach/", dossiers_list, name="dossiers_list"),
    path("ho-so/don-vi/<int:unit_id>/danh-sach/csv/", dossiers_list_csv, name="dossiers_list_csv"),
    path("ho-so/ma/<str:code>/", dossier, name="dossier"),
]
