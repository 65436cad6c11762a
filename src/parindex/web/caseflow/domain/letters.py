"""Letters of apology and re-appointment: who may write one, when, how often."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.caseload.settings import DutySettings
from parindex.errors import Problem, ProblemsError, RefusedError
from parindex.web.caseflow.access import access_dossier, access_letter
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.caseflow.moments import aware, wall_now
from parindex.web.common.audit import record
from parindex.web.common.formats import show_date
from parindex.web.org.models import User
from parindex.web.org.permissions import Action

DUTY = DutySettings()
CLOSING = (17, 0)
"""When a day of the one-stop office ends: a new date is kept until then."""


class LetterError(ProblemsError):
    """The letter cannot be written like this; nothing was saved."""

    title = "The letter is refused"


@transaction.atomic
def write_letter(
    *, code: str, reason: str, new_due: date | None, number: str, user: User
) -> ApologyLetter:
    """Write the letter for a dossier that is late or about to be; the due date itself stays."""
    unit, row = access_dossier(code, user=user, to=Action.WRITE_LETTER)
    standing = ApologyLetter.objects.filter(dossier_code=row["dossier_code"], withdrawn_at=None)
    ordinal = standing.select_for_update().count() + 1
    _require_lateness(row)
    _require_whole(row, reason, new_due, ordinal)
    letter = ApologyLetter(
        unit=unit,
        dossier_code=row["dossier_code"],
        procedure_code=row["procedure_code"],
        received_at=aware(row["received_at"]),
        due_at=aware(row["due_at"]),
        new_due_at=timezone.make_aware(datetime.combine(new_due, datetime.min.time()))
        + timedelta(hours=CLOSING[0], minutes=CLOSING[1]),
        reason=reason.strip(),
        number=number.strip(),
        ordinal=ordinal,
        written_at=timezone.now(),
        written_by=user,
        is_practice=unit.is_practice,
    )
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as error:
        raise _too_many() from error
    record(
        "apology.written",
        letter,
        user=user,
        new={
            "dossier": letter.dossier_code,
            "new_due": show_date(new_due),
            "ordinal": ordinal,
            "number": letter.number,
        },
        reason=letter.reason,
        unit_id=unit.pk,
    )
    return letter


def _require_lateness(row: dict[str, Any]) -> None:
    """Refuse a letter for what ended, or is not due for long: a letter is no way to gain time."""
    now = wall_now()
    due = row["local_due_at"] or row["due_at"] or row["statutory_due_at"]
    if due is None:
        raise RefusedError(
            _("Hồ sơ không có ngày hẹn trả."), fix=_("Bổ sung ngày hẹn trả ở hệ thống một cửa.")
        )
    ended = row["finished_at"] or row["returned_at"] or row["withdrawn_at"] or row["stopped_at"]
    if ended is not None and ended.date() <= due.date():
        raise RefusedError(
            _("Hồ sơ đã giải quyết trong hạn."), fix=_("Không cần văn bản xin lỗi cho hồ sơ này.")
        )
    if ended is None and due.date() > now.date() + timedelta(days=DUTY.apology_days_before + 6):
        raise RefusedError(
            _("Hồ sơ còn hạn đến ngày %s.") % show_date(due.date()),
            fix=_("Lập văn bản khi thấy chắc chắn không kịp, chậm nhất %s ngày trước ngày hẹn trả.")
            % DUTY.apology_days_before,
        )


def _require_whole(row: dict[str, Any], reason: str, new_due: date | None, ordinal: int) -> None:
    """List all that is wrong with what was typed."""
    code = row["dossier_code"]
    problems = []
    if ordinal > DUTY.most_extensions:
        raise _too_many()
    if len(reason.strip()) < 10:
        problems.append(
            Problem(code, _("chưa ghi lý do quá hạn"), _("Ghi rõ lý do, ít nhất 10 ký tự"))
        )
    due = row["due_at"] or row["statutory_due_at"]
    if new_due is None:
        problems.append(
            Problem(code, _("chưa ghi ngày hẹn trả mới"), _("Chọn ngày sẽ trả kết quả"))
        )
    elif new_due < wall_now().date() or (due is not None and new_due <= due.date()):
        problems.append(
            Problem(
                code,
                _("ngày hẹn trả mới %s không sau ngày hẹn cũ và hôm nay") % show_date(new_due),
                _("Chọn ngày sau ngày hẹn cũ, không trước hôm nay"),
            )
        )
    if problems:
        raise LetterError(problems)


def _too_many() -> RefusedError:
    words = _("Hồ sơ này đã được hẹn lại %s lần, là số lần tối đa.") % DUTY.most_extensions
    return RefusedError(
        words, fix=_("Giải quyết dứt điểm, hoặc thu hồi văn bản đã lập sai rồi lập lại.")
    )


@transaction.atomic
def withdraw_letter(*, letter_id: int, reason: str, user: User) -> ApologyLetter:
    """Take back a letter that was written wrongly; it stays on record."""
    letter = access_letter(letter_id, user=user, to=Action.WRITE_LETTER, lock=True)
    if letter.withdrawn_at is not None:
        raise RefusedError(_("Văn bản này đã thu hồi."), fix=_("Tải lại trang."))
    if not reason.strip():
        raise RefusedError(
            _("Chưa ghi lý do thu hồi."),
            fix=_("Ghi lý do rồi gửi lại."),
            kept=_("Văn bản còn nguyên."),
        )
    letter.withdrawn_at, letter.withdrawn_by = timezone.now(), user
    letter.withdrawn_reason = reason.strip()
    letter.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        "apology.withdrawn",
        letter,
        user=user,
        old={"dossier": letter.dossier_code, "ordinal": letter.ordinal},
        reason=letter.withdrawn_reason,
        unit_id=letter.unit_id,
    )
    return letter
