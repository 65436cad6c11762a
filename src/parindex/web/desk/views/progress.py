"""Tiến độ: where every unit stands, who is behind first, with a button to remind."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.reminders import remind_now
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Round
from parindex.web.assessment.queries.progress import (
    ProgressLine,
    filtered,
    progress_of,
    sums_of,
)
from parindex.web.assessment.queries.rounds import rounds_for
from parindex.web.desk.fields import csv_response, numbers_of
from parindex.web.desk.pages import act, page
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may, require, roles_of


@page
def progress(request: HttpRequest) -> HttpResponse:
    """Show the newest round that is open, or say that there is none."""
    require(request.user, Action.VIEW_PROGRESS)
    units = {each.unit_id: each.unit for each in roles_of(request.user)}
    provinces = [
        key for key, unit in units.items() if may(request.user, Action.VIEW_PROGRESS, unit=unit)
    ]
    rounds = list(rounds_for(provinces))
    if not rounds:
        return render(request, "desk/progress/none.html", {"section": "progress"})
    open_ones = [each for each in rounds if each.phase != Phase.CLOSED]
    return redirect("round_progress", (open_ones or rounds)[0].pk)


@page
def round_progress(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the board of a round."""
    round_ = access_round(round_id, user=request.user, to=Action.VIEW_PROGRESS)
    every = progress_of(round_)
    block, show = request.GET.get("khoi", ""), request.GET.get("loc", "")
    lines = filtered(every, block=block, show=show)
    context = {
        "section": "progress",
        "round": round_,
        "lines": lines,
        "sums": sums_of(lines),
        "all": sums_of(every),
        "blocks": round_.blocks.all(),
        "chosen_block": block,
        "show": show,
        "filters": [
            ("", _("Tất cả đơn vị")),
            ("behind", _("Chậm, còn việc phải làm")),
            ("not_started", _("Chưa bắt đầu")),
            ("evidence", _("Thiếu tài liệu kiểm chứng")),
            ("cases", _("Có vụ việc chờ Hội đồng")),
        ],
        "deadlines": round_.deadlines.all(),
        "query": request.GET.urlencode(),
        "may_remind": round_.phase in {Phase.SELF_SCORE, Phase.EXPLANATION}
        and may(request.user, Action.MANAGE_ROUND, unit=round_.province),
    }
    return render(request, "desk/progress/board.html", context)


@page
def progress_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return the board as CSV, filtered as the page is."""
    round_ = access_round(round_id, user=request.user, to=Action.VIEW_PROGRESS)
    lines = filtered(
        progress_of(round_), block=request.GET.get("khoi", ""), show=request.GET.get("loc", "")
    )
    head = (
        *("unit", "name", "block", "state", "rows_filled", "rows", "without_evidence"),
        *("self_total", "appraised", "to_appraise", "open_cases", "last_activity"),
    )
    return csv_response(head, _csv_rows(lines), f"tien-do-{round_.year}")


def _csv_rows(lines: tuple[ProgressLine, ...]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        unit = line.sheet.unit
        yield (
            *(unit.code, unit.name, line.sheet.round_block.name, line.state),
            *(line.filled, line.declared, line.without_evidence, format(line.self_total, "f")),
            *(line.appraised, line.to_appraise, line.open_cases),
            line.last_activity.isoformat() if line.last_activity else "",
        )


@act
def remind(request: HttpRequest, round_id: int) -> HttpResponse:
    """Write to the chosen units."""
    round_: Round = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    chosen = Unit.objects.filter(pk__in=numbers_of(request.POST, "unit"), sheets__round=round_)
    sent = remind_now(round_=round_, units=chosen, user=request.user)
    said = ngettext("Đã gửi %(letters)s thư nhắc.", "Đã gửi %(letters)s thư nhắc.", sent.letters)
    messages.success(request, said % {"letters": sent.letters})
    if sent.without_address:
        words = _("Chưa có người nào có địa chỉ thư điện tử ở: %s.")
        messages.warning(request, words % ", ".join(sent.without_address))
    return redirect("round_progress", round_id)


PAGES = [
    path("tien-do/", progress, name="progress"),
    path("tien-do/<int:round_id>/", round_progress, name="round_progress"),
    path("tien-do/<int:round_id>/csv/", progress_csv, name="progress_csv"),
    path("tien-do/<int:round_id>/nhac/", remind, name="remind"),
]
