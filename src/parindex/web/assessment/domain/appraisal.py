"""What appraisers do: open a row of another unit, then score it with a reason; no default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_row, stale
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.domain.deadlines import (
    Window,
    require_phase,
    require_still_open,
)
from parindex.web.assessment.domain.scores import clean_facts, node_with, status_of
from parindex.web.assessment.domain.sheets import audit_row, post_row, rows_of
from parindex.web.assessment.domain.typed import typed_points, typed_text
from parindex.web.assessment.enums import (
    DeadlineKind,
    Exemption,
    Phase,
    ReasonCode,
    RowStatus,
    SheetState,
    Stage,
)
from parindex.web.assessment.models import Round, Row, RowOpening, Ruling
from parindex.web.org.models import User
from parindex.web.org.permissions import Action

STAGE_OF = {Phase.APPRAISAL_1: Stage.APPRAISAL_1, Phase.APPRAISAL_2: Stage.APPRAISAL_2}
"""Which appraisal is made in which phase; in no other phase is anything appraised."""
Facts = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """What an appraiser decided: a number of points, or that the rule leaves the unit out."""

    status: RowStatus
    points: Decimal | None
    facts: dict[str, Any]


def require_sent(row: Row) -> None:
    """Raise `RefusedError` unless the unit has signed its sheet and sent it."""
    if row.sheet.state != SheetState.SENT:
        raise RefusedError(
            _("Đơn vị chưa ký gửi phiếu."),
            fix=_("Chờ đơn vị ký gửi; bản nháp không được thẩm định."),
        )


@transaction.atomic
def open_row(*, row_id: int, user: User) -> RowOpening:
    """Note that an appraiser looks at a row; only then may he or she score it."""
    row = access_row(row_id, user=user, to=Action.APPRAISE)
    require_sent(row)
    now = timezone.now()
    opening, is_first = RowOpening.objects.get_or_create(
        row=row, user=user, defaults={"first_at": now, "last_at": now}
    )
    if is_first:
        audit_row("row.opened_by_appraiser", row, user=user, new=now)
    else:
        opening.last_at = now
        opening.save(update_fields=["last_at"])
    return opening


def _require_opened(row: Row, user: User) -> None:
    if not RowOpening.objects.filter(row=row, user=user).exists():
        raise RefusedError(
            _("Mục này chưa được mở để xem."),
            fix=_("Mở mục, đọc số liệu và tài liệu kiểm chứng rồi mới cho điểm."),
        )


def stage_now(round_: Round) -> tuple[Stage, Window]:
    """Return the appraisal that is going on and until when; refuse when there is none."""
    phase = Phase(round_.phase)
    kind = DeadlineKind(phase) if phase in STAGE_OF else DeadlineKind.APPRAISAL_1
    open_now = require_phase(round_, kind)
    return STAGE_OF[phase], open_now


def before(row: Row, stage: Stage) -> tuple[RowStatus, Decimal | None]:
    """Return the score that an appraisal is compared with: the one made before it."""
    first = None
    if stage is Stage.APPRAISAL_2:
        first = Ruling.objects.filter(row=row, stage=Stage.APPRAISAL_1).first()
    if first is not None:
        return RowStatus(first.status), first.points
    return RowStatus(row.self_status), row.self_points


@transaction.atomic
def appraise(
    *,
    row_id: int,
    version: int,
    user: User,
    reason_code: str,
    reason: str = "",
    points: str = "",
    status: str = RowStatus.SCORED,
    facts: Facts | None = None,
) -> Ruling:
    """Give a row the score of the appraisal that is going on.

    Either `points` are typed, or corrected `facts` are given and the server computes, or
    `status` agrees that the rule leaves the unit out. `version` is that of the appraisal that
    the appraiser saw, 0 when there was none.
    """
    row = access_row(row_id, user=user, to=Action.APPRAISE, lock=True)
    stage, open_now = stage_now(row.sheet.round)
    require_sent(row)
    _require_opened(row, user)
    _require_appraisable(row)
    found = Ruling.objects.filter(row=row, stage=stage).select_related("by").first()
    if (found.version if found else 0) != version:
        mine = {"points": points, "reason_code": reason_code, "reason": reason}
        raise stale(found.version if found else 0, mine=mine, theirs=_said(found))
    book = book_of(row.sheet.round_block)
    decided = _decide(book, row, stage, points=points, status=status, facts=facts or {})
    code, text = _reason(row, stage, decided, reason_code, reason)
    ruling = found or Ruling(row=row, stage=stage, version=0)
    _write(row, ruling, decided, code, text, user)
    require_still_open(open_now)
    return ruling


def _require_appraisable(row: Row) -> None:
    if not row.is_declared:
        raise RefusedError(
            _("Điểm của mục này do khảo sát hoặc nguồn bên ngoài cho."),
            fix=_("Mục khảo sát không thẩm định; xem điểm ở trang Khảo sát."),
        )
    if row.exemption == Exemption.GRANTED:
        raise RefusedError(
            _("Hội đồng đã đồng ý không đánh giá nội dung này."), fix=_("Chuyển sang mục khác.")
        )


def _decide(
    book: Book, row: Row, stage: Stage, *, points: str, status: str, facts: Facts
) -> Decided:
    """Return what was decided, from exactly one of: typed points, corrected facts, a status."""
    corrected = _corrected(book, row, facts)
    if corrected:
        if points.strip():
            raise RefusedError(
                _("Đã nhập cả điểm và số liệu điều chỉnh."),
                fix=_("Để trống ô điểm: máy chủ tính điểm từ số liệu điều chỉnh."),
            )
        return _computed(book, row, corrected)
    if status == RowStatus.NOT_APPLICABLE:
        if before(row, stage)[0] != RowStatus.NOT_APPLICABLE:
            raise RefusedError(
                _("Chỉ Hội đồng được quyết định «không đánh giá»."),
                fix=_("Cho điểm mục này, hoặc sửa số liệu nếu quy định loại trừ đơn vị."),
            )
        return Decided(RowStatus.NOT_APPLICABLE, None, {})
    if status != RowStatus.SCORED:
        raise RefusedError(_("Chưa nhập điểm."), fix=_("Nhập điểm hoặc sửa số liệu."))
    known = (row.self_points, before(row, stage)[1])
    return Decided(RowStatus.SCORED, typed_points(book, row, points, known=known), {})


def _corrected(book: Book, row: Row, facts: Facts) -> dict[str, str | bool | None]:
    """Return the facts that differ from what the unit declares, cleaned."""
    given = {name: value for name, value in facts.items() if value not in {None, ""}}
    if not given:
        return {}
    names = book.components[row.component].leaf.fact_names()
    clean = clean_facts(book, names, given, row.code)
    declared: dict[str, Any] = {}
    for each in rows_of(row.sheet):
        declared |= each.facts if each.is_active else {}
    return {name: value for name, value in clean.items() if declared.get(name) != value}


def _computed(book: Book, row: Row, facts: dict[str, Any]) -> Decided:
    node = node_with(book, row, rows_of(row.sheet), facts)
    status = status_of(node.status)
    if status not in {RowStatus.SCORED, RowStatus.NOT_APPLICABLE}:
        raise RefusedError(
            _("Số liệu điều chỉnh chưa đủ để tính điểm."),
            fix=_("Nhập đủ các số liệu của mục này, hoặc cho điểm trực tiếp."),
        )
    return Decided(status, node.points, facts)


def _reason(
    row: Row, stage: Stage, decided: Decided, code: str, reason: str
) -> tuple[ReasonCode, str]:
    """Return code and text of the reason; a difference must have both."""
    if code not in ReasonCode:
        raise RefusedError(_("Chưa chọn lý do."), fix=_("Chọn một mã lý do, kể cả khi thống nhất."))
    chosen = ReasonCode(code)
    differs = (decided.status, decided.points) != before(row, stage)
    if chosen is ReasonCode.AGREED:
        if differs:
            raise RefusedError(
                _("Điểm khác điểm trước đó nên không thể ghi «Thống nhất»."),
                fix=_("Chọn mã lý do khác và ghi rõ lý do chênh lệch."),
            )
        return chosen, reason.strip()
    fix = _("Ghi ngắn gọn căn cứ; đơn vị sẽ đọc khi giải trình.")
    return chosen, typed_text(reason, missing=_("Chưa ghi lý do bằng lời."), fix=fix)


def _write(
    row: Row,
    ruling: Ruling,
    decided: Decided,
    code: ReasonCode,
    reason: str,
    user: User,
) -> None:
    old = _said(ruling) if ruling.pk else None
    ruling.status, ruling.points, ruling.facts = decided.status, decided.points, decided.facts
    ruling.reason_code, ruling.reason = code, reason
    ruling.by, ruling.at, ruling.version = user, timezone.now(), ruling.version + 1
    ruling.save()
    post_row(row)
    audit_row("row.appraised", row, user=user, reason=reason, old=old, new=_said(ruling))


def _said(ruling: Ruling | None) -> dict[str, Any]:
    """Return what the audit keeps of an appraisal, and what the second of two people is shown."""
    if ruling is None:
        return {}
    return {
        "stage": str(ruling.stage),
        "status": str(ruling.status),
        "points": None if ruling.points is None else str(ruling.points),
        "facts": ruling.facts,
        "reason_code": str(ruling.reason_code),
        "reason": ruling.reason,
        "by": ruling.by.name,
    }


def mark_rows_to_explain(round_: Round) -> int:
    """Flag the rows whose first appraisal differs from the self-score, when it is released."""
    firsts = Ruling.objects.filter(
        row__sheet__round=round_, row__is_active=True, stage=Stage.APPRAISAL_1
    ).select_related("row")
    different = [
        each.row_id
        for each in firsts
        if (each.status, each.points) != (each.row.self_status, each.row.self_points)
    ]
    return Row.objects.filter(pk__in=different).update(needs_explanation=True)
