"""What a unit writes into its sheet: facts, notes, evidence, requests. One verb, one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Problem, RefusedError
from parindex.scoring import UnitScore
from parindex.web.assessment.access import access_row, stale
from parindex.web.assessment.domain import ledger
from parindex.web.assessment.domain.books import Book, Component, book_of
from parindex.web.assessment.domain.deadlines import Window, require_open
from parindex.web.assessment.domain.scores import (
    DeclarationError,
    clean_facts,
    self_scores,
    status_of,
)
from parindex.web.assessment.enums import DeadlineKind, Exemption, Phase, SheetState
from parindex.web.assessment.models import Attachment, Row, Sheet
from parindex.web.common.audit import record
from parindex.web.common.statements import Kept, Slot, write
from parindex.web.evidence.models import Document
from parindex.web.org.models import User
from parindex.web.org.permissions import Action

TEXT_LIMIT = 4000
TO_SCORE = (
    *("sheet_id", "component", "code", "facts", "max_points", "is_active", "is_declared"),
    *("takes", "adds", "self_status", "self_points", "exemption", "difference_note"),
)
ROWS: Kept[Row] = Kept(
    lambda: Row.objects.filter(sheet=Slot("sheet")).only(*TO_SCORE).order_by("position")
)
SCORE = ("self_status", "self_points")
SAVED = (
    *("facts", "note", "difference_note", "version", "edited_by", "edited_at"),
    *("last_request", "changed_after_lock", *SCORE),
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the row, all rows whose score changed, and all rows with their scores."""

    row: Row
    changed: tuple[Row, ...]
    rows: tuple[Row, ...]
    scored: UnitScore
    is_repeat: bool = False

    @property
    def known(self) -> Decimal:
        """The sum of the sheet so far."""
        return self.scored.known


def rows_of(sheet: Sheet) -> list[Row]:
    """Return all rows of a sheet in order, each knowing the sheet."""
    rows = list(sheet.rows.order_by("position"))
    for row in rows:
        row.sheet = sheet
    return rows


def rows_to_score(sheet: Sheet) -> list[Row]:
    """Return all rows of a sheet with what scores and progress look at, and no more.

    A save reads them all, since a score may hang on facts of several rows.
    """
    rows = ROWS.all(sheet=sheet.pk)
    for row in rows:
        row.sheet = sheet
    return rows


def post_row(row: Row) -> None:
    """Post a row to the ledger."""
    ledger.post(row)


def rescore(book: Book, rows: list[Row]) -> tuple[UnitScore, tuple[Row, ...]]:
    """Score a sheet from its facts and write the rows whose score changed."""
    scored, changed = _scored_anew(book, rows)
    _write_scores(changed)
    return scored, changed


def _scored_anew(book: Book, rows: list[Row]) -> tuple[UnitScore, tuple[Row, ...]]:
    """Score a sheet from its facts, and give the rows that thereby have another score."""
    scored, changed = self_scores(book, rows), []
    for row in rows:
        node = scored.nodes[row.code] if row.is_active else None
        if node is not None and (row.self_status, row.self_points) != (node.status, node.points):
            row.self_status, row.self_points = status_of(node.status), node.points
            changed.append(row)
    return scored, tuple(changed)


def _write_scores(changed: tuple[Row, ...], *, written: Row | None = None) -> None:
    """Write other scores and post them; one row may have been written with its facts."""
    for row in changed:
        if row is not written:
            write(row, *SCORE)
        post_row(row)


def said_of(row: Row) -> dict[str, Any]:
    """Return what the audit keeps of a row before and after a change."""
    return {
        "facts": dict(row.facts),
        "note": row.note,
        "difference_note": row.difference_note,
        "self_points": None if row.self_points is None else str(row.self_points),
        "self_status": str(row.self_status),
    }


def _texts(texts: Mapping[str, str | None], code: str) -> dict[str, str]:
    """Return the texts that were given; one that is too long is refused, never cut."""
    given = {name: text.strip() for name, text in texts.items() if text is not None}
    problems = [
        Problem(
            f"{code}, {name}",
            _("Nội dung dài quá %(limit)s ký tự.") % {"limit": TEXT_LIMIT},
            _("Rút gọn hoặc đính kèm thành tài liệu."),
        )
        for name, text in given.items()
        if len(text) > TEXT_LIMIT
    ]
    if problems:
        raise DeclarationError(problems)
    return given


