"""Biểu đồ của đơn vị: charts as SVG files of their own, to those who may see the dossiers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from parindex.documents.charts import (
    MonthBar,
    WaitingCurve,
    months_chart,
    waiting_chart,
)
from parindex.web.caseflow.access import access_unit
from parindex.web.caseflow.queries.charts import (
    CLASSES,
    Charts,
    MonthsPicture,
    WaitingPicture,
    charts_of,
)
from parindex.web.common.formats import language
from parindex.web.common.pictures import svg_response
from parindex.web.desk.fields import csv_response
from parindex.web.desk.pages import page
from parindex.web.desk.views.dossiers import needed_view
from parindex.web.desk.views.dossiers_letters import OF_UNIT

LOOK = 2
"""Raised when the look of the charts changes, so that kept pictures are made again."""
DAY = 24 * 60 * 60


@page
def dossier_chart(
    request: HttpRequest, unit_id: int, chart: str, size: str, theme: str
) -> HttpResponse:
    """Return a chart of a unit and period as SVG, for a wide page or a phone, light or dark."""
    unit = access_unit(unit_id, user=request.user)
    if size not in {"wide", "narrow"} or theme not in {"light", "dark"}:
        raise Http404(size)
    picture = _pictures(charts_of(needed_view(request), unit)).get(chart)
    if picture is None:
        raise Http404(chart)
    return svg_response(_drawn(picture, size, theme))


def _pictures(charts: Charts) -> dict[str, MonthsPicture | WaitingPicture]:
    found = (charts.months, charts.channels, charts.waiting)
    return {each.key: each for each in found if each is not None}


def _drawn(picture: MonthsPicture | WaitingPicture, size: str, theme: str) -> str:
    """Return a picture; kept by what it shows, so that new figures are never missed."""
    shown = repr((LOOK, picture, size, theme, language()))
    key = f"dossier-chart-{hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()}"
    draw: Callable[[], str] = (
        (lambda: _months(picture, size, theme))
        if isinstance(picture, MonthsPicture)
        else (lambda: _waiting(picture, size, theme))
    )
    return str(cache.get_or_set(key, draw, DAY))


def _months(picture: MonthsPicture, size: str, theme: str) -> str:
    return months_chart(
        [MonthBar(str(month.number), month.counts) for month in picture.months],
        picture.parts,
        measure=_("Số hồ sơ"),
        title=_("Tháng, năm %s") % picture.year,
        size=size,
        language=language(),
        theme=theme,
    )


def _waiting(picture: WaitingPicture, size: str, theme: str) -> str:
    classes = [str(days) for days in CLASSES]
    curves = [
        WaitingCurve(curve.words, tuple(zip(classes, curve.shares, strict=True)))
        for curve in picture.curves
    ]
    return waiting_chart(curves, size=size, language=language(), theme=theme)


@page
def dossier_charts_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the figures of all charts of a unit and period as CSV."""
    unit = access_unit(unit_id, user=request.user)
    view = needed_view(request)
    name = f"bieu-do-{unit.agency_code or unit.code}-{view.period}"
    head = ("chart", "period", "part", "dossiers", "of")
    return csv_response(head, _rows(charts_of(view, unit)), name)


def _rows(charts: Charts) -> Iterator[tuple[object, ...]]:
    for picture in charts.drawn:
        for month in picture.known:
            for part, count in zip(picture.parts, month.counts, strict=True):
                yield picture.key, month.period, part, count, month.total
    if charts.waiting is not None:
        for curve in charts.waiting.curves:
            for days, count in zip(CLASSES, curve.within, strict=True):
                yield charts.waiting.key, curve.period, days, count, curve.whole


CHART = f"{OF_UNIT}bieu-do/"
PAGES = [
    path(f"{CHART}csv/", dossier_charts_csv, name="dossier_charts_csv"),
    path(f"{CHART}<str:chart>.<str:size>.<str:theme>.svg", dossier_chart, name="dossier_chart"),
]
