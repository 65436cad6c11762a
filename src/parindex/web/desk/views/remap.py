"""Thay bộ tiêu chí giữa kỳ: the report before, the confirmation, the stored report after."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.choices import set_choices
from parindex.web.assessment.domain.remap import needs_leave, plan_remap, replace_rulebook
from parindex.web.assessment.domain.remap_plan import RemapReport, report_from
from parindex.web.assessment.enums import Stage
from parindex.web.assessment.models import Round, RoundBlock
from parindex.web.assessment.queries.rounds import remap_row, remaps_of
from parindex.web.desk.fields import moment_of, number_of, text_of
from parindex.web.desk.pages import act, page
from parindex.web.org.permissions import Action


def _block(round_: Round, key: str) -> RoundBlock:
    found = round_.blocks.select_related("rulebook").filter(key=key).first()
    if found is None:
        raise Http404(key)
    return found


@page
def plan(request: HttpRequest, round_id: int, block: str) -> HttpResponse:
    """Show what another set would do to a block; nothing is changed."""
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    round_block = _block(round_, block)
    wanted = request.GET.get("bo", "")
    report = plan_remap(round_block, wanted) if wanted else None
    context = {
        "section": "rounds",
        "round": round_,
        "round_block": round_block,
        "sets": set_choices(round_block.rulebook_block),
        "wanted": wanted,
        "needs_leave": report is not None and needs_leave(round_, report),
        **_shown(report),
    }
    return render(request, "desk/rounds/remap.html", context)


def _shown(report: RemapReport | None) -> dict[str, object]:
    """Return the report as the page shows it: parts with their titles, units, rulings."""
    if report is None:
        return {"report": None, "parts": [], "again": []}
    parts = (
        ("changed", _("Phải kê khai lại hoặc bổ sung"), _("Số liệu cũ được để riêng, không mất.")),
        ("new", _("Mục mới"), _("Mục dùng số liệu đã kê khai ở mục khác thì có điểm ngay.")),
        (
            "dropped",
            _("Mục không còn"),
            _("Được ẩn, không xóa; hiện lại khi bộ tiêu chí có lại mục đó."),
        ),
        ("kept", _("Giữ nguyên"), _("Cùng mã định danh và cùng số liệu kê khai.")),
    )
    return {
        "report": report,
        "parts": [(key, title, note, report.of(key)) for key, title, note in parts],
        "again": [(each, Stage(each.stage).label) for each in report.again],
    }


@act
def replace(request: HttpRequest, round_id: int, block: str) -> HttpResponse:
    """Replace the set of a block."""
    replace_rulebook(
        round_id=round_id,
        version=number_of(request.POST, "version"),
        key=block,
        rulebook=text_of(request.POST, "bo"),
        reason=text_of(request.POST, "reason"),
        user=request.user,
        until=moment_of(request.POST, "until"),
    )
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    messages.success(request, _("Đã thay bộ tiêu chí; báo cáo lưu trong nhật ký."))
    return redirect("remap_report", round_id, remaps_of(round_)[0].row.pk)


@page
def remap_report(request: HttpRequest, round_id: int, report_id: int) -> HttpResponse:
    """Show the report of a replacement as the log keeps it."""
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    row = remap_row(round_, report_id)
    if row is None:
        raise Http404(report_id)
    context = {
        "section": "rounds",
        "round": round_,
        "row": row,
        **_shown(report_from(row.new)),
    }
    return render(request, "desk/rounds/remap_report.html", context)


ROUND = "ky-danh-gia/<int:round_id>/"
PAGES = [
    path(f"{ROUND}khoi/<slug:block>/bo-tieu-chi/", plan, name="plan_remap"),
    path(f"{ROUND}khoi/<slug:block>/bo-tieu-chi/thay/", replace, name="replace_rulebook"),
    path(f"{ROUND}thay-bo/<int:report_id>/", remap_report, name="remap_report"),
]
