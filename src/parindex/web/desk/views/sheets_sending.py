"""From the officer to the head to the council: what is missing, submit, return, sign, report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain import sending
from parindex.web.assessment.domain.deadlines import window
from parindex.web.assessment.enums import DeadlineKind, SheetState
from parindex.web.assessment.models import Sheet
from parindex.web.assessment.queries.sheets import sheet_page, time_left
from parindex.web.assessment.queries.sheets_history import changed_since
from parindex.web.assessment.queries.sheets_report import report_of
from parindex.web.assessment.queries.sheets_states import RowState
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act, page
from parindex.web.org.enums import UnitKind
from parindex.web.org.permissions import Action, may

GAPS = frozenset({RowState.EMPTY, RowState.PARTLY, RowState.UNDECIDED})


def _version(request: HttpRequest) -> int:
    """Return the version of the sheet that the page showed."""
    given = request.POST.get("version", "")
    if not is_number(given):
        raise RefusedError(_("Trang thiếu số phiên bản của phiếu."), fix=_("Tải lại trang."))
    return int(given)


@page
def sheet_signing(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show what we will get, what changed, what is missing, and let the right person sign."""
    sheet = access_sheet(sheet_id, user=request.user)
    found = sheet_page(sheet, request.user)
    own = window(sheet, DeadlineKind.SIGN_OFF)
    signs = may(request.user, Action.SIGN_SHEET, unit=sheet.unit)
    submits = may(request.user, Action.ASK_NOT_APPLICABLE, unit=sheet.unit)
    context = {
        "section": "my_sheets",
        "sheet": sheet,
        "page": found,
        "window": own,
        "left": time_left(own.until) if own.is_open else "",
        "events": changed_since(sheet, sheet.head_looked_at),
        "obstacles": sending.obstacles(sheet),
        "gaps": [line for line in found.rows if line.state in GAPS],
        "unproven": [line for line in found.rows if line.lacks_evidence],
        "asked": [line for line in found.rows if line.state is RowState.ASKED],
        "may_sign": signs and own.is_open,
        "may_return": signs and own.is_open and sheet.state == SheetState.SUBMITTED,
        "may_submit": submits and own.is_open and sheet.state == SheetState.DRAFT,
        "is_head": signs,
    }
    return render(request, "desk/sheet/signing.html", context)


@act
def submit_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Lay the sheet before the head."""
    sending.submit_sheet(sheet_id=sheet_id, version=_version(request), user=request.user)
    messages.success(request, _("Đã trình thủ trưởng đơn vị."))
    return redirect("sheet_signing", sheet_id)


@act
def sign_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Sign and send the sheet to the council."""
    sending.sign_and_send(
        sheet_id=sheet_id,
        version=_version(request),
        accepts_gaps=request.POST.get("accepts_gaps") == "yes",
        user=request.user,
    )
    messages.success(request, _("Đã ký gửi. Báo cáo tự đánh giá ở dưới, có thể in ngay."))
    return redirect("sheet_report", sheet_id)


@act
def return_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Give the sheet back to the officers with a reason."""
    sending.return_to_officer(
        sheet_id=sheet_id,
        version=_version(request),
        reason=request.POST.get("reason", ""),
        user=request.user,
    )
    messages.success(request, _("Đã trả lại người kê khai, kèm lý do."))
    return redirect("sheet_signing", sheet_id)


@act
def head_looked(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Note that the head has read the changes."""
    sending.head_looked(sheet_id=sheet_id, user=request.user)
    messages.success(request, _("Đã ghi nhận; lần sau chỉ hiện những thay đổi mới."))
    return redirect("sheet_signing", sheet_id)


def _superior(sheet: Sheet) -> str:
    """Return whom the unit stands under; a central agency's ministry is not known here."""
    is_central = sheet.unit.kind == UnitKind.CENTRAL_AGENCY
    return "" if is_central else f"Ủy ban nhân dân\n{sheet.round.province.name}"


@page
def sheet_report(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show the self-assessment report as it is printed."""
    sheet = access_sheet(sheet_id, user=request.user)
    writes = may(request.user, Action.ASK_NOT_APPLICABLE, unit=sheet.unit)
    opening = window(sheet, DeadlineKind.SELF_SCORE)
    with override("vi"):  # an official paper, whatever language the reader has chosen
        report = report_of(sheet, request.user)
    context = {
        "section": "my_sheets",
        "sheet": sheet,
        "report": report,
        "superior": _superior(sheet),
        "may_write": writes and opening.is_open,
    }
    return render(request, "desk/sheet/report.html", context)


@act
def report_texts(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Keep difficulties and proposals."""
    sending.write_report_texts(
        sheet_id=sheet_id,
        version=_version(request),
        difficulties=request.POST.get("difficulties", ""),
        proposals=request.POST.get("proposals", ""),
        user=request.user,
    )
    messages.success(request, _("Đã lưu phần khó khăn, kiến nghị."))
    return redirect("sheet_report", sheet_id)


SHEET = "phieu/<int:sheet_id>/"
PAGES = [
    path(f"{SHEET}ky-gui/", sheet_signing, name="sheet_signing"),
    path(f"{SHEET}trinh/", submit_sheet, name="submit_sheet"),
    path(f"{SHEET}ky/", sign_sheet, name="sign_sheet"),
    path(f"{SHEET}tra-lai/", return_sheet, name="return_sheet"),
    path(f"{SHEET}da-xem/", head_looked, name="head_looked"),
    path(f"{SHEET}bao-cao/", sheet_report, name="sheet_report"),
    path(f"{SHEET}bao-cao/noi-dung/", report_texts, name="report_texts"),
]
