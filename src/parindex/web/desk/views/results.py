"""Kết quả: the standings of a round, and each unit's points won and lost."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parindex.web.assessment.access import access_round, access_sheet
from parindex.web.assessment.domain.closing import standings
from parindex.web.assessment.enums import Phase, Stage
from parindex.web.assessment.models import Round, Sheet
from parindex.web.assessment.queries.ledger import entries_of_sheet, lost_points, points_of_sheet
from parindex.web.assessment.queries.results import results_of, rounds_of
from parindex.web.desk.fields import csv_response, figure
from parindex.web.desk.pages import page
from parindex.web.org.permissions import Action, may, roles_of

COUNTED = {
    Phase.SELF_SCORE: (),
    Phase.APPRAISAL_1: (),
    Phase.EXPLANATION: (Stage.APPRAISAL_1,),
    Phase.APPRAISAL_2: (Stage.APPRAISAL_2, Stage.APPRAISAL_1),
    Phase.COUNCIL: (Stage.COUNCIL, Stage.APPRAISAL_2, Stage.APPRAISAL_1),
}
"""Whose scores an open round's standings count in each phase; none is the self-score."""
POINTS = ("unit", "code", "component", "name", "max_points", "state", "cause", "points")


@page
def results(request: HttpRequest) -> HttpResponse:
    """List the rounds that the person may see the standings of."""
    provinces = {each.unit_id for each in roles_of(request.user)}
    context = {"section": "results", "rounds": rounds_of(provinces)}
    return render(request, "desk/results/list.html", context)


@page
def round_results(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the frozen results of a closed round, or what an open one gives so far."""
    round_ = access_round(round_id, user=request.user, to=Action.VIEW_RESULTS)
    context = {"section": "results", "round": round_}
    if round_.phase == Phase.CLOSED:
        return render(
            request, "desk/results/closed.html", {**context, "blocks": results_of(round_)}
        )
    return render(request, "desk/results/open.html", {**context, **_so_far(round_)})


def _so_far(round_: Round) -> dict[str, object]:
    stages = COUNTED.get(Phase(round_.phase), ())
    blocks = round_.blocks.select_related("rulebook").order_by("position")
    return {
        "is_self": not stages,
        "blocks": [(each, standings(each, stages=stages)) for each in blocks],
    }


@page
def results_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return the frozen results of a closed round as CSV; a missing value stays blank."""
    round_ = access_round(round_id, user=request.user, to=Action.VIEW_RESULTS)
    if round_.phase != Phase.CLOSED:
        raise Http404(round_id)
    head = ("block", "unit", "name", "status", "points", "max_applicable", "index", "rank", "band")
    return csv_response(head, _csv_rows(round_), f"ket-qua-{round_.year}-{round_.pk}")


def _csv_rows(round_: Round) -> Iterator[tuple[object, ...]]:
    for each in results_of(round_):
        for line in each.lines:
            result, unit = line.result, line.result.sheet.unit
            figures = (result.points, result.max_applicable, result.index)
            yield (
                *(each.round_block.key, unit.code, unit.name, result.status),
                *(figure(each) for each in figures),
                "" if result.rank is None else result.rank,
                result.band["vi"] if result.band else "",
            )


@page
def sheet_points(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show where every point of a unit stands: won, lost and why, waiting, not applicable."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.VIEW_SHEET)
    hidden = _is_before_release(sheet, request)
    sees = may(request.user, Action.VIEW_RESULTS, unit=sheet.round.province)
    context = {
        "section": "results" if sees else "my_sheets",
        "sees_results": sees,
        "sheet": sheet,
        "hidden": hidden,
        "points": () if hidden else points_of_sheet(sheet),
        "lost": [] if hidden else lost_points(sheet),
    }
    return render(request, "desk/results/points.html", context)


@page
def points_csv(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Return the ledger of a unit as CSV, entry by entry; nothing before the page shows it."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.VIEW_SHEET)
    if _is_before_release(sheet, request):
        raise Http404(sheet_id)
    rows = (
        (
            *(sheet.unit.code, each.row.code, each.row.component, each.row.name),
            *(figure(each.row.max_points), each.state, each.cause, figure(each.points)),
        )
        for each in entries_of_sheet(sheet)
    )
    return csv_response(POINTS, rows, f"so-diem-{sheet.round.year}-{sheet.unit.code}")


def _is_before_release(sheet: Sheet, request: HttpRequest) -> bool:
    """While appraisal 1 runs the unit sees nothing of it, not even in sums."""
    if sheet.round.phase != Phase.APPRAISAL_1:
        return False
    return sheet.unit_id in {each.unit_id for each in roles_of(request.user)}


PAGES = [
    path("ket-qua/", results, name="results"),
    path("ket-qua/<int:round_id>/", round_results, name="round_results"),
    path("ket-qua/<int:round_id>/csv/", results_csv, name="results_csv"),
    path("phieu/<int:sheet_id>/diem/", sheet_points, name="sheet_points"),
    path("phieu/<int:sheet_id>/diem/csv/", points_csv, name="points_csv"),
]
