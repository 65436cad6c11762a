"""The secretary's verbs: open a round, move it on, move deadlines, reopen for one unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Problem, ProblemsError, RefusedError
from parindex.scoring.result import Effect
from parindex.web.assessment.access import access_round, access_sheet
from parindex.web.assessment.domain import ledger
from parindex.web.assessment.domain.appraisal import mark_rows_to_explain
from parindex.web.assessment.domain.books import Book, book_of, freeze
from parindex.web.assessment.domain.cases import SITTING, open_exemption_cases
from parindex.web.assessment.domain.scores import self_scores, status_of
from parindex.web.assessment.domain.sheets import audit_sheet
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import (
    Deadline,
    Reopening,
    Round,
    RoundBlock,
    Row,
    Sheet,
)
from parindex.web.common.audit import record
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, require

DEFAULT_REMINDERS = (7, 3, 1)


class RoundError(ProblemsError):
    """The round cannot be opened like this."""

    title = "The round is refused"


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A block of a round to be: its key, the rulebook's name, its units.

    Where two blocks share a block of a rulebook (wards, communes), `rulebook_block` says which
    and `name` tells them apart; otherwise both come from the key.
    """

    key: str
    rulebook: str
    units: tuple[Unit, ...]
    rulebook_block: str = ""
    name: str = ""


def _deadline_problems(deadlines: Mapping[DeadlineKind, datetime]) -> Iterable[Problem]:
    lacking = [kind for kind in DeadlineKind if kind not in deadlines]
    for kind in lacking:
        yield Problem(str(kind.label), _("chưa đặt hạn"), _("Đặt ngày và giờ"))
    known = [kind for kind in DeadlineKind if kind in deadlines]
    for before, after in pairwise(known):
        if deadlines[after] < deadlines[before]:
            what = _("hạn sớm hơn bước «%(before)s»") % {"before": before.label}
            yield Problem(str(after.label), what, _("Đặt hạn sau bước trước"))


def _unit_problems(blocks: Sequence[BlockPlan]) -> Iterable[Problem]:
    seen: dict[int, str] = {}
    for plan in blocks:
        if not plan.units:
            yield Problem(plan.key, _("khối chưa có đơn vị nào"), _("Chọn đơn vị hoặc bỏ khối này"))
        for unit in plan.units:
            if unit.pk in seen:
                what = _("đơn vị đã ở khối %(key)s") % {"key": seen[unit.pk]}
                yield Problem(unit.name, what, _("Để đơn vị ở một khối"))
            seen[unit.pk] = plan.key


@transaction.atomic
def open_round(
    *,
    province: Unit,
    year: int,
    title: str,
    blocks: Sequence[BlockPlan],
    deadlines: Mapping[DeadlineKind, datetime],
    user: User,
    is_practice: bool = False,
    remind_days: Sequence[int] = DEFAULT_REMINDERS,
) -> Round:
    """Open a round: freeze the rulebook of each block and lay out an empty sheet for each unit."""
    require(user, Action.MANAGE_ROUND, unit=province)
    problems = [*_deadline_problems(deadlines), *_unit_problems(blocks)]
    if (
        not is_practice
        and Round.objects.filter(province=province, year=year, is_practice=False).exists()
    ):
        what = _("năm %(year)s đã có một kỳ đánh giá") % {"year": year}
        problems.append(Problem(title, what, _("Mở kỳ thực hành, hoặc chọn năm khác")))
    if problems:
        raise RoundError(problems)
    round_ = Round.objects.create(
        province=province,
        year=year,
        title=title,
        is_practice=is_practice,
        phase=Phase.SELF_SCORE,
        remind_days=list(remind_days),
        opened_by=user,
        opened_at=timezone.now(),
    )
    Deadline.objects.bulk_create(
        Deadline(round=round_, kind=kind, at=at) for kind, at in deadlines.items()
    )
    for position, plan in enumerate(blocks):
        _open_block(round_, plan, position)
    new = {"year": year, "blocks": [plan.key for plan in blocks], "units": _count(blocks)}
    record("round.opened", round_, user=user, new=new, round_id=round_.pk)
    return round_


