"""Letters to units that owe something: by the calendar once a day left, by hand when wanted.

A letter leaves when the row that says so is committed; one that the mail server refuses is
forgotten again, so that the next run tries anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.domain.deadlines import PHASE_OF
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Deadline, Reminder, Round, Sheet
from parindex.web.assessment.queries.gaps import Gaps, gaps_of_many
from parindex.web.common.audit import record
from parindex.web.common.formats import show_moment
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.permissions import Action, require

LOG = logging.getLogger(__name__)
REMINDED = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
OF_UNITS = (DeadlineKind.SELF_SCORE, DeadlineKind.SIGN_OFF, DeadlineKind.EXPLANATION)
"""Deadlines that units keep; the others are those of appraisers and the council."""
SHOWN = 12
"""How many items a letter lists; the page lists all."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a unit owes, until when, and what it lacks."""

    sheet: Sheet
    kind: DeadlineKind
    at: datetime
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: letters written, and units in which nobody has an address."""

    letters: int
    units: int
    without_address: tuple[str, ...]


def due_now(round_: Round, kinds: Sequence[DeadlineKind]) -> list[Due]:
    """Return the units that have not done what is due by deadlines of the phase; four queries."""
    deadlines = {
        DeadlineKind(each.kind): each.at
        for each in Deadline.objects.filter(round=round_, kind__in=kinds)
        if PHASE_OF[DeadlineKind(each.kind)] == round_.phase
    }
    if not deadlines:
        return []
    sheets = list(round_.sheets.select_related("unit", "round_block"))
    gaps = gaps_of_many(sheets)
    return [
        Due(sheet, kind, at, gaps[sheet.pk])
        for kind, at in deadlines.items()
        for sheet in sheets
        if _owes(sheet, kind, gaps[sheet.pk])
    ]


def _owes(sheet: Sheet, kind: DeadlineKind, gaps: Gaps) -> bool:
    if kind == DeadlineKind.SELF_SCORE:
        return sheet.state == SheetState.DRAFT
    if kind == DeadlineKind.SIGN_OFF:
        return sheet.state != SheetState.SENT
    return bool(gaps.to_explain)


def send_reminders(today: date) -> Sent:
    """Send the letters of a day to those who have not had them; it may run any number of times."""
    sent = [
        _send(round_, kind, days)
        for round_ in Round.objects.exclude(phase__in=[Phase.CLOSED, Phase.PREPARING])
        for kind, days in _kinds_of_day(round_, today)
    ]
    return Sent(
        letters=sum(each.letters for each in sent),
        units=sum(each.units for each in sent),
        without_address=tuple(sorted({name for each in sent for name in each.without_address})),
    )


def _kinds_of_day(round_: Round, today: date) -> list[tuple[DeadlineKind, int]]:
    found = []
    for deadline in round_.deadlines.filter(kind__in=OF_UNITS):
        days = (timezone.localdate(deadline.at) - today).days
        if days in round_.remind_days and deadline.at > timezone.now():
            found.append((DeadlineKind(deadline.kind), days))
    return found


@transaction.atomic
def _send(round_: Round, kind: DeadlineKind, days: int) -> Sent:
    Round.objects.select_for_update().get(pk=round_.pk)
    had = set(
        Reminder.objects.filter(round=round_, kind=kind, days_left=days).values_list(
            "unit_id", "user_id"
        )
    )
    sent, written = _write(due_now(round_, [kind]), days=days, had=had)
    if written:
        new = {"kind": str(kind), "days_left": days, "letters": len(written)}
        record("reminder.sent", round_, user=None, new=new, round_id=round_.pk)
    return sent


@transaction.atomic
def remind_now(*, round_: Round, units: Iterable[Unit], user: User) -> Sent:
    """Write to units by hand, about whatever they owe in the phase."""
    require(user, Action.MANAGE_ROUND, unit=round_.province)
    wanted = {unit.pk for unit in units}
    by_unit = {due.sheet.unit_id: due for due in reversed(due_now(round_, OF_UNITS))}
    dues = [due for unit, due in by_unit.items() if unit in wanted]
    if not dues:
        raise RefusedError(
            _("Các đơn vị đã chọn không còn nợ việc nào ở bước này."),
            fix=_("Xem lại bảng tiến độ."),
        )
    sent, written = _write(dues, days=None, had=set())
    for due in dues:
        letters = sum(each.unit_id == due.sheet.unit_id for each in written)
        record(
            "reminder.sent_by_hand",
            due.sheet,
            user=user,
            new={"kind": str(due.kind), "letters": letters},
            round_id=round_.pk,
            unit_id=due.sheet.unit_id,
        )
    return sent


def _write(
    dues: Sequence[Due], *, days: int | None, had: set[tuple[int, int]]
) -> tuple[Sent, list[Reminder]]:
    """Write the rows of the letters and let the letters leave on commit."""
    people = _people_of({due.sheet.unit_id for due in dues})
    written, reached, silent = [], set(), []
    for due in dues:
        addressed = [user for user in people.get(due.sheet.unit_id, ()) if user.email]
        if not addressed:
            silent.append(due.sheet.unit.name)
        for user in addressed:
            if (due.sheet.unit_id, user.pk) in had:
                continue
            reminder = Reminder.objects.create(
                round_id=due.sheet.round_id,
                unit=due.sheet.unit,
                user=user,
                kind=due.kind,
                days_left=days,
                sent_at=timezone.now(),
            )
            written.append(reminder)
            reached.add(due.sheet.unit_id)
            subject, text = letter(due, user)
            transaction.on_commit(partial(_deliver, reminder.pk, subject, text, user.email))
    return Sent(len(written), len(reached), tuple(silent)), written


def _people_of(units: set[int]) -> dict[int, list[User]]:
    """Return officers and heads of units, each once, in one query."""
    today = timezone.localdate()
    roles = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        unit__in=units,
        role__in=REMINDED,
        valid_from__lte=today,
        user__is_active=True,
    ).select_related("user")
    people: dict[int, list[User]] = {}
    for role in roles:
        known = people.setdefault(role.unit_id, [])
        if role.user not in known:
            known.append(role.user)
    return people


def letter(due: Due, user: User) -> tuple[str, str]:
    """Return subject and text of a letter, in Vietnamese whatever the reader's page shows."""
    with translation.override("vi"):
        days = (timezone.localdate(due.at) - timezone.localdate()).days
        left = _("còn %(days)s ngày") % {"days": days} if days > 0 else _("hạn trong hôm nay")
        if due.at <= timezone.now():
            left = _("đã quá hạn")
        subject = _("Nhắc hạn %(what)s: %(unit)s, %(left)s") % {
            "what": str(due.kind.label).lower(),
            "unit": due.sheet.unit.name,
            "left": left,
        }
        lines = [
            _("Kính gửi %(name)s,") % {"name": user.name},
            "",
            _("Bước «%(what)s» của %(unit)s khóa trên máy chủ lúc %(time)s (%(left)s).")
            % {
                "what": due.kind.label,
                "unit": due.sheet.unit.name,
                "time": show_moment(due.at),
                "left": left,
            },
            "",
            *_lacking(due),
            _("Làm tiếp tại: %(link)s") % {"link": settings.SITE_ADDRESS + reverse("today")},
            "",
            _("Thư do hệ thống gửi tự động theo lịch của kỳ đánh giá; không cần trả lời."),
        ]
        return subject, "\n".join(lines)


