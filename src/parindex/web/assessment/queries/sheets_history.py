"""What happened to a row, and what changed since the head last looked, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.web.assessment.domain.words import BookWords, in_words, words_of
from parindex.web.assessment.enums import RowStatus
from parindex.web.assessment.models import Row, Sheet
from parindex.web.common.formats import show_number
from parindex.web.common.models import AuditRow

VERBS = {
    "row.saved": gettext_lazy("Lưu mục"),
    "row.evidence_attached": gettext_lazy("Đính kèm minh chứng"),
    "row.evidence_taken_off": gettext_lazy("Gỡ minh chứng"),
    "row.exemption_asked": gettext_lazy("Đề nghị không đánh giá"),
    "row.exemption_withdrawn": gettext_lazy("Rút đề nghị không đánh giá"),
    "row.carried_over": gettext_lazy("Chuyển sang bộ tiêu chí mới"),
}
"""What the unit's side of the history shows; appraisal has its own page."""
OF_SHEET = {
    "sheet.submitted": gettext_lazy("Trình thủ trưởng"),
    "sheet.returned_to_officer": gettext_lazy("Trả lại người kê khai"),
    "sheet.changed_before_signing": gettext_lazy("Sửa sau khi trình, phiếu về lại bản kê khai"),
    "sheet.sent": gettext_lazy("Ký gửi"),
    "sheet.reopened": gettext_lazy("Thư ký Hội đồng mở lại"),
    "sheet.report_texts": gettext_lazy("Sửa phần khó khăn, kiến nghị"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log in words."""

    at: datetime
    who: str
    what: str
    code: str
    name: str
    row_id: int | None
    changes: tuple[Change, ...]
    reason: str


def history_of(row: Row) -> tuple[Event, ...]:
    """Return what the unit did to a row, newest first, in one query."""
    sheet = row.sheet
    found = AuditRow.objects.filter(
        unit_id=sheet.unit_id, round_id=sheet.round_id, component=row.component, verb__in=VERBS
    )
    return tuple(_events(sheet, found.order_by("-id"), {row.component: row}))


def changed_since(sheet: Sheet, since: datetime | None) -> tuple[Event, ...]:
    """Return what changed in a sheet after a minute, newest first, in two queries."""
    found = AuditRow.objects.filter(
        unit_id=sheet.unit_id, round_id=sheet.round_id, verb__in={**VERBS, **OF_SHEET}
    )
    if since is not None:
        found = found.filter(at__gt=since)
    rows = {row.component: row for row in sheet.rows.all()}
    return tuple(_events(sheet, found.order_by("-id"), rows))


def _events(sheet: Sheet, found: Iterable[AuditRow], rows: Mapping[str, Row]) -> Iterable[Event]:
    words = words_of(sheet.round_block)
    for each in found:
        row = rows.get(each.component)
        known = words.components.get(each.component)
        what = VERBS.get(each.verb) or OF_SHEET[each.verb]
        yield Event(
            at=each.at,
            who=each.actor,
            what=str(what),
            code=known.code if known else "",
            name=known.name if known else "",
            row_id=row.pk if row else None,
            changes=tuple(_changes(sheet, words, each)),
            reason=each.reason,
        )


def _changes(sheet: Sheet, words: BookWords, each: AuditRow) -> Iterable[Change]:
    if each.verb in {"row.evidence_attached", "row.evidence_taken_off"}:
        said = each.new or each.old or {}
        title = str(said.get("title", ""))
        is_new = each.verb == "row.evidence_attached"
        yield Change(_("Tài liệu"), "" if is_new else title, title if is_new else "")
    elif each.verb in {"row.saved", "sheet.report_texts"}:
        yield from _saved(sheet, words, each)


def _saved(sheet: Sheet, words: BookWords, each: AuditRow) -> Iterable[Change]:
    old, new = each.old or {}, each.new or {}
    yield from _fact_changes(sheet, words, each.component, old, new)
    labels = {
        "note": _("Ghi chú"),
        "difference_note": _("Giải thích chênh lệch"),
        "difficulties": _("Khó khăn, vướng mắc"),
        "proposals": _("Đề xuất, kiến nghị"),
    }
    for name, label in labels.items():
        if old.get(name, "") != new.get(name, ""):
            yield Change(label, old.get(name, ""), new.get(name, ""))
    if "self_points" in new or "self_status" in new:
        yield Change(_("Điểm tự chấm"), _points(old, new), _points(new, old))


def _fact_changes(
    sheet: Sheet, words: BookWords, component: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterable[Change]:
    known = words.components.get(component)
    before, after = old.get("facts", {}), new.get("facts", {})
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) == after.get(name) or known is None or name not in known.facts:
            continue
        yield Change(
            known.facts[name].label,
            in_words(sheet.round_block, name, before.get(name)),
            in_words(sheet.round_block, name, after.get(name)),
        )


def _points(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Return the points of one side; a side that says nothing of them is as the other."""
    points = one.get("self_points", other.get("self_points"))
    if points is not None:
        return show_number(Decimal(points))
    status = one.get("self_status", other.get("self_status", RowStatus.MISSING))
    return str(RowStatus(status).label)
