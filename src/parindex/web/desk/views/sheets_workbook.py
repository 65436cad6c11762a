"""The sheet as a workbook: fetch it, hand it in, look at what will change, apply."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.xlsx import (
    Change,
    Preview,
    WorkbookError,
    apply_workbook,
    make_workbook,
    read_workbook,
)
from parindex.web.assessment.domain.xlsx.imports import MOST_BYTES
from parindex.web.desk.pages import act, form, page
from parindex.web.org.permissions import Action

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "parindex.desk.workbook"
LASTS = 12 * 60 * 60
"""Seconds for which a preview may be applied."""


@page
def sheet_workbook(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Send the workbook with the values of now."""
    content = make_workbook(sheet_id=sheet_id, user=request.user)
    sheet = access_sheet(sheet_id, user=request.user)
    answer = HttpResponse(content, content_type=XLSX)
    name = f"phieu-tu-cham-{sheet.unit.code}-{sheet.round.year}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@form
def import_workbook(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Take a filled workbook and show all that is wrong, or what will change."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.EDIT_ROW)
    context = {
        "section": "my_sheets",
        "sheet": sheet,
        "problems": (),
        "preview": None,
        "token": "",
    }
    if request.method != "POST":
        return render(request, "desk/sheet/workbook.html", context)
    try:
        preview = read_workbook(sheet_id=sheet_id, content=_content(request), user=request.user)
    except WorkbookError as error:
        context["problems"] = error.problems
        return render(request, "desk/sheet/workbook.html", context, status=422)
    context |= {"preview": preview, "token": _pack(request, sheet_id, preview)}
    return render(request, "desk/sheet/workbook.html", context)


def _content(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError(_("Chưa chọn tệp."), fix=_("Chọn tệp .xlsx làm từ mẫu của phiếu."))
    return file.read(MOST_BYTES + 1)


def _pack(request: HttpRequest, sheet_id: int, preview: Preview) -> str:
    """Return the changes that were shown, signed: what is applied is what was looked at."""
    said = {
        "user": request.user.pk,
        "sheet": sheet_id,
        "changes": [asdict(each) for each in preview.changes],
    }
    return signing.dumps(said, salt=SALT, compress=True)


@act
def apply_preview(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Apply what was looked at: all rows, or none."""
    try:
        said = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        fix = _("Tải tệp lên lại để xem trước.")
        raise RefusedError(_("Bản xem trước không còn dùng được."), fix=fix) from error
    if (said["user"], said["sheet"]) != (request.user.pk, sheet_id):
        raise RefusedError(_("Đây là bản xem trước của người khác."), fix=_("Tải tệp lên lại."))
    changes = [Change(**each) for each in said["changes"]]
    saved = apply_workbook(sheet_id=sheet_id, changes=changes, user=request.user)
    messages.success(request, _("Đã nhập %(n)s mục từ tệp XLSX.") % {"n": len(saved)})
    return redirect("sheet", sheet_id)


PAGES = [
    path("phieu/<int:sheet_id>/xlsx/", sheet_workbook, name="sheet_workbook"),
    path("phieu/<int:sheet_id>/nhap-xlsx/", import_workbook, name="import_workbook"),
    path("phieu/<int:sheet_id>/nhap-xlsx/luu/", apply_preview, name="apply_preview"),
]
