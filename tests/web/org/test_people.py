"""Accounts and roles: what an administrator may do, and how far a delegated one reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.domain import people
from parindex.web.org.domain.people import Grant, PersonError
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.permissions import Action, may
from tests.web.story import Story, give_role

TODAY = date(2026, 11, 22)


def grant(unit: Unit, role: Role = Role.UNIT_OFFICER, **more: object) -> Grant:
    return Grant(role=role, unit=unit, valid_from=TODAY, **more)


def afresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def make(story: Story, who: str = "administrator", **more: object) -> people.Created:
    return people.create_person(
        **{
            "username": "nguyen.mau",
            "name": "Người Mới",
            "email": "moi@example.test",
            "user": story.people[who],
            **more,
        }
    )


def test_new_person_signs_in_with_the_password_that_was_shown_once(story: Story) -> None:
    made = make(story, grant=grant(story.units[0]))
    assert afresh(made.person).check_password(made.password)
    assert afresh(made.person).has_temporary_password
    assert may(afresh(made.person), Action.EDIT_ROW, unit=story.units[0])
    assert {row.verb for row in AuditRow.objects.filter(actor_id=story.administrator.pk)} == {
        "person.created",
        "role.given",
    }
    assert verify() == ()


def test_no_password_ever_stands_in_the_log(story: Story) -> None:
    made = make(story)
    second = people.set_password(person_id=made.person.pk, user=story.administrator)
    assert second != made.password
    assert afresh(made.person).check_password(second)
    assert afresh(made.person).has_temporary_password
    said = " ".join(str(row.__dict__) for row in AuditRow.objects.all())
    assert made.password not in said
    assert second not in said
    assert afresh(made.person).password not in said


@pytest.mark.parametrize(
    "who", ["officer", "head", "secretary", "chair", "leader", "auditor", "nobody"]
)
def test_only_administrators_touch_accounts(story: Story, who: str) -> None:
    user, target = story.people[who], story.viewer
    role = target.roles.get()
    attempts = (
        lambda: make(story, who),
        lambda: people.edit_person(person_id=target.pk, version=1, name="X", email="", user=user),
        lambda: people.set_password(person_id=target.pk, user=user),
        lambda: people.deactivate_person(person_id=target.pk, reason="x", user=user),
        lambda: people.reactivate_person(person_id=target.pk, user=user),
        lambda: people.give_role(person_id=target.pk, grant=grant(story.units[0]), user=user),
        lambda: people.end_role(role_id=role.pk, last_day=TODAY, reason="x", user=user),
        lambda: people.people_of(user),
    )
    for attempt in attempts:
        with pytest.raises(NotEntitledError):
            attempt()
    assert AuditRow.objects.filter(verb__startswith="person.").count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("username", "Có Dấu"), ("username", "OFFICER"), ("email", "không phải")],
)
def test_wrong_account_is_refused_and_nothing_is_written(
    story: Story, field: str, value: str
) -> None:
    before = User.objects.count()
    with pytest.raises(PersonError):
        make(story, **{field: value})
    assert User.objects.count() == before


def test_second_editor_of_a_person_is_told(story: Story) -> None:
    asked = {"person_id": story.viewer.pk, "email": "", "user": story.administrator}
    people.edit_person(**asked, version=1, name="Một")
    with pytest.raises(RefusedError):
        people.edit_person(**asked, version=1, name="Hai")
    assert afresh(story.viewer).name == "Một"


def test_closed_account_signs_in_no_more_and_keeps_its_roles(story: Story) -> None:
    with pytest.raises(RefusedError):
        people.deactivate_person(person_id=story.viewer.pk, reason=" ", user=story.administrator)
    people.deactivate_person(person_id=story.viewer.pk, reason="Nghỉ hưu", user=story.administrator)
    assert not may(afresh(story.viewer), Action.VIEW_SHEET, unit=story.units[0])
    people.reactivate_person(person_id=story.viewer.pk, user=story.administrator)
    assert may(afresh(story.viewer), Action.VIEW_SHEET, unit=story.units[0])


def test_nobody_changes_his_or_her_own_rights(story: Story) -> None:
    own = story.administrator
    role = own.roles.get()
    attempts = (
        lambda: people.give_role(
            person_id=own.pk, grant=grant(story.province, Role.AUDITOR), user=own
        ),
        lambda: people.end_role(role_id=role.pk, last_day=TODAY, reason="x", user=own),
        lambda: people.deactivate_person(person_id=own.pk, reason="x", user=own),
        lambda: people.set_password(person_id=own.pk, user=own),
    )
    for attempt in attempts:
        with pytest.raises(RefusedError):
            attempt()


def test_delegated_administrator_sees_only_people_of_the_unit(story: Story) -> None:
    seen = {person.username for person in people.people_of(story.unit_administrator)}
    assert seen == {"officer", "head", "section", "viewer", "unit_administrator"}
    assert len(people.people_of(story.administrator)) == User.objects.count()


def test_delegated_administrator_cannot_touch_who_has_a_role_elsewhere(story: Story) -> None:
    give_role(story.viewer, Role.VIEWER, story.units[1])
    for target in (story.viewer, story.stranger, story.appraiser, story.nobody):
        with pytest.raises(NotEntitledError):
            people.set_password(person_id=target.pk, user=story.unit_administrator)
    RoleAssignment.objects.filter(user=story.viewer, unit=story.units[1]).update(
        valid_to=TODAY - timedelta(days=1)
    )
    assert people.set_password(person_id=story.viewer.pk, user=story.unit_administrator)


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_delegated_administrator_gives_roles_of_the_unit_only(story: Story, role: Role) -> None:
    wanted = grant(story.units[0], role, components=("annual_plan",))
    asked = {"person_id": story.head.pk, "grant": wanted, "user": story.unit_administrator}
    given = {Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.VIEWER, Role.ONE_STOP_MANAGER}
    if role in given:
        assert people.give_role(**asked).role.role == role
    else:
        with pytest.raises(RefusedError):
            people.give_role(**asked)
    for unit in (story.units[1], story.province):
        with pytest.raises(NotEntitledError):
            people.give_role(**{**asked, "grant": grant(unit, role, components=("*",))})


def test_delegated_administrator_makes_accounts_with_a_role_in_the_unit(story: Story) -> None:
    with pytest.raises(RefusedError):
        make(story, "unit_administrator")
    with pytest.raises(NotEntitledError):
        make(story, "unit_administrator", grant=grant(story.units[1]))
    assert not User.objects.filter(username="nguyen.mau").exists()
    made = make(story, "unit_administrator", grant=grant(story.units[0]))
    assert people.may_manage(story.unit_administrator, made.person)


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_roles_of_the_province_are_held_in_the_province(story: Story, role: Role) -> None:
    asked = {"person_id": story.nobody.pk, "user": story.administrator}
    in_unit = {
        *(Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.UNIT_HEAD),
        *(Role.VIEWER, Role.ADMINISTRATOR, Role.ONE_STOP_MANAGER),
    }
    wanted = grant(story.units[0], role, components=("*",))
    if role in in_unit:
        assert people.give_role(**asked, grant=wanted)
    else:
        with pytest.raises(RefusedError):
            people.give_role(**asked, grant=wanted)
    assert people.give_role(**asked, grant=grant(story.province, role, components=("*",)))


def test_self_scorer_may_become_appraiser_and_the_administrator_is_warned(story: Story) -> None:
    wanted = grant(story.province, Role.APPRAISER, components=("*",))
    given = people.give_role(person_id=story.officer.pk, grant=wanted, user=story.administrator)
    assert len(given.warnings) == 1
    assert "Sở Mẫu 1" in given.warnings[0]
    person = afresh(story.officer)
    assert not may(person, Action.APPRAISE, unit=story.units[0], keys=["plan_issued"])
    assert may(person, Action.APPRAISE, unit=story.units[1], keys=["plan_issued"])


def test_appraiser_who_gets_a_role_in_a_unit_no_longer_judges_it(story: Story) -> None:
    given = people.give_role(
        person_id=story.appraiser.pk, grant=grant(story.units[2]), user=story.administrator
    )
    assert "Sở Mẫu 3" in given.warnings[0]


def test_role_needs_parts_a_sound_period_and_is_given_once(story: Story) -> None:
    asked = {"person_id": story.nobody.pk, "user": story.administrator}
    wrong = (
        grant(story.province, Role.APPRAISER),
        grant(story.units[0], valid_to=TODAY - timedelta(days=1)),
    )
    for each in wrong:
        with pytest.raises(RefusedError):
            people.give_role(**asked, grant=each)
    people.give_role(**asked, grant=grant(story.units[0]))
    with pytest.raises(RefusedError):
        people.give_role(**asked, grant=grant(story.units[0]))


def test_ended_role_stays_on_record_and_gives_nothing(story: Story) -> None:
    role = story.viewer.roles.get()
    asked = {"role_id": role.pk, "user": story.administrator}
    with pytest.raises(RefusedError):
        people.end_role(**asked, last_day=TODAY, reason="")
    with pytest.raises(RefusedError):
        people.end_role(**asked, last_day=TODAY - timedelta(days=9), reason="x")
    people.end_role(**asked, last_day=TODAY - timedelta(days=1), reason="Chuyển công tác")
    assert not may(afresh(story.viewer), Action.VIEW_SHEET, unit=story.units[0])
    assert RoleAssignment.objects.filter(pk=role.pk).exists()
    row = AuditRow.objects.get(verb="role.ended")
    assert (row.reason, row.unit_id) == ("Chuyển công tác", story.units[0].pk)