def _count(blocks: Sequence[BlockPlan]) -> int:
    return sum(len(plan.units) for plan in blocks)


def _open_block(round_: Round, plan: BlockPlan, position: int) -> None:
    version = freeze(plan.rulebook)
    wanted = plan.rulebook_block or plan.key
    round_block = RoundBlock(
        round=round_, key=plan.key, position=position, rulebook=version, rulebook_block=wanted
    )
    book = book_of(round_block)
    name = book.rulebook.blocks.get(wanted)
    if name is None:
        known = ", ".join(book.rulebook.blocks)
        what = _("bộ tiêu chí không dành cho khối «%(key)s»") % {"key": wanted}
        raise RoundError([Problem(plan.rulebook, what, _("Chọn một trong: ") + known)])
    round_block.name, round_block.name_en = plan.name or name.vi, plan.name or name.en
    round_block.save()
    lay_out_sheets(round_block, book, plan.units)


def lay_out_sheets(round_block: RoundBlock, book: Book, units: Sequence[Unit]) -> list[Sheet]:
    """Make the empty sheets of units, one row for each component of their block.

    Empty sheets score alike, so the set is scored once and the rows are written together: a
    province of 170 units opens within seconds.
    """
    sheets = Sheet.objects.bulk_create(
        Sheet(round_id=round_block.round_id, round_block=round_block, unit=unit) for unit in units
    )
    rows = [
        new_row(sheet, book, key, position)
        for sheet in sheets
        for position, key in enumerate(book.components)
    ]
    nothing = self_scores(book, rows[: len(book.components)]).nodes
    for row in rows:
        row.self_status = status_of(nothing[row.code].status)
        row.self_points = nothing[row.code].points
    Row.objects.bulk_create(rows, batch_size=500)
    ledger.post_new(rows)
    return sheets


def new_row(sheet: Sheet, book: Book, key: str, position: int) -> Row:
    """Return an empty row, not yet saved."""
    return describe_row(Row(sheet=sheet, component=key), book, position)


def describe_row(row: Row, book: Book, position: int) -> Row:
    """Copy into a row what its frozen rulebook says of the component; the caller saves it."""
    component = book.components[row.component]
    node = component.node
    row.keys, row.code, row.position = list(component.keys), node.code, position
    row.name, row.name_en = node.name.vi, node.name.en
    row.max_points, row.is_declared = node.max_points, component.is_declared
    effect = book.scorer.effect_of(node.code)
    row.takes, row.adds = effect is Effect.TAKES, effect is Effect.ADDS
    return row


ORDER = list(Phase)


@transaction.atomic
def advance_round(*, round_id: int, version: int, user: User, reason: str = "") -> Round:
    """Move a round to its next phase; closing it is a verb of its own.

    A phase whose deadline has not passed may be left early only with a reason.
    """
    round_ = access_round(round_id, user=user, to=Action.MANAGE_ROUND)
    round_ = hold_round(round_, version)
    place = ORDER.index(Phase(round_.phase))
    if round_.phase in {Phase.COUNCIL, Phase.CLOSED}:
        fix = _("Dùng «Khóa kết quả» khi Hội đồng đã kết luận xong.")
        raise RefusedError(_("Kỳ đánh giá không còn bước nào để chuyển."), fix=fix)
    ahead = [each for each in round_.deadlines.all() if _ends(each, round_)]
    if any(each.at > timezone.now() for each in ahead) and not reason.strip():
        fix = _("Chờ đến hạn, hoặc ghi lý do chuyển bước sớm.")
        raise RefusedError(_("Bước hiện tại chưa đến hạn."), fix=fix)
    hold_sheets(round_)
    old, round_.phase = round_.phase, ORDER[place + 1]
    round_.version += 1
    round_.save(update_fields=["phase", "version"])
    record(
        "round.advanced",
        round_,
        user=user,
        old=old,
        new=str(round_.phase),
        reason=reason.strip(),
        round_id=round_.pk,
    )
    _enter(round_, user)
    return round_


