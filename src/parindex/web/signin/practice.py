"""Practice accounts: one password that everybody may know, on a practice site only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, Q
from django.utils import timezone

from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, User

PRACTICE_PASSWORD = "thuc-hanh-2026"  # noqa: S105  printed on the page of sign-in, and meant to be


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """One line of the list on the page of sign-in."""

    username: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class PracticeGroup:
    """The practice accounts of one role."""

    label: str
    accounts: tuple[PracticeAccount, ...]


def may_sign_in(user: AbstractBaseUser) -> bool:
    """Say whether an account may be used here: active, and for practice on a practice site only."""
    return user.is_active and (settings.PRACTICE or not user.is_practice)


def practice_groups() -> list[PracticeGroup]:
    """Return the practice accounts by role, none unless the site is for practice."""
    if not settings.PRACTICE:
        return []
    lines: dict[str, list[PracticeAccount]] = {}
    for user in User.objects.filter(is_practice=True, is_active=True).prefetch_related(_held()):
        for held in user.roles.all():
            line = PracticeAccount(user.username, user.name, held.unit.name)
            lines.setdefault(held.role, []).append(line)
    return [
        PracticeGroup(str(role.label), tuple(sorted(lines[role], key=lambda each: each.username)))
        for role in Role
        if role in lines
    ]


def _held() -> Prefetch:
    day = timezone.localdate()
    roles = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )
    return Prefetch("roles", roles.select_related("unit"))
