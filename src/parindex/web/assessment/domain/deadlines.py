"""What is open and what is locked: the server's clock decides, to the minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import LockedError
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Reopening, Round, Sheet
from parindex.web.common.formats import show_moment

PHASE_OF = {
    DeadlineKind.SELF_SCORE: Phase.SELF_SCORE,
    DeadlineKind.SIGN_OFF: Phase.SELF_SCORE,
    DeadlineKind.APPRAISAL_1: Phase.APPRAISAL_1,
    DeadlineKind.EXPLANATION: Phase.EXPLANATION,
    DeadlineKind.APPRAISAL_2: Phase.APPRAISAL_2,
    DeadlineKind.COUNCIL: Phase.COUNCIL,
}
"""In which phase of the round each deadline is the one that counts."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whether something may be done now: until when, or why not."""

    is_open: bool
    until: datetime | None
    why_not: str
    is_reopened: bool = False


def deadline_of(round_: Round, kind: DeadlineKind) -> datetime | None:
    """Return the minute of a deadline, None when the round sets none."""
    return next((each.at for each in round_.deadlines.all() if each.kind == kind), None)


def reopening_for(sheet: Sheet, kind: DeadlineKind, component: str) -> Reopening | None:
    """Return leave in force to work late on a component, or on the whole sheet when it is ""."""
    now = timezone.now()
    found: Iterable[Reopening] = sheet.reopenings.all()
    alive = [each for each in found if each.kind == kind and each.until > now]
    return next((each for each in alive if each.component in {"", component}), None)


def window(sheet: Sheet, kind: DeadlineKind, component: str = "") -> Window:
    """Return whether a unit may do something now: by the round's phase and clock, or by leave."""
    round_ = sheet.round
    until = deadline_of(round_, kind)
    if round_.phase != Phase.CLOSED and (leave := reopening_for(sheet, kind, component)):
        return Window(is_open=True, until=leave.until, why_not="", is_reopened=True)
    if round_.phase != PHASE_OF[kind]:
        words = _("Kỳ đánh giá đang ở bước «%(phase)s».")
        return Window(
            is_open=False, until=until, why_not=words % {"phase": round_.get_phase_display()}
        )
    if until is not None and timezone.now() >= until:
        words = _("Đã hết hạn lúc %(time)s; dữ liệu đã khóa trên máy chủ.")
        return Window(is_open=False, until=until, why_not=words % {"time": show_moment(until)})
    if kind in {DeadlineKind.SELF_SCORE, DeadlineKind.SIGN_OFF} and sheet.state == SheetState.SENT:
        return Window(is_open=False, until=until, why_not=_("Phiếu đã ký gửi."))
    return Window(is_open=True, until=until, why_not="")


def require_open(sheet: Sheet, kind: DeadlineKind, component: str = "") -> Window:
    """Return the window; raise `LockedError` when it is shut."""
    found = window(sheet, kind, component)
    if not found.is_open:
        raise LockedError(
            found.why_not,
            kept=_("Những gì đã lưu vẫn còn nguyên."),
            fix=_("Nếu cần sửa, đề nghị Thư ký Hội đồng mở lại cho đơn vị."),
        )
    return found


def require_still_open(found: Window) -> None:
    """Ask the clock again as the last step of a verb: the minute may pass while it works.

    A verb that began in time and would end late is undone as a whole, so what is written at or
    after the minute never stands beside what was refused then. Only the clock is asked: the verb
    itself may have closed what it found open, as a signature does.
    """
    if found.until is not None and timezone.now() >= found.until:
        words = _(
            "Hạn %(time)s đã đến trong khi máy chủ đang ghi; thay đổi này chưa được ghi nhận."
        )
        raise LockedError(
            words % {"time": show_moment(found.until)},
            kept=_("Những gì đã lưu trước đó vẫn còn nguyên."),
            fix=_("Nếu cần, đề nghị Thư ký Hội đồng mở lại hoặc đổi hạn."),
        )


def require_phase(round_: Round, kind: DeadlineKind) -> Window:
    """Return the window of a phase; raise `LockedError` in another one or when its time is up."""
    until = deadline_of(round_, kind)
    if round_.phase != PHASE_OF[kind]:
        words = _("Kỳ đánh giá đang ở bước «%(phase)s».")
        what = words % {"phase": round_.get_phase_display()}
        raise LockedError(what, fix=_("Tải lại trang để xem bước hiện tại."))
    if until is not None and timezone.now() >= until:
        words = _("Đã hết hạn lúc %(time)s; dữ liệu đã khóa trên máy chủ.")
        fix = _("Thư ký Hội đồng có thể đổi hạn của kỳ đánh giá.")
        raise LockedError(words % {"time": show_moment(until)}, fix=fix)
    return Window(is_open=True, until=until, why_not="")
