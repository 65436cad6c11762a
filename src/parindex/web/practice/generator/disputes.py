"""Cases of the council: those it has ruled in closed rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from parindex.web.assessment.enums import (
    CaseKind,
    CaseState,
    Choice,
    DeadlineKind,
    Exemption,
    RowStatus,
    Stage,
)
from parindex.web.assessment.models import Case, CaseReply, CouncilSession, Row, Ruling, Vote
from parindex.web.org.models import User
from parindex.web.practice.generator import words
from parindex.web.practice.generator.appraising import Bench, appraiser_of
from parindex.web.practice.generator.people import People

CASES_PER_ROUND = 4


@dataclass(frozen=True, slots=True)
class Dispute:
    """A row that came before the council: what the appraisal gave, what the council ruled."""

    row: Row
    appraised: Decimal
    claimed: Decimal
    is_upheld: bool


class Disputes(dict[int, Dispute]):
    """Disputes of a round by the identity of their row."""

    def __contains__(self, row: object) -> bool:
        return id(row) in self.keys()


def last_of(bench: Bench) -> Iterator[Ruling]:
    """Return the last ruling of each row so far."""
    last = {id(ruling.row): ruling for ruling in bench.written.rulings}
    yield from list(last.values())


def pick(bench: Bench) -> Disputes:
    """Let the council decide some rows that the second appraisal had decided.

    Every other one is upheld: the second appraisal is taken back to the first, and the council
    gives the final points; the sum of the sheet stays what it was steered to.
    """
    first = {
        id(each.row): each for each in bench.written.rulings if each.stage == Stage.APPRAISAL_1
    }
    seconds = [each for each in bench.written.rulings if each.stage == Stage.APPRAISAL_2]
    found, units = Disputes(), set()
    for second in seconds:
        row, before = second.row, first[id(second.row)]
        if len(found) == CASES_PER_ROUND or row.sheet.unit_id in units:
            continue
        if before.points == second.points:
            continue
        units.add(row.sheet.unit_id)
        found[id(row)] = _dispute(row, before, second, is_upheld=len(found) % 2 == 0)
    return found


def _dispute(row: Row, before: Ruling, second: Ruling, *, is_upheld: bool) -> Dispute:
    final = second.points
    if is_upheld:
        second.points, (second.reason_code, second.reason) = before.points, words.KEPT
        return Dispute(row, before.points, final, is_upheld=True)
    return Dispute(row, final, row.self_points, is_upheld=False)


def open_meeting(
    bench: Bench, *, number: int, is_closed: bool, present: Sequence[User]
) -> CouncilSession:
    """Write a session of the council with the members of its day."""
    at = bench.at[DeadlineKind.COUNCIL] - timedelta(hours=8)
    people = bench.people
    return CouncilSession.objects.create(
        round=bench.written.round,
        number=number,
        place="Phòng họp số 2, Ủy ban nhân dân tỉnh Mẫu",
        opened_by=people["thuky"],
        opened_at=at,
        closed_at=at + timedelta(hours=3) if is_closed else None,
        members=[
            {
                "id": user.pk,
                "name": user.name,
                "role": "council_chair" if user is people["chutich"] else "council_member",
            }
            for user in people.council
        ],
        present=[user.pk for user in present],
        remarks="Biên bản mô phỏng." if is_closed else "",
    )


def rule(bench: Bench, dispute: Dispute) -> None:
    """Note the council's own ruling of a row."""
    points = dispute.claimed if dispute.is_upheld else dispute.appraised
    bench.written.rulings.append(
        Ruling(
            row=dispute.row,
            stage=Stage.COUNCIL,
            status=RowStatus.SCORED,
            points=points,
            reason=words.UPHELD if dispute.is_upheld else words.REFUSED,
            by=bench.people["chutich"],
            at=bench.at[DeadlineKind.COUNCIL] - timedelta(hours=7),
        )
    )


