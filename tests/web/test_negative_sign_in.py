"""The negative list, third part: attacks on sign-in. How the library's own pages refuse is in
`tests/web/signin`; that every form needs its token is in `tests/web/desk/test_routes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from parindex.web.common.models import AuditRow
from parindex.web.org.models import User
from tests.web.story import NOW, PASSWORD, Story, make_story

WORK = "/hom-nay/"


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    """Return the small province with its people, the clock at the story's hour."""
    with time_machine.travel(NOW, tick=False):
        yield make_story()


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the form of sign-in."""
    return client.post("/dang-nhap/", {"login": login, "password": password, **more})


def is_in(client: Client) -> bool:
    """Say whether the day's work opens."""
    return client.get(WORK).status_code == 200


def test_a_session_planted_before_sign_in_is_worth_nothing_after_it(story: Story) -> None:
    session = SessionStore()
    session["language"] = "vi"
    session.create()
    planted, victim, thief = session.session_key, Client(), Client()
    victim.cookies["sessionid"] = planted
    assert sign_in(victim, "officer")["Location"] == WORK
    assert victim.cookies["sessionid"].value != planted
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)
    assert is_in(victim)


def test_a_session_left_behind_ends_with_signing_out(story: Story) -> None:
    client, thief = Client(), Client()
    sign_in(client, "officer")
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(thief)
    client.get("/dang-xuat/")
    assert is_in(client)
    client.post("/dang-xuat/")
    assert not is_in(thief)


def test_sign_in_needs_the_token_of_its_form(story: Story) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "officer").status_code == 403
    client.get("/dang-nhap/")
    token = client.cookies["csrftoken"].value
    assert sign_in(client, "officer", csrfmiddlewaretoken=token)["Location"] == WORK


def test_refusals_do_not_tell_who_has_an_account(story: Story, client: Client) -> None:
    User.objects.filter(username="leader").update(is_active=False)
    pages = [
        sign_in(client, name, "mật khẩu sai").content.decode().replace(name, "")
        for name in ("officer", "leader", "khongco")
    ]
    assert len({page.count("Tên đăng nhập hoặc mật khẩu không đúng.") for page in pages}) == 1
    assert len({len(page) for page in pages}) == 1
    assert "Location" in sign_in(client, "officer").headers


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"),
        *("https:evil.example", "http:///evil.example", "\t//evil.example", "/\t/evil.example"),
    ],
)
def test_sign_in_leads_to_no_other_site(story: Story, client: Client, address: str) -> None:
    assert sign_in(client, "officer", next=address)["Location"] == WORK
    again = client.get("/dang-nhap/", {"next": address})
    assert again.headers.get("Location", WORK) == WORK
    other = Client()
    assert sign_in(other, "officer", next="/phieu/")["Location"] == "/phieu/"


def test_an_account_for_practice_opens_nothing_elsewhere(
    story: Story, settings: LazySettings
) -> None:
    """Its password is printed in the documents; not even an old session of it lives on."""
    User.objects.filter(username="officer").update(is_practice=True)
    client = Client()
    settings.PRACTICE = True
    assert sign_in(client, "officer")["Location"] == WORK
    assert is_in(client)
    settings.PRACTICE = False
    assert not is_in(client)
    again = Client()
    assert sign_in(again, "officer").status_code == 403
    assert not is_in(again)
    assert AuditRow.objects.filter(verb="account.sign_in_refused").count() == 1


def test_a_role_that_has_ended_opens_nothing(story: Story, client: Client) -> None:
    sign_in(client, "officer")
    address = f"/phieu/{story.sheet().pk}/"
    assert client.get(address).status_code == 200
    story.officer.roles.update(valid_to="2026-11-21")
    assert client.get(address).status_code == 404
    assert is_in(client)
