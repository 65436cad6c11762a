"""What an administrator does to accounts and roles: each change is one verb, one audit row.

An administrator of the province manages everybody in it. One who was delegated for a unit manages
only people all of whose roles are in that unit, and gives only roles of a unit there.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, Problem, ProblemsError, RefusedError
from parindex.register.names import tidy
from parindex.web.common.audit import record
from parindex.web.common.formats import show_date
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.permissions import SELF_SCORING, Action, may, require, roles_of

UNIT_ROLES = (
    *(Role.UNIT_OFFICER, Role.SECTION_CONTRIBUTOR, Role.UNIT_HEAD, Role.VIEWER),
    Role.ONE_STOP_MANAGER,
)
"""Roles that an administrator of one unit gives there."""
ASSIGNED_ROLES = frozenset({Role.APPRAISER, Role.SECTION_CONTRIBUTOR})
"""Roles that hold for the components that were assigned."""
ANYWHERE = frozenset({*UNIT_ROLES, Role.ADMINISTRATOR})
"""Roles that are held in a unit; all others are held in the province."""
JUDGES = frozenset(
    {Role.APPRAISER, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY}
)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of a temporary password: none that is taken for another on paper."""


class PersonError(ProblemsError):
    """The account cannot be written like this."""

    title = "The account is refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that is to be given: in which unit, for which components and block, how long."""

    role: Role
    unit: Unit
    valid_from: date
    valid_to: date | None = None
    components: tuple[str, ...] = ()
    block: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """A new account, its temporary password (nobody can read it again) and what to know."""

    person: User
    password: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A role that was given, and what the administrator should know of it."""

    role: RoleAssignment
    warnings: tuple[str, ...]


def open_roles(person: User) -> list[RoleAssignment]:
    """Return the roles that a person holds or will hold."""
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return list(person.roles.filter(lasting).select_related("unit"))


def is_province_administrator(user: User) -> bool:
    """Say whether a person administers a whole province."""
    return any(
        each.role == Role.ADMINISTRATOR and each.unit.kind == UnitKind.PROVINCE
        for each in roles_of(user)
    )


def may_manage(user: User, person: User) -> bool:
    """Say whether an administrator manages a person: all of his or her roles are within reach."""
    held = [each.unit for each in _roles_at_hand(person)]
    if not held:
        return is_province_administrator(user)
    return all(may(user, Action.MANAGE_ACCOUNTS, unit=unit) for unit in held)


def _roles_at_hand(person: User) -> list[RoleAssignment]:
    """Return open roles, without a query where a list has read them already."""
    known = getattr(person, "open_roles", None)
    return open_roles(person) if known is None else known


def roles_to_give(user: User, unit: Unit) -> tuple[Role, ...]:
    """Return the roles that an administrator may give in a unit, none outside his or her reach."""
    if not may(user, Action.MANAGE_ACCOUNTS, unit=unit):
        return ()
    if not is_province_administrator(user):
        return UNIT_ROLES
    if unit.kind == UnitKind.PROVINCE:
        return tuple(Role)
    return tuple(role for role in Role if role in ANYWHERE)


def access_person(person_id: int, *, user: User, lock: bool = False) -> User:
    """Return a person whom an administrator manages; nobody else exists for him or her."""
    people: QuerySet[User] = User.objects.select_for_update() if lock else User.objects.all()
    person = people.filter(pk=person_id).first()
    if person is None or not may_manage(user, person):
        raise NotEntitledError(f"person {person_id}")
    return person


def warnings_of(person: User, grant: Grant) -> tuple[str, ...]:
    """Return what separation of duties will mean for a person who gets a role.

    Nobody appraises or rules on the unit where he or she has a role; that holds unit by unit,
    so the role is given all the same.
    """
    held = open_roles(person)
    if grant.role in JUDGES:
        own = [each for each in held if each.role in SELF_SCORING and each.unit_id != grant.unit.pk]
        words = _("Người này đang là «%(role)s» tại %(unit)s: sẽ không xem xét, quyết định về đó.")
        return tuple(
            words % {"role": Role(each.role).label, "unit": each.unit.name} for each in own
        )
    if grant.role in SELF_SCORING and grant.unit.kind != UnitKind.PROVINCE:
        words = _("Người này đang là «%(role)s»: từ nay không xem xét, quyết định về %(unit)s.")
        return tuple(
            words % {"role": Role(each.role).label, "unit": grant.unit.name}
            for each in held
            if each.role in JUDGES
        )
    return ()


def new_password() -> str:
    """Return a temporary password that can be read out on the telephone."""
    letters = [secrets.choice(LETTERS) for _place in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def _clean(*, name: str, email: str, username: str | None = None) -> tuple[str, str]:
    """Return name and address tidied; refuse all that is wrong at once."""
    name, email, problems = tidy(name), email.strip(), []
    if not name:
        what, fix = _("chưa có họ và tên"), _("Nhập họ và tên đầy đủ")
        problems.append(Problem(_("Họ và tên"), what, fix))
    if username is not None and not USERNAME.fullmatch(username):
        fix = _("Dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối; ít nhất hai ký tự")
        problems.append(Problem(_("Tên đăng nhập"), _("«%s» không dùng được") % username, fix))
    elif username is not None and User.objects.filter(username__iexact=username).exists():
        what, fix = _("«%s» đã có người dùng") % username, _("Chọn tên khác")
        problems.append(Problem(_("Tên đăng nhập"), what, fix))
    if email and not _is_email(email):
        what, fix = _("địa chỉ không đúng dạng"), _("Nhập lại, hoặc để trống")
        problems.append(Problem(_("Thư điện tử"), what, fix))
    if problems:
        raise PersonError(problems)
    return name, email


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _require_reach(user: User, grant: Grant | None) -> None:
    """Refuse an account without a role to all but an administrator of the province."""
    if grant is None and not is_province_administrator(user):
        require(user, Action.MANAGE_ACCOUNTS)
        what = _("Người quản trị của đơn vị chỉ lập tài khoản kèm vai trò trong đơn vị mình.")
        raise RefusedError(what, fix=_("Chọn vai trò và đơn vị cho người này."))


@transaction.atomic
def create_person(
    *, username: str, name: str, email: str, user: User, grant: Grant | None = None
) -> Created:
    """Make an account with a temporary password, and with its first role where one is given."""
    require(user, Action.MANAGE_ACCOUNTS, unit=grant.unit if grant else None)
    _require_reach(user, grant)
    username = username.strip().lower()
    name, email = _clean(name=name, email=email, username=username)
    password = new_password()
    person = User.objects.create_user(
        username,
        password,
        name=name,
        email=email,
        has_temporary_password=True,
        is_practice=grant.unit.is_practice if grant else False,
    )
    record("person.created", person, user=user, new=_said(person))
    given = _give(person, grant, user) if grant else None
    return Created(person, password, given.warnings if given else ())


def _said(person: User) -> dict[str, str]:
    return {"username": person.username, "name": person.name, "email": person.email}


@transaction.atomic
def edit_person(*, person_id: int, version: int, name: str, email: str, user: User) -> User:
    """Correct a person's name and address; the name of the account stays."""
    person = access_person(person_id, user=user, lock=True)
    if person.version != version:
        raise RefusedError(
            _("Người khác vừa sửa tài khoản này."), fix=_("Tải lại trang rồi sửa tiếp.")
        )
    old = _said(person)
    person.name, person.email = _clean(name=name, email=email)
    person.version += 1
    person.save(update_fields=["name", "email", "version"])
    record("person.edited", person, user=user, old=old, new=_said(person))
    return person


