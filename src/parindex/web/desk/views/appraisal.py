"""Thẩm định: one component over all units, one unit, and the row where the score is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from parindex.errors import ProblemsError, RefusedError
from parindex.web.assessment.access import access_row, access_sheet
from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.domain.deadlines import deadline_of
from parindex.web.assessment.enums import DeadlineKind, RowStatus, SheetState
from parindex.web.assessment.models import Round, Row
from parindex.web.assessment.queries.appraisal import (
    FILTERS,
    Line,
    lines_of_component,
    lines_of_sheet,
    narrowed,
    next_open,
    progress,
    progress_of_units,
    rounds_to_appraise,
    stage_of,
)
from parindex.web.assessment.queries.beside import Beside, beside
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act, form, page
from parindex.web.desk.views.appraisal_lines import (
    event_lines,
    evidence_lines,
    fact_lines,
    reasons,
    refusal_of,
    typed_of,
    words_for,
)
from parindex.web.org.permissions import Action, own_units_of

SECTION = {"section": "appraisal"}
BY_UNIT = "don-vi"
"""Value of `theo`: the appraiser goes through one unit instead of one component."""


def _my_round(request: HttpRequest, round_id: int | None) -> Round:
    """Return a round in which the person appraises; the newest when none is named."""
    rounds = rounds_to_appraise(request.user)
    found = [each for each in rounds if round_id in {None, each.pk}]
    if not found:
        raise Http404(round_id)
    return found[0]


def _clock(round_: Round) -> dict[str, Any]:
    """Return which appraisal goes on and until when."""
    stage = stage_of(round_)
    until = None if stage is None else deadline_of(round_, DeadlineKind(stage.value))
    return {"round": round_, "stage": stage, "until": until}


@page
def appraisal(request: HttpRequest) -> HttpResponse:
    """List the components that a person appraises, and the units, with what is left to do."""
    rounds = rounds_to_appraise(request.user)
    if not rounds:
        return render(request, "desk/appraisal/none.html", SECTION)
    wanted = request.GET.get("ky", "")
    chosen = [each for each in rounds if str(each.pk) == wanted]
    at_work = [each for each in rounds if stage_of(each) is not None]
    round_ = (chosen or at_work or rounds)[0]
    components = progress(round_, request.user, own_units_of(request.user))
    mine = {each.row.component for each in components}
    context = {
        **SECTION,
        **_clock(round_),
        "rounds": rounds,
        "components": components,
        "units": progress_of_units(round_, request.user, mine),
    }
    return render(request, "desk/appraisal/index.html", context)


def _filters(lines: list[Line], chosen: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Tất cả"),
        "open": _("Chưa thẩm định"),
        "differs": _("Khác điểm tự chấm"),
        "no_evidence": _("Không có minh chứng"),
        "changed": _("Có thay đổi"),
    }
    return [
        {
            "name": name,
            "label": label,
            "count": len(narrowed(lines, name)),
            "is_chosen": name == chosen,
        }
        for name, label in labels.items()
    ]


def _grid(request: HttpRequest, lines: list[Line]) -> dict[str, Any]:
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in FILTERS else ""
    waiting = [each.row.pk for each in lines if each.to_do]
    return {
        "lines": narrowed(lines, chosen),
        "total": len(lines),
        "left": len(waiting),
        "first": waiting[0] if waiting else None,
        "filters": _filters(lines, chosen),
    }


@page
def appraisal_component(request: HttpRequest, round_id: int, component: str) -> HttpResponse:
    """Show one component of all units, scores side by side."""
    round_ = _my_round(request, round_id)
    lines = lines_of_component(round_, component, request.user)
    if not lines:
        raise Http404(component)
    row = lines[0].row
    context = {
        **SECTION,
        **_clock(round_),
        **_grid(request, lines),
        "row": row,
        "words": words_for(row),
        "by": "",
    }
    return render(request, "desk/appraisal/component.html", context)


@page
def appraisal_unit(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show the rows of one unit that the person appraises."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.APPRAISE)
    lines = lines_of_sheet(sheet.round, sheet.pk, request.user)
    context = {
        **SECTION,
        **_clock(sheet.round),
        **_grid(request, lines),
        "sheet": sheet,
        "by": BY_UNIT,
    }
    return render(request, "desk/appraisal/unit.html", context)


def _by(request: HttpRequest) -> str:
    given = request.POST.get("theo") or request.GET.get("theo", "")
    return BY_UNIT if given == BY_UNIT else ""


def _lines_around(row: Row, request: HttpRequest) -> list[Line]:
    round_ = row.sheet.round
    if _by(request) == BY_UNIT:
        return lines_of_sheet(round_, row.sheet_id, request.user)
    return lines_of_component(round_, row.component, request.user)


def _address(row_id: int, by: str) -> str:
    return reverse("appraisal_row", args=[row_id]) + (f"?theo={by}" if by else "")


def _grid_address(row: Row, by: str) -> str:
    if by == BY_UNIT:
        return reverse("appraisal_unit", args=[row.sheet_id])
    return reverse("appraisal_component", args=[row.sheet.round_id, row.component])


@act
def appraisal_open(request: HttpRequest, row_id: int) -> HttpResponse:
    """Open a row: the log keeps who looked at what, so this is no plain link."""
    open_row(row_id=row_id, user=request.user)
    return redirect(_address(row_id, _by(request)))


@act
def appraisal_next(request: HttpRequest, row_id: int) -> HttpResponse:
    """Open the next row that waits; back to the table when there is none."""
    row = access_row(row_id, user=request.user, to=Action.APPRAISE)
    return _go_on(request, row)


def _go_on(request: HttpRequest, row: Row) -> HttpResponse:
    by = _by(request)
    following = next_open(_lines_around(row, request), row.pk)
    if following is None:
        messages.info(request, _("Không còn mục nào chờ thẩm định ở đây."))
        return redirect(_grid_address(row, by))
    open_row(row_id=following.pk, user=request.user)
    return redirect(_address(following.pk, by))


@page
def appraisal_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Show a row with all that speaks for and against it, and the form for its score."""
    row = access_row(row_id, user=request.user, to=Action.APPRAISE)
    return _row_page(request, row, typed=None, refusal=None)


