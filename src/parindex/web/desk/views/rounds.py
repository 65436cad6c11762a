"""Kỳ đánh giá: open a round, move it on, move deadlines, reopen, replace a set, close."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import ProblemsError, RefusedError
from parindex.web.assessment.access import access_round, access_sheet
from parindex.web.assessment.domain import closing, rounds
from parindex.web.assessment.domain.choices import proposed_blocks, set_choices
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Deadline, Reopening, Round
from parindex.web.assessment.queries.rounds import remaps_of, rounds_for, sheets_to_reopen
from parindex.web.desk.fields import (
    moment_of,
    needed_moment,
    number_of,
    text_of,
    typed_moment,
)
from parindex.web.desk.pages import act, form, page
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may, require, roles_of

STEP_DAYS = {
    DeadlineKind.SELF_SCORE: 30,
    DeadlineKind.SIGN_OFF: 35,
    DeadlineKind.APPRAISAL_1: 70,
    DeadlineKind.EXPLANATION: 84,
    DeadlineKind.APPRAISAL_2: 98,
    DeadlineKind.COUNCIL: 112,
}
"""How many days after the opening each deadline is proposed."""
REOPENED = (DeadlineKind.SELF_SCORE, DeadlineKind.SIGN_OFF, DeadlineKind.EXPLANATION)
CLOSING_HOUR = time(17, 0)


@page
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds that a secretary manages."""
    require(request.user, Action.MANAGE_ROUND)
    provinces = [unit.pk for unit in _provinces(request.user)]
    context = {"section": "rounds", "rounds": rounds_for(provinces)}
    return render(request, "desk/rounds/list.html", context)


def _provinces(user: User) -> list[Unit]:
    """Return the provinces in which a person may open a round."""
    units = {each.unit_id: each.unit for each in roles_of(user)}
    return [unit for unit in units.values() if may(user, Action.MANAGE_ROUND, unit=unit)]


@form
def open_round(request: HttpRequest) -> HttpResponse:
    """Ask for all that a round needs, with a proposal, and open it."""
    require(request.user, Action.MANAGE_ROUND)
    provinces = _provinces(request.user)
    wanted = number_of(request.GET, "tinh")
    province = next((unit for unit in provinces if unit.pk == wanted), provinces[0])
    is_split = request.GET.get("tach") == "1"
    blocks = proposed_blocks(province, timezone.localdate(), split_communes=is_split)
    if request.method != "POST":
        return _opening_page(request, provinces, province, blocks)
    try:
        round_ = rounds.open_round(
            province=province,
            year=number_of(request.POST, "year"),
            title=text_of(request.POST, "title"),
            blocks=_plans(request, blocks),
            deadlines=_deadlines(request),
            user=request.user,
            is_practice="practice" in request.POST,
            remind_days=_remind_days(request),
        )
    except (ProblemsError, RefusedError) as error:
        return _opening_page(request, provinces, province, blocks, error)
    messages.success(request, _("Đã mở kỳ đánh giá; phiếu của các đơn vị đã sẵn sàng."))
    return redirect("round", round_.pk)


def _opening_page(
    request: HttpRequest,
    provinces: list[Unit],
    province: Unit,
    blocks: tuple[Any, ...],
    error: ProblemsError | RefusedError | None = None,
) -> HttpResponse:
    year = timezone.localdate().year
    given = request.POST
    choices = set_choices()
    context = {
        "section": "rounds",
        "provinces": provinces,
        "province": province,
        "is_split": request.GET.get("tach") == "1",
        "year": given.get("year", year),
        "title": given.get("title", _("Đánh giá cải cách hành chính năm %s") % year),
        "is_practice": "practice" in given or province.is_practice,
        "remind_days": given.get("remind_days", "7, 3, 1"),
        "deadlines": _proposed_deadlines(given),
        "blocks": [
            {
                "place": place,
                "proposed": each,
                "name": given.get(f"name-{place}", each.name),
                "chosen": given.get(f"set-{place}", each.suggested),
                "units": [(unit, given.get(f"unit-{unit.pk}", str(place))) for unit in each.units],
            }
            for place, each in enumerate(blocks)
        ],
        "places": [(str(place), each.name) for place, each in enumerate(blocks)],
        "sets": choices,
        "problems": getattr(error, "problems", ()),
        "what": getattr(error, "what", ""),
        "fix": getattr(error, "fix", ""),
    }
    return render(request, "desk/rounds/open.html", context, status=422 if error else 200)


def _proposed_deadlines(given: Any) -> list[tuple[DeadlineKind, str]]:
    found = []
    for kind, days in STEP_DAYS.items():
        day = timezone.localdate() + timedelta(days=days)
        proposal = timezone.make_aware(datetime.combine(day, CLOSING_HOUR))
        found.append((kind, given.get(f"deadline-{kind}", typed_moment(proposal))))
    return found


def _plans(request: HttpRequest, blocks: tuple[Any, ...]) -> list[rounds.BlockPlan]:
    units: dict[str, list[Unit]] = {str(place): [] for place in range(len(blocks))}
    for block in blocks:
        for unit in block.units:
            units.get(request.POST.get(f"unit-{unit.pk}", ""), []).append(unit)
    plans = []
    for place, block in enumerate(blocks):
        name, _sep, of_set = request.POST.get(f"set-{place}", "").partition("|")
        if units[str(place)]:
            plans.append(
                rounds.BlockPlan(
                    block.key,
                    name,
                    tuple(units[str(place)]),
                    rulebook_block=of_set,
                    name=text_of(request.POST, f"name-{place}"),
                )
            )
    return plans