def _not_oneself(person: User, user: User) -> None:
    if person.pk == user.pk:
        raise RefusedError(
            _("Không ai tự thay đổi quyền của chính mình."),
            fix=_("Đề nghị một người quản trị khác thực hiện."),
        )


@transaction.atomic
def deactivate_person(*, person_id: int, reason: str, user: User) -> User:
    """Close an account: it signs in no more; its roles and all that it wrote stay on record."""
    person = access_person(person_id, user=user, lock=True)
    _not_oneself(person, user)
    if not reason.strip():
        raise RefusedError(_("Chưa nêu lý do khóa tài khoản."), fix=_("Ghi lý do."))
    return _activate(person, "person.deactivated", user=user, to=False, reason=reason.strip())


@transaction.atomic
def reactivate_person(*, person_id: int, user: User) -> User:
    """Open a closed account again, with the roles that have not ended."""
    person = access_person(person_id, user=user, lock=True)
    _not_oneself(person, user)
    return _activate(person, "person.reactivated", user=user, to=True)


def _activate(person: User, verb: str, *, user: User, to: bool, reason: str = "") -> User:
    if person.is_active is to:
        return person
    person.is_active = to
    person.save(update_fields=["is_active"])
    record(verb, person, user=user, old=not to, new=to, reason=reason)
    return person


@transaction.atomic
def set_password(*, person_id: int, user: User) -> str:
    """Set a temporary password and return it: it is shown once and written nowhere.

    Two people have seen it, so the person must change it before doing anything with it.
    """
    person = access_person(person_id, user=user, lock=True)
    _not_oneself(person, user)
    password = new_password()
    person.set_password(password)
    person.has_temporary_password = True
    person.save(update_fields=["password", "has_temporary_password"])
    record("person.password_set", person, user=user)
    return password


