"""Ways between pages of the desk: what a page leads to, for whom, and in which order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from parindex.web.assessment.domain.choices import proposed_blocks
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Round, Row
from tests.web.desk.attack import signed_in
from tests.web.story import Story


def shown(story: Story, who: str, name: str, *args: int) -> str:
    """Return a page as one of the people reads it."""
    return signed_in(story.people[who]).get(reverse(name, args=args)).content.decode()


def send(story: Story, phase: Phase) -> Row:
    """Declare one row, send the sheet, let the appraisal differ and move the round on."""
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    Row.objects.filter(pk=row.pk).update(needs_explanation=True)
    Round.objects.update(phase=phase)
    return row


def test_officer_goes_from_today_to_the_row_that_waits_for_an_answer(story: Story) -> None:
    row = send(story, Phase.EXPLANATION)
    answers = reverse("explanations", args=[story.sheet().pk])
    assert f'href="{answers}#m-{row.pk}"' in shown(story, "officer", "today")
    assert f'href="{answers}"' in shown(story, "head", "today")


def test_sheet_leads_to_the_answers_only_those_who_may_answer(story: Story) -> None:
    send(story, Phase.EXPLANATION)
    answers = reverse("explanations", args=[story.sheet().pk])
    assert answers in shown(story, "officer", "sheet", story.sheet().pk)
    assert answers not in shown(story, "viewer", "sheet", story.sheet().pk)
    assert answers not in shown(story, "leader", "sheet", story.sheet().pk)


def test_sheet_leads_to_no_scores_before_they_are_released(story: Story) -> None:
    send(story, Phase.APPRAISAL_1)
    text = shown(story, "officer", "sheet", story.sheet().pk)
    assert reverse("explanations", args=[story.sheet().pk]) not in text
    assert reverse("sheet_points", args=[story.sheet().pk]) not in text
    assert "Phiếu đã ký gửi" in shown(story, "officer", "today")


def test_appraiser_goes_from_today_to_the_component(story: Story) -> None:
    send(story, Phase.APPRAISAL_1)
    address = reverse("appraisal_component", args=[story.round.pk, "plan_issued"])
    assert address in shown(story, "appraiser", "today")


def test_viewer_finds_the_own_sheet_and_others_come_back_to_the_board(story: Story) -> None:
    sheet = story.sheet().pk
    mine, board = reverse("my_sheets"), reverse("round_progress", args=[story.round.pk])
    assert f'href="{mine}"' in shown(story, "viewer", "sheet_report", sheet)
    text = shown(story, "leader", "sheet_report", sheet)
    assert f'href="{mine}"' not in text
    assert f'href="{board}"' in text


def test_leader_reads_three_numbers_of_a_round_and_means_in_a_sentence(story: Story) -> None:
    send(story, Phase.APPRAISAL_1)
    text = shown(story, "leader", "today")
    assert text.count("<dt>") == 3
    assert "1/3" in text
    assert "Bình quân điểm tự chấm đến nay: " in text


def test_rounds_stand_newest_first(story: Story) -> None:
    first = story.round
    Round.objects.create(
        province=first.province,
        year=first.year,
        title="Kỳ mở sau",
        is_practice=True,
        phase=Phase.SELF_SCORE,
        opened_by=story.secretary,
        opened_at=first.opened_at + timedelta(days=1),
    )
    text = shown(story, "secretary", "rounds")
    assert text.index("Kỳ mở sau") < text.index(first.title)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_new_round_proposes_the_sets_of_its_year(story: Story, year: int) -> None:
    blocks = proposed_blocks(story.province, date(year, 11, 22))
    assert [each.suggested for each in blocks] == [f"model/{year}/department|department"]


def test_practice_site_says_so_on_its_pages(story: Story, settings: Any) -> None:
    assert 'class="tag practice"' not in shown(story, "officer", "today")
    settings.PRACTICE = True
    assert 'class="tag practice"' in shown(story, "officer", "today")


def test_difference_is_declared_and_counted_alike_on_sheet_and_list(story: Story) -> None:
    story.sheet().automatic_values.create(
        fact="plan_timing", value="on_time", source="Hệ thống", as_of=date(2026, 11, 1)
    )
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    assert '<output id="xong">1</output>' in shown(story, "officer", "sheet", story.sheet().pk)
    assert ">1/" in shown(story, "officer", "my_sheets")
