"""The council: its sessions, votes, quorum and rulings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.adoption import adopt_appraisals
from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.domain.cases import (
    held_case,
    last_appraisal,
    proposal_of,
    require_sitting,
)
from parindex.web.assessment.domain.deadlines import require_still_open
from parindex.web.assessment.domain.precedents import warnings, would_uphold
from parindex.web.assessment.domain.sheets import audit_row, post_row, rescore, rows_of
from parindex.web.assessment.domain.typed import typed_text
from parindex.web.assessment.enums import (
    CaseKind,
    CaseState,
    Choice,
    Exemption,
    RowStatus,
    Stage,
)
from parindex.web.assessment.models import Case, CouncilSession, Round, Row, Ruling, Vote
from parindex.web.common.audit import record
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, User
from parindex.web.org.permissions import SELF_SCORING, Action, may

__all__ = [
    "Tally",
    "adopt_appraisals",
    "cast_vote",
    "close_session",
    "council_today",
    "note_presence",
    "open_session",
    "put_on_agenda",
    "rule_case",
    "tally_of",
]


@dataclass(frozen=True, slots=True)
class Tally:
    """Who may decide a case, who took part, and how they voted."""

    entitled: int
    taking_part: int
    votes_for: int
    votes_against: int
    abstained: int

    @property
    def has_quorum(self) -> bool:
        """Whether more than half of those entitled take part; exactly half is not enough."""
        return 2 * self.taking_part > self.entitled

    @property
    def is_passed(self) -> bool:
        """Whether more voted for than against; a tie does not pass."""
        return self.votes_for > self.votes_against


def council_today(round_: Round) -> list[RoleAssignment]:
    """Return the council as it is today: each person once, the chair first."""
    today = timezone.localdate()
    held = (
        RoleAssignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
            unit=round_.province_id,
            role__in=[Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER],
            valid_from__lte=today,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("role", "user__name", "user_id")
    )
    found: dict[int, RoleAssignment] = {}
    for each in held:
        found.setdefault(each.user_id, each)
    return list(found.values())


def _members(round_: Round) -> list[dict[str, Any]]:
    """Return the council of today as a session notes it."""
    return [
        {"id": each.user_id, "name": each.user.name, "role": str(each.role)}
        for each in council_today(round_)
    ]


def _cleaned(present: Iterable[int], members: Sequence[dict[str, Any]]) -> list[int]:
    """Return those present in the order of the council; a stranger is refused."""
    wanted, known = set(present), [each["id"] for each in members]
    if wanted - set(known):
        raise RefusedError(
            _("Có người không phải thành viên Hội đồng trong danh sách có mặt."),
            fix=_("Tải lại trang rồi chọn trong danh sách thành viên."),
        )
    return [each for each in known if each in wanted]


def _names(session: CouncilSession) -> list[str]:
    """Return who is present by name, as the log should read."""
    names = {each["id"]: each["name"] for each in session.members}
    return [names[each] for each in session.present]


@transaction.atomic
def open_session(
    *,
    round_id: int,
    user: User,
    place: str = "",
    in_writing: bool = False,
    present: Iterable[int] = (),
    case_ids: Iterable[int] = (),
) -> CouncilSession:
    """Open a meeting, or a round of written consent; the council is noted as it is today."""
    round_ = access_round(round_id, user=user, to=Action.CHAIR_SESSION)
    open_now = require_sitting(round_)
    Round.objects.select_for_update().get(pk=round_.pk)
    members = _members(round_)
    if not members:
        raise RefusedError(
            _("Hội đồng chưa có thành viên."), fix=_("Giao vai trò thành viên ở trang Quản trị.")
        )
    last = round_.sessions.aggregate(last=Max("number"))["last"] or 0
    session = CouncilSession.objects.create(
        round=round_,
        number=last + 1,
        place=place.strip(),
        in_writing=in_writing,
        opened_by=user,
        opened_at=timezone.now(),
        members=members,
        present=[] if in_writing else _cleaned(present, members),
    )
    new = {"number": session.number, "in_writing": in_writing, "present": _names(session)}
    record("session.opened", session, user=user, new=new, round_id=round_.pk)
    for case_id in case_ids:
        put_on_agenda(session_id=session.pk, case_id=case_id, user=user)
    require_still_open(open_now)
    return session


def _held_session(session_id: int, user: User) -> CouncilSession:
    """Return an open session under its lock."""
    session = CouncilSession.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise Http404(session_id)
    access_round(session.round_id, user=user, to=Action.CHAIR_SESSION)
    if session.closed_at is not None:
        raise RefusedError(_("Phiên họp đã kết thúc."), fix=_("Mở phiên mới."))
    return session


@transaction.atomic
def put_on_agenda(*, session_id: int, case_id: int, user: User) -> Case:
    """Put an open case before a session; one that an earlier session left open moves on."""
    session = _held_session(session_id, user)
    case = held_case(case_id, version=None, user=user, to=Action.VIEW_CASES)
    if case.row.sheet.round_id != session.round_id:
        raise Http404(case_id)
    if case.session_id not in {None, session.pk} and case.session.closed_at is None:
        raise RefusedError(
            _("Vụ việc đang ở một phiên khác chưa kết thúc."),
            fix=_("Kết thúc phiên đó, hoặc kết luận vụ việc tại đó."),
        )
    old, case.session = case.session_id, session
    case.save(update_fields=["session"])
    audit_row("case.on_agenda", case.row, user=user, old=old, new=session.pk)
    return case


@transaction.atomic
def note_presence(*, session_id: int, present: Iterable[int], user: User) -> CouncilSession:
    """Note who is present now; rulings made before keep the quorum that they had."""
    session = _held_session(session_id, user)
    if session.in_writing:
        raise RefusedError(
            _("Phiên lấy ý kiến bằng văn bản không điểm danh."),
            fix=_("Mỗi thành viên biểu quyết bằng văn bản."),
        )
    old, session.present = _names(session), _cleaned(present, session.members)
    session.save(update_fields=["present"])
    record(
        *("session.presence", session),
        user=user,
        old=old,
        new=_names(session),
        round_id=session.round_id,
    )
    return session


@transaction.atomic
def close_session(*, session_id: int, user: User, remarks: str = "") -> CouncilSession:
    """End a session; cases without a ruling wait for the next one."""
    session = _held_session(session_id, user)
    session.closed_at, session.remarks = timezone.now(), remarks.strip()
    session.save(update_fields=["closed_at", "remarks"])
    new = {"closed_at": session.closed_at, "remarks": session.remarks}
    record("session.closed", session, user=user, new=new, round_id=session.round_id)
    return session


def _session_of(case: Case) -> CouncilSession:
    """Return the open session that a case is before."""
    session = case.session
    if session is None or session.closed_at is not None:
        raise RefusedError(
            _("Vụ việc chưa được đưa ra phiên họp nào đang mở."),
            fix=_("Mở phiên họp hoặc lấy ý kiến bằng văn bản, rồi đưa vụ việc vào chương trình."),
        )
    return session


@transaction.atomic
def cast_vote(
    *, case_id: int, choice: str, user: User, in_writing: bool = False, remark: str = ""
) -> Vote:
    """Vote on a case, or change one's vote while there is no ruling."""
    case = held_case(case_id, version=None, user=user, to=Action.VOTE)
    open_now = require_sitting(case.row.sheet.round)
    session = _session_of(case)
    if choice not in Choice:
        raise RefusedError(_("Chưa chọn ý kiến biểu quyết."), fix=_("Chọn một trong ba ý kiến."))
    if user.pk not in {each["id"] for each in session.members}:
        raise RefusedError(
            _("Không có trong danh sách Hội đồng của phiên này."), fix=_("Chờ phiên sau.")
        )
    if not (in_writing or session.in_writing or user.pk in session.present):
        raise RefusedError(
            _("Chưa được ghi nhận có mặt tại phiên họp."),
            fix=_("Chọn «biểu quyết bằng văn bản», hoặc đề nghị Thư ký điểm danh."),
        )
    found = Vote.objects.filter(case=case, member=user).first()
    old = None if found is None else _vote_said(found)
    vote = found or Vote(case=case, member=user)
    vote.choice, vote.remark, vote.at = choice, remark.strip(), timezone.now()
    vote.in_writing = in_writing or session.in_writing
    vote.save()
    audit_row("case.voted", case.row, user=user, old=old, new=_vote_said(vote))
    require_still_open(open_now)
    return vote