@transaction.atomic
def give_role(*, person_id: int, grant: Grant, user: User) -> Given:
    """Give a person a role in a unit for a period."""
    require(user, Action.MANAGE_ACCOUNTS, unit=grant.unit)
    person = access_person(person_id, user=user, lock=True)
    return _give(person, grant, user)


def _give(person: User, grant: Grant, user: User) -> Given:
    _not_oneself(person, user)
    _refuse_wrong(grant, user)
    _refuse_twice(person, grant)
    warnings = warnings_of(person, grant)
    role = RoleAssignment.objects.create(
        user=person,
        unit=grant.unit,
        role=grant.role,
        block=grant.block if grant.role == Role.APPRAISER else "",
        components=list(grant.components) if grant.role in ASSIGNED_ROLES else [],
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        given_by=user,
    )
    record("role.given", role, user=user, new=_role_said(role), unit_id=grant.unit.pk)
    return Given(role, warnings)


def _refuse_wrong(grant: Grant, user: User) -> None:
    if grant.role not in roles_to_give(user, grant.unit):
        raise RefusedError(
            _("Không giao được vai trò «%(role)s» tại %(unit)s.")
            % {"role": grant.role.label, "unit": grant.unit.name},
            fix=_(
                "Vai trò cấp tỉnh giao tại tỉnh; người quản trị của đơn vị chỉ giao vai trò đơn vị."
            ),
        )
    if grant.role in ASSIGNED_ROLES and not grant.components:
        raise RefusedError(
            _("Chưa chọn phần được giao."), fix=_("Chọn lĩnh vực, tiêu chí, hoặc chọn tất cả.")
        )
    if grant.valid_to is not None and grant.valid_to < grant.valid_from:
        raise RefusedError(_("Ngày kết thúc trước ngày bắt đầu."), fix=_("Kiểm tra lại hai ngày."))


def _refuse_twice(person: User, grant: Grant) -> None:
    same = [
        each
        for each in open_roles(person)
        if (each.role, each.unit_id, each.block) == (grant.role, grant.unit.pk, grant.block)
        and (grant.valid_to is None or each.valid_from <= grant.valid_to)
        and (each.valid_to is None or each.valid_to >= grant.valid_from)
    ]
    if same:
        raise RefusedError(
            _("Người này đã giữ vai trò đó từ ngày %s.") % show_date(same[0].valid_from),
            fix=_("Kết thúc vai trò cũ trước khi giao lại."),
        )


@transaction.atomic
def end_role(*, role_id: int, last_day: date, reason: str, user: User) -> RoleAssignment:
    """End a role after a day; it stays on record. Ended with yesterday, it holds no more now."""
    found = RoleAssignment.objects.select_for_update(of=("self",)).select_related("unit", "user")
    role = found.filter(pk=role_id).first()
    if role is None or not may(user, Action.MANAGE_ACCOUNTS, unit=role.unit):
        raise NotEntitledError(f"role {role_id}")
    access_person(role.user_id, user=user)
    _not_oneself(role.user, user)
    if not reason.strip():
        raise RefusedError(_("Chưa nêu lý do kết thúc vai trò."), fix=_("Ghi lý do."))
    yesterday = timezone.localdate() - timedelta(days=1)
    if last_day < yesterday:
        raise RefusedError(
            _("Vai trò không được kết thúc lùi về trước ngày hôm qua."), fix=_("Chọn ngày khác.")
        )
    old, role.valid_to = role.valid_to, last_day
    role.save(update_fields=["valid_to"])
    record(
        "role.ended",
        role,
        user=user,
        old={"valid_to": old},
        new=_role_said(role),
        reason=reason.strip(),
        unit_id=role.unit_id,
    )
    return role


def _role_said(role: RoleAssignment) -> dict[str, object]:
    return {
        "person": role.user.username,
        "role": role.role,
        "block": role.block,
        "components": list(role.components),
        "valid_from": role.valid_from,
        "valid_to": role.valid_to,
    }


def people_of(user: User) -> Sequence[User]:
    """Return the people whom an administrator manages, each with `open_roles`; two queries."""
    require(user, Action.MANAGE_ACCOUNTS)
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    by_person: dict[int, list[RoleAssignment]] = {}
    for role in RoleAssignment.objects.filter(lasting).select_related("unit"):
        by_person.setdefault(role.user_id, []).append(role)
    people = list(User.objects.order_by("username"))
    for person in people:
        person.open_roles = by_person.get(person.pk, [])
    return [person for person in people if may_manage(user, person)]
