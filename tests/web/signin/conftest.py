"""People who sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from parindex.web.common.models import AuditRow
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User

PASSWORD = "mua-thu-la-bay-1945"  # noqa: S105  of people who do not exist


@pytest.fixture(autouse=True)
def cheap_passwords(settings: LazySettings) -> None:
    """Let a test not wait for a hash that is meant to be slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_site(settings: LazySettings) -> None:
    """Let no variable of the shell make this site one for practice, or with a mail server."""
    settings.PRACTICE, settings.HAS_MAIL = False, False


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Return a function that makes an account."""

    def make(username: str = "can.bo", **fields: Any) -> User:
        fields = {"name": "Cán bộ Mẫu", "password": PASSWORD, **fields}
        return User.objects.create_user(username, **fields)

    return make


@pytest.fixture
def department(db: None) -> Unit:
    """Return a department of the practice province."""
    return Unit.objects.create(
        code="MAU.01", kind=UnitKind.DEPARTMENT, name="Sở Mẫu", plain_name="so mau"
    )


@pytest.fixture
def holds(department: Unit) -> Callable[..., RoleAssignment]:
    """Return a function that gives a role in the department."""

    def give(user: User, role: Role, **fields: Any) -> RoleAssignment:
        fields = {"valid_from": date(2020, 1, 1), "unit": department, **fields}
        return RoleAssignment.objects.create(user=user, role=role, **fields)

    return give


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Fill in the form of sign-in."""
    return client.post("/dang-nhap/", {"login": username, "password": password, **more})


def confirm(client: Client, address: str) -> HttpResponse:
    """Follow an address that asks again who it is, and give the password."""
    asked = client.get(address)
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/")
    assert "Xác nhận lại" in client.get(asked["Location"]).text
    return client.post(asked["Location"], {"password": PASSWORD, "next": address}, follow=True)


def is_signed_in(client: Client) -> bool:
    """Say whether the page of the own account opens."""
    return client.get("/tai-khoan/").status_code == 200


def written(verb: str) -> list[AuditRow]:
    """Return the audit rows of a verb."""
    return list(AuditRow.objects.filter(verb=verb))