def _vote_said(vote: Vote) -> dict[str, Any]:
    said = {"choice": str(vote.choice), "in_writing": vote.in_writing, "remark": vote.remark}
    return {"case": vote.case_id, **said}


def tally_of(case: Case) -> Tally:
    """Count votes and quorum of a case in its session: only those who may judge the unit."""
    session = case.session
    if session is None:
        return Tally(0, 0, 0, 0, 0)
    members = {each["id"] for each in session.members}
    entitled = members - _bound_to(case, members)
    votes = [each for each in case.votes.all() if each.member_id in entitled]
    taking_part = entitled & {
        *session.present,
        *(each.member_id for each in votes if each.in_writing),
    }
    choices = [each.choice for each in votes if each.member_id in taking_part]
    counts = (choices.count(each) for each in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN))
    return Tally(len(entitled), len(taking_part), *counts)


def _bound_to(case: Case, members: Iterable[int]) -> set[int]:
    """Return members who have a role in the unit of a case on the day of the session."""
    day = timezone.localdate(case.session.opened_at)
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        user__in=members,
        unit=case.row.sheet.unit_id,
        role__in=SELF_SCORING,
        valid_from__lte=day,
    )
    return set(held.values_list("user_id", flat=True))


def _require_decisive(tally: Tally) -> None:
    if not tally.has_quorum:
        words = _(
            "Chưa đủ thành viên: %(part)s trên %(all)s người có quyền tham gia; "
            "phải quá nửa (trên 50%%)."
        )
        raise RefusedError(
            words % {"part": tally.taking_part, "all": tally.entitled},
            kept=_("Các phiếu biểu quyết đã ghi vẫn còn nguyên."),
            fix=_("Điểm danh thêm, hoặc lấy ý kiến bằng văn bản của thành viên vắng mặt."),
        )
    if not tally.votes_for + tally.votes_against + tally.abstained:
        raise RefusedError(
            _("Chưa có phiếu biểu quyết nào."), fix=_("Thành viên biểu quyết trước khi kết luận.")
        )


