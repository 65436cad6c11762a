"""Văn bản xin lỗi: write one, print it, take it back; which late files have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from parindex.web.caseflow.access import access_letter, access_unit
from parindex.web.caseflow.domain.letters import DUTY, withdraw_letter, write_letter
from parindex.web.caseflow.domain.words import period_words
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.caseflow.queries.board import periods_known
from parindex.web.caseflow.queries.dossier import procedure_of, procedures
from parindex.web.caseflow.queries.letters import (
    PAGE,
    days_too_late,
    late_files,
    late_frame,
    letters_of,
    paper_of,
    state_words,
)
from parindex.web.caseflow.queries.whose import is_province
from parindex.web.caseflow.scopes import View
from parindex.web.desk.fields import csv_response, day_of, is_number, text_of
from parindex.web.desk.pages import act, page
from parindex.web.desk.views.dossiers import SECTION, chosen_view, needed_view
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may


def number_of_page(request: HttpRequest) -> int:
    """Return the page that a list is asked for, the first for none and for nonsense."""
    text = request.GET.get("trang", "")
    return int(text) if is_number(text) else 1


def unit_context(unit: Unit, view: View) -> dict[str, Any]:
    """Return what the pages of a unit and period share."""
    periods = [] if is_province(unit) else periods_known(unit.agency_code)
    return {
        **SECTION,
        "unit": unit,
        "view": view,
        "is_province": is_province(unit),
        "period_words": period_words(str(view.period)),
        "periods": [
            (text, period_words(text)) for text in periods or sorted(view.refresh.periods)[::-1]
        ],
    }


@page
def dossiers_late(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show the late files of a unit or a province, and which of them lack a letter."""
    unit = access_unit(unit_id, user=request.user)
    view = chosen_view(request)
    if view is None:
        return render(request, "desk/dossiers/none.html", {**SECTION, "has_units": True})
    words, wanted = state_words(), request.GET.get("loc", "")
    show = wanted if wanted in words else ""
    found = late_files(view, unit, show, number_of_page(request))
    context = {
        **unit_context(unit, view),
        "list": found,
        "query": urlencode({"loc": show, "ky": view.period}),
        "show": show,
        "states": [(key, label, found.counts.get(key, 0)) for key, label in words.items()],
        "duty": DUTY,
        "procedures": procedures([each.row["procedure_code"] for each in found.files]),
        "may_write": may(request.user, Action.WRITE_LETTER, unit=unit),
    }
    return render(request, "desk/dossiers/late.html", context)


LATE = (
    *("dossier_code", "unit_code", "procedure_code", "received_at", "promised_at", "ended_at"),
    *("is_late", "days_late", "state", "written_at", "new_due_at"),
)


@page
def dossiers_late_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the late files with the state of their letters as CSV."""
    unit = access_unit(unit_id, user=request.user)
    view = needed_view(request)
    every = late_frame(view, unit).select(LATE)
    name = f"ho-so-qua-han-{unit.agency_code or unit.code}-{view.period}"
    return csv_response(LATE, (tuple(map(_plain, row)) for row in every.iter_rows()), name)


def _plain(value: Any) -> Any:
    """Return a moment as programs read it."""
    return value.isoformat(" ", "minutes") if hasattr(value, "isoformat") else value


@page
def dossier_letters(request: HttpRequest, unit_id: int) -> HttpResponse:
    """List the letters of a unit or a province."""
    unit = access_unit(unit_id, user=request.user)
    listed = Paginator(letters_of(unit), PAGE).get_page(request.GET.get("trang"))
    context = {
        **SECTION,
        "unit": unit,
        "is_province": is_province(unit),
        "letters": [(each, days_too_late(each, DUTY)) for each in listed],
        "list": listed,
        "procedures": procedures([each.procedure_code for each in listed]),
    }
    return render(request, "desk/dossiers/letters.html", context)


@page
def dossier_letters_csv(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the letters of a unit or a province as CSV."""
    unit = access_unit(unit_id, user=request.user)
    head = (
        *("dossier_code", "unit", "procedure_code", "number", "ordinal", "received_at", "due_at"),
        *("new_due_at", "written_at", "days_too_late", "reason", "withdrawn_at"),
        "withdrawn_reason",
    )
    name = f"van-ban-xin-loi-{unit.agency_code or unit.code}"
    return csv_response(head, _letter_rows(letters_of(unit).iterator(1000)), name)


def _letter_rows(letters: Iterator[ApologyLetter]) -> Iterator[tuple[object, ...]]:
    for each in letters:
        moments = (each.received_at, each.due_at, each.new_due_at, each.written_at)
        received, due, new_due, written = (m and m.isoformat(" ", "minutes") for m in moments)
        yield (
            *(each.dossier_code, each.unit.agency_code, each.procedure_code, each.number),
            *(each.ordinal, received, due, new_due, written, days_too_late(each, DUTY)),
            each.reason,
            each.withdrawn_at and each.withdrawn_at.isoformat(" ", "minutes"),
            each.withdrawn_reason,
        )


@act
def dossier_letter_write(request: HttpRequest, code: str) -> HttpResponse:
    """Write the letter of a dossier and show it, ready to be printed."""
    letter = write_letter(
        code=code,
        reason=text_of(request.POST, "reason"),
        new_due=day_of(request.POST, "new_due"),
        number=text_of(request.POST, "number"),
        user=request.user,
    )
    messages.success(request, _("Đã lập văn bản. Điền tên người nộp hồ sơ, in, ký và gửi."))
    return redirect("dossier_letter", letter.pk)


@page
def dossier_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show one letter as it is printed."""
    letter = access_letter(letter_id, user=request.user)
    context = {
        **SECTION,
        "letter": letter,
        "unit": letter.unit,
        "paper": paper_of(letter),
        "procedure": procedure_of(letter.procedure_code),
        "too_late": days_too_late(letter, DUTY),
        "may_withdraw": letter.withdrawn_at is None
        and may(request.user, Action.WRITE_LETTER, unit=letter.unit),
    }
    return render(request, "desk/dossiers/letter.html", context)


@act
def dossier_letter_withdraw(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take a letter back; it stays on record with the reason."""
    withdraw_letter(letter_id=letter_id, reason=text_of(request.POST, "reason"), user=request.user)
    messages.success(request, _("Đã thu hồi văn bản. Có thể lập văn bản mới cho hồ sơ này."))
    return redirect("dossier_letter", letter_id)


OF_UNIT = "ho-so/don-vi/<int:unit_id>/"
PAGES = [
    path(f"{OF_UNIT}qua-han/", dossiers_late, name="dossiers_late"),
    path(f"{OF_UNIT}qua-han/csv/", dossiers_late_csv, name="dossiers_late_csv"),
    path(f"{OF_UNIT}xin-loi/", dossier_letters, name="dossier_letters"),
    path(f"{OF_UNIT}xin-loi/csv/", dossier_letters_csv, name="dossier_letters_csv"),
    path("ho-so/ma/<str:code>/xin-loi/", dossier_letter_write, name="dossier_letter_write"),
    path("ho-so/xin-loi/<int:letter_id>/", dossier_letter, name="dossier_letter"),
    path(
        "ho-so/xin-loi/<int:letter_id>/thu-hoi/",
        dossier_letter_withdraw,
        name="dossier_letter_withdraw",
    ),
]