@transaction.atomic
def save_row(
    *,
    row_id: int,
    version: int,
    facts: Mapping[str, str | bool | None],
    user: User,
    note: str | None = None,
    difference_note: str | None = None,
    request: str = "",
    sheet_id: int | None = None,
) -> Saved:
    """Save what changed in a row; the score follows from the facts, here on the server.

    `request` names one attempt of the browser: sent again after a lost answer it is
    recognised and changes nothing. A row that somebody else saved in the meantime raises
    `StaleError` with both values.
    """
    row = access_row(row_id, user=user, to=Action.EDIT_ROW, lock=True)
    sheet = row.sheet
    if sheet_id is not None and sheet.pk != sheet_id:
        raise Http404(row_id)
    book = book_of(sheet.round_block)
    if request and row.last_request == request:
        rows = rows_to_score(sheet)
        return Saved(row, (), tuple(rows), self_scores(book, rows), is_repeat=True)
    open_now = require_open(sheet, DeadlineKind.SELF_SCORE, row.component)
    component = book.components[row.component]
    declares = component.declares if component.is_declared else ()
    clean = clean_facts(book, declares, facts, row.code)
    texts = _texts({"note": note, "difference_note": difference_note}, row.code)
    if row.version != version:
        mine = {"facts": clean, **texts}
        raise stale(row.version, mine=mine, theirs=said_of(row))
    return _write(book, row, clean, texts, open_now, user=user, request=request)


def _write(
    book: Book,
    row: Row,
    clean: Mapping[str, str | bool | None],
    texts: Mapping[str, str],
    open_now: Window,
    *,
    user: User,
    request: str,
) -> Saved:
    sheet, old = row.sheet, said_of(row)
    merged = {**row.facts, **clean}
    row.facts = {name: text for name, text in merged.items() if text is not None}
    for name, text in texts.items():
        setattr(row, name, text)
    row.version += 1
    row.edited_by, row.edited_at, row.last_request = user, timezone.now(), request
    row.changed_after_lock = row.changed_after_lock or open_now.is_reopened
    rows = [row if each.pk == row.pk else each for each in rows_to_score(sheet)]
    scored, changed = _scored_anew(book, rows)
    write(row, *SAVED)
    _write_scores(changed, written=row)
    _draft_again(sheet, user)
    new = said_of(row)
    if new != old:
        audit_row(
            "row.saved", row, user=user, old=_only_changes(old, new), new=_only_changes(new, old)
        )
    require_open(sheet, DeadlineKind.SELF_SCORE, row.component)  # the minute may pass meanwhile
    return Saved(row, changed, tuple(rows), scored)


def _only_changes(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if other[name] != value}


def _draft_again(sheet: Sheet, user: User) -> None:
    """Take a sheet that was laid before its head back to a draft when it changes."""
    if sheet.state != SheetState.SUBMITTED:
        return
    sheet.state, sheet.version = SheetState.DRAFT, sheet.version + 1
    sheet.save(update_fields=["state", "version"])
    audit_sheet("sheet.changed_before_signing", sheet, user=user, old="submitted", new="draft")


def audit_row(verb: str, row: Row, *, user: User | None, reason: str = "", **values: Any) -> None:
    """Write the audit row of a change of a sheet's row."""
    sheet = row.sheet
    record(
        verb,
        row,
        user=user,
        reason=reason,
        round_id=sheet.round_id,
        unit_id=sheet.unit_id,
        component=row.component,
        **values,
    )


def audit_sheet(verb: str, sheet: Sheet, *, user: User | None, **values: Any) -> None:
    """Write the audit row of a change of a sheet."""
    record(verb, sheet, user=user, round_id=sheet.round_id, unit_id=sheet.unit_id, **values)


