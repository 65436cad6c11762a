"""Uploads matched to rows by file name: the page proposes, the person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.deadlines import window
from parindex.web.assessment.domain.sheets import attach
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Row, Sheet
from parindex.web.common.formats import language
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act
from parindex.web.evidence import access, domain
from parindex.web.evidence.matching import match_by_name
from parindex.web.evidence.models import Document
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may

FIELD = "document-"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kept document and the row that its file name speaks of, none when it does not."""

    document: Document
    row_id: int | None


def open_rows(unit: Unit, user: User) -> list[Row]:
    """Return the rows of a unit's newest sheet to which a person may attach evidence now."""
    sheets = Sheet.objects.filter(unit=unit).select_related("round", "round_block")
    sheet = (
        sheets.prefetch_related("round__deadlines", "reopenings")
        .order_by("-round__year", "-round_id")
        .first()
    )
    if sheet is None:
        return []
    explaining = sheet.round.phase == Phase.EXPLANATION
    kind = DeadlineKind.EXPLANATION if explaining else DeadlineKind.SELF_SCORE
    block = sheet.round_block.key
    return [
        row
        for row in sheet.rows.filter(is_active=True, is_declared=True).order_by("position")
        if window(sheet, kind, row.component).is_open
        and may(user, Action.ADD_EVIDENCE, unit=unit, keys=row.keys, block=block)
    ]


def proposals(outcomes: Iterable[domain.Outcome], rows: list[Row]) -> list[Proposal]:
    """Match what was kept to rows by file name."""
    kept = [each for each in outcomes if each.document]
    matched = match_by_name([each.file_name for each in kept], {row.code: row.name for row in rows})
    ids = {row.code: row.pk for row in rows}
    return [Proposal(each.document, ids.get(matched[each.file_name] or "")) for each in kept]


def row_choices(rows: Iterable[Row]) -> list[tuple[int, str]]:
    """Return rows as a list to choose from, in the reader's language."""
    is_english = language() == "en"
    return [
        (row.pk, f"{row.code}. {(row.name_en or row.name) if is_english else row.name}")
        for row in rows
    ]


@act
def evidence_attach(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Attach each document to the row chosen for it; those without a choice stay in the bank."""
    unit = access.access_unit(unit_id, user=request.user, to=Action.ADD_EVIDENCE)
    pairs = list(_pairs(request, unit))
    for document, row_id in pairs:
        attach(row_id=row_id, document=document, user=request.user)
    messages.success(request, _("Đã đính kèm %(count)d văn bản.") % {"count": len(pairs)})
    return redirect("evidence_bank", unit.pk)


def _pairs(request: HttpRequest, unit: Unit) -> Iterator[tuple[Document, int]]:
    """Yield what was chosen; a document or row that is not the unit's does not exist."""
    for name, chosen in request.POST.items():
        if not name.startswith(FIELD) or not chosen:
            continue
        key = name.removeprefix(FIELD)
        if not (is_number(key) and is_number(chosen)):
            raise Http404(name)
        document = Document.objects.filter(unit=unit, pk=key).first()
        row = Row.objects.filter(sheet__unit=unit, pk=chosen).first()
        if document is None or row is None:
            raise Http404(name)
        yield document, row.pk


PAGES = [path("minh-chung/don-vi/<int:unit_id>/dinh-kem/", evidence_attach, name="evidence_attach")]
