"""Phiếu tự chấm: the working sheet of a unit, its rows, and what is done with them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from parindex.web.assessment.access import access_row, access_sheet
from parindex.web.assessment.enums import SheetState
from parindex.web.assessment.models import Sheet
from parindex.web.assessment.queries.sheets import sheet_page
from parindex.web.assessment.queries.sheets_history import history_of
from parindex.web.assessment.queries.sheets_lists import sheets_of
from parindex.web.assessment.queries.sheets_panel import row_panel
from parindex.web.assessment.release import is_released
from parindex.web.desk.pages import page
from parindex.web.desk.views import sheets_save, sheets_sections, sheets_sending, sheets_workbook
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

SECTION = "my_sheets"


@page
def my_sheets(request: HttpRequest) -> HttpResponse:
    """Show the sheets of the person's units."""
    lines = sheets_of(request.user)
    return render(request, "desk/sheet/list.html", {"section": SECTION, "lines": lines})


@page
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show the working sheet: tree, rows, panel."""
    found = access_sheet(sheet_id, user=request.user)
    context = {
        "section": SECTION,
        "page": sheet_page(found, request.user),
        "sheet": found,
        "is_draft": found.state != SheetState.SENT,
        "may_explain": is_released(found.round) and _explains(found, request.user),
        "sees_points": is_released(found.round),
        "words": script_words(),
    }
    return render(request, "desk/sheet/sheet.html", context)


def _explains(sheet: Sheet, user: User) -> bool:
    return may(user, Action.EXPLAIN, unit=sheet.unit, block=sheet.round_block.key)


def script_words() -> dict[str, str]:
    """Return what the page's script says, in the reader's language."""
    return {
        "fresh": _("Mọi số liệu đã lưu"),
        "saved": _("Đã lưu {at}"),
        "saving": _("Đang lưu…"),
        "offline": _("Đang chờ mạng: {n} mục"),
        "signin": _("Phiên làm việc đã hết, {n} mục chờ gửi."),
        "login": _("Đăng nhập lại"),
        "refused": _("{n} mục chưa lưu được, xem bên cạnh mục"),
        "storage": _("Máy này không giữ được bản chờ gửi; đừng đóng trang khi chưa có «Đã lưu»."),
        "mine": _("vừa nhập"),
        "theirs": _("của {who}, {when}"),
        "keep_mine": _("Giữ của tôi"),
        "keep_theirs": _("Lấy của {who}"),
        "again": _("Gửi lại"),
        "drop": _("Bỏ giá trị chưa lưu"),
        "count": _("«{text}» không phải số nguyên viết liền, ví dụ 113905"),
        "number": _("«{text}» không phải số, ví dụ 81,81"),
        "percent": _("«{text}» lớn hơn 100%"),
        "option": _("«{text}» không có trong danh sách"),
        "no_place": _("{n} ô ở cuối khối vừa dán không còn chỗ: {cells}"),
        "unknown": _("Máy chủ không nhận mục này. Giá trị vẫn giữ trên máy."),
        "panel": _("Chưa tải được chi tiết khi mất mạng; các ô vẫn nhập được."),
    }


@page
def sheet_row(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Show one row with all that belongs to it: as a page, or as a part of the sheet's page."""
    found = access_sheet(sheet_id, user=request.user)
    panel = row_panel(found, row_id, request.user)
    if panel is None:
        raise Http404(row_id)
    is_part = request.headers.get("x-requested-with") == "fetch"
    template = "desk/sheet/panel.html" if is_part else "desk/sheet/row.html"
    context = {
        "section": SECTION,
        "sheet": found,
        "panel": panel,
        "line": panel.line,
        "is_part": is_part,
    }
    return render(request, template, context)


@page
def row_history(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Show what the unit did to a row: who, when, old and new value."""
    row = access_row(row_id, user=request.user, to=Action.VIEW_SHEET)
    if row.sheet_id != sheet_id:
        raise Http404(row_id)
    context = {
        "section": SECTION,
        "sheet": row.sheet,
        "row": row,
        "events": history_of(row),
        "trail": row_trail(row.sheet, row_id, row.code),
    }
    return render(request, "desk/sheet/history.html", context)


def row_trail(of: Sheet, row_id: int, code: str) -> list[tuple[str, str]]:
    """Return the way back from a page of a row."""
    return [
        (reverse("sheet", args=[of.pk]), _("Phiếu tự chấm")),
        (reverse("sheet_row", args=[of.pk, row_id]), _("Mục %(code)s") % {"code": code}),
    ]


PAGES = [
    path("phieu/", my_sheets, name="my_sheets"),
    path("phieu/<int:sheet_id>/", sheet, name="sheet"),
    path("phieu/<int:sheet_id>/muc/<int:row_id>/", sheet_row, name="sheet_row"),
    path("phieu/<int:sheet_id>/muc/<int:row_id>/lich-su/", row_history, name="row_history"),
    *sheets_save.PAGES,
    *sheets_sending.PAGES,
    *sheets_sections.PAGES,
    *sheets_workbook.PAGES,
]
