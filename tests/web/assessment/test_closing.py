"""A round walks through its phases and is closed: the council's score stands, gaps stay gaps."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.urls import reverse

from parindex.errors import RefusedError
from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.domain.closing import NotClosableError, close_round, standings
from parindex.web.assessment.domain.given import give_points
from parindex.web.assessment.domain.ledger import post
from parindex.web.assessment.domain.rounds import advance_round
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import attach, save_row
from parindex.web.assessment.enums import Phase, Stage
from parindex.web.assessment.models import Attachment, LedgerEntry, Round, RoundResult, Row, Ruling
from parindex.web.assessment.queries.results import results_of
from parindex.web.common.audit import verify
from parindex.web.evidence.models import Document, DocumentVersion
from tests.web.story import NOW, Story


def go_on(story: Story, to: Phase) -> Round:
    """Let the secretary move the round on, with a reason, until it is where a test wants it."""
    while (round_ := Round.objects.get(pk=story.round.pk)).phase != to:
        advance_round(
            round_id=round_.pk, version=round_.version, user=story.secretary, reason="thử"
        )
    return round_


def decide_everything(story: Story, unit: int, lowered: dict[str, str]) -> None:
    """Give each row of a unit full points, or what the test says, as appraisal or survey."""
    now = story.round.opened_at
    for row in Row.objects.filter(sheet=story.sheet(unit)):
        points = Decimal(lowered.get(row.component, "0" if row.takes else row.max_points))
        stage = Stage.APPRAISAL_1 if row.is_declared else Stage.GIVEN
        Ruling.objects.create(
            row=row, stage=stage, status="scored", points=points, by=story.appraiser, at=now
        )


def close(story: Story, **more: object) -> Round:
    """Close the story's round."""
    round_ = Round.objects.get(pk=story.round.pk)
    return close_round(round_id=round_.pk, version=round_.version, user=story.secretary, **more)


def test_final_score_is_the_councils_and_results_are_frozen(story: Story) -> None:
    decide_everything(story, 0, {"sipas": "5"})
    decide_everything(story, 1, {"sipas": "4.99"})
    decide_everything(story, 2, {})
    go_on(story, Phase.COUNCIL)
    close(story)
    found = {each.sheet.unit_id: each for each in RoundResult.objects.select_related("sheet")}
    ranks = [found[unit.pk].rank for unit in story.units]
    assert ranks == [2, 3, 1]
    assert found[story.units[1].pk].index < found[story.units[0].pk].index
    council = Ruling.objects.filter(stage=Stage.COUNCIL)
    assert council.count() == Row.objects.count()
    assert verify() == ()


def test_open_gaps_stop_the_closing_unless_they_are_accepted_with_a_reason(story: Story) -> None:
    decide_everything(story, 0, {})
    go_on(story, Phase.COUNCIL)
    with pytest.raises(NotClosableError):
        close(story, accepts_gaps=True)
    close(story, accepts_gaps=True, reason="Hai đơn vị mới thành lập")
    ranked = RoundResult.objects.filter(rank__isnull=False)
    assert [each.sheet.unit_id for each in ranked.select_related("sheet")] == [story.units[0].pk]


def test_unit_without_a_sheet_has_no_rank_and_no_zero(story: Story) -> None:
    decide_everything(story, 0, {})
    go_on(story, Phase.COUNCIL)
    close(story, accepts_gaps=True, reason="thiếu")
    missing = RoundResult.objects.get(sheet__unit=story.units[1])
    assert (missing.rank, missing.points, missing.index, missing.status) == (
        None,
        None,
        None,
        "missing",
    )


def test_closed_round_takes_no_score_any_more(story: Story) -> None:
    for unit in range(3):
        decide_everything(story, unit, {})
    go_on(story, Phase.COUNCIL)
    close(story)
    with pytest.raises(Exception, match=r"khóa|bước"):
        save_row(
            row_id=story.row().pk, version=1, facts={"plan_timing": "late"}, user=story.officer
        )
    with pytest.raises(Exception, match="khóa"):
        give_points(
            row_id=story.row("head_survey").pk, points="1", source="KS", user=story.surveyor
        )
    with pytest.raises(RefusedError):
        close(story)


def test_phase_is_left_early_only_with_a_reason(
    story: Story, clock: time_machine.Traveller
) -> None:
    with pytest.raises(RefusedError):
        advance_round(round_id=story.round.pk, version=1, user=story.secretary)
    clock.shift(timedelta(days=21))
    moved = advance_round(round_id=story.round.pk, version=1, user=story.secretary)
    assert moved.phase == Phase.APPRAISAL_1


