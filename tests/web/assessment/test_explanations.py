"""The explanation round: the unit answers row by row, the head sends, appraisal 2 decides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404

from parindex.errors import LockedError, RefusedError
from parindex.web.assessment.domain.explanations import (
    NotAnsweredError,
    answer_sheet,
    explain,
    unanswered,
)
from parindex.web.assessment.domain.rounds import reopen
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Explanation, Row, Sheet
from parindex.web.common.models import AuditRow
from tests.web.assessment.process import judge, move_to, sent
from tests.web.story import NOW, Story


@pytest.fixture
def released(story: Story) -> Story:
    """Bring the first unit's row to an appraised 0 and the round to the explanations."""
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.EXPLANATION)
    return story


def answer(story: Story, text: str = "Văn bản số 5", **more: bool) -> Explanation:
    """Let the officer answer about the row."""
    given = {"agrees": False, "user": story.officer, **more}
    return explain(row_id=story.row().pk, text=text, **given)


def send_answers(story: Story, **more: bool) -> Sheet:
    """Let the head send the answers."""
    sheet = story.sheet()
    return answer_sheet(sheet_id=sheet.pk, version=sheet.version, user=story.head, **more)


def test_unit_answers_and_earlier_answers_stay(released: Story) -> None:
    answer(released)
    answer(released, "Văn bản số 6")
    found = Explanation.objects.filter(row=released.row())
    assert [each.text for each in found] == ["Văn bản số 5", "Văn bản số 6"]
    assert unanswered(released.sheet()) == []
    assert AuditRow.objects.filter(verb="row.explained").count() == 2


def test_explanation_changes_no_score(released: Story) -> None:
    answer(released)
    assert released.row().rulings.get().points == 0
    assert released.row().self_points == Decimal("0.25")


def test_disagreement_needs_words_and_agreement_none(released: Story) -> None:
    with pytest.raises(RefusedError, match="Chưa ghi nội dung"):
        answer(released, " ")
    assert answer(released, "", agrees=True).agrees


@pytest.mark.parametrize(
    "who", ["stranger", "other_head", "viewer", "appraiser", "secretary", "chair", "nobody"]
)
def test_nobody_else_answers_for_a_unit(released: Story, who: str) -> None:
    with pytest.raises(Http404):
        answer(released, user=released.people[who])


def test_section_answers_only_what_it_was_assigned(released: Story) -> None:
    assert answer(released, user=released.section).by == released.section
    with pytest.raises(Http404):
        explain(row_id=released.row("plan_done").pk, agrees=False, text="x", user=released.section)


def test_row_without_appraisal_has_nothing_to_explain(released: Story) -> None:
    with pytest.raises(RefusedError, match="chưa có điểm thẩm định"):
        explain(row_id=released.row("plan_done").pk, agrees=False, text="x", user=released.officer)


def test_nothing_is_explained_before_the_release_even_by_leave(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    with pytest.raises(LockedError, match="chưa gửi cho đơn vị"):
        answer(story)
    reopen(
        sheet_id=story.sheet().pk,
        kind=DeadlineKind.EXPLANATION,
        until=NOW + timedelta(days=1),
        reason="Xin sớm",
        user=story.secretary,
    )
    with pytest.raises(LockedError, match="chưa gửi cho đơn vị"):
        answer(story)


def test_nothing_is_explained_at_the_minute_of_the_deadline(
    released: Story, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW + timedelta(days=40) - timedelta(seconds=1))
    answer(released)
    clock.move_to(NOW + timedelta(days=40))
    with pytest.raises(LockedError):
        answer(released)


def test_one_component_is_returned_with_its_own_deadline(
    released: Story, clock: time_machine.Traveller
) -> None:
    move_to(released, Phase.APPRAISAL_2)
    reopen(
        sheet_id=released.sheet().pk,
        component="plan_issued",
        kind=DeadlineKind.EXPLANATION,
        until=NOW + timedelta(days=2),
        reason="Bổ sung một mục",
        user=released.secretary,
    )
    assert answer(released).text == "Văn bản số 5"
    clock.move_to(NOW + timedelta(days=2))
    with pytest.raises(LockedError):
        answer(released)


def test_head_sends_the_answers_once(released: Story) -> None:
    answer(released)
    assert send_answers(released).explained_at == NOW
    with pytest.raises(LockedError, match="đã gửi giải trình"):
        answer(released)
    with pytest.raises(LockedError, match="đã gửi giải trình"):
        send_answers(released)


def test_rows_without_an_answer_are_listed_before_sending(released: Story) -> None:
    with pytest.raises(NotAnsweredError) as refused:
        send_answers(released)
    assert [each.where.split()[0] for each in refused.value.problems] == ["1.1"]
    assert send_answers(released, accepts_gaps=True).explained_at == NOW
    assert AuditRow.objects.get(verb="sheet.explained").new["unanswered"] == 1


@pytest.mark.parametrize("who", ["officer", "section", "other_head", "secretary", "nobody"])
def test_only_the_head_sends_the_answers(released: Story, who: str) -> None:
    sheet = released.sheet()
    with pytest.raises(Http404):
        answer_sheet(sheet_id=sheet.pk, version=sheet.version, user=released.people[who])


def test_agreed_row_needs_no_answer(story: Story) -> None:
    sent(story)
    judge(story)
    move_to(story, Phase.EXPLANATION)
    assert not Row.objects.filter(needs_explanation=True).exists()
    assert send_answers(story).explained_at == NOW
