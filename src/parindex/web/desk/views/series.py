"""Chuỗi dữ liệu: a unit across mergers, comparable, partly or not, each break with its decree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parindex.web.assessment.models import RoundResult
from parindex.web.assessment.queries.series import SeriesStep, series_steps
from parindex.web.common.pictures import svg_response
from parindex.web.desk.fields import csv_response, figure
from parindex.web.desk.pages import page
from parindex.web.desk.series_chart import drawn, picture_of
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may

HEAD = (
    *("unit", "name", "year", "round", "rulebook", "status", "points", "max_applicable"),
    *("index", "rank", "band", "became", "on", "event", "document", "comparability"),
)


def _unit_of(request: HttpRequest, unit_id: int) -> Unit:
    """Return a unit to whoever may see its sheet or all results."""
    unit = Unit.objects.filter(pk=unit_id).first()
    wanted = (Action.VIEW_RESULTS, Action.VIEW_SHEET)
    if unit is None or not any(may(request.user, action, unit=unit) for action in wanted):
        raise Http404(unit_id)
    return unit


@page
def unit_series(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's results over the years as a picture and in tables."""
    unit = _unit_of(request, unit_id)
    sees, steps = may(request.user, Action.VIEW_RESULTS), series_steps(unit)
    context = {
        "section": "results" if sees else "my_sheets",
        "sees_results": sees,
        "unit": unit,
        "steps": steps,
        "picture": picture_of(steps),
    }
    return render(request, "desk/results/series.html", context)


@page
def series_picture(request: HttpRequest, unit_id: int, size: str, theme: str) -> HttpResponse:
    """Return the picture of a series as SVG, for a wide page or a phone, on light or dark."""
    unit = _unit_of(request, unit_id)
    if size not in {"wide", "narrow"} or theme not in {"light", "dark"}:
        raise Http404(size)
    picture = picture_of(series_steps(unit))
    if picture is None:
        raise Http404(unit_id)
    return svg_response(drawn(picture, size=size, theme=theme))


@page
def series_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the tables of the page as CSV, each result before a break with that break."""
    unit = _unit_of(request, unit_id)
    return csv_response(HEAD, _lines(series_steps(unit)), f"chuoi-du-lieu-{unit.code}")


def _lines(steps: Sequence[SeriesStep]) -> Iterator[tuple[object, ...]]:
    for step in steps:
        for part in step.parts:
            for result in part.results:
                yield (part.unit.code, part.unit.name, *_said(result), *_break(step))


def _said(result: RoundResult) -> tuple[object, ...]:
    sheet = result.sheet
    return (
        *(sheet.round.year, sheet.round.title, sheet.round_block.rulebook.title, result.status),
        *(figure(each) for each in (result.points, result.max_applicable, result.index)),
        "" if result.rank is None else result.rank,
        result.band["vi"] if result.band else "",
    )


def _break(step: SeriesStep) -> tuple[object, ...]:
    """Return what the units of a step became; nothing for the unit itself."""
    link = step.link
    if link is None:
        return ("",) * 5
    event = link.event
    return (link.unit.code, link.on.isoformat(), event.kind, event.document, link.comparability)


SERIES = "chuoi-du-lieu/<int:unit_id>/"
PAGES = [
    path(SERIES, unit_series, name="unit_series"),
    path(f"{SERIES}csv/", series_csv, name="series_csv"),
    path(f"{SERIES}bieu-do.<str:size>.<str:theme>.svg", series_picture, name="series_picture"),
]
