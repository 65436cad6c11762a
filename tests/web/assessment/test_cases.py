"""Cases before the council: disputes with claim and clock, and requests for «not applicable»."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404

from parindex.errors import LockedError, RefusedError, StaleError
from parindex.web.assessment.domain.cases import (
    open_exemption_cases,
    put_proposal,
    reply_to_case,
    withdraw_case,
)
from parindex.web.assessment.domain.sheets import ask_exemption
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Case, LedgerEntry, Ruling
from parindex.web.common.models import AuditRow
from tests.web.assessment.process import (
    disputed,
    heard,
    judge,
    meeting,
    move_to,
    raised,
    sent,
    sums,
    vote,
)
from tests.web.story import NOW, Story


def test_case_has_a_claim_and_a_clock(story: Story) -> None:
    case = disputed(story)
    assert (case.kind, case.state, case.claimed_points) == ("dispute", "open", Decimal("0.25"))
    assert case.answer_by == NOW + timedelta(days=3)
    assert AuditRow.objects.get(verb="case.raised").new["case"] == case.pk


def test_clock_of_a_case_ends_with_the_council(story: Story, clock: time_machine.Traveller) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.COUNCIL)
    clock.move_to(NOW + timedelta(days=59))
    assert raised(story).answer_by == NOW + timedelta(days=60)


@pytest.mark.parametrize(
    "who", ["stranger", "other_head", "section", "viewer", "appraiser", "chair", "nobody"]
)
def test_only_the_unit_raises_a_case(story: Story, who: str) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.COUNCIL)
    with pytest.raises(Http404):
        raised(story, user=story.people[who])


def test_dispute_waits_for_the_second_appraisal(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    with pytest.raises(LockedError, match="chưa gửi cho đơn vị"):
        raised(story)
    move_to(story, Phase.EXPLANATION)
    with pytest.raises(RefusedError, match="chưa có điểm thẩm định lần 2"):
        raised(story)
    move_to(story, Phase.APPRAISAL_2)
    judge(story, "0", "agreed")
    assert raised(story).state == "open"


def test_row_that_nobody_appraised_cannot_be_disputed(story: Story) -> None:
    sent(story)
    move_to(story, Phase.COUNCIL)
    with pytest.raises(RefusedError, match="chưa có điểm thẩm định"):
        raised(story)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"claim": " "}, "Chưa nêu lý do"),
        ({"claimed_points": ""}, "Chưa nhập điểm"),
        ({"claimed_points": "0"}, "bằng điểm hiện có"),
        ({"claimed_points": "3"}, "ngoài khoảng"),
    ],
)
def test_incomplete_case_is_refused(story: Story, more: dict[str, str], said: str) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.COUNCIL)
    with pytest.raises(RefusedError, match=said):
        raised(story, **more)


def test_row_has_one_open_case(story: Story) -> None:
    disputed(story)
    with pytest.raises(RefusedError, match="đang chờ Hội đồng"):
        raised(story)


def test_no_case_is_raised_at_the_minute_of_the_councils_deadline(
    story: Story, clock: time_machine.Traveller
) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.COUNCIL)
    clock.move_to(NOW + timedelta(days=60))
    with pytest.raises(LockedError, match="hết hạn của Hội đồng"):
        raised(story)


def test_parties_reply_until_the_clock_runs_out(
    story: Story, clock: time_machine.Traveller
) -> None:
    case = disputed(story)
    reply_to_case(case_id=case.pk, text="Văn bản ban hành muộn", user=story.appraiser)
    reply_to_case(case_id=case.pk, text="Có gia hạn", user=story.officer)
    clock.move_to(case.answer_by)
    for name in ("appraiser", "officer"):
        with pytest.raises(LockedError, match="hết thời gian"):
            reply_to_case(case_id=case.pk, text="Thêm", user=story.people[name])
    reply_to_case(case_id=case.pk, text="Ghi hộ đơn vị", user=story.secretary)
    assert case.replies.count() == 3


def test_empty_reply_is_refused(story: Story) -> None:
    case = disputed(story)
    with pytest.raises(RefusedError, match="Chưa ghi ý kiến"):
        reply_to_case(case_id=case.pk, text="", user=story.officer)


@pytest.mark.parametrize("who", ["stranger", "other_head", "viewer", "member", "nobody"])
def test_strangers_do_not_reply(story: Story, who: str) -> None:
    case = disputed(story)
    with pytest.raises(Http404):
        reply_to_case(case_id=case.pk, text="x", user=story.people[who])


def test_unit_withdraws_its_case_and_it_stays_on_record(story: Story) -> None:
    case = disputed(story)
    withdraw_case(case_id=case.pk, version=1, user=story.head)
    assert Case.objects.get().state == "withdrawn"
    with pytest.raises(RefusedError, match="Đơn vị rút"):
        reply_to_case(case_id=case.pk, text="x", user=story.officer)
    with pytest.raises(Http404):
        withdraw_case(case_id=disputed(story).pk, version=1, user=story.stranger)


def test_secretary_puts_other_points_before_the_council(story: Story) -> None:
    case = disputed(story, claimed="0,5")
    put_proposal(case_id=case.pk, version=1, proposed_points="0,25", user=story.secretary)
    assert heard(story, case).ruled_points == Decimal("0.25")


def test_proposal_is_not_changed_under_votes(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, member="for")
    with pytest.raises(RefusedError, match="Đã có thành viên biểu quyết"):
        put_proposal(case_id=case.pk, version=1, proposed_points="0,5", user=story.secretary)


def test_second_secretary_is_told_of_the_first_proposal(story: Story) -> None:
    case = disputed(story)
    put_proposal(case_id=case.pk, version=1, proposed_points="0,5", user=story.secretary)
    with pytest.raises(StaleError):
        put_proposal(case_id=case.pk, version=1, proposed_points="0", user=story.chair)


@pytest.mark.parametrize("who", ["member", "appraiser", "officer", "leader", "nobody"])
def test_others_put_no_proposal(story: Story, who: str) -> None:
    case = disputed(story)
    with pytest.raises(Http404):
        put_proposal(case_id=case.pk, version=1, proposed_points="0", user=story.people[who])


# requests for «not applicable»


def asked(story: Story) -> Case:
    """Bring a request for «not applicable» of the first unit to the council."""
    ask_exemption(row_id=story.row().pk, reason="Không có nhiệm vụ", user=story.officer)
    sent(story)
    return Case.objects.get()


def test_requests_become_cases_when_the_sheet_is_in(story: Story) -> None:
    case = asked(story)
    assert (case.kind, case.claim, case.raised_by) == (
        "exemption",
        "Không có nhiệm vụ",
        story.head,
    )
    assert open_exemption_cases(story.round, story.secretary) == []
    move_to(story, Phase.COUNCIL)
    assert Case.objects.count() == 1


def test_request_of_an_unsent_sheet_is_no_case(story: Story) -> None:
    ask_exemption(row_id=story.row().pk, reason="Không có nhiệm vụ", user=story.officer)
    move_to(story, Phase.APPRAISAL_1)
    assert not Case.objects.exists()


def test_granted_request_takes_the_points_out(story: Story) -> None:
    case = heard(story, asked(story))
    row = story.row()
    assert (row.exemption, row.self_status, row.self_points) == ("granted", "not_applicable", None)
    assert (case.is_upheld, case.ruled_status) == (True, "not_applicable")
    entry = LedgerEntry.objects.get(row=row)
    assert (entry.state, entry.points) == ("not_applicable", row.max_points)


def test_refused_request_leaves_the_row_to_be_appraised(story: Story) -> None:
    case = heard(story, asked(story), chair="against", member="against")
    row = story.row()
    assert (row.exemption, row.self_points, case.is_upheld) == ("refused", Decimal("0.25"), False)
    assert not Ruling.objects.filter(row=row).exists()
    assert judge(story).points == Decimal("0.25")
    assert sums(story) == row.max_points


def test_withdrawn_request_is_scored_as_any_row(story: Story) -> None:
    withdraw_case(case_id=asked(story).pk, version=1, user=story.officer)
    assert story.row().exemption == ""