def _lacking(due: Due) -> list[str]:
    """Return what a unit lacks as lines of a letter."""
    gaps, lines = due.gaps, []
    explained = [(row.code, row.name) for row in gaps.to_explain]
    parts = (
        [(_("Mục chưa giải trình"), explained)]
        if due.kind == DeadlineKind.EXPLANATION
        else [
            (_("Mục chưa kê khai"), [(row.code, row.name) for row in gaps.unfilled]),
            (
                _("Mục có điểm mà chưa có tài liệu kiểm chứng"),
                [(row.code, row.name) for row in gaps.without_evidence],
            ),
            (
                _("Số liệu khác số của hệ thống mà chưa giải thích"),
                [(row.code, row.name) for row, _value in gaps.unexplained],
            ),
        ]
    )
    for title, items in parts:
        if items:
            lines.append(f"{title}: {len(items)}")
            lines += [f"  {code}. {name}" for code, name in items[:SHOWN]]
            if len(items) > SHOWN:
                lines.append(_("  … và %(more)s mục khác") % {"more": len(items) - SHOWN})
            lines.append("")
    if not lines:
        said = _("Phiếu đã kê khai đủ, còn chờ thủ trưởng đơn vị ký gửi.")
        lines = [said, ""]
    return lines


def _deliver(reminder_id: int, subject: str, text: str, address: str) -> None:
    try:
        send_mail(subject, text, None, [address])
    except (SMTPException, OSError):
        Reminder.objects.filter(pk=reminder_id).delete()
        LOG.exception("reminder to %s was not sent; the next run tries again", address)
