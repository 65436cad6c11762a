"""What the council reads: its cases with their clocks, one case, and a session's minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from parindex.web.assessment.enums import CaseState, Choice, Phase, Stage
from parindex.web.assessment.models import Case, CaseReply, CouncilSession, Round, Ruling, Vote
from parindex.web.assessment.queries.rounds import NEWEST_FIRST
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Clock:
    """How long the parties still have; `hours` is negative once the time is over."""

    until: datetime
    hours: int

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self.hours < 0

    @property
    def days(self) -> int:
        """Whole days left."""
        return max(self.hours, 0) // 24


def clock_of(case: Case) -> Clock:
    """Return the clock of a case."""
    left = (case.answer_by - timezone.now()).total_seconds()
    return Clock(case.answer_by, int(left // HOUR))


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, with the scores side by side."""

    case: Case
    clock: Clock
    appraised: Ruling | None
    votes: int

    @property
    def is_open(self) -> bool:
        """Whether the council has not decided yet."""
        return self.case.state == CaseState.OPEN


def rounds_of_council(user: User) -> list[Round]:
    """Return the rounds whose cases a person may see something of, newest first."""
    every = Round.objects.exclude(phase=Phase.PREPARING).select_related("province")
    found = every.order_by(*NEWEST_FIRST)
    return [
        each
        for each in found.prefetch_related("deadlines")
        if may(user, Action.VIEW_CASES, unit=each.province)
    ]


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "row__sheet__unit", "row__sheet__round__province", "row__sheet__round_block", "session"
    ).prefetch_related(Prefetch("row__rulings", Ruling.objects.select_related("by")))


def appraised_of(case: Case) -> Ruling | None:
    """Return the appraisal that a case is about."""
    found = {each.stage: each for each in case.row.rulings.all()}
    return found.get(Stage.APPRAISAL_2) or found.get(Stage.APPRAISAL_1)


def case_lines(round_: Round, user: User) -> list[CaseLine]:
    """Return the cases of a round that a person may see, open ones first, in two queries."""
    found = _cases().filter(row__sheet__round=round_).annotate(cast=Count("votes"))
    lines = [
        CaseLine(case, clock_of(case), appraised_of(case), case.cast)
        for case in found.order_by("id")
        if _may_see(user, case)
    ]
    return sorted(lines, key=lambda each: (not each.is_open, each.clock.until, each.case.pk))


def _may_see(user: User, case: Case) -> bool:
    sheet = case.row.sheet
    return may(
        user,
        Action.VIEW_CASES,
        unit=sheet.unit,
        keys=case.row.keys,
        block=sheet.round_block.key,
    )


def cases_of_sheet(sheet_id: int) -> list[Case]:
    """Return the cases of one unit in a round."""
    return list(_cases().filter(row__sheet=sheet_id).order_by("id"))


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with replies and votes."""

    case: Case
    clock: Clock
    appraised: Ruling | None
    rulings: dict[str, Ruling]
    replies: tuple[CaseReply, ...]
    votes: tuple[Vote, ...]


def case_file(case_id: int) -> CaseFile:
    """Return what the page of a case shows, in four queries."""
    votes = Vote.objects.select_related("member")
    case = _cases().prefetch_related(Prefetch("votes", votes)).get(pk=case_id)
    replies = tuple(case.replies.select_related("by"))
    return CaseFile(
        case=case,
        clock=clock_of(case),
        appraised=appraised_of(case),
        rulings={each.stage: each for each in case.row.rulings.all()},
        replies=replies,
        votes=tuple(case.votes.all()),
    )


def sessions_of(round_: Round) -> list[CouncilSession]:
    """Return the sessions of a round with the number of their cases, newest first."""
    return list(round_.sessions.annotate(cases_in_all=Count("cases")).order_by("-number"))


@dataclass(frozen=True, slots=True)
class Attendance:
    """A member of the council as the session noted him or her."""

    id: int
    name: str
    role: str
    is_present: bool

    @property
    def role_words(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class MinutesCase:
    """A case as the minutes tell of it."""

    case: Case
    appraised: Ruling | None
    written: tuple[str, ...]
    remarks: tuple[Vote, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A session with its council, cases and votes: what page and minutes show."""

    session: CouncilSession
    members: tuple[Attendance, ...]
    cases: tuple[MinutesCase, ...]

    @property
    def present(self) -> tuple[Attendance, ...]:
        """Those noted as present."""
        return tuple(each for each in self.members if each.is_present)

    @property
    def absent(self) -> tuple[Attendance, ...]:
        """Those not noted as present."""
        return tuple(each for each in self.members if not each.is_present)

    @property
    def chair(self) -> Attendance | None:
        """Who takes the chair: the council's chair where present."""
        return next((each for each in self.present if each.role == Role.COUNCIL_CHAIR), None)

    @property
    def writers(self) -> tuple[str, ...]:
        """Those who voted in writing on any case."""
        return tuple(dict.fromkeys(name for each in self.cases for name in each.written))


def session_file(session: CouncilSession) -> SessionFile:
    """Return a session with its cases and votes, in three queries."""
    votes = Vote.objects.select_related("member")
    found = _cases().prefetch_related(Prefetch("votes", votes)).filter(session=session)
    members = tuple(
        Attendance(each["id"], each["name"], each["role"], each["id"] in session.present)
        for each in session.members
    )
    return SessionFile(session, members, tuple(_minuted(case) for case in found.order_by("id")))


def _minuted(case: Case) -> MinutesCase:
    votes = list(case.votes.all())
    choices = [each.choice for each in votes]
    return MinutesCase(
        case=case,
        appraised=appraised_of(case),
        written=tuple(each.member.name for each in votes if each.in_writing),
        remarks=tuple(each for each in votes if each.remark),
        counts={choice.value: choices.count(choice) for choice in Choice},
    )
