"""The pages of sign-in: one look, one policy, both languages; public pages stay without cookies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.test import Client
from django.utils import translation

from parindex.web.org.models import User

from .conftest import confirm, sign_in

pytestmark = pytest.mark.django_db
OWN = [
    "/tai-khoan/",
    "/tai-khoan/mat-khau/",
    "/tai-khoan/khoa/",
    "/tai-khoan/danh-tinh/",
    "/dang-xuat/",
]
CONFIRMED = ["/tai-khoan/ung-dung/", "/tai-khoan/khoa/them/"]
ENGLISH = re.compile(r"\b(?:password|sign in|sign out|login|security key|authenticator)\b", re.I)


@pytest.fixture
def signed_in(client: Client, person: Callable[..., User]) -> Client:
    """Return a browser of a person who has just confirmed who it is."""
    person()
    sign_in(client, "can.bo")
    confirm(client, "/tai-khoan/ung-dung/")
    return client


def words_of(page: str) -> str:
    """Return what a page says to a reader."""
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.S)


def check_markup(page: str) -> None:
    """Check that no code and no style stands inside a page."""
    for script in re.findall(r"<script\b([^>]*)>", page):
        assert ' src="' in script or 'type="application/json"' in script, script
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
    assert "<style" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(ids)


def test_pages_for_everybody_are_vietnamese_and_hold_no_inline_code(client: Client) -> None:
    page = client.get("/dang-nhap/").text
    check_markup(page)
    assert not ENGLISH.search(words_of(page)), ENGLISH.findall(words_of(page))


@pytest.mark.parametrize("address", [*OWN, *CONFIRMED])
def test_pages_of_the_own_account_are_vietnamese_and_hold_no_inline_code(
    signed_in: Client, address: str
) -> None:
    response = signed_in.get(address)
    assert response.status_code == 200
    check_markup(response.text)
    found = ENGLISH.findall(words_of(response.text))
    assert not found


@pytest.mark.parametrize("address", [*OWN, *CONFIRMED])
def test_pages_of_the_own_account_ask_strangers_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    home = "/" if address == "/dang-xuat/" else "/dang-nhap/"
    assert response["Location"].partition("?")[0] == home


def test_pages_exist_in_english(client: Client) -> None:
    page = client.get("/en/dang-nhap/")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "Username" in page.text


def test_every_field_has_a_label(signed_in: Client) -> None:
    for address in [*OWN, *CONFIRMED]:
        page = signed_in.get(address).text
        labelled = set(re.findall(r'<label for="([^"]+)"', page))
        fields = re.findall(r'<input type="(?!hidden)[^>]*\bid="([^"]+)"', page)
        assert set(fields) <= labelled, address


def test_sign_in_keeps_a_reader_s_pages_free_of_cookies(client: Client) -> None:
    for address in ("/", "/bang-xep-hang/", "/en/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_pages_of_sign_in_are_never_kept_by_a_cache(client: Client) -> None:
    assert "no-store" in client.get("/dang-nhap/")["Cache-Control"]


def test_scripts_come_from_the_site_only(client: Client) -> None:
    policy = client.get("/dang-nhap/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


SHOWN = {
    DefaultAccountAdapter: {
        *("account_inactive", "enter_current_password", "incorrect_code", "incorrect_password"),
        *("invalid_login", "invalid_password_reset", "too_many_login_attempts", "unknown_email"),
        *("username_password_mismatch", "same_as_current", "rate_limited"),
    },
    DefaultMFAAdapter: set(DefaultMFAAdapter.error_messages),
    DefaultSocialAccountAdapter: set(DefaultSocialAccountAdapter.error_messages) - {"email_taken"},
}


@pytest.mark.parametrize("adapter", SHOWN, ids=lambda each: each.__name__)
def test_what_the_library_says_is_said_in_vietnamese(adapter: type[Any]) -> None:
    for key in SHOWN[adapter]:
        message = adapter.error_messages[key]
        with translation.override("en"):
            english = str(message)
        with translation.override("vi"):
            assert str(message) != english, key


def test_a_flood_from_one_address_is_refused_in_words(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        assert sign_in(client, "ai.do").status_code == 200
    page = sign_in(client, "ai.do")
    assert page.status_code == 429
    assert "Quá nhiều yêu cầu" in page.text


def test_the_address_behind_trusted_proxies_is_the_one_that_counts(
    client: Client, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def status(address: str) -> int:
        form = {"login": "ai.do", "password": "x"}
        return client.post("/dang-nhap/", form, headers={"x-forwarded-for": address}).status_code

    assert status("203.0.113.1") == 200
    assert status("203.0.113.2") == 200
    assert status("198.51.100.9, 203.0.113.1") == 429
