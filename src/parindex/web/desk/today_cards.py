"""Hôm nay: the first question of each role, its answer in a few figures, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.words import to_declare
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Round, Sheet
from parindex.web.assessment.queries import today
from parindex.web.assessment.queries.journal import reach_of, rows_on
from parindex.web.assessment.queries.progress import progress_of, sums_of
from parindex.web.assessment.queries.today import AppraiserDay, ComponentDay, UnitDay
from parindex.web.common.formats import show_moment, show_number
from parindex.web.org.domain.people import people_of
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may, roles_of

SHOWN = 8
VERIFIED = "audit-verified"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and a word beside it."""

    label: str
    value: str
    note: str = ""
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with the page where it is done."""

    text: str
    note: str = ""
    href: str = ""


@dataclass(slots=True)
class Card:
    """One question of one person in one unit, answered."""

    title: str
    question: str
    figures: list[Figure] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    items_title: str = ""
    more: int = 0
    notices: list[str] = field(default_factory=list)
    empty: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    def list(self, title: str, items: list[Item]) -> None:
        """Show the first items, and say how many more there are."""
        self.items_title, self.items = title, items[:SHOWN]
        self.more = max(0, len(items) - SHOWN)


def days_left(at: datetime | None) -> str:
    """Return how far a deadline is, in words."""
    if at is None:
        return _("chưa đặt hạn")
    if at <= timezone.now():
        return _("đã hết hạn")
    days = (timezone.localdate(at) - timezone.localdate()).days
    return _("còn %(days)s ngày") % {"days": days} if days else _("hạn trong hôm nay")


def _until(round_: Round, kind: DeadlineKind) -> datetime | None:
    return next((each.at for each in round_.deadlines.all() if each.kind == kind), None)


def _clock(round_: Round, kind: DeadlineKind) -> Figure:
    at = _until(round_, kind)
    is_near = at is not None and (timezone.localdate(at) - timezone.localdate()).days <= 3
    said = "" if at is None else show_moment(at)
    return Figure(str(kind.label), days_left(at), said, is_alarm=is_near)


def cards_for(user: User) -> list[Card]:
    """Return the cards of a person, one for each question of his or her roles."""
    held = {Role(each.role) for each in roles_of(user)}
    makers: tuple[tuple[set[Role], Callable[[User], Iterator[Card]]], ...] = (
        ({Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.UNIT_HEAD, Role.VIEWER}, _of_units),
        ({Role.APPRAISER}, _of_appraiser),
        ({Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR}, _of_member),
        ({Role.COUNCIL_SECRETARY}, _of_secretary),
        ({Role.LEADER}, _of_leader),
        ({Role.SURVEY_OPERATOR}, _of_surveyor),
        ({Role.AUDITOR}, _of_auditor),
        ({Role.ADMINISTRATOR}, _of_administrator),
    )
    return [card for roles, make in makers if held & roles for card in make(user)]


def _of_units(user: User) -> Iterator[Card]:
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
            empty=_("Chưa có kỳ đánh giá nào đang mở. Khi Thư ký mở kỳ, phiếu hiện ở đây."),
        )


def _kind_now(sheet: Sheet) -> DeadlineKind:
    is_late = sheet.round.phase in {Phase.EXPLANATION, Phase.APPRAISAL_2}
    return DeadlineKind.EXPLANATION if is_late else DeadlineKind.SELF_SCORE


def _row_item(day: UnitDay, row: object, note: str = "") -> Item:
    href = reverse("sheet_row", args=[day.sheet.pk, row.pk])
    return Item(f"{row.code}. {row.name}", note, href)


def _officer(day: UnitDay, user: User) -> Card:
    sheet, gaps = day.sheet, day.gaps
    mine = [
        row for row in gaps.unfilled if may(user, Action.EDIT_ROW, unit=sheet.unit, keys=row.keys)
    ]
    card = Card(
        _("Kê khai: %s") % sheet.unit.name,
        _("Tôi còn phải kê khai gì, hạn khi nào?"),
        figures=[
            _clock(sheet.round, _kind_now(sheet)),
            Figure(_("Mục chưa kê khai"), str(len(mine))),
            Figure(_("Thiếu minh chứng"), str(len(gaps.without_evidence))),
            Figure(_("Chênh lệch chưa giải thích"), str(len(gaps.unexplained))),
        ],
        links=[
            (_("Mở phiếu tự chấm"), reverse("sheet", args=[sheet.pk])),
            (_("Minh chứng còn thiếu"), reverse("missing_evidence", args=[sheet.pk])),
        ],
    )
    if day.returned is not None:
        said = _("Thủ trưởng đã trả lại phiếu lúc %(time)s: %(reason)s")
        values = {"time": show_moment(day.returned.at), "reason": day.returned.reason}
        card.notices.append(said % values)
    if gaps.to_explain:
        items = [_row_item(day, row) for row in gaps.to_explain]
        card.figures.append(Figure(_("Chưa giải trình"), str(len(items)), is_alarm=True))
        card.list(_("Mục chờ giải trình"), items)
    elif sheet.state == SheetState.SENT:
        card.empty = _(
            "Phiếu đã ký gửi. Khi có điểm thẩm định khác, mục chờ giải trình hiện ở đây."
        )
    else:
        _what_is_open(card, day, mine)
    return card


def _what_is_open(card: Card, day: UnitDay, mine: list[object]) -> None:
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
    top = to_declare(sheet.round_block, list(day.rows))
    card = Card(
        _("Ký gửi: %s") % sheet.unit.name,
        _("Đơn vị sẽ được bao nhiêu điểm, có gì thay đổi, đã ký được chưa?"),
        figures=[
            Figure(
                _("Điểm tự chấm đến nay"),
                show_number(day.self_total, 2),
                _("trên %s điểm đơn vị tự kê khai") % show_number(top, 2),
            ),
            Figure(_("Thay đổi từ lần xem trước"), str(day.changes_since_look)),
            _clock(sheet.round, DeadlineKind.SIGN_OFF),
        ],
        links=[(_("Xem thay đổi và ký gửi"), reverse("sheet_signing", args=[sheet.pk]))],
    )
    card.notices.append(_may_sign(day))
    if sheet.state != SheetState.SENT:
        items = [_row_item(day, row, _("chưa kê khai")) for row in gaps.unfilled]
        card.list(_("Còn trống"), items)
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
        figures=[
            Figure(_("Tình trạng phiếu"), str(day.sheet.get_state_display())),
            Figure(_("Bước của kỳ"), str(day.sheet.round.get_phase_display())),
        ],
        links=[(_("Xem phiếu"), reverse("sheet", args=[day.sheet.pk]))],
    )


def _of_appraiser(user: User) -> Iterator[Card]:
    days = today.appraiser_days(user)
    question = _("Mục nào chênh lệch, mục nào thiếu minh chứng, mục nào chưa mở?")
    for day in days:
        yield _appraiser(day, question)
    if not days:
        yield Card(_("Thẩm định"), question, empty=_("Chưa có kỳ đánh giá nào đang mở."))


def _appraiser(day: AppraiserDay, question: str) -> Card:
    card = Card(_("Thẩm định: %s") % day.round.title, question)
    if not day.is_appraising:
        words = _("Kỳ đang ở bước «%s». Khi chuyển sang thẩm định, các mục được giao hiện ở đây.")
        card.empty = words % day.round.get_phase_display()
        return card
    kind = DeadlineKind(day.round.phase)
    card.figures = [
        _clock(day.round, kind),
        Figure(_("Chưa chấm"), str(day.total("not_scored"))),
        Figure(_("Chưa mở"), str(day.total("not_opened"))),
        Figure(_("Thiếu minh chứng"), str(day.total("without_evidence"))),
        Figure(_("Khác điểm tự chấm"), str(day.total("differing"))),
    ]
    waiting = [each for each in day.components if each.not_scored]
    waiting.sort(key=lambda each: -each.not_scored)
    card.list(_("Tiêu chí còn mục chưa chấm"), [_component_item(each) for each in waiting])
    card.links = [(_("Vào thẩm định"), reverse("appraisal"))]
    if not waiting:
        card.empty = _("Đã chấm hết các mục được giao.")
    return card


def _component_item(each: ComponentDay) -> Item:
    note = _("%(left)s/%(units)s đơn vị chưa chấm, %(lacking)s thiếu minh chứng") % {
        "left": each.not_scored,
        "units": each.units,
        "lacking": each.without_evidence,
    }
    return Item(f"{each.code}. {each.name}", note, reverse("appraisal"))


def _of_member(user: User) -> Iterator[Card]:
    cases = today.cases_to_vote(user)
    card = Card(
        _("Hội đồng"),
        _("Nội dung nào chờ tôi biểu quyết?"),
        figures=[Figure(_("Chờ biểu quyết"), str(len(cases)))],
        links=[(_("Vào Hội đồng"), reverse("council"))],
        empty="" if cases else _("Không có nội dung nào trong phiên họp chờ anh chị biểu quyết."),
    )
    items = [
        Item(
            f"{case.row.sheet.unit.name}: {case.row.code}. {case.row.name}",
            str(case.get_kind_display()),
            reverse("council"),
        )
        for case in cases
    ]
    card.list(_("Nội dung"), items)
    yield card


def _of_secretary(user: User) -> Iterator[Card]:
    rounds = today.open_rounds(user, Action.MANAGE_ROUND)
    question = _("Ai chưa gửi, nội dung nào đang tranh chấp, đã khóa được chưa?")
    for round_ in rounds:
        lines = progress_of(round_)
        sums = sums_of(lines)
        card = Card(
            round_.title,
            question,
            figures=[
                Figure(_("Bước"), str(round_.get_phase_display())),
                Figure(_("Đã ký gửi"), f"{sums.sent}/{sums.units}", _("đơn vị")),
                Figure(_("Chưa bắt đầu"), str(sums.not_started), _("đơn vị")),
                Figure(_("Chờ Hội đồng kết luận"), str(sums.open_cases), _("nội dung")),
            ],
            links=[
                (_("Bảng tiến độ"), reverse("round_progress", args=[round_.pk])),
                (_("Điều hành kỳ"), reverse("round", args=[round_.pk])),
            ],
        )
        card.notices.append(_may_close(round_, sums.open_cases))
        behind = [line for line in lines if line.is_behind]
        items = [
            Item(line.sheet.unit.name, line.state, reverse("sheet", args=[line.sheet.pk]))
            for line in behind
        ]
        card.list(_("Đơn vị còn việc phải làm"), items)
        yield card
    if not rounds:
        yield Card(
            _("Kỳ đánh giá"),
            question,
            empty=_("Chưa có kỳ đánh giá nào đang mở."),
            links=[(_("Mở kỳ đánh giá"), reverse("open_round"))],
        )


def _may_close(round_: Round, open_cases: int) -> str:
    if round_.phase != Phase.COUNCIL:
        return _("Chưa khóa được: kỳ chưa đến bước Hội đồng.")
    if open_cases:
        return _("Chưa khóa được: còn %s nội dung Hội đồng chưa kết luận.") % open_cases
    return _("Hội đồng đã kết luận hết; khóa kết quả được ở trang điều hành kỳ.")


def _of_leader(user: User) -> Iterator[Card]:
    rounds = today.open_rounds(user, Action.VIEW_PROGRESS)
    for round_ in rounds:
        lines = progress_of(round_)
        sums, means = sums_of(lines), today.means_of(lines)
        yield Card(
            round_.title,
            _("Tỉnh đang ở đâu trong kỳ này?"),
            figures=[
                Figure(_("Đơn vị đã ký gửi"), f"{sums.sent}/{sums.units}"),
                *(
                    Figure(
                        _("Bình quân điểm tự chấm đến nay"),
                        show_number(mean, 2),
                        _("%(block)s, %(units)s đơn vị đã kê khai")
                        % {"block": name, "units": number},
                    )
                    for name, mean, number in means
                ),
                Figure(_("Chờ Hội đồng kết luận"), str(sums.open_cases)),
            ],
            empty="" if means else _("Chưa có đơn vị nào kê khai; bình quân chưa có."),
            links=[
                (_("Bảng tiến độ"), reverse("round_progress", args=[round_.pk])),
                (_("Kết quả tạm tính"), reverse("round_results", args=[round_.pk])),
            ],
        )
    if not rounds:
        yield Card(
            _("Điều hành"),
            _("Tỉnh đang ở đâu trong kỳ này?"),
            empty=_("Chưa có kỳ đánh giá nào đang mở; xem kết quả các kỳ trước."),
            links=[(_("Kết quả"), reverse("results"))],
        )


def _of_surveyor(user: User) -> Iterator[Card]:
    found = today.survey_missing(user)
    yield Card(
        _("Khảo sát"),
        _("Còn thiếu điểm khảo sát, nguồn ngoài ở đâu?"),
        figures=[
            Figure(round_.title, f"{filled}/{total}", _("ô đã nhập"))
            for round_, filled, total in found
        ],
        empty="" if found else _("Chưa có kỳ đánh giá nào cần nhập điểm khảo sát."),
        links=[(_("Nhập điểm"), reverse("survey_points"))],
    )


def _of_auditor(user: User) -> Iterator[Card]:
    last = cache.get(VERIFIED)
    reach = reach_of(user)
    card = Card(
        _("Nhật ký"),
        _("Nhật ký có nguyên vẹn, hôm nay có gì?"),
        figures=[Figure(_("Dòng ghi hôm nay"), str(rows_on(reach, timezone.localdate())))],
        links=[
            (_("Đọc nhật ký"), reverse("audit")),
            (_("Kiểm tra chuỗi"), reverse("audit_verify")),
        ],
    )
    if last is None:
        card.empty = _("Chưa kiểm tra chuỗi lần nào từ khi máy chủ khởi động.")
    else:
        word = _("nguyên vẹn") if not last["problems"] else _("có sai lệch")
        figure = Figure(
            _("Kiểm tra gần nhất"), word, show_moment(last["at"]), is_alarm=bool(last["problems"])
        )
        card.figures.insert(0, figure)
    yield card


def _of_administrator(user: User) -> Iterator[Card]:
    day = today.people_day(people_of(user))
    units = [
        each.unit
        for each in roles_of(user)
        if each.role == Role.ADMINISTRATOR and each.unit.kind != UnitKind.PROVINCE
    ]
    units += [
        sheet.unit
        for round_ in today.open_rounds(user, Action.MANAGE_ACCOUNTS)
        for sheet in round_.sheets.select_related("unit")
    ]
    unserved = today.units_without_officer({unit.pk: unit for unit in units}.values())
    card = Card(
        _("Quản trị"),
        _("Ai có quyền gì, đơn vị nào chưa có người?"),
        figures=[
            Figure(_("Tài khoản đang dùng"), str(day.active)),
            Figure(_("Chưa có vai trò"), str(day.without_role)),
            Figure(_("Chưa có thư điện tử"), str(day.without_email)),
        ],
        links=[
            (_("Tài khoản"), reverse("accounts")),
            (_("Bảng quyền"), reverse("rights")),
        ],
        empty="" if unserved else _("Đơn vị nào cũng có cán bộ đầu mối và thủ trưởng."),
    )
    items = [
        Item(unit.name, _("thiếu cán bộ đầu mối hoặc thủ trưởng"), reverse("accounts"))
        for unit in unserved
    ]
    card.list(_("Đơn vị chưa đủ người"), items)
    yield card
