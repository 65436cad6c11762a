"""A new set in the middle of a round: kept, to enter again, new, dropped; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from parindex.errors import RefusedError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_document, raw_document
from parindex.scoring.kinds import discover
from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.domain.remap import plan_remap, replace_rulebook
from parindex.web.assessment.domain.remap_plan import report_from
from parindex.web.assessment.domain.rounds import lay_out_sheets
from parindex.web.assessment.domain.scores import final_scores
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import rows_of, save_row
from parindex.web.assessment.enums import Phase, RowStatus, SheetState, Stage
from parindex.web.assessment.models import (
    LedgerEntry,
    Reopening,
    RoundBlock,
    Row,
    RulebookDocument,
    RulebookVersion,
    Ruling,
)
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from tests.web.story import NOW, SET, Story

OTHER = "766/2026/department"
"""A set that has no component in common with the story's."""


def nodes(raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def visit(node: dict[str, Any]) -> None:
        found[node["key"]] = node
        for child in node.get("children", []):
            visit(child)

    for field in raw["fields"]:
        visit(field)
    return found


def start_with(story: Story, change: Callable[[dict[str, Any]], None]) -> None:
    """Let the story's round begin with a set that differs from the shipped one."""
    raw = deepcopy(raw_document(SET))
    change(raw)
    rulebook = load_document(raw, discover())
    block = RoundBlock.objects.get(round=story.round)
    block.rulebook = RulebookVersion.objects.create(
        content_hash=fingerprint(rulebook), identity="before", title="Bộ cũ"
    )
    RulebookDocument.objects.create(version=block.rulebook, text=json.dumps(raw))
    block.save()
    LedgerEntry.objects.all().delete()
    Row.objects.all().delete()
    units = [sheet.unit for sheet in block.sheets.all()]
    block.sheets.all().delete()
    lay_out_sheets(block, book_of(block), units)


def replace(story: Story, rulebook: str = SET, **more: Any) -> Any:
    story.round.refresh_from_db()
    asked = {
        "round_id": story.round.pk,
        "version": story.round.version,
        "key": "department",
        "rulebook": rulebook,
        "reason": "Quyết định 12/QĐ-UBND",
        "user": story.secretary,
    }
    return replace_rulebook(**{**asked, **more})


def declare(story: Story, component: str, **facts: str | bool) -> Row:
    row = story.row(component)
    return save_row(row_id=row.pk, version=row.version, facts=facts, user=story.officer).row


def other_options(raw: dict[str, Any]) -> None:
    """An earlier set: another answer for one fact, and more points for its component."""
    raw["facts"]["plan_timing"]["options"] = {
        "on_time": {"vi": "Đúng hạn", "en": "On time"},
        "late": {"vi": "Muộn", "en": "Late"},
        "none": {"vi": "Không", "en": "None"},
    }


def other_maximum(raw: dict[str, Any]) -> None:
    """An earlier set in which one component was worth twice and its neighbour less."""
    found = nodes(raw)
    for key, points in (("plan_issued", "0.75"), ("plan_done", "1.75")):
        found[key]["max_points"] = points
    found["plan_issued"]["values"][0]["options"] = {"on_time": "0.75", "late": "0.25", "none": "0"}


@pytest.mark.parametrize("who", ["officer", "head", "appraiser", "chair", "administrator"])
def test_only_the_secretary_replaces_a_set(story: Story, who: str) -> None:
    with pytest.raises(Http404):
        replace(story, OTHER, user=story.people[who])


def test_dry_run_writes_nothing(story: Story) -> None:
    block = RoundBlock.objects.get(round=story.round)
    before = list(Row.objects.order_by("pk").values())
    report = plan_remap(block, OTHER)
    assert len(report.of("dropped")) == len(before) / 3
    assert list(Row.objects.order_by("pk").values()) == before
    assert RoundBlock.objects.get(round=story.round).rulebook_id == block.rulebook_id
    assert RulebookVersion.objects.count() == 1


def test_kept_component_keeps_its_values_and_its_score(story: Story) -> None:
    start_with(story, other_options)
    declare(story, "plan_content", plan_covers_all_fields=True)
    before = story.row("plan_content")
    report = replace(story)
    after = story.row("plan_content")
    assert (after.facts, after.self_points) == (before.facts, before.self_points)
    kept = {each.key for each in report.of("kept")}
    assert "plan_content" in kept
    assert "plan_issued" not in kept


def test_changed_fact_is_entered_again_and_its_old_value_is_set_aside(story: Story) -> None:
    start_with(story, other_options)
    declare(story, "plan_issued", plan_timing="late")
    report = replace(story)
    row = story.row("plan_issued")
    assert (row.facts, row.self_status) == ({}, "missing")
    assert [(each["fact"], each["value"]) for each in row.set_aside] == [("plan_timing", "late")]
    assert report.enter_again == ("plan_issued",)
    unit = report.units[0]
    assert (unit.kept_values, unit.set_aside_values) == (0, 1)
    assert (unit.before, unit.after) == (Decimal("0.25"), Decimal(0))


def test_dropped_rows_stay_and_come_back_with_their_values(story: Story) -> None:
    declare(story, "plan_issued", plan_timing="late")
    row = story.row("plan_issued")
    replace(story, OTHER)
    dropped = Row.objects.get(pk=row.pk)
    assert not dropped.is_active
    assert dropped.set_aside
    report = replace(story, SET)
    back = Row.objects.get(pk=row.pk)
    assert back.is_active
    assert (back.facts, back.set_aside) == ({"plan_timing": "late"}, [])
    assert back.self_points == Decimal("0.25")
    assert report.units[0].after == Decimal("0.25")


def test_new_rows_are_laid_out_for_every_unit(story: Story) -> None:
    start_with(story, lambda raw: nodes(raw)["annual_plan"]["children"][0].update(key="older_plan"))
    report = replace(story)
    assert [each.key for each in report.of("new")] == ["plan_issued"]
    assert [each.key for each in report.of("dropped")] == ["older_plan"]
    assert Row.objects.filter(component="plan_issued", is_active=True).count() == 3


def test_value_goes_with_its_fact_to_the_component_that_declares_it_now(story: Story) -> None:
    start_with(story, lambda raw: nodes(raw)["annual_plan"]["children"][0].update(key="older_plan"))
    declare(story, "older_plan", plan_timing="late")
    replace(story)
    assert story.row("plan_issued").facts == {"plan_timing": "late"}
    assert story.row("plan_issued").self_points == Decimal("0.25")


def test_ruling_above_the_new_maximum_is_decided_again_and_never_cut(story: Story) -> None:
    start_with(story, other_maximum)
    row = story.row("plan_issued")
    ruling = Ruling.objects.create(
        row=row,
        stage=Stage.APPRAISAL_1,
        status=RowStatus.SCORED,
        points=Decimal("0.75"),
        by=story.appraiser,
        at=timezone.now(),
    )
    low = Ruling.objects.create(
        row=story.row("plan_content"),
        stage=Stage.APPRAISAL_1,
        status=RowStatus.SCORED,
        points=Decimal("0.2"),
        by=story.appraiser,
        at=timezone.now(),
    )
    report = replace(story)
    assert [(each.code, each.points, each.new_max) for each in report.again] == [
        ("1.1", Decimal("0.75"), Decimal("0.5"))
    ]
    ruling.refresh_from_db()
    low.refresh_from_db()
    assert (ruling.points, ruling.former_points, ruling.status) == (
        None,
        Decimal("0.75"),
        "missing",
    )
    assert low.points == Decimal("0.2")
    rows = rows_of(story.sheet())
    scored = final_scores(book_of(story.sheet().round_block), rows)
    assert scored.nodes["1.1"].points is None
    assert scored.nodes["1.2"].points == Decimal("0.2")
    assert {each.key for each in report.other_maxima} == {"plan_issued", "plan_done"}


def test_points_add_up_to_the_new_maximum_in_the_ledger(story: Story) -> None:
    start_with(story, other_maximum)
    declare(story, "plan_issued", plan_timing="on_time")
    replace(story)
    row = story.row("plan_issued")
    assert row.self_points == Decimal("0.5")
    assert sum(each.points for each in LedgerEntry.objects.filter(row=row)) == Decimal("0.5")


def test_sent_sheet_stays_sent_when_nothing_must_be_entered_again(story: Story) -> None:
    start_with(story, other_maximum)
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    replace(story)
    assert story.sheet().state == SheetState.SENT


def test_sent_sheet_is_a_draft_again_when_something_must_be_entered(story: Story) -> None:
    start_with(story, other_options)
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    replace(story)
    assert story.sheet().state == SheetState.DRAFT
    assert AuditRow.objects.filter(
        verb="sheet.draft_after_remap", unit_id=story.units[0].pk
    ).exists()


def test_after_the_self_score_units_get_leave_for_what_must_be_entered(
    story: Story, clock: time_machine.Traveller
) -> None:
    start_with(story, other_options)
    story.round.phase = Phase.APPRAISAL_1
    story.round.save()
    with pytest.raises(RefusedError):
        replace(story)
    replace(story, until=NOW + timedelta(days=3))
    assert {each.component for each in Reopening.objects.all()} == {"plan_issued"}
    declare(story, "plan_issued", plan_timing="late")
    clock.move_to(NOW + timedelta(days=3))
    with pytest.raises(RefusedError):
        declare(story, "plan_issued", plan_timing="none")


def test_page_read_before_the_change_cannot_save_over_it(story: Story) -> None:
    start_with(story, other_options)
    row = declare(story, "plan_content", plan_covers_all_fields=True)
    replace(story)
    with pytest.raises(RefusedError):
        save_row(row_id=row.pk, version=row.version, facts={}, user=story.officer)


def test_whole_report_is_kept_in_the_log(story: Story) -> None:
    start_with(story, other_options)
    declare(story, "plan_issued", plan_timing="late")
    report = replace(story)
    written = AuditRow.objects.get(verb="round.rulebook_replaced")
    assert report_from(written.new) == report
    assert written.reason == "Quyết định 12/QĐ-UBND"
    assert verify() == ()


@pytest.mark.parametrize(
    ("rulebook", "reason"), [(SET, "có lý do"), (OTHER, " "), ("nowhere", "có lý do")]
)
def test_replacing_needs_another_set_of_the_block_and_a_reason(
    story: Story, rulebook: str, reason: str
) -> None:
    with pytest.raises(RefusedError):
        replace(story, rulebook, reason=reason)


def test_set_of_another_block_is_refused(story: Story) -> None:
    with pytest.raises(RefusedError):
        replace(story, "model/2026/commune")
