"""Sessions of the council: open, agenda, presence, close, minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.council import (
    close_session,
    council_today,
    note_presence,
    open_session,
    put_on_agenda,
)
from parindex.web.assessment.models import CouncilSession
from parindex.web.assessment.queries.council import case_lines, session_file
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act, form, page
from parindex.web.org.permissions import Action, may

SECTION = {"section": "council"}


def _session(request: HttpRequest, session_id: int) -> CouncilSession:
    """Return a session for the council, the province's leaders and auditors."""
    found = CouncilSession.objects.select_related("opened_by").filter(pk=session_id).first()
    if found is None:
        raise Http404(session_id)
    found.round = access_round(found.round_id, user=request.user, to=Action.VIEW_RESULTS)
    return found


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if is_number(text)]


@form
def session_new(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open a meeting or a round of written consent."""
    round_ = access_round(round_id, user=request.user, to=Action.CHAIR_SESSION)
    if request.method == "POST":
        session = open_session(
            round_id=round_id,
            place=request.POST.get("place", ""),
            in_writing=request.POST.get("how") == "writing",
            present=_numbers(request, "present"),
            case_ids=_numbers(request, "case"),
            user=request.user,
        )
        messages.success(request, _("Đã mở phiên số %(n)s.") % {"n": session.number})
        return redirect("session", session.pk)
    context = {
        **SECTION,
        "round": round_,
        "members": council_today(round_),
        "lines": [each for each in case_lines(round_, request.user) if each.is_open],
    }
    return render(request, "desk/council/session_new.html", context)


@page
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show a session: who is there, its cases, what is decided."""
    found = _session(request, session_id)
    runs = found.closed_at is None and may(
        request.user, Action.CHAIR_SESSION, unit=found.round.province
    )
    context = {
        **SECTION,
        "session": found,
        "round": found.round,
        "file": session_file(found),
        "may_run": runs,
        "waiting": _waiting(request, found) if runs else [],
    }
    return render(request, "desk/council/session.html", context)


def _waiting(request: HttpRequest, found: CouncilSession) -> list[Any]:
    """Return open cases that are before no open session."""
    return [
        each
        for each in case_lines(found.round, request.user)
        if each.is_open and (each.case.session is None or each.case.session.closed_at is not None)
    ]


@act
def session_presence(request: HttpRequest, session_id: int) -> HttpResponse:
    """Note who is present."""
    present = _numbers(request, "present")
    note_presence(session_id=session_id, present=present, user=request.user)
    messages.success(request, _("Đã điểm danh."))
    return redirect("session", session_id)


@act
def session_agenda(request: HttpRequest, session_id: int) -> HttpResponse:
    """Put a case on the agenda."""
    for case_id in _numbers(request, "case"):
        put_on_agenda(session_id=session_id, case_id=case_id, user=request.user)
    return redirect("session", session_id)


@act
def session_close(request: HttpRequest, session_id: int) -> HttpResponse:
    """End the session."""
    remarks = request.POST.get("remarks", "")
    close_session(session_id=session_id, remarks=remarks, user=request.user)
    messages.success(request, _("Đã kết thúc phiên. Xem biên bản và in để ký."))
    return redirect("session", session_id)


@page
def session_minutes(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the minutes for print: number, date of issue and signatures are left to people."""
    found = _session(request, session_id)
    opened = timezone.localtime(found.opened_at)
    closed = None if found.closed_at is None else timezone.localtime(found.closed_at)
    context = {
        **SECTION,
        "session": found,
        "round": found.round,
        "file": session_file(found),
        "opened": _clock(opened),
        "closed": None if closed is None else _clock(closed),
    }
    return render(request, "desk/council/minutes.html", context)


def _clock(moment: Any) -> dict[str, str]:
    """Return a minute as minutes of a meeting write it, apart."""
    return {
        "hour": f"{moment.hour:02d}",
        "minute": f"{moment.minute:02d}",
        "day": f"{moment.day:02d}",
        "month": f"{moment.month:02d}" if moment.month < 3 else str(moment.month),
        "year": str(moment.year),
    }


PAGES = [
    path("hoi-dong/ky/<int:round_id>/phien-moi/", session_new, name="session_new"),
    path("hoi-dong/<int:session_id>/", session, name="session"),
    path("hoi-dong/<int:session_id>/co-mat/", session_presence, name="session_presence"),
    path("hoi-dong/<int:session_id>/chuong-trinh/", session_agenda, name="session_agenda"),
    path("hoi-dong/<int:session_id>/ket-thuc/", session_close, name="session_close"),
    path("hoi-dong/<int:session_id>/bien-ban/", session_minutes, name="session_minutes"),
]
