"""Chuỗi dữ liệu: a unit across mergers, comparable, partly or not, each break with its decree."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parindex.web.assessment.queries.series import series_steps
from parindex.web.desk.pages import page
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may


@page
def unit_series(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's results over the years to whoever may see its sheet or all results."""
    unit = Unit.objects.filter(pk=unit_id).first()
    wanted = (Action.VIEW_RESULTS, Action.VIEW_SHEET)
    if unit is None or not any(may(request.user, action, unit=unit) for action in wanted):
        raise Http404(unit_id)
    sees = may(request.user, Action.VIEW_RESULTS)
    context = {
        "section": "results" if sees else "my_sheets",
        "sees_results": sees,
        "unit": unit,
        "steps": series_steps(unit),
    }
    return render(request, "desk/results/series.html", context)


PAGES = [path("chuoi-du-lieu/<int:unit_id>/", unit_series, name="unit_series")]
