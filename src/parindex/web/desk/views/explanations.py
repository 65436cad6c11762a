"""Giải trình: a unit reads its appraisal, answers row by row, and may go to the council."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from parindex.errors import ProblemsError, RefusedError
from parindex.web.assessment.access import access_row, access_sheet
from parindex.web.assessment.domain.cases import disputable, raise_case
from parindex.web.assessment.domain.deadlines import Window, window
from parindex.web.assessment.domain.explanations import answer_sheet, explain
from parindex.web.assessment.enums import CaseState, DeadlineKind
from parindex.web.assessment.models import Case, Explanation, Row, Ruling, Sheet
from parindex.web.assessment.queries.beside import rows_to_explain
from parindex.web.assessment.release import is_released, visible_stages
from parindex.web.desk.fields import number_of
from parindex.web.desk.pages import act, page
from parindex.web.desk.views.appraisal_lines import refusal_of
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

SECTION = {"section": "my_sheets"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A row with its appraisal as the unit may read it, and what the person may do."""

    row: Row
    first: Ruling | None
    second: Ruling | None
    council: Ruling | None
    explanations: tuple[Explanation, ...]
    cases: tuple[Case, ...]
    may_explain: bool
    may_raise: bool

    @property
    def differs(self) -> bool:
        """Whether anybody gave another score than the unit."""
        own = (self.row.self_status, self.row.self_points)
        found = (each for each in (self.first, self.second, self.council) if each is not None)
        return any((each.status, each.points) != own for each in found)

    @property
    def needs_work(self) -> bool:
        """Whether the row stands among those to look at first."""
        return self.differs or bool(self.explanations) or bool(self.cases)

    @property
    def is_unanswered(self) -> bool:
        """Whether the first appraisal differs and the unit has not answered."""
        return self.row.needs_explanation and not self.explanations


def _line(row: Row, sheet: Sheet, user: User) -> AnswerLine:
    visible = visible_stages(sheet.round)
    rulings = {each.stage: each for each in row.rulings.all() if each.stage in visible}
    explains = may(
        user, Action.EXPLAIN, unit=sheet.unit, keys=row.keys, block=sheet.round_block.key
    )
    raises = may(user, Action.RAISE_CASE, unit=sheet.unit) and disputable(row)
    own = window(sheet, DeadlineKind.EXPLANATION, row.component)
    is_sent = sheet.explained_at is not None and not own.is_reopened
    return AnswerLine(
        row=row,
        first=rulings.get("appraisal_1"),
        second=rulings.get("appraisal_2"),
        council=rulings.get("council"),
        explanations=tuple(row.explanations.all()),
        cases=tuple(row.cases.all()),
        may_explain=explains and own.is_open and not is_sent and "appraisal_1" in rulings,
        may_raise=raises and not any(each.state == CaseState.OPEN for each in row.cases.all()),
    )


def _lines(sheet: Sheet, user: User) -> tuple[Window, list[AnswerLine]]:
    opening = window(sheet, DeadlineKind.EXPLANATION)
    rows = rows_to_explain(sheet.pk)
    for row in rows:
        row.sheet = sheet
    return opening, [_line(row, sheet, user) for row in rows]


def _sheet_page(
    request: HttpRequest, sheet: Sheet, refusal: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page; a refusal stands at the top with what was typed below it."""
    released = is_released(sheet.round)
    opening, lines = _lines(sheet, request.user) if released else (None, [])
    unanswered = sum(each.is_unanswered for each in lines)
    signs = may(request.user, Action.SIGN_SHEET, unit=sheet.unit)
    is_due = opening is not None and opening.is_open
    context = {
        **SECTION,
        "sheet": sheet,
        "round": sheet.round,
        "released": released,
        "opening": opening,
        "first_lines": [each for each in lines if each.needs_work],
        "other_lines": [each for each in lines if not each.needs_work and each.first],
        "unanswered": unanswered,
        "may_send": signs and is_due and (sheet.explained_at is None or opening.is_reopened),
        "refusal": refusal,
        "typed": {
            "row": request.POST.get("row", ""),
            "text": request.POST.get("text", ""),
            "claim": request.POST.get("claim", ""),
            "points": request.POST.get("points", ""),
        },
    }
    return render(request, "desk/explanations/sheet.html", context, status=status)


@page
def explanations(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show a unit how it was appraised, and take its answers."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.EXPLAIN)
    return _sheet_page(request, sheet)


def _back(sheet_id: int, row_id: int) -> HttpResponse:
    return redirect(f"{reverse('explanations', args=[sheet_id])}#m-{row_id}")


@act
def explain_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take the answer to one row."""
    row = access_row(row_id, user=request.user, to=Action.EXPLAIN)
    agrees = request.POST.get("agrees") == "yes"
    try:
        explain(row_id=row_id, agrees=agrees, text=request.POST.get("text", ""), user=request.user)
    except (RefusedError, ProblemsError) as error:
        return _sheet_page(request, _sheet_of(row, request), refusal_of(error), status=422)
    messages.success(request, _("Đã lưu giải trình mục %(code)s.") % {"code": row.code})
    return _back(row.sheet_id, row.pk)


def _sheet_of(row: Row, request: HttpRequest) -> Sheet:
    return access_sheet(row.sheet_id, user=request.user, to=Action.EXPLAIN)


@act
def raise_row_case(request: HttpRequest, row_id: int) -> HttpResponse:
    """Bring a row before the council."""
    row = access_row(row_id, user=request.user, to=Action.RAISE_CASE)
    try:
        case = raise_case(
            row_id=row_id,
            claim=request.POST.get("claim", ""),
            claimed_points=request.POST.get("points", ""),
            user=request.user,
        )
    except (RefusedError, ProblemsError) as error:
        return _sheet_page(request, _sheet_of(row, request), refusal_of(error), status=422)
    messages.success(request, _("Đã đưa mục %(code)s ra Hội đồng.") % {"code": row.code})
    return redirect("case", case.pk)


@act
def send_answers(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Send the answers of the unit, signed by its head."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.SIGN_SHEET)
    try:
        answer_sheet(
            sheet_id=sheet_id,
            version=number_of(request.POST, "version"),
            accepts_gaps=request.POST.get("accepts_gaps") == "yes",
            user=request.user,
        )
    except (RefusedError, ProblemsError) as error:
        return _sheet_page(request, sheet, refusal_of(error), status=422)
    messages.success(request, _("Đã gửi giải trình của đơn vị."))
    return redirect("explanations", sheet_id)


PAGES = [
    path("giai-trinh/<int:sheet_id>/", explanations, name="explanations"),
    path("giai-trinh/<int:sheet_id>/gui/", send_answers, name="send_answers"),
    path("giai-trinh/muc/<int:row_id>/", explain_row, name="explain_row"),
    path("giai-trinh/muc/<int:row_id>/kien-nghi/", raise_row_case, name="raise_case"),
]
