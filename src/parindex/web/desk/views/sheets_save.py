"""What is written into a row: facts and notes, evidence, requests to be left out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError, StaleError
from parindex.web.assessment.access import access_row
from parindex.web.assessment.domain import sheets as verbs
from parindex.web.assessment.domain.words import in_words, typed, words_of
from parindex.web.assessment.enums import SheetState
from parindex.web.assessment.models import Attachment, Row
from parindex.web.assessment.queries.sheets import RowLine
from parindex.web.assessment.queries.sheets_saved import after_save
from parindex.web.common.formats import show_moment, show_number
from parindex.web.desk.fields import is_number
from parindex.web.desk.pages import act, wants_json
from parindex.web.evidence.models import Document
from parindex.web.org.permissions import Action

FACT = "fact:"
TEXTS = ("note", "difference_note")


def _row(request: HttpRequest, sheet_id: int, row_id: int, to: Action) -> Row:
    """Return a row of this sheet for somebody who may do this to it."""
    row = access_row(row_id, user=request.user, to=to)
    if row.sheet_id != sheet_id:
        raise Http404(row_id)
    return row


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return what a form or a script sends: version, changed facts, texts, name of the attempt."""
    if not wants_json(request):
        given = request.POST
        facts = {
            name.removeprefix(FACT): text for name, text in given.items() if name.startswith(FACT)
        }
        texts = {name: given[name] for name in TEXTS if name in given}
        return {"version": given.get("version"), "facts": facts, **texts}
    try:
        said = json.loads(unicodedata.normalize("NFC", request.body.decode()))
        facts = said.get("facts", {})
        is_fine = isinstance(facts, dict) and all(_is_text(each) for each in facts.values())
        is_fine = is_fine and all(_is_text(said.get(name)) for name in TEXTS)
    except (ValueError, AttributeError):
        is_fine = False
    if not is_fine:
        raise RefusedError(
            _("Dữ liệu trình duyệt gửi lên không đọc được."), fix=_("Tải lại trang.")
        )
    return said


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str) and "\x00" not in value)


def _number(value: object) -> int:
    """Return the version that a page showed."""
    if isinstance(value, int | str) and is_number(str(value)):
        return int(value)
    raise RefusedError(_("Trang thiếu số phiên bản của mục."), fix=_("Tải lại trang."))


