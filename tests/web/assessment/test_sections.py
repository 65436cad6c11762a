"""The head or the officer says who fills which part; it holds at once and stays on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.assessment.domain.sections import assign_section
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.queries.sheets_people import sections_of
from parindex.web.common.models import AuditRow
from parindex.web.org.models import RoleAssignment
from tests.web.story import NOW, Story


def assign(
    story: Story, components: list[str], person: str = "viewer", *, by: str = "head"
) -> RoleAssignment | None:
    """Assign parts to a person, as a page that was just loaded would."""
    held = next(
        each
        for each in sections_of(story.sheet()).shares
        if each.person.pk == story.people[person].pk
    )
    given = assign_section(
        sheet_id=story.sheet().pk,
        person_id=story.people[person].pk,
        components=components,
        seen=held.role_id,
        user=story.people[by],
    )
    story.people[person].__dict__.pop("_roles_on", None)
    return given


def test_who_was_assigned_a_criterion_fills_its_components(story: Story) -> None:
    assign(story, ["annual_plan"])
    save_row(
        row_id=story.row("plan_done").pk,
        version=1,
        facts={"plan_tasks": "20"},
        user=story.viewer,
    )
    with pytest.raises(Http404):
        save_row(row_id=story.row("reports_in_time").pk, version=1, facts={}, user=story.viewer)


def test_a_new_assignment_ends_the_old_one_which_stays_on_record(story: Story) -> None:
    old = RoleAssignment.objects.get(user=story.section)
    assign(story, ["reports"], "section")
    old.refresh_from_db()
    assert old.valid_to == (NOW - timedelta(days=1)).date()
    assert old.components == ["plan_issued", "plan_content"]
    with pytest.raises(Http404):
        save_row(row_id=story.row("plan_issued").pk, version=1, facts={}, user=story.section)
    verbs = AuditRow.objects.filter(unit_id=story.units[0].pk, verb__startswith="section.")
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "section.ended",
        "section.given",
    ]


def test_no_parts_end_an_assignment_and_the_person_can_be_chosen_again(story: Story) -> None:
    assert assign(story, [], "section") is None
    with pytest.raises(Http404):
        save_row(row_id=story.row("plan_issued").pk, version=1, facts={}, user=story.section)
    assert assign(story, ["plan_issued"], "section") is not None


def test_the_same_parts_again_write_nothing(story: Story) -> None:
    assign(story, ["annual_plan"])
    assign(story, ["annual_plan"])
    assert AuditRow.objects.filter(verb__startswith="section.").count() == 1


def test_a_page_that_somebody_else_has_overtaken_is_refused(story: Story) -> None:
    assign(story, ["annual_plan"])
    with pytest.raises(RefusedError, match="vừa được thay đổi"):
        assign_section(
            sheet_id=story.sheet().pk,
            person_id=story.viewer.pk,
            components=["reports"],
            seen=None,
            user=story.officer,
        )


def test_a_part_that_the_set_does_not_have_is_refused(story: Story) -> None:
    with pytest.raises(RefusedError, match="không có phần việc này"):
        assign(story, ["annual_plan", "no_such_part"])
    assert not RoleAssignment.objects.filter(user=story.viewer, role="section_contributor").exists()


@pytest.mark.parametrize("who", ["stranger", "nobody", "appraiser", "administrator"])
def test_nobody_from_outside_the_unit_is_assigned(story: Story, who: str) -> None:
    with pytest.raises(NotEntitledError):
        assign_section(
            sheet_id=story.sheet().pk,
            person_id=story.people[who].pk,
            components=["annual_plan"],
            seen=None,
            user=story.head,
        )


def test_a_closed_account_is_not_assigned(story: Story) -> None:
    story.viewer.is_active = False
    story.viewer.save()
    with pytest.raises(NotEntitledError):
        assign_section(
            sheet_id=story.sheet().pk,
            person_id=story.viewer.pk,
            components=["annual_plan"],
            seen=None,
            user=story.head,
        )


@pytest.mark.parametrize(
    "who", ["stranger", "other_head", "section", "viewer", "secretary", "appraiser", "nobody"]
)
def test_only_head_and_officer_of_the_unit_assign(story: Story, who: str) -> None:
    with pytest.raises(Http404):
        assign_section(
            sheet_id=story.sheet().pk,
            person_id=story.viewer.pk,
            components=["annual_plan"],
            seen=None,
            user=story.people[who],
        )
    assert AuditRow.objects.filter(verb__startswith="section.").count() == 0


def test_page_counts_what_nobody_in_particular_fills(story: Story) -> None:
    assert sections_of(story.sheet()).unassigned == 55
    assign(story, ["annual_plan"])
    found = sections_of(story.sheet())
    assert found.unassigned == 54
    part = next(each for each in found.parts if each.key == "annual_plan")
    assert (part.label, part.people) == ("1 Kế hoạch cải cách hành chính năm", ("Người viewer",))
