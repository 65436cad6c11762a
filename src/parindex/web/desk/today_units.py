"""Hôm nay of a unit: what its officers declare and explain, what its head signs."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.deadlines import window
from parindex.web.assessment.domain.words import to_declare
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Row, Sheet
from parindex.web.assessment.queries import today
from parindex.web.assessment.queries.today import UnitDay
from parindex.web.assessment.release import is_released
from parindex.web.common.formats import show_moment, show_number
from parindex.web.desk.today_parts import Card, Figure, Item, clock_at, clock_of
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may


def cards_of_units(user: User) -> Iterator[Card]:
    """Return the cards of a person's own units, sheet by sheet."""
    days = today.unit_days(user)
    for day in days:
        unit = day.sheet.unit
        if may(user, Action.EDIT_ROW, unit=unit, keys=()):
            yield _officer(day, user)
        if may(user, Action.SIGN_SHEET, unit=unit):
            yield _head(day)
        elif not may(user, Action.EDIT_ROW, unit=unit):
            yield _viewer(day)
    if not days:
        yield Card(
            _("Phiếu tự chấm"),
            _("Tôi phải kê khai gì, hạn khi nào?"),
            empty=_("Chưa có kỳ đánh giá nào đang mở. Phiếu xuất hiện khi Thư ký Hội đồng mở kỳ."),
        )


def _row_item(day: UnitDay, row: Row, note: str = "") -> Item:
    href = reverse("sheet_row", args=[day.sheet.pk, row.pk])
    return Item(f"{row.code}. {row.name}", note, href)


def _officer(day: UnitDay, user: User) -> Card:
    sheet = day.sheet
    card = Card(
        _("Kê khai: %s") % sheet.unit.name,
        _("Tôi còn phải kê khai gì, hạn khi nào?"),
        round=sheet.round.title,
        links=[(_("Mở phiếu tự chấm"), reverse("sheet", args=[sheet.pk]))],
    )
    if waiting := _to_answer(day):
        _to_explain(card, day, waiting)
    elif sheet.state == SheetState.SENT:
        _nothing_now(card, sheet)
    else:
        _to_declare(card, day, user)
    return card


def _to_answer(day: UnitDay) -> list[Row]:
    """Return the rows that the unit may still explain, by the round's clock or by leave."""
    sheet = day.sheet
    found = [
        (row, window(sheet, DeadlineKind.EXPLANATION, row.component)) for row in day.gaps.to_explain
    ]
    is_sent = sheet.explained_at is not None
    return [row for row, own in found if own.is_open and (own.is_reopened or not is_sent)]


def _to_explain(card: Card, day: UnitDay, waiting: list[Row]) -> None:
    """Ask the unit for its answers; each item leads to its place among them."""
    page = reverse("explanations", args=[day.sheet.pk])
    items = [Item(f"{row.code}. {row.name}", "", f"{page}#m-{row.pk}") for row in waiting]
    card.title = _("Giải trình: %s") % day.sheet.unit.name
    card.question = _("Mục nào bị chấm khác, phải giải trình đến khi nào?")
    card.figures = [
        _answers_until(day.sheet, waiting),
        Figure(_("Chưa giải trình"), str(len(items)), is_alarm=True),
    ]
    card.list(_("Mục chờ giải trình"), items)
    card.links.insert(0, (_("Vào giải trình"), page))


def _answers_until(sheet: Sheet, waiting: list[Row]) -> Figure:
    kind = DeadlineKind.EXPLANATION
    leave = [each for row in waiting if (each := window(sheet, kind, row.component).until)]
    return clock_at(min(leave, default=None), kind)


def _nothing_now(card: Card, sheet: Sheet) -> None:
    """Say that the sheet is with others, and where its scores are once they are released."""
    card.is_quiet = True
    at = _("Kỳ đánh giá đang ở bước «%s».") % sheet.round.get_phase_display()
    if is_released(sheet.round):
        card.empty = at
        explained = reverse("explanations", args=[sheet.pk])
        card.links.insert(0, (_("Kết quả thẩm định và giải trình"), explained))
        return
    said = _("Phiếu đã ký gửi. Khi có điểm thẩm định khác, mục chờ giải trình hiện ở đây.")
    card.empty = f"{at} {said}"


def _to_declare(card: Card, day: UnitDay, user: User) -> None:
    sheet, gaps = day.sheet, day.gaps
    mine = [
        row for row in gaps.unfilled if may(user, Action.EDIT_ROW, unit=sheet.unit, keys=row.keys)
    ]
    card.figures = [
        clock_of(sheet.round, DeadlineKind.SELF_SCORE),
        Figure(_("Mục chưa kê khai"), str(len(mine))),
        Figure(_("Thiếu minh chứng"), str(len(gaps.without_evidence))),
        Figure(_("Chênh lệch chưa giải thích"), str(len(gaps.unexplained))),
    ]
    card.links.append((_("Minh chứng còn thiếu"), reverse("missing_evidence", args=[sheet.pk])))
    if day.returned is not None:
        said = _("Thủ trưởng đã trả lại phiếu lúc %(time)s: %(reason)s")
        values = {"time": show_moment(day.returned.at), "reason": day.returned.reason}
        card.notices.append(said % values)
    _what_is_open(card, day, mine)


