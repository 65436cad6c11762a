"""A temporary password opens the page where it is changed, and nothing else of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from parindex.web.org.models import User

from .conftest import PASSWORD, is_signed_in, sign_in, written

CHANGE = "/tai-khoan/mat-khau/"
OWN = "mot-con-duong-moi-2026"  # of nobody
DIFFERENT = "Mật khẩu mới phải khác mật khẩu tạm."


@pytest.fixture
def newcomer(person: Callable[..., User], client: Client) -> User:
    """Return a person who has signed in with a temporary password."""
    user = person(has_temporary_password=True)
    sign_in(client, "can.bo")
    return user


def change(client: Client, new: str, query: str = "", **more: Any) -> Any:
    """Fill in the form of the change."""
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post(f"{CHANGE}{query}", form, **more)


@pytest.mark.parametrize("name", ["today", "results", "my_sheets", "accounts", "mfa_index"])
def test_every_page_of_work_leads_to_the_change(client: Client, newcomer: User, name: str) -> None:
    address = reverse(name)
    turned = client.get(address)
    assert turned.status_code == 302
    assert turned["Location"].startswith(f"{CHANGE}?next=")
    assert client.get(turned["Location"]).status_code == 200


def test_nothing_is_written_before_the_change(client: Client, newcomer: User) -> None:
    turned = client.post(reverse("new_person"), {"name": "x", "username": "y.z"})
    assert turned["Location"].startswith(CHANGE)
    assert User.objects.count() == 1


def test_public_pages_and_signing_out_stay_open(client: Client, newcomer: User) -> None:
    for address in ("/", "/bang-xep-hang/"):
        assert client.get(address).status_code == 200, address
    assert client.post("/dang-xuat/")["Location"] == "/"
    assert SESSION_KEY not in client.session


def test_page_of_the_change_says_why(client: Client, newcomer: User) -> None:
    page = client.get(CHANGE).text
    assert "đang dùng mật khẩu tạm" in page
    assert "Hủy, quay lại" not in page


def test_temporary_password_is_not_chosen_again(client: Client, newcomer: User) -> None:
    assert DIFFERENT in change(client, PASSWORD).text
    newcomer.refresh_from_db()
    assert newcomer.has_temporary_password
    assert written("account.password_changed") == []


def test_changed_password_opens_the_page_that_was_asked_for(client: Client, newcomer: User) -> None:
    wanted = client.get(reverse("results"))["Location"].removeprefix(CHANGE)
    assert change(client, OWN, wanted)["Location"] == reverse("results")
    newcomer.refresh_from_db()
    assert not newcomer.has_temporary_password
    assert newcomer.check_password(OWN)
    assert is_signed_in(client)
    assert "mật khẩu tạm" not in client.get(CHANGE).text
    assert len(written("account.password_changed")) == 1


def test_own_password_may_stay_and_leads_nowhere(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    sign_in(client, "can.bo")
    assert is_signed_in(client)
    assert DIFFERENT not in change(client, PASSWORD, follow=True).text


def test_who_came_without_the_password_is_not_asked_to_change_it(
    client: Client, newcomer: User
) -> None:
    session = client.session
    (step,) = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**step, "method": "socialaccount"}]
    session.save()
    assert is_signed_in(client)


def test_reset_by_mail_counts_as_a_change(
    client: Client, person: Callable[..., User], settings: LazySettings, mailoutbox: list[Any]
) -> None:
    settings.HAS_MAIL = True
    user = person(has_temporary_password=True, email="can.bo@example.test")
    client.post("/mat-khau/quen/", {"email": user.email})
    (mail,) = mailoutbox
    link = next(word for word in mail.body.split() if "/mat-khau/dat-lai/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    assert DIFFERENT in client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).text
    client.post(form, {"password1": OWN, "password2": OWN})
    user.refresh_from_db()
    assert (user.has_temporary_password, user.check_password(OWN)) == (False, True)