@pytest.mark.parametrize("who", ["officer", "appraiser", "chair", "member", "leader", "nobody"])
def test_only_the_secretary_moves_and_closes_a_round(story: Story, who: str) -> None:
    with pytest.raises(Http404):
        advance_round(round_id=story.round.pk, version=1, user=story.people[who], reason="x")
    with pytest.raises(Http404):
        close_round(round_id=story.round.pk, version=1, user=story.people[who])


def test_self_scores_rank_nobody_while_facts_are_missing(story: Story) -> None:
    save_row(row_id=story.row().pk, version=1, facts={"plan_timing": "on_time"}, user=story.officer)
    found = standings(story.round.blocks.get(), stages=())
    assert [each.score.rank for each in found] == [None, None, None]
    assert max(each.score.known for each in found) == Decimal("0.5")


def test_points_of_each_row_add_up_to_its_maximum_all_the_way(story: Story) -> None:
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "on_time"}, user=story.officer)
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    go_on(story, Phase.APPRAISAL_1)
    open_row(row_id=row.pk, user=story.appraiser)
    appraise(
        row_id=row.pk,
        version=0,
        points="0,25",
        facts={},
        reason_code="no_evidence",
        reason="Chưa có kế hoạch",
        user=story.appraiser,
    )
    entries = {
        (each.state, each.cause): each.points for each in LedgerEntry.objects.filter(row=row)
    }
    assert entries == {("won", ""): Decimal("0.25"), ("lost", "evidence"): Decimal("0.25")}
    for each in Row.objects.prefetch_related("ledger"):
        assert sum(entry.points for entry in each.ledger.all()) == each.max_points


def test_results_take_the_same_queries_for_few_and_many_units(
    story: Story, django_assert_num_queries: object
) -> None:
    for unit in range(3):
        decide_everything(story, unit, {})
    go_on(story, Phase.COUNCIL)
    round_ = close(story)
    with django_assert_num_queries(3):
        assert len(results_of(round_)[0].lines) == 3


def test_appraisers_read_the_version_that_was_sent(story: Story) -> None:
    document = Document.objects.create(
        unit=story.units[0], title="Kế hoạch", created_by=story.officer, created_at=NOW
    )
    versions = [
        DocumentVersion.objects.create(
            document=document,
            number=number,
            link=f"https://e.test/{number}",
            added_by=story.officer,
            added_at=NOW,
        )
        for number in (1, 2)
    ]
    Document.objects.filter(pk=document.pk).update(current=versions[0])
    document.refresh_from_db()
    attached = attach(row_id=story.row().pk, document=document, user=story.officer)
    assert attached.shown == versions[0]
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    Document.objects.filter(pk=document.pk).update(current=versions[1])
    assert Attachment.objects.get(pk=attached.pk).shown == versions[0]


def test_bonus_not_earned_is_no_loss_and_penalty_not_taken_no_gain(story: Story) -> None:
    rows = Row.objects.filter(sheet=story.sheet())
    bonus, penalty = rows.filter(adds=True).first(), rows.filter(takes=True).first()
    for row, points in ((bonus, "0"), (penalty, "0.5")):
        Ruling.objects.create(
            row=row,
            stage=Stage.APPRAISAL_1,
            status="scored",
            points=Decimal(points),
            by=story.appraiser,
            at=NOW,
        )
        post(row)
    found = {
        (each.row_id, each.state, each.cause): each.points
        for each in LedgerEntry.objects.filter(row__in=[bonus, penalty])
    }
    assert found == {
        (bonus.pk, "not_applicable", "no_bonus"): bonus.max_points,
        (penalty.pk, "lost", "facts"): Decimal("0.5"),
        (penalty.pk, "not_applicable", "no_penalty"): penalty.max_points - Decimal("0.5"),
    }


def test_results_of_a_closed_round_download_as_csv(story: Story, client: Client) -> None:
    decide_everything(story, 0, {})
    go_on(story, Phase.COUNCIL)
    close(story, accepts_gaps=True, reason="thiếu")
    address = reverse("results_csv", args=[story.round.pk])
    client.force_login(story.leader)
    lines = client.get(address).getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[1:4] == ["mau.001", "Sở Mẫu 1", "scored"]
    assert lines[2].split(",")[3:] == ["missing", "", "100.0", "", "", ""]
    client.force_login(story.officer)
    assert client.get(address).status_code == 404
