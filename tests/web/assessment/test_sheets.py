"""A unit fills its sheet: the server scores, locks, and tells the second of two people."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404

from parindex.errors import LockedError, StaleError
from parindex.web.assessment.domain.scores import DeclarationError
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.models import LedgerEntry
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditChain, AuditRow
from tests.web.story import NOW, Story


def test_score_follows_from_the_facts(story: Story) -> None:
    row = story.row("plan_issued")
    saved = save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    assert saved.row.self_points == Decimal("0.25")
    assert story.row("plan_issued").self_points == Decimal("0.25")


def test_missing_facts_stay_missing_and_are_not_zero(story: Story) -> None:
    row = story.row("plan_done")
    assert (row.self_status, row.self_points) == ("missing", None)


def test_points_of_a_row_add_up_in_the_ledger(story: Story) -> None:
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    entries = {
        (each.state, each.cause): each.points for each in LedgerEntry.objects.filter(row=row)
    }
    assert entries == {
        ("pending", "appraisal"): Decimal("0.25"),
        ("lost", "facts"): Decimal("0.25"),
    }


def test_second_of_two_people_sees_both_values(story: Story) -> None:
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    with pytest.raises(StaleError) as refused:
        save_row(row_id=row.pk, version=1, facts={"plan_timing": "none"}, user=story.officer)
    assert refused.value.mine["facts"] == {"plan_timing": "none"}
    assert refused.value.theirs["facts"] == {"plan_timing": "late"}
    assert story.row("plan_issued").facts == {"plan_timing": "late"}


def test_request_sent_twice_is_applied_once(story: Story) -> None:
    row = story.row("plan_issued")
    for _ in range(2):
        saved = save_row(
            row_id=row.pk,
            version=1,
            facts={"plan_timing": "late"},
            user=story.officer,
            request="a1",
        )
    assert saved.is_repeat
    assert story.row("plan_issued").version == 2


def test_nothing_is_saved_at_the_minute_of_the_deadline(
    story: Story, clock: time_machine.Traveller
) -> None:
    row = story.row("plan_issued")
    clock.move_to(NOW + timedelta(days=10) - timedelta(seconds=1))
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    clock.move_to(NOW + timedelta(days=10))
    with pytest.raises(LockedError):
        save_row(row_id=row.pk, version=2, facts={"plan_timing": "none"}, user=story.officer)


@pytest.mark.parametrize("who", ["stranger", "head", "viewer", "appraiser", "secretary", "nobody"])
def test_nobody_but_the_units_officers_writes_its_rows(story: Story, who: str) -> None:
    with pytest.raises(Http404):
        save_row(
            row_id=story.row().pk, version=1, facts={"plan_timing": "late"}, user=story.people[who]
        )


def test_section_writes_only_what_it_was_assigned(story: Story) -> None:
    save_row(
        row_id=story.row("plan_issued").pk,
        version=1,
        facts={"plan_timing": "late"},
        user=story.section,
    )
    with pytest.raises(Http404):
        save_row(row_id=story.row("plan_done").pk, version=1, facts={}, user=story.section)


def test_unreadable_fact_is_refused_with_what_to_do(story: Story) -> None:
    with pytest.raises(DeclarationError) as refused:
        save_row(
            row_id=story.row().pk, version=1, facts={"plan_timing": "sometime"}, user=story.officer
        )
    assert "Nhập một trong" in refused.value.problems[0].fix


def test_each_save_leaves_a_chained_row_of_audit(story: Story) -> None:
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    written = AuditRow.objects.get(verb="row.saved")
    assert (written.component, written.unit_id) == ("plan_issued", story.units[0].pk)
    assert written.new == {
        "facts": {"plan_timing": "late"},
        "self_points": "0.25",
        "self_status": "scored",
    }
    assert verify() == ()


def test_altered_or_removed_audit_shows(story: Story) -> None:
    row = story.row("plan_issued")
    save_row(row_id=row.pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    save_row(row_id=row.pk, version=2, facts={"plan_timing": "none"}, user=story.officer)
    AuditRow.objects.filter(verb="row.saved").order_by("id")[:1].get()
    first = AuditRow.objects.filter(verb="row.saved").order_by("id").first()
    AuditRow.objects.filter(pk=first.pk).update(reason="x")
    assert len(verify()) == 1
    AuditRow.objects.filter(pk=first.pk)._raw_delete("default")
    assert verify()


def test_chain_whose_head_was_removed_shows(story: Story) -> None:
    save_row(row_id=story.row().pk, version=1, facts={"plan_timing": "late"}, user=story.officer)
    AuditChain.objects.filter(key=f"unit:{story.units[0].pk}").delete()
    assert [problem.where for problem in verify()] == [f"audit unit:{story.units[0].pk}"]