@act
def save_row(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Save what changed in a row and tell what follows for points, sum and progress."""
    sent = _sent(request)
    if sent.get("person", request.user.pk) != request.user.pk:
        return _other_person()
    try:
        saved = verbs.save_row(
            row_id=row_id,
            sheet_id=sheet_id,
            version=_number(sent.get("version")),
            facts=sent.get("facts", {}),
            note=sent.get("note"),
            difference_note=sent.get("difference_note"),
            request=str(sent.get("request", ""))[:64],
            user=request.user,
        )
    except StaleError as error:
        row = _row(request, sheet_id, row_id, Action.EDIT_ROW)
        return _stale(request, row, error)
    if wants_json(request):
        return JsonResponse(_told(request, saved))
    messages.success(request, _("Đã lưu mục %(code)s.") % {"code": saved.row.code})
    return _back(request, sheet_id, row_id)


def _other_person() -> HttpResponse:
    """Refuse what one person typed when another has signed in since on the same machine."""
    said = {
        "what": _("Trình duyệt này đang đăng nhập bằng tài khoản khác."),
        "kept": _("Những gì anh chị đã nhập vẫn được giữ trên máy này."),
        "fix": _("Đăng nhập lại bằng tài khoản của mình để gửi."),
        "problems": [],
    }
    return JsonResponse(said, status=403)


def _back(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Return to where the form stood: the page of the row, or its place in the sheet."""
    if request.POST.get("from") == "row":
        return redirect("sheet_row", sheet_id, row_id)
    return redirect(f"{reverse('sheet', args=[sheet_id])}#muc-{row_id}")


def _told(request: HttpRequest, saved: verbs.Saved) -> dict[str, Any]:
    """Return what the page must show after a save, as the page itself would show it."""
    after = after_save(saved, request.user)
    now = timezone.localtime()
    return {
        "version": saved.row.version,
        "at": f"{now:%H:%M}",
        "rows": [_row_told(line) for line in after.lines],
        "progress": [_share_told(key, progress) for key, progress in after.shares],
        "sum": show_number(saved.known),
        "done": after.progress.done,
        "total": after.progress.total,
        "state": str(SheetState(saved.row.sheet.state).label),
    }


def _row_told(line: RowLine) -> dict[str, Any]:
    row = line.row
    return {
        "id": row.pk,
        "state": line.state.value,
        "words": str(line.state.label),
        "points": _points(row.self_points),
        "differs": {fact.words.name: fact.differs for fact in line.facts if fact.automatic},
        "lacks": line.lacks_evidence,
        "values": {fact.words.name: fact.value for fact in line.facts},
    }


def _points(points: Decimal | None) -> str:
    """Show points; unknown ones are no zero."""
    return "–" if points is None else show_number(points)


def _share_told(key: str, progress: Any) -> dict[str, Any]:
    return {
        "key": key,
        "done": progress.done,
        "total": progress.total,
        "points": _points(progress.points),
    }


def _stale(request: HttpRequest, row: Row, error: StaleError) -> HttpResponse:
    """Show the second of two people both values, with the two ways on."""
    theirs: Mapping[str, Any] = error.theirs
    mine: Mapping[str, Any] = error.mine
    now = Row.objects.select_related("edited_by").get(pk=row.pk)
    who = now.edited_by.name if now.edited_by else _("hệ thống")
    said = {
        "what": error.what,
        "kept": error.kept,
        "fix": error.fix,
        "problems": [],
        "version": error.version,
        "who": who,
        "when": show_moment(now.edited_at) if now.edited_at else "",
        "values": _both(row, mine, theirs),
        "stored": _typed_all(row, theirs),
        "mine": mine,
        "theirs": theirs,
    }
    if wants_json(request):
        return JsonResponse(said, status=409)
    context = {"section": "my_sheets", "row": row, "sheet": row.sheet, **said}
    return render(request, "desk/sheet/stale.html", context, status=409)


def _typed_all(row: Row, theirs: Mapping[str, Any]) -> dict[str, str]:
    """Return all that the row holds now, as typed into its form."""
    words = words_of(row.sheet.round_block).components[row.component]
    facts = {f"{FACT}{name}": typed(theirs["facts"].get(name)) for name in words.declares}
    return {**facts, **{name: theirs[name] for name in TEXTS}}


def _both(row: Row, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each value that was sent beside the stored one, typed and in words."""
    words = words_of(row.sheet.round_block).components[row.component]
    block, held = row.sheet.round_block, theirs["facts"]
    both = [
        {
            "name": name,
            "field": f"{FACT}{name}",
            "label": words.facts[name].label,
            "mine": in_words(block, name, value) or _("chưa có"),
            "theirs": in_words(block, name, held.get(name)) or _("chưa có"),
            "mine_typed": typed(value),
            "theirs_typed": typed(held.get(name)),
        }
        for name, value in mine["facts"].items()
    ]
    labels = {"note": _("Ghi chú"), "difference_note": _("Giải thích chênh lệch")}
    return both + [
        {
            "name": name,
            "field": name,
            "label": labels[name],
            "mine": mine[name] or "–",
            "theirs": theirs[name] or "–",
            "mine_typed": mine[name],
            "theirs_typed": theirs[name],
        }
        for name in labels
        if name in mine
    ]


@act
def attach_document(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Attach a document of the unit's bank to a row."""
    row = _row(request, sheet_id, row_id, Action.ADD_EVIDENCE)
    wanted = request.POST.get("document", "")
    found = Document.objects.filter(unit=row.sheet.unit, pk=wanted if is_number(wanted) else 0)
    document = found.first()
    if document is None:
        raise RefusedError(
            _("Chưa chọn tài liệu."), fix=_("Chọn một tài liệu trong kho của đơn vị.")
        )
    verbs.attach(row_id=row_id, document=document, user=request.user)
    messages.success(request, _("Đã đính kèm vào mục %(code)s.") % {"code": row.code})
    return redirect("sheet_row", sheet_id, row_id)


@act
def take_off_document(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Take a document off a row; the bank keeps it."""
    row = _row(request, sheet_id, row_id, Action.ADD_EVIDENCE)
    wanted = request.POST.get("attachment", "")
    own = Attachment.objects.filter(row=row, pk=wanted if is_number(wanted) else 0).first()
    if own is None:
        raise Http404(wanted)
    verbs.take_off(attachment_id=own.pk, user=request.user)
    messages.success(request, _("Đã gỡ khỏi mục %(code)s; kho vẫn giữ.") % {"code": row.code})
    return redirect("sheet_row", sheet_id, row_id)


@act
def ask_exemption(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Ask the council to leave a component out."""
    row = _row(request, sheet_id, row_id, Action.ASK_NOT_APPLICABLE)
    reason = request.POST.get("reason", "")
    verbs.ask_exemption(row_id=row_id, reason=reason, user=request.user)
    messages.success(request, _("Đã ghi đề nghị của mục %(code)s.") % {"code": row.code})
    return redirect("sheet_row", sheet_id, row_id)


@act
def withdraw_exemption(request: HttpRequest, sheet_id: int, row_id: int) -> HttpResponse:
    """Take the request back."""
    row = _row(request, sheet_id, row_id, Action.ASK_NOT_APPLICABLE)
    verbs.withdraw_exemption(row_id=row_id, user=request.user)
    messages.success(request, _("Đã rút đề nghị của mục %(code)s.") % {"code": row.code})
    return redirect("sheet_row", sheet_id, row_id)


ROW = "phieu/<int:sheet_id>/muc/<int:row_id>/"
PAGES = [
    path(f"{ROW}luu/", save_row, name="save_row"),
    path(f"{ROW}dinh-kem/", attach_document, name="attach_document"),
    path(f"{ROW}go/", take_off_document, name="take_off_document"),
    path(f"{ROW}de-nghi/", ask_exemption, name="ask_exemption"),
    path(f"{ROW}rut-de-nghi/", withdraw_exemption, name="withdraw_exemption"),
]