def _evidence_window(row: Row) -> None:
    """Evidence is added with the self-score, and again with the explanation."""
    explaining = row.sheet.round.phase == Phase.EXPLANATION
    kind = DeadlineKind.EXPLANATION if explaining else DeadlineKind.SELF_SCORE
    require_open(row.sheet, kind, row.component)


@transaction.atomic
def attach(*, row_id: int, document: Document, user: User) -> Attachment:
    """Attach a document of the unit to a row; one that is attached already stays so."""
    row = access_row(row_id, user=user, to=Action.ADD_EVIDENCE, lock=True)
    _evidence_window(row)
    if document.unit_id != row.sheet.unit_id or document.withdrawn_at is not None:
        raise RefusedError(
            _("Tài liệu này không thuộc kho minh chứng đang dùng của đơn vị."),
            fix=_("Chọn tài liệu khác hoặc tải tài liệu lên kho của đơn vị."),
        )
    attached, is_new = Attachment.objects.get_or_create(
        row=row,
        document=document,
        taken_off_at=None,
        defaults={
            "added_by": user,
            "added_at": timezone.now(),
            "with_explanation": row.sheet.round.phase == Phase.EXPLANATION,
        },
    )
    if is_new:
        new = {"document": document.pk, "title": document.title}
        audit_row("row.evidence_attached", row, user=user, new=new)
    return attached


def pin_evidence(sheet: Sheet) -> None:
    """Hold the versions that are sent: appraisers read them, whatever the bank does later."""
    current = Document.objects.filter(pk=OuterRef("document_id")).values("current_id")
    Attachment.objects.filter(
        row__sheet=sheet, taken_off_at__isnull=True, sent_version__isnull=True
    ).update(sent_version_id=Subquery(current))


@transaction.atomic
def take_off(*, attachment_id: int, user: User) -> Attachment:
    """Take a document off a row; the bank and the log keep it."""
    found = Attachment.objects.select_related("document").filter(
        pk=attachment_id, taken_off_at__isnull=True
    )
    attached = found.first()
    row = access_row(
        attached.row_id if attached else 0, user=user, to=Action.ADD_EVIDENCE, lock=True
    )
    _evidence_window(row)
    attached.taken_off_at, attached.taken_off_by = timezone.now(), user
    attached.save(update_fields=["taken_off_at", "taken_off_by"])
    old = {"document": attached.document_id, "title": attached.document.title}
    audit_row("row.evidence_taken_off", row, user=user, old=old)
    return attached


@transaction.atomic
def ask_exemption(*, row_id: int, reason: str, user: User) -> Row:
    """Ask the council to leave a component out for this unit; only the council grants it."""
    row = access_row(row_id, user=user, to=Action.ASK_NOT_APPLICABLE, lock=True)
    require_open(row.sheet, DeadlineKind.SELF_SCORE, row.component)
    if not reason.strip():
        raise RefusedError(
            _("Chưa nêu lý do đề nghị không đánh giá."),
            fix=_("Ghi rõ vì sao nội dung này không áp dụng đối với đơn vị."),
        )
    if row.exemption in {Exemption.GRANTED, Exemption.REFUSED}:
        raise RefusedError(
            _("Hội đồng đã kết luận về đề nghị này."), fix=_("Xem kết luận ở mục này.")
        )
    old, row.exemption, row.exemption_reason = row.exemption, Exemption.ASKED, reason.strip()
    row.save(update_fields=["exemption", "exemption_reason"])
    audit_row("row.exemption_asked", row, user=user, old=old, new="asked", reason=reason.strip())
    return row


@transaction.atomic
def withdraw_exemption(*, row_id: int, user: User) -> Row:
    """Take a request for «not applicable» back before the council has ruled."""
    row = access_row(row_id, user=user, to=Action.ASK_NOT_APPLICABLE, lock=True)
    require_open(row.sheet, DeadlineKind.SELF_SCORE, row.component)
    if row.exemption == Exemption.ASKED:
        row.exemption = Exemption.NONE
        row.save(update_fields=["exemption"])
        audit_row("row.exemption_withdrawn", row, user=user, old="asked", new="")
    return row


def component_for(row: Row) -> Component:
    """Return what the frozen rulebook says of a row's component."""
    return book_of(row.sheet.round_block).components[row.component]
