"""Hôm nay: the first question of each role, its answer in a few figures, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Round
from parindex.web.assessment.queries import today
from parindex.web.assessment.queries.journal import reach_of, rows_on
from parindex.web.assessment.queries.progress import ProgressLine, progress_of, sums_of
from parindex.web.assessment.queries.today import AppraiserDay, ComponentDay
from parindex.web.common.formats import show_moment, show_number
from parindex.web.desk.today_dossiers import cards_of_dossiers
from parindex.web.desk.today_parts import Card, Figure, Item, clock_of
from parindex.web.desk.today_units import cards_of_units
from parindex.web.org.domain.people import people_of
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, roles_of

VERIFIED = "audit-verified"
WITH_DOSSIERS = {Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.LEADER}
"""Who looks at dossiers beside a first question of another kind."""


def cards_for(user: User) -> list[Card]:
    """Return the cards of a person, one for each question; those that ask for nothing come last."""
    held = {Role(each.role) for each in roles_of(user)}
    makers: tuple[tuple[set[Role], Callable[[User], Iterator[Card]]], ...] = (
        (
            {Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.UNIT_HEAD, Role.VIEWER},
            cards_of_units,
        ),
        ({Role.ONE_STOP_MANAGER}, cards_of_dossiers),
        ({Role.APPRAISER}, _of_appraiser),
        ({Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR}, _of_member),
        ({Role.COUNCIL_SECRETARY}, _of_secretary),
        ({Role.LEADER}, _of_leader),
        ({Role.SURVEY_OPERATOR}, _of_surveyor),
        ({Role.AUDITOR}, _of_auditor),
        ({Role.ADMINISTRATOR}, _of_administrator),
    )
    cards = [card for roles, make in makers if held & roles for card in make(user)]
    if held & WITH_DOSSIERS and Role.ONE_STOP_MANAGER not in held:
        cards += cards_of_dossiers(user)
    return sorted(cards, key=lambda card: card.is_quiet)


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
        card.is_quiet = True
        card.empty = words % day.round.get_phase_display()
        return card
    kind = DeadlineKind(day.round.phase)
    card.figures = [
        clock_of(day.round, kind),
        Figure(_("Chưa thẩm định"), str(day.total("not_scored"))),
        Figure(_("Chưa mở"), str(day.total("not_opened"))),
        Figure(_("Thiếu minh chứng"), str(day.total("without_evidence"))),
        Figure(_("Khác điểm tự chấm"), str(day.total("differing"))),
    ]
    waiting = [each for each in day.components if each.not_scored]
    waiting.sort(key=lambda each: -each.not_scored)
    card.list(
        _("Tiêu chí còn mục chưa thẩm định"), [_component_item(day, each) for each in waiting]
    )
    card.links = [(_("Vào thẩm định"), f"{reverse('appraisal')}?ky={day.round.pk}")]
    if not waiting:
        card.empty = _("Đã thẩm định hết các mục được giao.")
    return card


def _component_item(day: AppraiserDay, each: ComponentDay) -> Item:
    note = _("%(left)s/%(units)s đơn vị chưa thẩm định, %(lacking)s thiếu minh chứng") % {
        "left": each.not_scored,
        "units": each.units,
        "lacking": each.without_evidence,
    }
    page = reverse("appraisal_component", args=[day.round.pk, each.component])
    return Item(f"{each.code}. {each.name}", note, page)


def _of_member(user: User) -> Iterator[Card]:
    cases = today.cases_to_vote(user)
    card = Card(
        _("Hội đồng"),
        _("Vụ việc nào chờ tôi biểu quyết?"),
        figures=[Figure(_("Chờ biểu quyết"), str(len(cases)))],
        links=[(_("Vào Hội đồng"), reverse("council"))],
        empty="" if cases else _("Không có vụ việc nào trong phiên họp chờ anh chị biểu quyết."),
    )
    items = [
        Item(
            f"{case.row.sheet.unit.name}: {case.row.code}. {case.row.name}",
            str(case.get_kind_display()),
            reverse("case", args=[case.pk]),
        )
        for case in cases
    ]
    card.list(_("Vụ việc"), items)
    yield card


def _of_secretary(user: User) -> Iterator[Card]:
    rounds = today.open_rounds(user, Action.MANAGE_ROUND)
    question = _("Ai chưa gửi, vụ việc nào chưa kết luận, đã khóa được chưa?")
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
                Figure(_("Chờ Hội đồng kết luận"), str(sums.open_cases), _("vụ việc")),
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
        return _("Chưa khóa được: còn %s vụ việc Hội đồng chưa kết luận.") % open_cases
    return _("Hội đồng đã kết luận hết; khóa kết quả được ở trang điều hành kỳ.")


def _of_leader(user: User) -> Iterator[Card]:
    rounds = today.open_rounds(user, Action.VIEW_PROGRESS)
    for round_ in rounds:
        yield _leader(round_, progress_of(round_))
    if not rounds:
        yield Card(
            _("Điều hành"),
            _("Tỉnh đang ở đâu trong kỳ này?"),
            empty=_("Chưa có kỳ đánh giá nào đang mở; xem kết quả các kỳ trước."),
            links=[(_("Kết quả"), reverse("results"))],
        )


def _leader(round_: Round, lines: tuple[ProgressLine, ...]) -> Card:
    """Return where a round stands: three numbers, and the means in one sentence."""
    sums = sums_of(lines)
    behind = sum(line.is_behind for line in lines)
    return Card(
        round_.title,
        _("Tỉnh đang ở đâu trong kỳ này?"),
        figures=[
            Figure(_("Đơn vị đã ký gửi"), f"{sums.sent}/{sums.units}"),
            Figure(_("Đơn vị còn việc phải làm"), str(behind), _step(round_)),
            Figure(_("Chờ Hội đồng kết luận"), str(sums.open_cases), _("vụ việc")),
        ],
        empty=_means(lines),
        links=[
            (_("Bảng tiến độ"), reverse("round_progress", args=[round_.pk])),
            (_("Kết quả tạm tính"), reverse("round_results", args=[round_.pk])),
        ],
    )


def _step(round_: Round) -> str:
    """Return the step of a round and how long it has, in words."""
    if round_.phase not in DeadlineKind.values:
        return str(round_.get_phase_display())
    clock = clock_of(round_, DeadlineKind(round_.phase))
    return f"{round_.get_phase_display()}, {clock.value}"


def _means(lines: tuple[ProgressLine, ...]) -> str:
    """Return the mean self-score of each block in one sentence; blocks are never mixed."""
    said = [
        _("%(block)s %(mean)s (%(units)s đơn vị đã kê khai)")
        % {"block": name, "mean": show_number(mean, 2), "units": number}
        for name, mean, number in today.means_of(lines)
    ]
    if not said:
        return _("Chưa có đơn vị nào kê khai; bình quân chưa có.")
    return _("Bình quân điểm tự chấm đến nay: %s.") % "; ".join(said)


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
        _("Nhật ký có nguyên vẹn không, hôm nay có gì mới?"),
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
