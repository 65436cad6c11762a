"""Questions to the council: raised by a unit, or born from a request for «not applicable»."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import LockedError, RefusedError
from parindex.web.assessment.access import access_case, access_row, stale
from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.domain.deadlines import Window, deadline_of, require_still_open
from parindex.web.assessment.domain.explanations import require_released
from parindex.web.assessment.domain.sheets import audit_row
from parindex.web.assessment.domain.typed import typed_points, typed_text
from parindex.web.assessment.enums import (
    CaseKind,
    CaseState,
    DeadlineKind,
    Exemption,
    Phase,
    SheetState,
    Stage,
)
from parindex.web.assessment.models import Case, CaseReply, Round, Row, Ruling
from parindex.web.common.formats import show_moment
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

REPLY_DAYS = 3
"""Days in which the other side may answer a new case; the council's deadline cuts them short."""
SITTING = frozenset({Phase.APPRAISAL_1, Phase.EXPLANATION, Phase.APPRAISAL_2, Phase.COUNCIL})
"""Phases in which the council may already rule: a request need not wait for the last one."""


def require_sitting(round_: Round) -> Window:
    """Return until when the council sits; raise `LockedError` when it decides nothing any more."""
    until = deadline_of(round_, DeadlineKind.COUNCIL)
    if round_.phase not in SITTING:
        words = _("Kỳ đánh giá đang ở bước «%(phase)s».") % {"phase": round_.get_phase_display()}
        raise LockedError(words, fix=_("Hội đồng làm việc từ bước thẩm định đến khi khóa kết quả."))
    if until is not None and timezone.now() >= until:
        words = _("Đã hết hạn của Hội đồng lúc %(time)s.") % {"time": show_moment(until)}
        raise LockedError(words, fix=_("Thư ký Hội đồng có thể đổi hạn của kỳ đánh giá."))
    return Window(is_open=True, until=until, why_not="")


def last_appraisal(row: Row) -> Ruling | None:
    """Return the appraisal that stands: the second, else the first."""
    found = {each.stage: each for each in row.rulings.all()}
    return found.get(Stage.APPRAISAL_2) or found.get(Stage.APPRAISAL_1)


def standing(row: Row) -> Ruling | None:
    """Return the ruling that counts now: the council's, else the last appraisal."""
    council = next((each for each in row.rulings.all() if each.stage == Stage.COUNCIL), None)
    return council or last_appraisal(row)


def _clock(round_: Round) -> datetime:
    wanted = timezone.now() + timedelta(days=REPLY_DAYS)
    until = deadline_of(round_, DeadlineKind.COUNCIL)
    return wanted if until is None else min(wanted, until)


def held_case(case_id: int, *, version: int | None, user: User, to: Action) -> Case:
    """Return an open case under its lock, as the person saw it."""
    case = access_case(case_id, user=user, to=to, lock=True)
    if case.state != CaseState.OPEN:
        raise RefusedError(
            _("Vụ việc đã khép lại: %(state)s.") % {"state": case.get_state_display()},
            fix=_("Tải lại trang để xem kết luận."),
        )
    if version is not None and case.version != version:
        raise stale(case.version, mine=version, theirs=case.version)
    return case


def disputable(row: Row) -> bool:
    """Say whether a unit may dispute a row: its second appraisal, or the last once it is over."""
    round_, appraised = row.sheet.round, last_appraisal(row)
    until = deadline_of(round_, DeadlineKind.COUNCIL)
    is_late = until is not None and timezone.now() >= until
    if appraised is None or is_late or round_.phase not in SITTING:
        return False
    return round_.phase == Phase.COUNCIL or appraised.stage == Stage.APPRAISAL_2


def _require_disputable(row: Row) -> Ruling:
    appraised = last_appraisal(row)
    if appraised is None or not disputable(row):
        raise RefusedError(
            _("Mục này chưa có điểm thẩm định lần 2."),
            fix=_("Giải trình trước; sau thẩm định lần 2 đơn vị có thể kiến nghị Hội đồng."),
        )
    if Case.objects.filter(row=row, state=CaseState.OPEN).exists():
        raise RefusedError(
            _("Mục này đã có vụ việc đang chờ Hội đồng."), fix=_("Bổ sung ý kiến vào vụ việc đó.")
        )
    return appraised


@transaction.atomic
def raise_case(*, row_id: int, claim: str, claimed_points: str, user: User) -> Case:
    """Bring a dispute about an appraised score before the council."""
    row = access_row(row_id, user=user, to=Action.RAISE_CASE, lock=True)
    round_ = row.sheet.round
    require_released(round_)
    open_now = require_sitting(round_)
    appraised = _require_disputable(row)
    missing, fix = _("Chưa nêu lý do kiến nghị."), _("Ghi căn cứ và tài liệu kiểm chứng liên quan.")
    text = typed_text(claim, missing=missing, fix=fix)
    points = typed_points(
        book_of(row.sheet.round_block), row, claimed_points, known=[row.self_points]
    )
    now = standing(row) or appraised
    if points == now.points:
        raise RefusedError(
            _("Điểm đề nghị bằng điểm hiện có."), fix=_("Nhập điểm mà đơn vị đề nghị.")
        )
    case = Case.objects.create(
        row=row,
        kind=CaseKind.DISPUTE,
        claim=text,
        claimed_points=points,
        raised_by=user,
        raised_at=timezone.now(),
        answer_by=_clock(round_),
    )
    new = {"case": case.pk, "claimed_points": str(points), "answer_by": case.answer_by}
    audit_row("case.raised", row, user=user, new=new, reason=text)
    require_still_open(open_now)
    return case


