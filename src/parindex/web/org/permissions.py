"""Who may do what: the one table, and the one function that reads it.

A right is a role, an action and a scope. Everything that the server does for a person asks here;
the table is printed into the documentation and tested cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from django.utils import timezone

from parindex.errors import NotEntitledError
from parindex.web.common.statements import Kept, Slot
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User


class Action(StrEnum):
    """What a person can ask the server to do, or to show."""

    VIEW_SHEET = "view_sheet"
    EDIT_ROW = "edit_row"
    ASSIGN_SECTIONS = "assign_sections"
    SIGN_SHEET = "sign_sheet"
    ASK_NOT_APPLICABLE = "ask_not_applicable"
    EXPLAIN = "explain"
    RAISE_CASE = "raise_case"
    REPLY_TO_CASE = "reply_to_case"
    ADD_EVIDENCE = "add_evidence"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    VIEW_EVIDENCE = "view_evidence"
    APPRAISE = "appraise"
    VIEW_CASES = "view_cases"
    VOTE = "vote"
    CLOSE_CASE = "close_case"
    CHAIR_SESSION = "chair_session"
    MANAGE_ROUND = "manage_round"
    REOPEN = "reopen"
    VIEW_PROGRESS = "view_progress"
    VIEW_RESULTS = "view_results"
    ENTER_SURVEY = "enter_survey"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_UNITS = "manage_units"
    VIEW_AUDIT = "view_audit"
    VERIFY_AUDIT = "verify_audit"
    VIEW_DOSSIERS = "view_dossiers"
    WRITE_LETTER = "write_letter"
    NOTE_SIGNAL = "note_signal"
    MANAGE_INTAKE = "manage_intake"


class Scope(StrEnum):
    """For which units and components a role has a right."""

    OWN_UNIT = "own_unit"
    OWN_ASSIGNED = "own_assigned"
    ASSIGNED_OTHERS = "assigned_others"
    ALL_OTHERS = "all_others"
    ALL = "all"


OWN, SECTION = Scope.OWN_UNIT, Scope.OWN_ASSIGNED
ASSIGNED, OTHERS, ALL = Scope.ASSIGNED_OTHERS, Scope.ALL_OTHERS, Scope.ALL
UNIT = {Role.UNIT_OFFICER: OWN, Role.UNIT_HEAD: OWN}
COUNCIL = {Role.COUNCIL_MEMBER: ALL, Role.COUNCIL_CHAIR: ALL, Role.COUNCIL_SECRETARY: ALL}

PERMISSIONS: Mapping[Action, Mapping[Role, Scope]] = {
    Action.VIEW_SHEET: {
        **UNIT,
        **COUNCIL,
        Role.SECTION_CONTRIBUTOR: OWN,
        Role.VIEWER: OWN,
        Role.APPRAISER: ASSIGNED,
        Role.LEADER: ALL,
        Role.AUDITOR: ALL,
    },
    Action.EDIT_ROW: {Role.UNIT_OFFICER: OWN, Role.SECTION_CONTRIBUTOR: SECTION},
    Action.ASSIGN_SECTIONS: {Role.UNIT_HEAD: OWN, Role.UNIT_OFFICER: OWN},
    Action.SIGN_SHEET: {Role.UNIT_HEAD: OWN},
    Action.ASK_NOT_APPLICABLE: UNIT,
    Action.EXPLAIN: {**UNIT, Role.SECTION_CONTRIBUTOR: SECTION},
    Action.RAISE_CASE: UNIT,
    Action.REPLY_TO_CASE: {**UNIT, Role.APPRAISER: ASSIGNED, Role.COUNCIL_SECRETARY: OTHERS},
    Action.ADD_EVIDENCE: {**UNIT, Role.SECTION_CONTRIBUTOR: SECTION},
    Action.WITHDRAW_EVIDENCE: UNIT,
    Action.VIEW_EVIDENCE: {
        **UNIT,
        **COUNCIL,
        Role.SECTION_CONTRIBUTOR: OWN,
        Role.APPRAISER: ASSIGNED,
        Role.AUDITOR: ALL,
    },
    Action.APPRAISE: {Role.APPRAISER: ASSIGNED},
    Action.VIEW_CASES: {**UNIT, **COUNCIL, Role.APPRAISER: ASSIGNED, Role.AUDITOR: ALL},
    Action.VOTE: {Role.COUNCIL_MEMBER: OTHERS, Role.COUNCIL_CHAIR: OTHERS},
    Action.CLOSE_CASE: {Role.COUNCIL_CHAIR: OTHERS, Role.COUNCIL_SECRETARY: OTHERS},
    Action.CHAIR_SESSION: {Role.COUNCIL_CHAIR: ALL, Role.COUNCIL_SECRETARY: ALL},
    Action.MANAGE_ROUND: {Role.COUNCIL_SECRETARY: ALL},
    Action.REOPEN: {Role.COUNCIL_SECRETARY: OTHERS},
    Action.VIEW_PROGRESS: {**COUNCIL, Role.LEADER: ALL, Role.AUDITOR: ALL},
    Action.VIEW_RESULTS: {**COUNCIL, Role.LEADER: ALL, Role.AUDITOR: ALL},
    Action.ENTER_SURVEY: {Role.SURVEY_OPERATOR: OTHERS},
    Action.MANAGE_ACCOUNTS: {Role.ADMINISTRATOR: OWN},
    Action.MANAGE_UNITS: {Role.ADMINISTRATOR: OWN},
    Action.VIEW_AUDIT: {Role.AUDITOR: ALL, Role.COUNCIL_SECRETARY: ALL, Role.UNIT_HEAD: OWN},
    Action.VERIFY_AUDIT: {Role.AUDITOR: ALL},
    Action.VIEW_DOSSIERS: {
        **UNIT,
        Role.SECTION_CONTRIBUTOR: OWN,
        Role.VIEWER: OWN,
        Role.APPRAISER: ASSIGNED,
        Role.COUNCIL_SECRETARY: ALL,
        Role.LEADER: ALL,
        Role.AUDITOR: ALL,
        Role.ONE_STOP_MANAGER: ALL,
    },
    Action.WRITE_LETTER: {**UNIT, Role.ONE_STOP_MANAGER: ALL},
    Action.NOTE_SIGNAL: {**UNIT, Role.ONE_STOP_MANAGER: ALL},
    Action.MANAGE_INTAKE: {Role.ADMINISTRATOR: OWN},
}
"""Roles that are not named for an action may not do it."""


ROLES: Kept[RoleAssignment] = Kept(
    lambda: RoleAssignment.objects.filter(
        user=Slot("user"), valid_from__lte=Slot("day")
    ).select_related("unit")
)


def roles_of(user: User, on: date | None = None) -> Sequence[RoleAssignment]:
    """Return the roles that a person holds on a day (today when none is given), read once."""
    if not user.is_authenticated or not user.is_active:
        return ()
    day = on or timezone.localdate()
    return _held(user, day)[0]


def _held(user: User, day: date) -> tuple[Sequence[RoleAssignment], frozenset[int]]:
    """Return a person's roles on a day and the units that they tie him or her to, read once."""
    known: dict[date, tuple[Sequence[RoleAssignment], frozenset[int]]]
    known = user.__dict__.setdefault("_roles_on", {})
    if day not in known:
        found = ROLES.all(user=user.pk, day=day.isoformat())
        held = [each for each in found if each.valid_to is None or each.valid_to >= day]
        ties = (each for each in held if each.role in SELF_SCORING)
        own = frozenset(each.unit_id for each in ties if each.unit.kind != UnitKind.PROVINCE)
        known[day] = (held, own)
    return known[day]


