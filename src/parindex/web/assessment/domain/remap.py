"""Replaces the rulebook of a block in the middle of a round; nothing that was entered is lost.

A sheet that was sent stays sent when nothing must be entered again. Otherwise, while the
self-score is open, it becomes a draft again; later, its unit gets leave for the components
concerned until a minute that the secretary sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.books import freeze
from parindex.web.assessment.domain.deadlines import deadline_of
from parindex.web.assessment.domain.remap_plan import (
    Plan,
    Remapped,
    RemapReport,
    RulingAgain,
    make_plan,
    plan_remap,
)
from parindex.web.assessment.domain.rounds import hold_round
from parindex.web.assessment.domain.sheets import audit_row, audit_sheet, post_row, rescore
from parindex.web.assessment.enums import DeadlineKind, Phase, RowStatus, SheetState
from parindex.web.assessment.models import (
    Reopening,
    Round,
    RoundBlock,
    Row,
    Ruling,
    Sheet,
)
from parindex.web.common.audit import record
from parindex.web.org.models import User
from parindex.web.org.permissions import Action

__all__ = ["RemapReport", "needs_leave", "plan_remap", "replace_rulebook"]

WRITTEN = (
    *("keys", "code", "position", "name", "name_en", "max_points", "is_declared", "takes", "adds"),
    *("is_active", "facts", "set_aside", "version"),
)


def is_self_score_open(round_: Round) -> bool:
    """Say whether units may still write without leave."""
    until = deadline_of(round_, DeadlineKind.SELF_SCORE)
    return round_.phase == Phase.SELF_SCORE and (until is None or timezone.now() < until)


def needs_leave(round_: Round, report: RemapReport) -> bool:
    """Say whether units need leave of their own to enter what the new set asks for."""
    return bool(report.enter_again) and not is_self_score_open(round_)


@transaction.atomic
def replace_rulebook(
    *,
    round_id: int,
    version: int,
    key: str,
    rulebook: str,
    reason: str,
    user: User,
    until: datetime | None = None,
) -> RemapReport:
    """Let a block of a round go on with another set, remapped by stable keys.

    Parameters
    ----------
    key : str
        The block's key in the round.
    until : datetime, optional
        Until when units may enter what the new set asks for; wanted once the self-score is over.
    """
    found = access_round(round_id, user=user, to=Action.MANAGE_ROUND)
    round_ = hold_round(found, version)
    round_block = _block_to_change(round_, key, reason)
    list(round_block.sheets.select_for_update().order_by("pk").values_list("pk", flat=True))
    plan = make_plan(round_block, rulebook)
    if needs_leave(round_, plan.report) and (until is None or until <= timezone.now()):
        raise RefusedError(
            _("Đã hết hạn tự chấm mà còn nội dung phải kê khai lại."),
            fix=_("Đặt hạn kê khai bổ sung cho các đơn vị."),
        )
    old = {"set": round_block.rulebook.identity, "hash": round_block.rulebook.content_hash}
    round_block.rulebook = freeze(rulebook)
    round_block.save(update_fields=["rulebook"])
    leave = until if needs_leave(round_, plan.report) else None
    for each in plan.sheets:
        _write_sheet(each, plan, reason.strip(), user)
        _reopen(each.sheet, plan.report, leave, reason.strip(), user)
    round_.version += 1
    round_.save(update_fields=["version"])
    record(
        "round.rulebook_replaced",
        round_block,
        user=user,
        old=old,
        new=plan.report.as_data(),
        reason=reason.strip(),
        round_id=round_.pk,
    )
    return plan.report


def _block_to_change(round_: Round, key: str, reason: str) -> RoundBlock:
    if round_.phase == Phase.CLOSED:
        raise RefusedError(_("Kết quả đã khóa."), fix=_("Kỳ đã khóa không được đổi bộ tiêu chí."))
    if not reason.strip():
        raise RefusedError(
            _("Chưa nêu lý do thay bộ tiêu chí."), fix=_("Ghi số, ngày của quyết định ban hành.")
        )
    found = round_.blocks.select_for_update(of=("self",)).select_related("rulebook")
    round_block = found.filter(key=key).first()
    if round_block is None:
        raise RefusedError(_("Kỳ đánh giá không có khối này."), fix=_("Tải lại trang."))
    return round_block


def _write_sheet(each: Remapped, plan: Plan, reason: str, user: User) -> None:
    known = [row for row in each.rows if row.pk is not None]
    for row in known:
        row.version += 1
    Row.objects.bulk_update(known, WRITTEN, batch_size=50)
    Row.objects.bulk_create([row for row in each.rows if row.pk is None])
    again = {ruling.ruling_id for ruling in each.again}
    for ruling in each.again:
        _decide_again(ruling, each.rows, reason, user)
    _, rescored = rescore(plan.book, each.rows)
    done = {row.pk for row in rescored}
    other = {change.key for change in plan.report.changes if change.old_max != change.new_max}
    for row in each.rows:
        is_concerned = row.component in other or _has(row, again)
        if row.is_active and row.pk not in done and is_concerned:
            post_row(row)
    new = {
        "before": each.change.before,
        "after": each.change.after,
        "set_aside": {row.code: row.set_aside for row in each.rows if row.set_aside},
    }
    audit_sheet("sheet.remapped", each.sheet, user=user, new=new, reason=reason)


def _has(row: Row, rulings: set[int]) -> bool:
    known = getattr(row, "_prefetched_objects_cache", {}).get("rulings", ())
    return any(ruling.pk in rulings for ruling in known)


def _decide_again(again: RulingAgain, rows: Sequence[Row], reason: str, user: User) -> None:
    """Take a score above the new maximum out of force; its points stay on record."""
    ruling = Ruling.objects.get(pk=again.ruling_id)
    row = next(each for each in rows if each.pk == ruling.row_id)
    ruling.former_points, ruling.points = ruling.points, None
    ruling.status, ruling.version = RowStatus.MISSING, ruling.version + 1
    ruling.save(update_fields=["former_points", "points", "status", "version"])
    old = {"stage": again.stage, "points": again.points}
    new = {"max_points": again.new_max}
    audit_row("row.to_decide_again", row, user=user, old=old, new=new, reason=reason)


def _reopen(
    sheet: Sheet, report: RemapReport, until: datetime | None, reason: str, user: User
) -> None:
    """Let a unit enter what the new set asks for: as a draft again, or by leave until a minute."""
    if not report.enter_again:
        return
    if until is None:
        _draft_again(sheet, reason, user)
        return
    Reopening.objects.bulk_create(
        Reopening(
            sheet=sheet,
            component=key,
            kind=DeadlineKind.SELF_SCORE,
            until=until,
            reason=reason,
            given_by=user,
            given_at=timezone.now(),
        )
        for key in report.enter_again
    )
    new = {"kind": "self_score", "until": until, "components": report.enter_again}
    audit_sheet("sheet.reopened_after_remap", sheet, user=user, new=new, reason=reason)


def _draft_again(sheet: Sheet, reason: str, user: User) -> None:
    if sheet.state == SheetState.DRAFT:
        return
    old, sheet.state = sheet.state, SheetState.DRAFT
    sheet.version += 1
    sheet.save(update_fields=["state", "version"])
    audit_sheet("sheet.draft_after_remap", sheet, user=user, old=old, new="draft", reason=reason)