def _deadlines(request: HttpRequest) -> dict[DeadlineKind, datetime]:
    found = {kind: moment_of(request.POST, f"deadline-{kind}") for kind in DeadlineKind}
    return {kind: at for kind, at in found.items() if at is not None}


def _remind_days(request: HttpRequest) -> list[int]:
    parts = request.POST.get("remind_days", "").replace(";", ",").split(",")
    days = [part.strip() for part in parts if part.strip()]
    if not all(day.isascii() and day.isdigit() and int(day) <= 60 for day in days):
        raise RefusedError(
            _("Ngày nhắc không đọc được."), fix=_("Ghi số ngày trước hạn, ví dụ: 7, 3, 1.")
        )
    return sorted({int(day) for day in days}, reverse=True)


@page
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show where a round stands, its deadlines, sets and reopenings, and what can be done."""
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    is_last = round_.phase == Phase.COUNCIL
    order = list(Phase)
    place = order.index(Phase(round_.phase))
    context = {
        "section": "rounds",
        "round": round_,
        "is_open": round_.phase != Phase.CLOSED,
        "is_last": is_last,
        "steps": [(step, number - place) for number, step in enumerate(order)][1:],
        "next_step": order[place + 1] if place + 1 < len(order) else None,
        "deadlines": [_deadline_line(each) for each in round_.deadlines.all()],
        "remind_days": ", ".join(str(day) for day in round_.remind_days),
        "blocks": round_.blocks.select_related("rulebook"),
        "reopenings": _reopenings(round_),
        "remaps": remaps_of(round_),
        "obstacles": closing.obstacles_to_closing(round_) if is_last else (),
        "undecided": len(closing.undecided(round_)) if is_last else 0,
    }
    return render(request, "desk/rounds/round.html", context)


def _deadline_line(deadline: Deadline) -> dict[str, Any]:
    days = (timezone.localdate(deadline.at) - timezone.localdate()).days
    return {
        "deadline": deadline,
        "typed": typed_moment(deadline.at),
        "days": days,
        "is_past": deadline.at <= timezone.now(),
    }


def _reopenings(round_: Round) -> list[tuple[Reopening, bool]]:
    found = Reopening.objects.filter(sheet__round=round_).select_related("sheet__unit", "given_by")
    now = timezone.now()
    return [(each, each.until > now) for each in found.order_by("-id")]


@act
def advance_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Move a round to its next step."""
    round_ = rounds.advance_round(
        round_id=round_id,
        version=number_of(request.POST, "version"),
        user=request.user,
        reason=text_of(request.POST, "reason"),
    )
    said = _("Kỳ đánh giá đã chuyển sang bước «%s».") % round_.get_phase_display()
    messages.success(request, said)
    return redirect("round", round_id)


@act
def move_deadline(request: HttpRequest, round_id: int) -> HttpResponse:
    """Set another minute for a deadline."""
    kind = text_of(request.POST, "kind")
    if kind not in DeadlineKind.values:
        raise Http404(kind)
    rounds.move_deadline(
        round_id=round_id,
        version=number_of(request.POST, "version"),
        kind=DeadlineKind(kind),
        at=needed_moment(request.POST, "at"),
        reason=text_of(request.POST, "reason"),
        user=request.user,
    )
    messages.success(request, _("Đã đổi hạn «%s».") % DeadlineKind(kind).label)
    return redirect("round", round_id)


@form
def reopen(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let one unit work late: choose it, then the component, the minute and the reason."""
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    if request.method == "POST":
        return _reopened(request, round_)
    wanted = number_of(request.GET, "phieu")
    sheets = [
        each
        for each in sheets_to_reopen(round_)
        if may(request.user, Action.REOPEN, unit=each.unit)
    ]
    chosen = next((each for each in sheets if each.pk == wanted), None)
    context = {
        "section": "rounds",
        "round": round_,
        "sheets": sheets,
        "wanted": wanted,
        "chosen": chosen,
        "rows": chosen.rows.filter(is_active=True).order_by("position") if chosen else (),
        "kinds": REOPENED,
    }
    return render(request, "desk/rounds/reopen.html", context)


def _reopened(request: HttpRequest, round_: Round) -> HttpResponse:
    kind = text_of(request.POST, "kind")
    sheet = access_sheet(number_of(request.POST, "sheet"), user=request.user, to=Action.REOPEN)
    if kind not in DeadlineKind.values or sheet.round_id != round_.pk:
        raise Http404(kind)
    rounds.reopen(
        sheet_id=sheet.pk,
        kind=DeadlineKind(kind),
        until=needed_moment(request.POST, "until"),
        reason=text_of(request.POST, "reason"),
        user=request.user,
        component=text_of(request.POST, "component"),
    )
    messages.success(request, _("Đã mở lại cho %s.") % sheet.unit.name)
    return redirect("round", round_.pk)


@act
def close_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Close a round for ever."""
    closing.close_round(
        round_id=round_id,
        version=number_of(request.POST, "version"),
        user=request.user,
        accepts_gaps="accepts_gaps" in request.POST,
        reason=text_of(request.POST, "reason"),
    )
    messages.success(request, _("Đã khóa kết quả kỳ đánh giá."))
    return redirect("round_results", round_id)


ROUND = "ky-danh-gia/<int:round_id>/"
PAGES = [
    path("ky-danh-gia/", round_list, name="rounds"),
    path("ky-danh-gia/moi/", open_round, name="open_round"),
    path(ROUND, round_page, name="round"),
    path(f"{ROUND}chuyen-buoc/", advance_round, name="advance_round"),
    path(f"{ROUND}doi-han/", move_deadline, name="move_deadline"),
    path(f"{ROUND}mo-lai/", reopen, name="reopen"),
    path(f"{ROUND}khoa/", close_round, name="close_round"),
]