@transaction.atomic
def rule_case(*, case_id: int, version: int, reason: str, user: User) -> Case:
    """Rule on a case as the council voted; a tie leaves the appraised score as it is.

    The tally, and warnings of unequal rulings that were on the screen, are kept for ever.
    """
    case = held_case(case_id, version=version, user=user, to=Action.CLOSE_CASE)
    open_now = require_sitting(case.row.sheet.round)
    _session_of(case)
    missing = _("Chưa ghi lý do kết luận.")
    text = typed_text(reason, missing=missing, fix=_("Ghi căn cứ của kết luận; lưu vào biên bản."))
    tally = tally_of(case)
    _require_decisive(tally)
    Row.objects.select_for_update().get(pk=case.row_id)
    case.is_upheld = tally.is_passed and would_uphold(case)
    found = warnings(case, is_upheld=case.is_upheld)
    _decide_row(case, passed=tally.is_passed, reason=text, user=user)
    case.state, case.version = CaseState.RULED, case.version + 1
    case.ruled_reason, case.ruled_by, case.ruled_at = text, user, timezone.now()
    case.tally = asdict(tally)
    case.save()
    new = {
        "case": case.pk,
        "is_upheld": case.is_upheld,
        "status": str(case.ruled_status),
        "points": None if case.ruled_points is None else str(case.ruled_points),
        "tally": case.tally,
        "warnings": [each.words for each in found],
    }
    audit_row("case.ruled", case.row, user=user, new=new, reason=text)
    require_still_open(open_now)
    return case


def _decide_row(case: Case, *, passed: bool, reason: str, user: User) -> None:
    """Write what follows for the row: points, or an exemption granted or refused."""
    if case.kind == CaseKind.EXEMPTION:
        _decide_exemption(case, granted=passed, reason=reason, user=user)
        return
    appraised = last_appraisal(case.row)
    case.ruled_status = RowStatus.SCORED if passed else appraised.status
    case.ruled_points = proposal_of(case) if passed else appraised.points
    _council_ruling(case, reason, user)
    post_row(case.row)


def _decide_exemption(case: Case, *, granted: bool, reason: str, user: User) -> None:
    row, book = case.row, book_of(case.row.sheet.round_block)
    row.exemption = Exemption.GRANTED if granted else Exemption.REFUSED
    row.save(update_fields=["exemption"])
    if granted:
        case.ruled_status, case.ruled_points = RowStatus.NOT_APPLICABLE, None
        _council_ruling(case, reason, user)
    rescore(book, rows_of(row.sheet))
    row.refresh_from_db(fields=["self_status", "self_points"])
    post_row(row)


def _council_ruling(case: Case, reason: str, user: User) -> None:
    """Write the council's ruling of a row; its last one counts, whatever stood before."""
    found = Ruling.objects.filter(row=case.row, stage=Stage.COUNCIL).first()
    ruling = found or Ruling(row=case.row, stage=Stage.COUNCIL, version=0)
    ruling.status, ruling.points, ruling.reason = case.ruled_status, case.ruled_points, reason
    ruling.is_adopted, ruling.by, ruling.at = False, user, timezone.now()
    ruling.version += 1
    ruling.save()


def may_vote(case: Case, user: User) -> bool:
    """Say whether a person may vote on a case now; the page asks, the verb decides."""
    session = case.session
    if case.state != CaseState.OPEN or session is None or session.closed_at is not None:
        return False
    is_member = user.pk in {each["id"] for each in session.members}
    return is_member and may(user, Action.VOTE, unit=case.row.sheet.unit)