def is_assigned(role: RoleAssignment, keys: Sequence[str], block: str) -> bool:
    """Say whether a role's components cover one; `keys` are its own key and those above it.

    Without keys the question is about the unit as a whole: one assigned component is enough.
    """
    if role.block and block and role.block != block:
        return False
    if not keys:
        return bool(role.components)
    return "*" in role.components or not set(keys).isdisjoint(role.components)


def is_within(role: RoleAssignment, unit: Unit | None) -> bool:
    """Say whether a role in one unit covers another: itself, and all in its own province."""
    if unit is None or role.unit_id == unit.pk:
        return True
    if role.unit.kind != UnitKind.PROVINCE or unit.parent_id is None:
        return False
    return unit.parent_id == role.unit_id or is_within(role, unit.parent)


def _covers(
    role: RoleAssignment,
    scope: Scope,
    *,
    unit: Unit | None,
    keys: Sequence[str],
    block: str,
    own_units: frozenset[int],
) -> bool:
    if scope in {Scope.OWN_UNIT, Scope.OWN_ASSIGNED}:
        province = role.role == Role.ADMINISTRATOR and is_within(role, unit)
        same = unit is None or role.unit_id == unit.pk or province
        return same and (scope is Scope.OWN_UNIT or is_assigned(role, keys, block))
    if not is_within(role, unit):
        return False
    if scope is not Scope.ALL and unit is not None and unit.pk in own_units:
        return False
    return scope is not Scope.ASSIGNED_OTHERS or is_assigned(role, keys, block)


SELF_SCORING = frozenset(
    {
        *(Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.UNIT_HEAD),
        *(Role.VIEWER, Role.ADMINISTRATOR, Role.ONE_STOP_MANAGER),
    }
)
"""Roles that tie a person to a unit, so that he or she judges nothing of it."""


def own_units_of(user: User, on: date | None = None) -> frozenset[int]:
    """Return the units in which a person has a role of the unit itself."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return _held(user, on or timezone.localdate())[1]


def may(
    user: User,
    action: Action,
    *,
    unit: Unit | None = None,
    keys: Sequence[str] = (),
    block: str = "",
) -> bool:
    """Say whether a person may do something, for a unit and a component of it.

    Parameters
    ----------
    unit : Unit, optional
        Whose sheet, evidence or account it is; without one the question is whether the
        person may do it anywhere.
    keys : sequence of str
        Stable keys of the component, its criterion and its field.
    block : str
        Block of the unit in the round.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    allowed = PERMISSIONS[action]
    held, own_units = _held(user, timezone.localdate())
    return any(
        _covers(
            role, allowed[Role(role.role)], unit=unit, keys=keys, block=block, own_units=own_units
        )
        for role in held
        if Role(role.role) in allowed
    )


def require(
    user: User,
    action: Action,
    *,
    unit: Unit | None = None,
    keys: Sequence[str] = (),
    block: str = "",
) -> None:
    """Raise `NotEntitledError` unless the person may."""
    if not may(user, action, unit=unit, keys=keys, block=block):
        raise NotEntitledError(f"{user.pk} may not {action} for unit {unit and unit.pk}")
