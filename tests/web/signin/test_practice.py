"""Practice accounts, whose password everybody may know, open on a practice site only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.web.org.enums import Role
from parindex.web.org.models import User
from parindex.web.signin.practice import PRACTICE_PASSWORD, practice_groups

from .conftest import is_signed_in, sign_in, written


@pytest.fixture
def practised(person: Callable[..., User], holds: Callable[..., Any]) -> User:
    """Return an officer for practice."""
    user = person("mau.so-01", name="Người tập", password=PRACTICE_PASSWORD, is_practice=True)
    holds(user, Role.UNIT_OFFICER)
    return user


@pytest.fixture
def practice_site(settings: LazySettings) -> None:
    """Run the site for practice."""
    settings.PRACTICE = True


def test_a_practice_account_is_refused_elsewhere_in_words(client: Client, practised: User) -> None:
    page = sign_in(client, "mau.so-01", PRACTICE_PASSWORD)
    assert page.status_code == 403
    assert "chỉ dùng được trên trang thực hành" in page.text
    assert not is_signed_in(client)
    assert [row.subject_id for row in written("account.sign_in_refused")] == [practised.pk]


def test_a_practice_account_opens_on_a_practice_site(
    client: Client, practised: User, practice_site: None
) -> None:
    sign_in(client, "mau.so-01", PRACTICE_PASSWORD)
    assert is_signed_in(client)


def test_a_session_of_practice_ends_when_practice_ends(
    client: Client, practised: User, practice_site: None, settings: LazySettings
) -> None:
    sign_in(client, "mau.so-01", PRACTICE_PASSWORD)
    assert is_signed_in(client)
    settings.PRACTICE = False
    assert not is_signed_in(client)


def test_the_page_of_a_practice_site_lists_accounts_by_role(
    client: Client, practised: User, practice_site: None, person: Callable[..., User]
) -> None:
    person("nguoi.that")
    page = client.get("/dang-nhap/").text
    assert "Tài khoản thực hành" in page
    assert PRACTICE_PASSWORD in page
    assert 'name="login" value="mau.so-01"' in page
    assert "Cán bộ đầu mối của đơn vị" in page
    assert "Sở Mẫu" in page
    assert "nguoi.that" not in page


def test_the_page_of_another_site_lists_nobody(client: Client, practised: User) -> None:
    page = client.get("/dang-nhap/").text
    assert "mau.so-01" not in page
    assert PRACTICE_PASSWORD not in page


def test_only_accounts_that_open_something_today_are_listed(
    practised: User,
    practice_site: None,
    person: Callable[..., User],
    holds: Callable[..., Any],
) -> None:
    gone = person("mau.cu", is_practice=True)
    holds(gone, Role.UNIT_HEAD, valid_to="2021-01-01")
    holds(person("mau.dong", is_practice=True, is_active=False), Role.UNIT_HEAD)
    (group,) = practice_groups()
    assert [account.username for account in group.accounts] == ["mau.so-01"]


def test_the_list_takes_the_same_queries_for_one_account_and_for_many(
    practised: User, practice_site: None, person: Callable[..., User], holds: Callable[..., Any]
) -> None:
    counts = []
    for more in (0, 20):
        for number in range(more):
            holds(person(f"mau.{number}", is_practice=True), Role.UNIT_HEAD)
        with CaptureQueriesContext(connection) as caught:
            practice_groups()
        counts.append(len(caught))
    assert counts == [2, 2]