def _what_is_open(card: Card, day: UnitDay, mine: list[Row]) -> None:
    items = [_row_item(day, row, _("chưa kê khai")) for row in mine]
    items += [
        _row_item(day, row, _("chênh lệch chưa giải thích")) for row, _v in day.gaps.unexplained
    ]
    items += [_row_item(day, row, _("thiếu minh chứng")) for row in day.gaps.without_evidence]
    card.list(_("Việc tiếp theo"), items)
    if not items:
        card.empty = _("Đã kê khai đủ. Trình thủ trưởng để ký gửi.")


def _head(day: UnitDay) -> Card:
    sheet, gaps = day.sheet, day.gaps
    if is_released(sheet.round) and sheet.state == SheetState.SENT:
        return _head_of_answers(day)
    top = to_declare(sheet.round_block, list(day.rows))
    card = Card(
        _("Ký gửi: %s") % sheet.unit.name,
        _("Đơn vị sẽ được bao nhiêu điểm, có gì thay đổi, đã ký được chưa?"),
        round=sheet.round.title,
        figures=[
            Figure(
                _("Điểm tự chấm đến nay"),
                show_number(day.self_total, 2),
                _("trên %s điểm đơn vị tự kê khai") % show_number(top, 2),
            ),
            Figure(_("Thay đổi từ lần xem trước"), str(day.changes_since_look)),
        ],
        links=[(_("Xem thay đổi và ký gửi"), reverse("sheet_signing", args=[sheet.pk]))],
    )
    if sheet.state == SheetState.SENT:
        card.is_quiet, card.figures, card.empty = True, [], _may_sign(day)
        card.links = [(_("Báo cáo tự đánh giá"), reverse("sheet_report", args=[sheet.pk]))]
        return card
    card.notices.append(_may_sign(day))
    card.figures.append(clock_of(sheet.round, DeadlineKind.SIGN_OFF))
    items = [_row_item(day, row, _("chưa kê khai")) for row in gaps.unfilled]
    card.list(_("Còn trống"), items)
    return card


def _head_of_answers(day: UnitDay) -> Card:
    """Ask the head to send the unit's answers, while they are wanted."""
    sheet = day.sheet
    page = reverse("explanations", args=[sheet.pk])
    card = Card(
        _("Ký gửi giải trình: %s") % sheet.unit.name,
        _("Thẩm định khác tự chấm ở đâu, đơn vị đã trả lời chưa?"),
        round=sheet.round.title,
        links=[(_("Xem và ký gửi giải trình"), page)],
    )
    if window(sheet, DeadlineKind.EXPLANATION).is_open and sheet.explained_at is None:
        left = len(day.gaps.to_explain)
        card.figures = [
            clock_of(sheet.round, DeadlineKind.EXPLANATION),
            Figure(_("Chưa giải trình"), str(left), is_alarm=left > 0),
        ]
        return card
    card.title = _("Kết quả thẩm định: %s") % sheet.unit.name
    card.is_quiet = True
    card.empty = _("Kỳ đánh giá đang ở bước «%s».") % sheet.round.get_phase_display()
    card.links = [(_("Kết quả thẩm định và giải trình"), page)]
    return card


def _may_sign(day: UnitDay) -> str:
    sheet = day.sheet
    if sheet.state == SheetState.SENT:
        at = sheet.sent_at
        return _("Phiếu đã ký gửi lúc %s.") % show_moment(at) if at else _("Phiếu đã ký gửi.")
    if sheet.round.phase != Phase.SELF_SCORE:
        return _("Kỳ đánh giá đã qua bước tự chấm; ký gửi khi được mở lại.")
    if day.gaps.unexplained:
        return _("Chưa ký được: còn chênh lệch với số của hệ thống chưa giải thích.")
    if sheet.state == SheetState.SUBMITTED:
        return _("Cán bộ đã trình; anh chị ký gửi được ngay.")
    if day.gaps.unfilled:
        return _("Ký được, nhưng phải xác nhận gửi khi còn mục chưa kê khai.")
    return _("Đã kê khai đủ; ký gửi được.")


def _viewer(day: UnitDay) -> Card:
    return Card(
        day.sheet.unit.name,
        _("Phiếu của đơn vị đang ở đâu?"),
        round=day.sheet.round.title,
        figures=[
            Figure(_("Tình trạng phiếu"), str(day.sheet.get_state_display())),
            Figure(_("Bước của kỳ"), str(day.sheet.round.get_phase_display())),
        ],
        links=[(_("Xem phiếu"), reverse("sheet", args=[day.sheet.pk]))],
    )