@transaction.atomic
def open_exemption_cases(round_: Round, user: User) -> list[Case]:
    """Make a case of every request for «not applicable» in a sent sheet that has none yet."""
    asked = (
        Row.objects.filter(
            sheet__round=round_,
            sheet__state=SheetState.SENT,
            is_active=True,
            exemption=Exemption.ASKED,
        )
        .exclude(cases__state=CaseState.OPEN)
        .select_related("sheet__unit", "sheet__sent_by")
        .order_by("sheet_id", "position")
    )
    return [_exemption_case(round_, row, user) for row in asked]


def _exemption_case(round_: Round, row: Row, user: User) -> Case:
    case = Case.objects.create(
        row=row,
        kind=CaseKind.EXEMPTION,
        claim=row.exemption_reason,
        raised_by=row.sheet.sent_by or user,
        raised_at=timezone.now(),
        answer_by=_clock(round_),
    )
    new = {"case": case.pk, "kind": str(case.kind), "answer_by": case.answer_by}
    audit_row("case.raised", row, user=user, new=new, reason=row.exemption_reason)
    return case


def _require_reply_time(case: Case, user: User) -> Window:
    """Return until when a person may reply: a party for the days of the case, the secretary on."""
    if may(user, Action.CLOSE_CASE, unit=case.row.sheet.unit):
        return Window(is_open=True, until=None, why_not="")
    if timezone.now() >= case.answer_by:
        words = _("Đã hết thời gian trao đổi lúc %(time)s.") % {"time": show_moment(case.answer_by)}
        raise LockedError(
            words,
            kept=_("Ý kiến đã gửi vẫn còn nguyên."),
            fix=_("Gửi ý kiến cho Thư ký Hội đồng để ghi vào vụ việc."),
        )
    return Window(is_open=True, until=case.answer_by, why_not="")


@transaction.atomic
def reply_to_case(*, case_id: int, text: str, user: User) -> CaseReply:
    """Add a party's words to a case before its clock runs out; the secretary may later too."""
    case = held_case(case_id, version=None, user=user, to=Action.REPLY_TO_CASE)
    open_now = _require_reply_time(case, user)
    said = typed_text(text, missing=_("Chưa ghi ý kiến."), fix=_("Ghi ý kiến rồi gửi lại."))
    reply = CaseReply.objects.create(case=case, text=said, by=user, at=timezone.now())
    audit_row("case.replied", case.row, user=user, new={"case": case.pk, "text": said})
    require_still_open(open_now)
    return reply


@transaction.atomic
def withdraw_case(*, case_id: int, version: int, user: User) -> Case:
    """Take a case back; with a request for «not applicable» the row is scored as any other."""
    case = held_case(case_id, version=version, user=user, to=Action.RAISE_CASE)
    case.state, case.version = CaseState.WITHDRAWN, case.version + 1
    case.save(update_fields=["state", "version"])
    if case.kind == CaseKind.EXEMPTION:
        Row.objects.filter(pk=case.row_id).update(exemption=Exemption.NONE)
    audit_row("case.withdrawn", case.row, user=user, old={"case": case.pk}, new="withdrawn")
    return case


@transaction.atomic
def put_proposal(*, case_id: int, version: int, proposed_points: str, user: User) -> Case:
    """Put before the council other points than the unit claims; not once members have voted."""
    case = held_case(case_id, version=version, user=user, to=Action.CLOSE_CASE)
    row = case.row
    if case.kind != CaseKind.DISPUTE:
        raise RefusedError(
            _("Đề nghị không đánh giá không có phương án điểm."),
            fix=_("Hội đồng biểu quyết đồng ý hoặc không đồng ý."),
        )
    if case.votes.exists():
        raise RefusedError(
            _("Đã có thành viên biểu quyết về phương án hiện tại."),
            fix=_("Kết luận phương án này; nếu không thông qua, đơn vị có thể kiến nghị lại."),
        )
    known = [row.self_points, *(each.points for each in row.rulings.all())]
    points = typed_points(book_of(row.sheet.round_block), row, proposed_points, known=known)
    old, case.proposed_points = case.proposed_points, points
    case.version += 1
    case.save(update_fields=["proposed_points", "version"])
    audit_row("case.proposed", row, user=user, old=_points(old), new=_points(points))
    return case


def _points(points: Decimal | None) -> Any:
    return None if points is None else str(points)


def proposal_of(case: Case) -> Decimal | None:
    """Return the points that the council votes on: the secretary's proposal, else the claim."""
    return case.claimed_points if case.proposed_points is None else case.proposed_points
