"""Who of the unit fills which part of its sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.sections import assign_section
from parindex.web.assessment.queries.sheets_people import sections_of
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act, page
from parindex.web.org.permissions import Action


@page
def sections(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show people and parts; with ?nguoi= the form of one person."""
    sheet = access_sheet(sheet_id, user=request.user, to=Action.ASSIGN_SECTIONS)
    found = sections_of(sheet)
    wanted = request.GET.get("nguoi", "")
    chosen = next((each for each in found.shares if str(each.person.pk) == wanted), None)
    context = {"section": "my_sheets", "sheet": sheet, "found": found, "chosen": chosen}
    return render(request, "desk/sheet/sections.html", context)


@act
def save_section(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Give, change or end the assignment of one person."""
    person, seen = request.POST.get("person", ""), request.POST.get("seen", "")
    if not is_number(person):
        raise RefusedError(_("Chưa chọn người."), fix=_("Chọn một người của đơn vị."))
    given = assign_section(
        sheet_id=sheet_id,
        person_id=int(person),
        components=request.POST.getlist("components"),
        seen=int(seen) if is_number(seen) else None,
        user=request.user,
    )
    said = _("Đã phân công, có hiệu lực ngay.") if given else _("Đã kết thúc phân công.")
    messages.success(request, said)
    return redirect("sections", sheet_id)


PAGES = [
    path("phieu/<int:sheet_id>/phan-cong/", sections, name="sections"),
    path("phieu/<int:sheet_id>/phan-cong/luu/", save_section, name="save_section"),
]
