"""The unit's side of the explanation round: answer row by row, then the head sends the answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import LockedError, Problem, ProblemsError, RefusedError
from parindex.web.assessment.access import access_row, access_sheet
from parindex.web.assessment.domain.deadlines import Window, require_open, require_still_open
from parindex.web.assessment.domain.sheets import audit_row, audit_sheet, pin_evidence
from parindex.web.assessment.domain.typed import typed_text
from parindex.web.assessment.enums import DeadlineKind, Stage
from parindex.web.assessment.models import Explanation, Round, Row, Sheet
from parindex.web.assessment.release import is_released
from parindex.web.org.models import User
from parindex.web.org.permissions import Action


class NotAnsweredError(ProblemsError):
    """Rows wait for an answer; the head may send without them only in so many words."""

    title = "The answers are not complete"


def require_released(round_: Round) -> None:
    """Raise `LockedError` while the first appraisal is not known to the units."""
    if not is_released(round_):
        raise LockedError(
            _("Kết quả thẩm định chưa gửi cho đơn vị."),
            fix=_("Chờ kỳ đánh giá chuyển sang bước giải trình."),
        )


def _require_not_sent(sheet: Sheet, open_now: Window) -> None:
    if sheet.explained_at is not None and not open_now.is_reopened:
        raise LockedError(
            _("Thủ trưởng đã gửi giải trình của đơn vị."),
            kept=_("Những gì đã ghi vẫn còn nguyên."),
            fix=_("Nếu cần bổ sung, đề nghị Thư ký Hội đồng mở lại cho đơn vị."),
        )


@transaction.atomic
def explain(*, row_id: int, agrees: bool, text: str, user: User) -> Explanation:
    """Answer the appraised score of a row; earlier answers stay readable."""
    row = access_row(row_id, user=user, to=Action.EXPLAIN, lock=True)
    require_released(row.sheet.round)
    open_now = require_open(row.sheet, DeadlineKind.EXPLANATION, row.component)
    _require_not_sent(row.sheet, open_now)
    if not row.rulings.filter(stage=Stage.APPRAISAL_1).exists():
        raise RefusedError(
            _("Mục này chưa có điểm thẩm định để giải trình."),
            fix=_("Chọn mục đã được thẩm định."),
        )
    missing, fix = _("Chưa ghi nội dung giải trình."), _("Ghi căn cứ của điểm đơn vị đề nghị.")
    said = text.strip() if agrees else typed_text(text, missing=missing, fix=fix)
    explanation = Explanation.objects.create(
        row=row, agrees=agrees, text=said, by=user, at=timezone.now()
    )
    new = {"agrees": agrees, "text": said}
    audit_row("row.explained", row, user=user, new=new)
    require_still_open(open_now)
    return explanation


def unanswered(sheet: Sheet) -> list[Row]:
    """Return the rows whose appraised score differs and which the unit has not answered."""
    rows = sheet.rows.filter(is_active=True, needs_explanation=True, explanations__isnull=True)
    return list(rows.order_by("position"))


@transaction.atomic
def answer_sheet(*, sheet_id: int, version: int, user: User, accepts_gaps: bool = False) -> Sheet:
    """Send the unit's answers, signed by its head; rows without one count as not disputed."""
    sheet = access_sheet(sheet_id, user=user, to=Action.SIGN_SHEET, lock=version)
    require_released(sheet.round)
    open_now = require_open(sheet, DeadlineKind.EXPLANATION)
    _require_not_sent(sheet, open_now)
    gaps = unanswered(sheet)
    if gaps and not accepts_gaps:
        raise NotAnsweredError(
            Problem(
                f"{row.code} {row.name}",
                _("chưa giải trình"),
                _("Giải trình, hoặc xác nhận gửi khi còn mục chưa giải trình"),
            )
            for row in gaps
        )
    old, sheet.explained_at = sheet.explained_at, timezone.now()
    sheet.version += 1
    sheet.save(update_fields=["explained_at", "version"])
    pin_evidence(sheet)
    new = {"at": sheet.explained_at, "unanswered": len(gaps)}
    audit_sheet("sheet.explained", sheet, user=user, old=old, new=new)
    require_still_open(open_now)
    return sheet
