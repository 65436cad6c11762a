"""Dấu hiệu để xem xét: what the checks of data quality saw, and what people found behind it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import NotFoundError
from parindex.web.caseflow.access import access_dossier, access_unit
from parindex.web.caseflow.domain.signals import note_signal
from parindex.web.caseflow.enums import Outcome
from parindex.web.caseflow.queries.board import units_for
from parindex.web.caseflow.queries.signals import (
    PAGE,
    check_title,
    signal_lines,
    signals_page,
)
from parindex.web.caseflow.scopes import View, view_of
from parindex.web.desk.fields import csv_response, text_of
from parindex.web.desk.pages import act, page
from parindex.web.desk.views.dossiers import SECTION, chosen_view, needed_view
from parindex.web.desk.views.dossiers_letters import OF_UNIT, number_of_page, unit_context
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may, require, roles_of


@page
def dossiers_signals(request: HttpRequest) -> HttpResponse:
    """Lead to the signals of the province, or of the unit, that the person may look at."""
    require(request.user, Action.VIEW_DOSSIERS)
    units = [each.unit for each in roles_of(request.user)]
    seen = [unit for unit in units if may(request.user, Action.VIEW_DOSSIERS, unit=unit)]
    wide = [unit for unit in seen if unit.kind == UnitKind.PROVINCE]
    own = wide or units_for(request.user, timezone.localdate())
    if not own:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": False})
    return redirect("dossier_signals", own[0].pk)


@page
def dossier_signals(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show the signals of a unit or a province, check by check; one check page by page."""
    unit = access_unit(unit_id, user=request.user)
    view = chosen_view(request)
    if view is None:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": True})
    only, number = _chosen_check(request.GET.get("xem", "")), max(1, number_of_page(request))
    shown = signals_page(view, unit, only, number)
    context = {
        **unit_context(unit, view),
        "signals": shown,
        "only": only,
        "only_title": check_title(only) if only else "",
        "page": number,
        "pages": max(1, -(-shown.signals // PAGE)) if only else 1,
        "previous": number - 1,
        "next": number + 1,
        "outcomes": Outcome.choices,
        "may_note": may(request.user, Action.NOTE_SIGNAL, unit=unit),
    }
    return render(request, "desk/dossiers/signals.html", context)


def _chosen_check(text: str) -> str:
    """Return a check that exists, or none."""
    try:
        return text if text and check_title(text) else ""
    except NotFoundError as error:
        raise Http404(str(error)) from error


@page
def dossier_signals_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return every signal of a unit or a province as CSV."""
    unit = access_unit(unit_id, user=request.user)
    view = needed_view(request)
    head = ("check", "unit", "name", "dossier_code", "period", "sentence")
    name = f"dau-hieu-{unit.agency_code or unit.code}-{view.period}"
    return csv_response(head, _rows(view, unit), name)


def _rows(view: View, unit: Unit) -> Iterator[tuple[object, ...]]:
    for check, line in signal_lines(view, unit):
        yield (
            *(check, line.unit.agency_code, line.unit.name, line.code),
            *(view.period, line.sentence),
        )


@act
def dossier_signal_note(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Keep what a person found behind a signal, of the page's unit or of one dossier."""
    unit = access_unit(unit_id, user=request.user, to=Action.NOTE_SIGNAL)
    check = _chosen_check(text_of(request.POST, "check"))
    if not check:
        raise Http404("a note about no check")
    view = needed_view(request)
    period = str(view_of(view.refresh, text_of(request.POST, "ky")).period)
    code = text_of(request.POST, "code")
    whose = unit
    if code:
        whose, row = access_dossier(code, user=request.user, to=Action.NOTE_SIGNAL)
        code = row["dossier_code"]
    note_signal(
        unit_id=whose.pk,
        check_id=check,
        outcome=text_of(request.POST, "outcome"),
        text=text_of(request.POST, "text"),
        user=request.user,
        dossier_code=code,
        period=period,
    )
    messages.success(
        request, _("Đã ghi kết quả xem xét. Dấu hiệu vẫn hiện để người khác đối chiếu.")
    )
    return redirect(f"{reverse('dossier_signals', args=[unit.pk])}?ky={period}#{check}")


PAGES = [
    path("ho-so/dau-hieu/", dossiers_signals, name="dossiers_signals"),
    path(f"{OF_UNIT}dau-hieu/", dossier_signals, name="dossier_signals"),
    path(f"{OF_UNIT}dau-hieu/csv/", dossier_signals_csv, name="dossier_signals_csv"),
    path(f"{OF_UNIT}dau-hieu/ghi/", dossier_signal_note, name="dossier_signal_note"),
]