def _enter(round_: Round, user: User) -> None:
    """Do what a new phase begins with: requests become cases, rows to explain are marked."""
    if round_.phase == Phase.EXPLANATION:
        mark_rows_to_explain(round_)
    if round_.phase in SITTING:
        open_exemption_cases(round_, user)


def _ends(deadline: Deadline, round_: Round) -> bool:
    """Say whether a deadline belongs to the phase that a round is in."""
    kinds = {Phase.SELF_SCORE: {DeadlineKind.SELF_SCORE, DeadlineKind.SIGN_OFF}}
    return deadline.kind in kinds.get(Phase(round_.phase), {round_.phase})


def hold_round(round_: Round, version: int) -> Round:
    """Lock a round and return it; refuse a page that was read before somebody's change."""
    held = Round.objects.select_for_update().get(pk=round_.pk)
    if held.version != version:
        what = _("Kỳ đánh giá vừa được người khác thay đổi.")
        raise RefusedError(what, fix=_("Tải lại trang rồi làm tiếp."))
    return held


def hold_sheets(round_: Round) -> None:
    """Wait for whoever is writing into a sheet of the round, and let nobody begin."""
    list(round_.sheets.select_for_update().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def move_deadline(
    *, round_id: int, version: int, kind: DeadlineKind, at: datetime, reason: str, user: User
) -> Deadline:
    """Set another minute for a deadline of the whole round, with the reason."""
    round_ = hold_round(access_round(round_id, user=user, to=Action.MANAGE_ROUND), version)
    if not reason.strip():
        raise RefusedError(_("Chưa nêu lý do đổi hạn."), fix=_("Ghi lý do; mọi đơn vị đọc được."))
    deadlines = {DeadlineKind(each.kind): each.at for each in round_.deadlines.all()}
    if problems := list(_deadline_problems({**deadlines, kind: at})):
        raise RoundError(problems)
    deadline = round_.deadlines.get(kind=kind)
    old, deadline.at = deadline.at, at
    deadline.save(update_fields=["at"])
    round_.version += 1
    round_.save(update_fields=["version"])
    record(
        "round.deadline_moved",
        deadline,
        user=user,
        old={str(kind): old},
        new={str(kind): at},
        reason=reason.strip(),
        round_id=round_.pk,
    )
    return deadline


@transaction.atomic
def reopen(
    *,
    sheet_id: int,
    kind: DeadlineKind,
    until: datetime,
    reason: str,
    user: User,
    component: str = "",
) -> Reopening:
    """Let one unit work late, on its whole sheet or on one component, until a minute of its own."""
    sheet = access_sheet(sheet_id, user=user, to=Action.REOPEN)
    if sheet.round.phase == Phase.CLOSED:
        raise RefusedError(_("Kết quả đã khóa."), fix=_("Kỳ đã khóa thì không mở lại được."))
    if not reason.strip():
        raise RefusedError(_("Chưa nêu lý do mở lại."), fix=_("Ghi lý do, lưu cùng nhật ký."))
    if until <= timezone.now():
        raise RefusedError(_("Hạn mở lại đã qua."), fix=_("Đặt một thời điểm trong tương lai."))
    if component and not sheet.rows.filter(component=component, is_active=True).exists():
        raise RefusedError(_("Phiếu không có tiêu chí này."), fix=_("Chọn một tiêu chí của phiếu."))
    leave = Reopening.objects.create(
        sheet=sheet,
        component=component,
        kind=kind,
        until=until,
        reason=reason.strip(),
        given_by=user,
        given_at=timezone.now(),
    )
    new = {"kind": str(kind), "until": until, "component": component}
    audit_sheet("sheet.reopened", sheet, user=user, new=new, reason=reason.strip())
    return leave
