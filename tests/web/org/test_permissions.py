"""The table of rights, cell by cell: every role against every action, in every scope.

The expected matrix below is written by hand and not read off the code.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from docs.generators import permissions as page
from parindex.web.desk.words import ACTIONS, SCOPES
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, User
from parindex.web.org.permissions import Action, Scope, may
from tests.web.story import Story, give_role, make_unit

ROLES = {
    "off": Role.UNIT_OFFICER,
    "sec": Role.SECTION_CONTRIBUTOR,
    "head": Role.UNIT_HEAD,
    "appr": Role.APPRAISER,
    "scr": Role.COUNCIL_SECRETARY,
    "mem": Role.COUNCIL_MEMBER,
    "chr": Role.COUNCIL_CHAIR,
    "srv": Role.SURVEY_OPERATOR,
    "lead": Role.LEADER,
    "view": Role.VIEWER,
    "adm": Role.ADMINISTRATOR,
    "aud": Role.AUDITOR,
    "one": Role.ONE_STOP_MANAGER,
}
MATRIX = """
action              off   sec   head  appr  scr   mem   chr   srv   lead  view  adm   aud   one
view_sheet          own   own   own   given all   all   all   -     all   own   -     all   -
edit_row            own   part  -     -     -     -     -     -     -     -     -     -     -
assign_sections     own   -     own   -     -     -     -     -     -     -     -     -     -
sign_sheet          -     -     own   -     -     -     -     -     -     -     -     -     -
ask_not_applicable  own   -     own   -     -     -     -     -     -     -     -     -     -
explain             own   part  own   -     -     -     -     -     -     -     -     -     -
raise_case          own   -     own   -     -     -     -     -     -     -     -     -     -
reply_to_case       own   -     own   given others -     -     -     -     -     -     -     -
add_evidence        own   part  own   -     -     -     -     -     -     -     -     -     -
withdraw_evidence   own   -     own   -     -     -     -     -     -     -     -     -     -
view_evidence       own   own   own   given all   all   all   -     -     -     -     all   -
appraise            -     -     -     given -     -     -     -     -     -     -     -     -
view_cases          own   -     own   given all   all   all   -     -     -     -     all   -
vote                -     -     -     -     -     others others -     -     -     -     -     -
close_case          -     -     -     -     others -     others -     -     -     -     -     -
chair_session       -     -     -     -     all   -     all   -     -     -     -     -     -
manage_round        -     -     -     -     all   -     -     -     -     -     -     -     -
reopen              -     -     -     -     others -     -     -     -     -     -     -     -
view_progress       -     -     -     -     all   all   all   -     all   -     -     all   -
view_results        -     -     -     -     all   all   all   -     all   -     -     all   -
enter_survey        -     -     -     -     -     -     -     others -     -     -     -     -
manage_accounts     -     -     -     -     -     -     -     -     -     -     own   -     -
manage_units        -     -     -     -     -     -     -     -     -     -     own   -     -
view_audit          -     -     own   -     all   -     -     -     -     -     -     all   -
verify_audit        -     -     -     -     -     -     -     -     -     -     -     all   -
view_dossiers       own   own   own   given all   -     -     -     all   own   -     all   own
write_letter        own   -     own   -     -     -     -     -     -     -     -     -     own
note_signal         own   -     own   -     -     -     -     -     -     -     -     -     own
manage_intake       -     -     -     -     -     -     -     -     -     -     own   -     -
"""
HEAD, *LINES = (line.split() for line in MATRIX.strip().splitlines())
EXPECTED = {
    (ROLES[who], Action(line[0])): cell
    for line in LINES
    for who, cell in zip(HEAD[1:], line[1:], strict=True)
}
IN_PROVINCE = frozenset(
    {
        *(Role.APPRAISER, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR),
        *(Role.SURVEY_OPERATOR, Role.LEADER, Role.AUDITOR),
    }
)
MINE, OTHER = ("plan_issued", "annual_plan", "direction"), ("portal_info", "information")
"""Keys of a component that is assigned, and of one that is not."""

ANSWERS = {
    "-": (False, False, False, False),
    "own": (True, True, False, False),
    "part": (True, False, False, False),
    "given": (True, False, True, False),
    "others": (True, True, True, True),
    "all": (True, True, True, True),
}
"""May he or she, for: home and assigned; home, not assigned; other, assigned; other, not."""


def holder(story: Story, role: Role) -> User:
    """Return a new person with nothing but one role, in the first unit or in the province."""
    person = User.objects.create_user(f"only-{role}", name=f"Người {role}")
    unit = story.province if role in IN_PROVINCE else story.units[0]
    parts = ["annual_plan"] if role in {Role.APPRAISER, Role.SECTION_CONTRIBUTOR} else []
    give_role(person, role, unit, parts)
    return person


def test_matrix_names_every_role_and_every_action() -> None:
    assert set(EXPECTED) == set(product(Role, Action))


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_cell_of_the_table_for_one_role(story: Story, role: Role) -> None:
    person = holder(story, role)
    home, other = story.units[0], story.units[1]
    asked = ((home, MINE), (home, OTHER), (other, MINE), (other, OTHER))
    found = {
        action: tuple(may(person, action, unit=unit, keys=keys) for unit, keys in asked)
        for action in Action
    }
    assert found == {action: ANSWERS[EXPECTED[role, action]] for action in Action}


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_without_a_unit_the_question_is_whether_anywhere(story: Story, role: Role) -> None:
    person = holder(story, role)
    found = {action: may(person, action) for action in Action}
    assert found == {action: EXPECTED[role, action] != "-" for action in Action}


@pytest.mark.parametrize("role", sorted(IN_PROVINCE), ids=str)
def test_nobody_judges_the_unit_where_he_or_she_has_a_role(story: Story, role: Role) -> None:
    person = holder(story, Role(role))
    give_role(person, Role.VIEWER, story.units[0])
    for action in Action:
        is_judging = EXPECTED[Role(role), action] in {"given", "others"}
        if is_judging and EXPECTED[Role.VIEWER, action] == "-":
            assert not may(person, action, unit=story.units[0], keys=MINE), action
            assert may(person, action, unit=story.units[1], keys=MINE), action


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_role_that_has_ended_or_not_begun_gives_nothing(story: Story, role: Role) -> None:
    person = holder(story, role)
    RoleAssignment.objects.filter(user=person).update(
        valid_from="2026-01-01", valid_to="2026-11-21"
    )
    ended = User.objects.get(pk=person.pk)
    assert not any(may(ended, action) for action in Action)
    RoleAssignment.objects.filter(user=person).update(valid_from="2026-11-23", valid_to=None)
    coming = User.objects.get(pk=person.pk)
    assert not any(may(coming, action) for action in Action)


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_closed_account_may_nothing(story: Story, role: Role) -> None:
    person = holder(story, role)
    person.is_active = False
    assert not any(may(person, action) for action in Action)


@pytest.mark.parametrize("role", sorted(IN_PROVINCE), ids=str)
def test_role_in_a_practice_province_reaches_no_real_unit(story: Story, role: Role) -> None:
    practice = make_unit("tap", "Tỉnh Tập", UnitKind.PROVINCE)
    practice.is_practice = True
    practice.save()
    person = User.objects.create_user("practising", name="Người tập")
    give_role(person, Role(role), practice, ["*"])
    assert not any(may(person, action, unit=story.units[0], keys=MINE) for action in Action)


def test_appraiser_of_a_block_has_no_right_in_another(story: Story) -> None:
    person = User.objects.create_user("blocked", name="Người của khối")
    give_role(person, Role.APPRAISER, story.province, ["*"], block="commune")
    unit = story.units[0]
    assert may(person, Action.APPRAISE, unit=unit, keys=MINE, block="commune")
    assert not may(person, Action.APPRAISE, unit=unit, keys=MINE, block="department")


def test_administrator_of_the_province_reaches_all_units_and_one_of_a_unit_only_it(
    story: Story,
) -> None:
    for action in (Action.MANAGE_ACCOUNTS, Action.MANAGE_UNITS):
        assert all(may(story.administrator, action, unit=unit) for unit in story.units)
        assert [may(story.unit_administrator, action, unit=unit) for unit in story.units] == [
            True,
            False,
            False,
        ]


def test_everything_has_words_and_the_page_is_written() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(SCOPES) == set(Scope)
    written = Path(page.__file__).parents[1] / "reference" / "permissions.md"
    assert written.read_text(encoding="utf-8") == page.page()
