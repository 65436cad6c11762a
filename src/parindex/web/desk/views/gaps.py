"""Minh chứng còn thiếu: what a unit must still prove, and the bundle for an inspection."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.inspection import BundleKind, make_bundle
from parindex.web.assessment.domain.words import words_of
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Row, Sheet
from parindex.web.assessment.queries.gaps import gaps_of
from parindex.web.desk.pages import page
from parindex.web.org.permissions import Action, may


@page
def missing_evidence(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """List the rows that claim points and prove nothing, with what the rules ask for."""
    found = access_sheet(sheet_id, user=request.user, to=Action.VIEW_EVIDENCE)
    gaps, words = gaps_of(found), words_of(found.round_block)
    at = _deadline(found)
    context = {
        "section": "evidence_list",
        "sheet": found,
        "lines": [
            (row, words.components[row.component])
            for row in gaps.without_evidence
            if _may_see(request, found, row)
        ],
        "deadline": at,
        "days": None if at is None else (timezone.localdate(at) - timezone.localdate()).days,
        "is_past": at is not None and at <= timezone.now(),
    }
    return render(request, "desk/gaps/missing.html", context)


def _may_see(request: HttpRequest, sheet: Sheet, row: Row) -> bool:
    block = sheet.round_block.key
    return may(request.user, Action.VIEW_EVIDENCE, unit=sheet.unit, keys=row.keys, block=block)


def _deadline(sheet: Sheet) -> object:
    """Return until when evidence can be added, in the phase that the round is in."""
    is_explaining = sheet.round.phase == Phase.EXPLANATION
    kind = DeadlineKind.EXPLANATION if is_explaining else DeadlineKind.SELF_SCORE
    return next((each.at for each in sheet.round.deadlines.all() if each.kind == kind), None)


@page
def inspection_bundle(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Hand out the indexed ZIP of all evidence of a sheet."""
    return _handed_out(request, sheet_id, BundleKind.ZIP)


@page
def inspection_pdf(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Hand out the one PDF with a linked table of contents."""
    return _handed_out(request, sheet_id, BundleKind.PDF)


def _handed_out(request: HttpRequest, sheet_id: int, kind: BundleKind) -> FileResponse:
    made = make_bundle(sheet_id=sheet_id, kind=kind, user=request.user)
    return FileResponse(
        made.stream, as_attachment=True, filename=made.file_name, content_type=made.media_type
    )


PAGES = [
    path("minh-chung/con-thieu/<int:sheet_id>/", missing_evidence, name="missing_evidence"),
    path("phieu/<int:sheet_id>/ho-so-kiem-tra/", inspection_bundle, name="inspection_bundle"),
    path("phieu/<int:sheet_id>/ho-so-kiem-tra.pdf", inspection_pdf, name="inspection_pdf"),
]
