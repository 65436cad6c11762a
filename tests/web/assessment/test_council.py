"""Sessions of the council: votes, quorum and rulings; what it adopts at the end."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404

from parindex.errors import LockedError, RefusedError, StaleError
from parindex.web.assessment.domain.council import (
    adopt_appraisals,
    cast_vote,
    close_session,
    note_presence,
    open_session,
    put_on_agenda,
    rule_case,
    tally_of,
)
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Case, LedgerEntry, Ruling, Vote
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.assessment.process import (
    declare,
    disputed,
    heard,
    judge,
    meeting,
    move_to,
    raised,
    rule,
    send,
    sent,
    sums,
    vote,
    written_round,
)
from tests.web.story import NOW, Story, give_role


def test_vote_is_changed_until_the_ruling_and_each_change_is_kept(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, member="for")
    vote(story, case, member="against")
    assert Vote.objects.get().choice == "against"
    written = AuditRow.objects.filter(verb="case.voted").last()
    assert (written.old["choice"], written.new["choice"]) == ("for", "against")
    vote(story, case, chair="for", second_member="for")
    rule(story, case)
    with pytest.raises(RefusedError, match="Đã kết luận"):
        vote(story, case, member="for")


@pytest.mark.parametrize("who", ["secretary", "appraiser", "officer", "leader", "nobody"])
def test_only_members_vote(story: Story, who: str) -> None:
    case = disputed(story)
    meeting(story, case)
    with pytest.raises(Http404):
        cast_vote(case_id=case.pk, choice="for", user=story.people[who])


def test_no_member_votes_on_the_own_unit(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    give_role(story.member, Role.VIEWER, story.units[0])
    with pytest.raises(Http404):
        vote(story, case, member="for")
    assert tally_of(Case.objects.get()).entitled == 2


def test_vote_needs_a_choice(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    with pytest.raises(RefusedError, match="Chưa chọn"):
        vote(story, case, member="perhaps")


def test_no_vote_outside_a_session(story: Story) -> None:
    case = disputed(story)
    with pytest.raises(RefusedError, match="chưa được đưa ra phiên"):
        vote(story, case, member="for")
    session = meeting(story, case)
    close_session(session_id=session.pk, user=story.secretary)
    with pytest.raises(RefusedError, match="chưa được đưa ra phiên"):
        vote(story, case, member="for")


def test_absent_member_votes_in_writing_only(story: Story) -> None:
    case = disputed(story)
    meeting(story, case, present="chair")
    with pytest.raises(RefusedError, match="Chưa được ghi nhận"):
        vote(story, case, member="for")
    cast_vote(case_id=case.pk, choice="for", in_writing=True, user=story.member)
    tally = tally_of(Case.objects.get())
    assert (tally.entitled, tally.taking_part, tally.votes_for) == (3, 2, 1)


def test_exactly_half_is_no_quorum(story: Story) -> None:
    fourth = User.objects.create_user("third_member", name="Người thứ tư")
    give_role(fourth, Role.COUNCIL_MEMBER, story.province)
    case = disputed(story)
    session = meeting(story, case, present="chair member")
    vote(story, case, chair="for", member="for")
    with pytest.raises(RefusedError, match="2 trên 4"):
        rule(story, case)
    assert Case.objects.get().state == "open"
    present = [story.chair.pk, story.member.pk, story.second_member.pk]
    note_presence(session_id=session.pk, present=present, user=story.secretary)
    assert rule(story, case).tally["taking_part"] == 3


def test_quorum_counts_only_those_who_may_judge_the_unit(story: Story) -> None:
    give_role(story.member, Role.UNIT_OFFICER, story.units[0])
    case = disputed(story)
    meeting(story, case, present="chair member")
    vote(story, case, chair="for")
    with pytest.raises(RefusedError, match="1 trên 2"):
        rule(story, case)


def test_council_decides_in_writing(story: Story) -> None:
    case = disputed(story)
    written_round(story, case)
    vote(story, case, chair="for")
    with pytest.raises(RefusedError, match="1 trên 3"):
        rule(story, case)
    vote(story, case, member="for")
    assert rule(story, case).is_upheld
    assert set(Vote.objects.values_list("in_writing", flat=True)) == {True}


def test_presence_is_not_noted_for_written_consent(story: Story) -> None:
    session = written_round(story, disputed(story))
    with pytest.raises(RefusedError, match="không điểm danh"):
        note_presence(session_id=session.pk, present=[story.chair.pk], user=story.secretary)


def test_stranger_is_not_noted_as_present(story: Story) -> None:
    session = meeting(story, disputed(story))
    with pytest.raises(RefusedError, match="không phải thành viên"):
        note_presence(session_id=session.pk, present=[story.officer.pk], user=story.secretary)


def test_quorum_without_a_vote_decides_nothing(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    with pytest.raises(RefusedError, match="Chưa có phiếu"):
        rule(story, case)


@pytest.mark.parametrize(
    ("choices", "upheld", "points"),
    [
        ({"chair": "for", "member": "for", "second_member": "against"}, "yes", "0.25"),
        ({"chair": "for", "member": "against", "second_member": "abstain"}, "no", "0"),
        ({"chair": "for", "member": "abstain", "second_member": "abstain"}, "yes", "0.25"),
        ({"chair": "abstain", "member": "abstain"}, "no", "0"),
    ],
)
def test_more_votes_for_than_against_uphold_and_a_tie_does_not(
    story: Story, choices: dict[str, str], upheld: str, points: str
) -> None:
    case = heard(story, disputed(story), **choices)
    assert ("yes" if case.is_upheld else "no", case.ruled_points) == (upheld, Decimal(points))
    assert Ruling.objects.get(stage="council").points == Decimal(points)


# sessions


@pytest.mark.parametrize("who", ["member", "appraiser", "officer", "leader", "nobody"])
def test_only_chair_and_secretary_run_sessions(story: Story, who: str) -> None:
    case = disputed(story)
    with pytest.raises(Http404):
        open_session(round_id=story.round.pk, user=story.people[who])
    session = meeting(story, case)
    with pytest.raises(Http404):
        close_session(session_id=session.pk, user=story.people[who])


def test_session_keeps_the_council_of_its_day(story: Story) -> None:
    session = meeting(story, disputed(story))
    story.member.roles.update(valid_to=NOW.date() - timedelta(days=1))
    session.refresh_from_db()
    assert session.members[0]["id"] == story.chair.pk
    assert {each["id"] for each in session.members} == {
        story.chair.pk,
        story.member.pk,
        story.second_member.pk,
    }


def test_case_left_open_moves_to_the_next_session(story: Story) -> None:
    case = disputed(story)
    first = meeting(story, case)
    second = meeting(story)
    with pytest.raises(RefusedError, match="phiên khác"):
        put_on_agenda(session_id=second.pk, case_id=case.pk, user=story.secretary)
    close_session(session_id=first.pk, user=story.secretary, remarks="Chưa đủ hồ sơ")
    put_on_agenda(session_id=second.pk, case_id=case.pk, user=story.secretary)
    assert (second.number, Case.objects.get().session_id) == (first.number + 1, second.pk)


def test_closed_session_takes_nothing_more(story: Story) -> None:
    session = meeting(story, disputed(story))
    close_session(session_id=session.pk, user=story.secretary)
    with pytest.raises(RefusedError, match="đã kết thúc"):
        note_presence(session_id=session.pk, present=[], user=story.secretary)


def test_no_session_before_the_appraisals(story: Story) -> None:
    with pytest.raises(LockedError):
        open_session(round_id=story.round.pk, user=story.secretary)


# rulings


def test_final_is_the_councils_last_ruling_and_never_a_maximum(story: Story) -> None:
    sent(story)
    judge(story, "0,5", "new_evidence", "Đúng hạn")
    move_to(story, Phase.COUNCIL)
    first = raised(story, claimed_points="0,25")
    heard(story, first)
    second = raised(story, claimed_points="0")
    heard(story, second)
    ruling = Ruling.objects.get(stage="council")
    assert (ruling.points, ruling.version, ruling.is_adopted) == (0, 2, False)
    assert Ruling.objects.get(stage="appraisal_1").points == Decimal("0.5")
    assert story.row().self_points == Decimal("0.25")


def test_points_lost_by_the_council_are_its_ruling(story: Story) -> None:
    sent(story)
    judge(story, "0,5", "new_evidence", "Đúng hạn")
    move_to(story, Phase.COUNCIL)
    heard(story, raised(story, claimed_points="0,25"))
    entries = {(e.state, e.cause): e.points for e in LedgerEntry.objects.filter(row=story.row())}
    assert sum(entries.values()) == story.row().max_points
    assert entries[("won", "")] == Decimal("0.25")


def test_ledger_adds_up_after_each_stage(story: Story) -> None:
    declare(story)
    found = [sums(story)]
    send(story)
    move_to(story, Phase.APPRAISAL_1)
    judge(story, "0", "no_evidence", "Không có văn bản")
    found.append(sums(story))
    move_to(story, Phase.APPRAISAL_2)
    judge(story, "0,25", "explained", "Có văn bản")
    found.append(sums(story))
    move_to(story, Phase.COUNCIL)
    heard(story, raised(story, claimed_points="0,5"))
    found.append(sums(story))
    adopt_appraisals(story.round, story.secretary)
    found.append(sums(story))
    assert found == [story.row().max_points] * 5


def test_ruling_needs_a_reason(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    with pytest.raises(RefusedError, match="Chưa ghi lý do"):
        rule(story, case, reason=" ")


@pytest.mark.parametrize("who", ["member", "appraiser", "officer", "leader", "nobody"])
def test_others_do_not_rule(story: Story, who: str) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    with pytest.raises(Http404):
        rule(story, case, user=story.people[who])


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.VIEWER])
def test_secretary_of_the_own_unit_does_not_rule_on_it(story: Story, role: str) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    give_role(story.secretary, role, story.units[0])
    with pytest.raises(Http404):
        rule(story, case, user=story.secretary)


def test_second_ruling_on_one_page_is_refused(story: Story) -> None:
    case = heard(story, disputed(story))
    with pytest.raises(RefusedError, match="Đã kết luận"):
        rule(story, case)
    other = disputed(story, claimed="0,5")
    meeting(story, other)
    with pytest.raises(StaleError):
        rule_case(case_id=other.pk, version=7, reason="x", user=story.chair)


def test_nothing_is_ruled_after_the_councils_deadline(
    story: Story, clock: time_machine.Traveller
) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    clock.move_to(NOW + timedelta(days=60))
    with pytest.raises(LockedError):
        rule(story, case)
    with pytest.raises(LockedError):
        vote(story, case, member="against")


def test_log_of_a_case_is_whole(story: Story) -> None:
    heard(story, disputed(story))
    verbs = set(AuditRow.objects.filter(unit_id=story.units[0].pk).values_list("verb", flat=True))
    assert {"case.raised", "case.on_agenda", "case.voted", "case.ruled"} <= verbs
    assert verify() == ()


def test_council_adopts_what_it_did_not_touch(story: Story) -> None:
    sent(story, 0, 1)
    judge(story, "0", "no_evidence", "Không có văn bản", unit=0)
    judge(story, unit=1)
    heard(story, disputed(story, 0))
    undecided = adopt_appraisals(story.round, story.secretary)
    own = Ruling.objects.get(row=story.row(), stage="council")
    adopted = Ruling.objects.get(row=story.row(unit=1), stage="council")
    assert (own.is_adopted, adopted.is_adopted) == (False, True)
    assert (adopted.points, adopted.reason_code) == (Decimal("0.25"), "agreed")
    assert story.row("plan_done") in undecided
    assert story.row() not in undecided
    assert not Ruling.objects.filter(row=story.row("plan_done")).exists()
    assert AuditRow.objects.get(verb="sheet.appraisals_adopted").new == {"rows": 1}
