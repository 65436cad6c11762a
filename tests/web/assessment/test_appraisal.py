"""Appraisers open rows, score them with a reason, and never their own unit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404

from parindex.errors import LockedError, RefusedError, StaleError
from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.domain.scores import DeclarationError
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import Phase, RowStatus
from parindex.web.assessment.models import LedgerEntry, Row, RowOpening, Ruling
from parindex.web.assessment.release import concealed_verbs, visible_stages
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.assessment.process import declare, judge, move_to, send, sent
from tests.web.story import NOW, Story, give_role


def ledger_of(story: Story, component: str = "plan_issued") -> dict[tuple[str, str], Decimal]:
    """Return where the points of a row of the first unit stand."""
    entries = LedgerEntry.objects.filter(row=story.row(component))
    return {(each.state, each.cause): each.points for each in entries}


def test_appraiser_opens_a_row_and_the_log_keeps_the_first_time(
    story: Story, clock: time_machine.Traveller
) -> None:
    sent(story)
    row = story.row()
    open_row(row_id=row.pk, user=story.appraiser)
    clock.shift(timedelta(hours=1))
    open_row(row_id=row.pk, user=story.appraiser)
    opening = RowOpening.objects.get(row=row)
    assert (opening.first_at, opening.last_at) == (NOW, NOW + timedelta(hours=1))
    assert AuditRow.objects.filter(verb="row.opened_by_appraiser").count() == 1


def test_row_that_was_not_opened_is_not_appraised(story: Story) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="chưa được mở"):
        appraise(
            row_id=story.row().pk,
            version=0,
            points="0,25",
            reason_code="agreed",
            user=story.appraiser,
        )
    assert not Ruling.objects.exists()


def test_opening_by_one_appraiser_does_not_open_for_another(story: Story) -> None:
    sent(story)
    open_row(row_id=story.row().pk, user=story.appraiser)
    with pytest.raises(RefusedError, match="chưa được mở"):
        appraise(
            row_id=story.row().pk,
            version=0,
            points="0,25",
            reason_code="agreed",
            user=story.narrow_appraiser,
        )


def test_draft_sheet_is_neither_opened_nor_appraised(story: Story) -> None:
    declare(story)
    move_to(story, Phase.APPRAISAL_1)
    with pytest.raises(RefusedError, match="chưa ký gửi"):
        open_row(row_id=story.row().pk, user=story.appraiser)


def test_agreed_score_stands_beside_the_self_score(story: Story) -> None:
    sent(story)
    ruling = judge(story)
    assert (ruling.stage, ruling.points, ruling.version) == ("appraisal_1", Decimal("0.25"), 1)
    assert story.row().self_points == Decimal("0.25")
    assert ledger_of(story) == {("won", ""): Decimal("0.25"), ("lost", "facts"): Decimal("0.25")}


def test_lower_score_loses_points_for_its_reason_and_the_sum_stays(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản kèm theo")
    entries = ledger_of(story)
    assert entries[("lost", "evidence")] == Decimal("0.25")
    assert sum(entries.values()) == story.row().max_points


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("", "Chưa nhập điểm"),
        ("nhiều", "không phải là điểm"),
        ("0,3", "bội số"),
        ("0,75", "ngoài khoảng"),
        ("-0,25", "ngoài khoảng"),
        ("1.000,25", "không phải là điểm"),
        ("NaN", "không phải là điểm"),
    ],
)
def test_points_that_are_none_are_refused(story: Story, points: str, said: str) -> None:
    sent(story)
    with pytest.raises(RefusedError, match=said):
        judge(story, points, "other", "Lý do")
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("points", ["0,5", "0.5", "0,50"])
def test_points_are_typed_with_comma_or_point(story: Story, points: str) -> None:
    sent(story)
    assert judge(story, points, "new_evidence", "Có văn bản").points == Decimal("0.5")


def test_difference_cannot_be_called_agreed(story: Story) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="Thống nhất"):
        judge(story, "0", "agreed")


def test_difference_needs_words(story: Story) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="bằng lời"):
        judge(story, "0", "no_evidence", "  ")


@pytest.mark.parametrize("code", ["", "because"])
def test_reason_code_is_always_chosen(story: Story, code: str) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="Chưa chọn lý do"):
        judge(story, "0,25", code)


def test_endless_score_is_agreed_as_it_is_shown(story: Story) -> None:
    sent(story)
    endless = Decimal(1) / 3
    Row.objects.filter(pk=story.row().pk).update(self_points=endless)
    assert judge(story, "0,33", "agreed").points == endless
    assert judge(story, "0,3333", "agreed").points == endless
    with pytest.raises(RefusedError):
        judge(story, "0,3", "agreed")


def test_corrected_facts_are_computed_by_the_server(story: Story) -> None:
    sent(story)
    ruling = judge(story, "", "wrong_facts", "Ban hành đúng hạn", facts={"plan_timing": "on_time"})
    assert (ruling.points, ruling.facts) == (Decimal("0.5"), {"plan_timing": "on_time"})
    assert story.row().facts == {"plan_timing": "late"}


def test_points_beside_corrected_facts_are_refused(story: Story) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="cả điểm và số liệu"):
        judge(story, "0,5", "wrong_facts", "x", facts={"plan_timing": "on_time"})


def test_facts_as_declared_correct_nothing(story: Story) -> None:
    sent(story)
    ruling = judge(story, "0,25", "agreed", facts={"plan_timing": "late"})
    assert ruling.facts == {}


def test_unreadable_corrected_fact_is_refused(story: Story) -> None:
    sent(story)
    with pytest.raises(DeclarationError):
        judge(story, "", "wrong_facts", "x", facts={"plan_timing": "sometime"})


def test_facts_that_are_not_enough_give_no_score(story: Story) -> None:
    sent(story)
    row = story.row("plan_done")
    open_row(row_id=row.pk, user=story.appraiser)
    with pytest.raises(RefusedError, match="chưa đủ"):
        appraise(
            row_id=row.pk,
            version=0,
            facts={"plan_tasks": "12"},
            reason_code="wrong_facts",
            reason="x",
            user=story.appraiser,
        )


def test_appraiser_cannot_grant_not_applicable(story: Story) -> None:
    sent(story)
    with pytest.raises(RefusedError, match="Chỉ Hội đồng"):
        judge(story, "", "other", "x", status=RowStatus.NOT_APPLICABLE)


def test_component_left_out_by_its_rule_is_agreed_as_left_out(story: Story) -> None:
    row = story.row("drafts_in_time")
    save_row(row_id=row.pk, version=1, facts={"has_drafting_tasks": False}, user=story.officer)
    send(story)
    move_to(story, Phase.APPRAISAL_1)
    open_row(row_id=row.pk, user=story.appraiser)
    assert story.row("drafts_in_time").self_status == RowStatus.NOT_APPLICABLE
    ruling = appraise(
        row_id=row.pk,
        version=0,
        status=RowStatus.NOT_APPLICABLE,
        reason_code="agreed",
        user=story.appraiser,
    )
    assert (ruling.status, ruling.points) == ("not_applicable", None)
    assert ledger_of(story, "drafts_in_time") == {("not_applicable", ""): row.max_points}


def test_survey_points_are_not_appraised(story: Story) -> None:
    sent(story)
    row = story.row("head_survey")
    open_row(row_id=row.pk, user=story.appraiser)
    with pytest.raises(RefusedError, match="khảo sát"):
        appraise(
            row_id=row.pk,
            version=0,
            points="1",
            reason_code="other",
            reason="x",
            user=story.appraiser,
        )


def test_second_of_two_appraisers_sees_both_scores(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    with pytest.raises(StaleError) as refused:
        judge(story, "0,25", "agreed", user=story.narrow_appraiser, version=0)
    assert refused.value.mine["points"] == "0,25"
    assert refused.value.theirs["points"] == "0"
    assert refused.value.theirs["by"] == story.appraiser.name
    assert Ruling.objects.get().points == 0


def test_appraisal_is_corrected_and_the_log_keeps_both(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    assert judge(story, "0,25", "agreed").version == 2
    written = AuditRow.objects.filter(verb="row.appraised").last()
    assert (written.old["points"], written.new["points"]) == ("0", "0.25")
    assert verify() == ()


@pytest.mark.parametrize(
    "who", ["officer", "head", "stranger", "secretary", "chair", "member", "leader", "nobody"]
)
def test_only_appraisers_open_and_appraise(story: Story, who: str) -> None:
    sent(story)
    with pytest.raises(Http404):
        open_row(row_id=story.row().pk, user=story.people[who])
    with pytest.raises(Http404):
        appraise(
            row_id=story.row().pk,
            version=0,
            points="0,5",
            reason_code="other",
            reason="x",
            user=story.people[who],
        )


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.VIEWER])
def test_nobody_appraises_a_unit_where_he_or_she_has_a_role(story: Story, role: str) -> None:
    sent(story, 0, 1)
    give_role(story.appraiser, role, story.units[0])
    with pytest.raises(Http404):
        open_row(row_id=story.row(unit=0).pk, user=story.appraiser)
    assert judge(story, unit=1).points == Decimal("0.25")


def test_narrow_appraiser_has_only_what_is_assigned(story: Story) -> None:
    sent(story)
    assert judge(story, user=story.narrow_appraiser).points == Decimal("0.25")
    with pytest.raises(Http404):
        open_row(row_id=story.row("reports_in_time").pk, user=story.narrow_appraiser)


def test_appraiser_of_another_block_has_nothing_here(story: Story) -> None:
    sent(story)
    other = User.objects.create_user("other_block", name="Người khối khác")
    give_role(other, Role.APPRAISER, story.province, ["*"], block="commune")
    with pytest.raises(Http404):
        open_row(row_id=story.row().pk, user=other)


@pytest.mark.parametrize("phase", [Phase.EXPLANATION, Phase.COUNCIL])
def test_nothing_is_appraised_outside_an_appraisal(story: Story, phase: Phase) -> None:
    sent(story)
    open_row(row_id=story.row().pk, user=story.appraiser)
    move_to(story, phase)
    with pytest.raises(LockedError):
        judge(story)


def test_nothing_is_appraised_at_the_minute_of_the_deadline(
    story: Story, clock: time_machine.Traveller
) -> None:
    sent(story)
    clock.move_to(NOW + timedelta(days=30) - timedelta(seconds=1))
    judge(story)
    clock.move_to(NOW + timedelta(days=30))
    with pytest.raises(LockedError, match="hết hạn"):
        judge(story, "0", "other", "x")


def test_second_appraisal_is_compared_with_the_first(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.APPRAISAL_2)
    with pytest.raises(RefusedError, match="Thống nhất"):
        judge(story, "0,25", "agreed")
    second = judge(story, "0,25", "explained", "Đã bổ sung văn bản")
    assert (second.stage, second.points) == ("appraisal_2", Decimal("0.25"))
    assert Ruling.objects.get(stage="appraisal_1").points == 0
    assert sum(ledger_of(story).values()) == story.row().max_points


def test_first_appraisal_may_be_kept_in_the_second(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.APPRAISAL_2)
    assert judge(story, "0", "agreed").points == 0


def test_first_appraisal_is_concealed_until_the_explanation_round(story: Story) -> None:
    sent(story)
    assert visible_stages(story.round) == ("council",)
    assert "row.appraised" in concealed_verbs(story.round)
    move_to(story, Phase.EXPLANATION)
    assert "appraisal_1" in visible_stages(story.round)
    assert concealed_verbs(story.round) == ()


def test_rows_to_explain_are_marked_only_at_the_release(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    assert not story.row().needs_explanation
    move_to(story, Phase.EXPLANATION)
    assert story.row().needs_explanation
    assert not story.row("plan_content").needs_explanation
