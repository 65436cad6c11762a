"""Walks the story's round through its phases, as its people would."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.domain.cases import raise_case
from parindex.web.assessment.domain.council import cast_vote, open_session, rule_case
from parindex.web.assessment.domain.rounds import advance_round
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Case, CouncilSession, LedgerEntry, Round, Ruling
from parindex.web.org.models import User
from tests.web.story import Story

LATE = {"plan_timing": "late"}
"""Gives `plan_issued` 0.25 of its 0.5 points."""


def declare(story: Story, facts: dict[str, Any] | None = None, unit: int = 0) -> None:
    """Let the officer of a unit declare facts of `plan_issued`."""
    row = story.row("plan_issued", unit)
    officer = [story.officer, story.stranger][unit]
    save_row(row_id=row.pk, version=row.version, facts=facts or LATE, user=officer)


def send(story: Story, unit: int = 0) -> None:
    """Let the head of a unit sign and send its sheet, gaps and all."""
    head = [story.head, story.other_head][unit]
    sheet = story.sheet(unit)
    sign_and_send(sheet_id=sheet.pk, version=sheet.version, user=head, accepts_gaps=True)


def move_to(story: Story, phase: Phase) -> Round:
    """Let the secretary move the round on until it is in a phase."""
    round_ = Round.objects.get(pk=story.round.pk)
    while round_.phase != phase:
        round_ = advance_round(
            round_id=round_.pk, version=round_.version, user=story.secretary, reason="Xong sớm"
        )
    story.round = round_
    return round_


def sent(story: Story, *units: int) -> None:
    """Bring units to a sent sheet with `plan_issued` at 0.25, and the round to appraisal 1."""
    for unit in units or (0,):
        declare(story, unit=unit)
        send(story, unit)
    move_to(story, Phase.APPRAISAL_1)


def judge(
    story: Story,
    points: str = "0,25",
    code: str = "agreed",
    reason: str = "",
    unit: int = 0,
    user: User | None = None,
    **more: Any,
) -> Ruling:
    """Let an appraiser open `plan_issued` of a unit and score it."""
    row, appraiser = story.row("plan_issued", unit), user or story.appraiser
    open_row(row_id=row.pk, user=appraiser)
    stage = Ruling.objects.filter(row=row, stage=Round.objects.get(pk=story.round.pk).phase)
    given = {"version": next((each.version for each in stage), 0), **more}
    return appraise(
        row_id=row.pk, points=points, reason_code=code, reason=reason, user=appraiser, **given
    )


def disputed(story: Story, unit: int = 0, claimed: str = "0,25", code: str = "no_evidence") -> Case:
    """Bring `plan_issued` of a unit from 0.25 to an appraised 0 and a case about it."""
    if not story.sheet(unit).sent_at:
        sent(story, unit)
    if story.round.phase == Phase.APPRAISAL_1:
        judge(story, "0", code, "Không có văn bản", unit=unit)
    move_to(story, Phase.COUNCIL)
    user = [story.officer, story.stranger][unit]
    row = story.row("plan_issued", unit)
    return raise_case(row_id=row.pk, claim="Đã có văn bản", claimed_points=claimed, user=user)


def meeting(story: Story, *cases: Case, present: str = "chair member second_member") -> Any:
    """Let the secretary open a meeting with people present and cases on its agenda."""
    people = [story.people[name].pk for name in present.split()]
    return open_session(
        round_id=story.round.pk,
        place="Phòng họp số 1",
        present=people,
        case_ids=[case.pk for case in cases],
        user=story.secretary,
    )


def written_round(story: Story, *cases: Case) -> CouncilSession:
    """Let the secretary ask the council in writing about cases."""
    ids = [case.pk for case in cases]
    return open_session(
        round_id=story.round.pk, in_writing=True, case_ids=ids, user=story.secretary
    )


def vote(story: Story, case: Case, **choices: str) -> None:
    """Let members vote, each by name."""
    for name, choice in choices.items():
        cast_vote(case_id=case.pk, choice=choice, user=story.people[name])


def rule(story: Story, case: Case, user: User | None = None, reason: str = "Đủ căn cứ") -> Case:
    """Let the chair rule on a case as it is now."""
    now = Case.objects.get(pk=case.pk)
    return rule_case(case_id=case.pk, version=now.version, reason=reason, user=user or story.chair)


def heard(story: Story, case: Case, **choices: str) -> Case:
    """Bring a case before a full meeting, let people vote, and rule."""
    meeting(story, case)
    vote(story, case, **(choices or {"chair": "for", "member": "for"}))
    return rule(story, case)


def sums(story: Story) -> Decimal:
    """Return all points of the disputed row in the ledger."""
    entries = LedgerEntry.objects.filter(row=story.row())
    return sum((each.points for each in entries), Decimal(0))


def raised(story: Story, **more: Any) -> Case:
    """Let the officer raise a case about the row."""
    given = {"claim": "Đã có văn bản", "claimed_points": "0,25", "user": story.officer, **more}
    return raise_case(row_id=story.row().pk, **given)
