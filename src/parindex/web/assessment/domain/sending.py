"""From the officer to the head and from the head to the council: submit, return, sign and send."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Problem, ProblemsError, RefusedError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.domain.deadlines import Window, require_open, require_still_open
from parindex.web.assessment.domain.sheets import audit_sheet, pin_evidence, rows_of
from parindex.web.assessment.enums import DeadlineKind, Exemption, RowStatus, SheetState
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.models import User
from parindex.web.org.permissions import Action


class NotReadyError(ProblemsError):
    """The sheet cannot be signed yet; the list says what stands in the way, row by row."""

    title = "The sheet is not ready"


def differences(
    book: Book, rows: Iterable[Row], automatic: dict[str, str]
) -> list[tuple[Row, str]]:
    """Return rows and facts where the unit declares something else than a system knows."""
    return [
        (row, name)
        for row in rows
        if row.is_active
        for name in book.components[row.component].declares
        if name in automatic and name in row.facts and str(row.facts[name]) != automatic[name]
    ]


def obstacles(sheet: Sheet) -> tuple[Problem, ...]:
    """Return what must be done before a sheet may be signed.

    A row without facts is no obstacle to signing (missing is never zero: it stays «chưa có»
    and is listed for the head), a difference without explanation is.
    """
    book = book_of(sheet.round_block)
    automatic = {each.fact: each.value for each in sheet.automatic_values.all()}
    return tuple(
        Problem(
            f"{row.code} {row.name}",
            _("Số liệu «%(fact)s» khác số của hệ thống mà chưa giải thích.")
            % {"fact": book.rulebook.facts[name].label.vi},
            _("Ghi lý do chênh lệch vào ô giải thích của mục này."),
        )
        for row, name in differences(book, rows_of(sheet), automatic)
        if not row.difference_note
    )


def unfilled(sheet: Sheet) -> list[Row]:
    """Return declared rows that have no score yet, and no request to be left out."""
    return [
        row
        for row in rows_of(sheet)
        if row.is_active
        and row.is_declared
        and row.self_status == RowStatus.MISSING
        and row.exemption == Exemption.NONE
    ]


def _move(
    sheet: Sheet, state: SheetState, verb: str, *, open_now: Window, user: User, reason: str = ""
) -> Sheet:
    old, sheet.state = sheet.state, state
    sheet.version += 1
    sheet.save()
    audit_sheet(verb, sheet, user=user, old=old, new=str(state), reason=reason)
    require_still_open(open_now)
    return sheet


@transaction.atomic
def submit_sheet(*, sheet_id: int, version: int, user: User) -> Sheet:
    """Lay a sheet before the head of the unit."""
    sheet = access_sheet(sheet_id, user=user, to=Action.ASK_NOT_APPLICABLE, lock=version)
    open_now = require_open(sheet, DeadlineKind.SIGN_OFF)
    if sheet.state != SheetState.DRAFT:
        raise RefusedError(_("Phiếu đã trình thủ trưởng."), fix=_("Tải lại trang."))
    if problems := obstacles(sheet):
        raise NotReadyError(problems)
    sheet.submitted_at = timezone.now()
    return _move(sheet, SheetState.SUBMITTED, "sheet.submitted", open_now=open_now, user=user)


@transaction.atomic
def return_to_officer(*, sheet_id: int, version: int, reason: str, user: User) -> Sheet:
    """Give a sheet back to the officers of the unit, with the reason."""
    sheet = access_sheet(sheet_id, user=user, to=Action.SIGN_SHEET, lock=version)
    open_now = require_open(sheet, DeadlineKind.SIGN_OFF)
    if not reason.strip():
        raise RefusedError(_("Chưa nêu lý do trả lại."), fix=_("Ghi rõ nội dung cần sửa."))
    if sheet.state != SheetState.SUBMITTED:
        raise RefusedError(_("Phiếu chưa được trình."), fix=_("Tải lại trang."))
    return _move(
        *(sheet, SheetState.DRAFT, "sheet.returned_to_officer"),
        open_now=open_now,
        user=user,
        reason=reason.strip(),
    )


@transaction.atomic
def sign_and_send(*, sheet_id: int, version: int, user: User, accepts_gaps: bool = False) -> Sheet:
    """Sign a sheet off and send it; from here on only a reopening lets the unit write.

    Rows without facts must be accepted by the head in so many words.
    """
    sheet = access_sheet(sheet_id, user=user, to=Action.SIGN_SHEET, lock=version)
    open_now = require_open(sheet, DeadlineKind.SIGN_OFF)
    if problems := obstacles(sheet):
        raise NotReadyError(problems)
    gaps = unfilled(sheet)
    if gaps and not accepts_gaps:
        raise NotReadyError(
            Problem(row.code, _("chưa kê khai"), _("Kê khai, hoặc xác nhận gửi khi còn thiếu"))
            for row in gaps
        )
    sheet.sent_at, sheet.sent_by = timezone.now(), user
    sheet.head_looked_at = sheet.sent_at
    pin_evidence(sheet)
    return _move(sheet, SheetState.SENT, "sheet.sent", open_now=open_now, user=user)


@transaction.atomic
def head_looked(*, sheet_id: int, user: User) -> Sheet:
    """Note when the head has read the changes, so that the next look shows only newer ones."""
    sheet = access_sheet(sheet_id, user=user, to=Action.SIGN_SHEET)
    sheet.head_looked_at = timezone.now()
    sheet.save(update_fields=["head_looked_at"])
    audit_sheet("sheet.head_looked", sheet, user=user, new=sheet.head_looked_at)
    return sheet


@transaction.atomic
def write_report_texts(
    *, sheet_id: int, version: int, difficulties: str, proposals: str, user: User
) -> Sheet:
    """Keep the difficulties and proposals that the self-assessment report ends with."""
    sheet = access_sheet(sheet_id, user=user, to=Action.ASK_NOT_APPLICABLE, lock=version)
    open_now = require_open(sheet, DeadlineKind.SELF_SCORE)
    old = {"difficulties": sheet.difficulties, "proposals": sheet.proposals}
    sheet.difficulties, sheet.proposals = difficulties.strip(), proposals.strip()
    sheet.version += 1
    sheet.save(update_fields=["difficulties", "proposals", "version"])
    new = {"difficulties": sheet.difficulties, "proposals": sheet.proposals}
    audit_sheet("sheet.report_texts", sheet, user=user, old=old, new=new)
    require_still_open(open_now)
    return sheet