def _row_page(
    request: HttpRequest,
    row: Row,
    *,
    typed: dict[str, Any] | None,
    refusal: dict[str, Any] | None,
    status: int = 200,
) -> HttpResponse:
    it, by = beside(row, request.user), _by(request)
    context = {
        **SECTION,
        **_clock(row.sheet.round),
        "row": row,
        "words": words_for(row),
        "by": by,
        "back": _grid_address(row, by),
    }
    if it.opening is None or row.sheet.state != SheetState.SENT:
        is_sent = row.sheet.state == SheetState.SENT
        context["is_sent"] = is_sent
        return render(request, "desk/appraisal/unopened.html", context, status=status)
    context |= _shown(it, context["stage"], typed)
    return render(
        request, "desk/appraisal/row.html", {**context, "refusal": refusal}, status=status
    )


def _shown(it: Beside, stage: Any, typed: dict[str, Any] | None) -> dict[str, Any]:
    """Return the values of the form and what stands beside it; a score is never pre-filled."""
    ruling = it.rulings.get(stage) if stage else None
    given = typed or {}
    return {
        "it": it,
        "ruling": ruling,
        "first": it.rulings.get("appraisal_1"),
        "second": it.rulings.get("appraisal_2"),
        "council": it.rulings.get("council"),
        "facts": fact_lines(
            it,
            decided={} if ruling is None else ruling.facts,
            typed=given.get("facts", {}),
        ),
        "has_corrections": ruling is not None and bool(ruling.facts),
        "documents": evidence_lines(it),
        "events": event_lines(it.history),
        "ruling_version": ruling.version if ruling else 0,
        "typed_points": given.get("points", ""),
        "typed_reason": given.get("reason", ""),
        "left_out_chosen": given.get("status", "") == RowStatus.NOT_APPLICABLE,
        "reasons": reasons(given.get("reason_code", "")),
        "may_leave_out": it.row.self_status == RowStatus.NOT_APPLICABLE,
        "is_open": stage is not None and it.row.is_declared and it.row.exemption != "granted",
    }


@form
def appraisal_save(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take the score; what is refused stays typed in the form."""
    if request.method != "POST":
        return redirect("appraisal_row", row_id)
    row = access_row(row_id, user=request.user, to=Action.APPRAISE)
    typed = typed_of(request)
    try:
        appraise(
            row_id=row_id,
            version=int(typed["version"]) if is_number(typed["version"]) else 0,
            points=typed["points"],
            status=typed["status"] or RowStatus.SCORED,
            facts=typed["facts"],
            reason_code=typed["reason_code"],
            reason=typed["reason"],
            user=request.user,
        )
    except (RefusedError, ProblemsError) as error:
        code = 409 if refusal_of(error)["theirs"] else 422
        return _row_page(request, row, typed=typed, refusal=refusal_of(error), status=code)
    messages.success(request, _("Đã lưu điểm thẩm định %(code)s.") % {"code": row.code})
    if request.POST.get("then") == "next":
        return _go_on(request, row)
    return redirect(_address(row_id, _by(request)))


PAGES = [
    path("tham-dinh/", appraisal, name="appraisal"),
    path("tham-dinh/don-vi/<int:sheet_id>/", appraisal_unit, name="appraisal_unit"),
    path("tham-dinh/muc/<int:row_id>/", appraisal_row, name="appraisal_row"),
    path("tham-dinh/muc/<int:row_id>/mo/", appraisal_open, name="appraisal_open"),
    path("tham-dinh/muc/<int:row_id>/cham/", appraisal_save, name="appraisal_save"),
    path("tham-dinh/muc/<int:row_id>/tiep/", appraisal_next, name="appraisal_next"),
    path(
        "tham-dinh/<int:round_id>/<str:component>/",
        appraisal_component,
        name="appraisal_component",
    ),
]