def leave_out(bench: Bench, row: Row) -> None:
    """Note that the council granted a request for «not applicable»."""
    bench.written.rulings.append(
        Ruling(
            row=row,
            stage=Stage.COUNCIL,
            status=RowStatus.NOT_APPLICABLE,
            reason=words.EXEMPTION_GRANTED,
            by=bench.people["chutich"],
            at=bench.at[DeadlineKind.COUNCIL] - timedelta(hours=7),
        )
    )


def write_ruled(bench: Bench, ruled: Disputes) -> None:
    """Write the cases of a closed round with session, replies, votes and the council's rulings."""
    session = open_meeting(bench, number=1, is_closed=True, present=bench.people.council[:7])
    for dispute in ruled.values():
        write_case(bench, session, dispute)
    for row in bench.written.rows:
        if row.exemption == Exemption.GRANTED:
            write_exemption(bench, session, row)


def write_case(bench: Bench, session: CouncilSession, dispute: Dispute) -> Case:
    """Write one ruled case; the row's ledger was posted from its rulings before."""
    row, people = dispute.row, bench.people
    raised = bench.at[DeadlineKind.APPRAISAL_2] + timedelta(hours=16)
    points = dispute.claimed if dispute.is_upheld else dispute.appraised
    reason = words.UPHELD if dispute.is_upheld else words.REFUSED
    for_it = 6 if dispute.is_upheld else 2
    case = Case.objects.create(
        row=row,
        kind=CaseKind.DISPUTE,
        claim=words.CLAIM,
        claimed_points=dispute.claimed,
        raised_by=people.head_of(row.sheet.unit),
        raised_at=raised,
        answer_by=raised + timedelta(days=3),
        state=CaseState.RULED,
        session=session,
        is_upheld=dispute.is_upheld,
        ruled_status=RowStatus.SCORED,
        ruled_points=points,
        ruled_reason=reason,
        tally=tally(for_it, 7 - for_it),
        ruled_by=people["chutich"],
        ruled_at=session.opened_at + timedelta(hours=1),
        version=3,
    )
    reply(case, people, raised + timedelta(hours=20))
    vote(case, people.council[:7], for_it)
    return case


def write_exemption(bench: Bench, session: CouncilSession, row: Row) -> Case:
    """Write the granted request of a unit to be left out of a component."""
    people, asked = bench.people, bench.at[DeadlineKind.SIGN_OFF]
    case = Case.objects.create(
        row=row,
        kind=CaseKind.EXEMPTION,
        claim=row.exemption_reason,
        raised_by=people.head_of(row.sheet.unit),
        raised_at=asked,
        answer_by=asked + timedelta(days=3),
        state=CaseState.RULED,
        session=session,
        is_upheld=True,
        ruled_status=RowStatus.NOT_APPLICABLE,
        ruled_reason=words.EXEMPTION_GRANTED,
        tally=tally(7, 0),
        ruled_by=people["chutich"],
        ruled_at=session.opened_at + timedelta(hours=1),
        version=3,
    )
    vote(case, people.council[:7], 7)
    return case


def tally(votes_for: int, votes_against: int) -> dict[str, int]:
    """Return the tally of a council of nine, seven of them present."""
    return {
        "entitled": 9,
        "taking_part": votes_for + votes_against,
        "votes_for": votes_for,
        "votes_against": votes_against,
        "abstained": 0,
    }


def reply(case: Case, people: People, at: object) -> CaseReply:
    """Let the appraiser answer a claim."""
    return CaseReply.objects.create(
        case=case,
        text="Cơ quan thẩm định giữ ý kiến; tài liệu bổ sung đề nghị Hội đồng xem xét.",
        by=appraiser_of(case.row, people),
        at=at,
    )


def vote(case: Case, members: Sequence[User], for_it: int) -> None:
    """Write the votes of members: the first ones for, the others against."""
    at = case.session.opened_at + timedelta(minutes=40)
    Vote.objects.bulk_create(
        Vote(
            case=case,
            member=member,
            choice=Choice.FOR if place < for_it else Choice.AGAINST,
            at=at,
        )
        for place, member in enumerate(members)
    )
