"""Khảo sát: points that units do not declare are entered here, with their source."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import ngettext

from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.given import give_many
from parindex.web.assessment.enums import RowStatus
from parindex.web.assessment.queries.given import GivenCell, given_tables
from parindex.web.assessment.queries.results import rounds_of
from parindex.web.desk.fields import csv_response, figure, is_number
from parindex.web.desk.pages import act, page
from parindex.web.org.permissions import Action, roles_of

HEAD = (
    *("block", "unit", "unit_name", "code", "component", "name", "max_points"),
    *("status", "points", "source", "given_at"),
)


@page
def survey_points(request: HttpRequest) -> HttpResponse:
    """List the rounds whose survey points the person may enter."""
    provinces = {each.unit_id for each in roles_of(request.user)}
    context = {"section": "survey_points", "rounds": rounds_of(provinces)}
    return render(request, "desk/survey/list.html", context)


@page
def survey_table(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show units down and components across, one block after the other."""
    round_ = access_round(round_id, user=request.user, to=Action.ENTER_SURVEY)
    context = {"section": "survey_points", "round": round_, "tables": given_tables(round_)}
    return render(request, "desk/survey/table.html", context)


@page
def survey_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return the tables as CSV, one line for each cell; what nobody entered stays blank."""
    round_ = access_round(round_id, user=request.user, to=Action.ENTER_SURVEY)
    rows = (
        (table.round_block.key, unit.code, unit.name, *_cell(cell))
        for table in given_tables(round_)
        for unit, cells in table.lines
        for cell in cells
    )
    return csv_response(HEAD, rows, f"diem-khao-sat-{round_.year}-{round_.pk}")


def _cell(cell: GivenCell) -> tuple[object, ...]:
    row, ruling = cell.row, cell.ruling
    told = (row.code, row.component, row.name, figure(row.max_points))
    if ruling is None:
        return (*told, RowStatus.MISSING, "", "", "")
    given_at = timezone.localtime(ruling.at).isoformat(timespec="seconds")
    return (*told, ruling.status, figure(ruling.points), ruling.reason, given_at)


@act
def save_survey_points(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take the fields that were filled in, all or none."""
    round_ = access_round(round_id, user=request.user, to=Action.ENTER_SURVEY)
    given = {
        int(name.removeprefix("row-")): text.strip()
        for name, text in request.POST.items()
        if name.startswith("row-") and is_number(name.removeprefix("row-")) and text.strip()
    }
    saved = give_many(points=given, source=request.POST.get("source", ""), user=request.user)
    words = ngettext("Đã lưu %(count)s điểm.", "Đã lưu %(count)s điểm.", saved) % {"count": saved}
    messages.success(request, words)
    return redirect("survey_table", round_id=round_.pk)


PAGES = [
    path("khao-sat/", survey_points, name="survey_points"),
    path("khao-sat/<int:round_id>/", survey_table, name="survey_table"),
    path("khao-sat/<int:round_id>/csv/", survey_csv, name="survey_csv"),
    path("khao-sat/<int:round_id>/luu/", save_survey_points, name="save_survey_points"),
]
