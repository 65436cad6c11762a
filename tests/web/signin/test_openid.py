"""Sign-in through a real OpenID Connect provider: a process of its own, asked over HTTP."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from parindex.web.org.models import User
from parindex.web.signin.configuration import Provider
from tests.oidc_provider.running import (
    CLIENT,
    Forge,
    RunningProvider,
    altered_token,
    forger,
    running_provider,
    unsigned_token,
)

from .conftest import PASSWORD, is_signed_in, sign_in, written

DOOR = "/tai-khoan/cong-dang-nhap/sso/"
BACK = f"http://testserver{DOOR}tra-loi/"
UNVERIFIED = "Cổng đăng nhập không trả lời đúng"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvider]:
    """Run the provider once for this module."""
    with running_provider(tmp_path_factory.mktemp("provider"), [BACK]) as running:
        yield running


@pytest.fixture
def configure(provider: RunningProvider, settings: LazySettings, db: None) -> Callable[..., None]:
    """Return a function that sets the site up for the provider, with endpoints of ours if any."""
    known = Provider(provider.issuer, **CLIENT, name="Cổng của tỉnh", claim="preferred_username")

    def set_up(*, claim: str = "preferred_username", **endpoints: str) -> None:
        app = {"provider_id": "sso", "name": known.name, "client_id": known.client_id}
        settings.OIDC_PROVIDER = dataclasses.replace(known, claim=claim)
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        **app,
                        "secret": known.client_secret,
                        "settings": {
                            "server_url": known.issuer,
                            "openid_configuration_overrides": endpoints,
                        },
                    }
                ],
            }
        }

    set_up()
    return set_up


def come_back(client: Client, provider: RunningProvider, username: str, door: str = DOOR) -> str:
    """Leave for the provider, sign in there, and return the address that leads back."""
    leaving = client.post(door)
    assert leaving.status_code == 302, leaving.text
    address = provider.sign_in(leaving["Location"], username)
    assert address.startswith(BACK)
    return address.removeprefix("http://testserver")


def enter(client: Client, provider: RunningProvider, username: str) -> HttpResponse:
    """Walk the whole way."""
    return client.get(come_back(client, provider, username))


def test_a_known_person_signs_in(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    user = person("can.bo")
    page = client.get("/dang-nhap/")
    assert "Đăng nhập bằng Cổng của tỉnh" in page.text
    assert f"form-action 'self' {provider.site}" in page["Content-Security-Policy"]
    assert enter(client, provider, "can.bo").status_code == 302
    assert is_signed_in(client)
    assert [row.actor_id for row in written("account.identity_connected")] == [user.pk]
    assert [row.new for row in written("account.signed_in")] == [{"methods": ["socialaccount"]}]
    assert User.objects.count() == 1


def test_the_way_there_carries_state_and_a_challenge(
    client: Client, provider: RunningProvider, configure: Callable[..., None]
) -> None:
    asked = parse_qs(urlsplit(client.post(DOOR)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == [BACK]
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]


def test_leaving_for_the_provider_takes_a_post(
    client: Client, provider: RunningProvider, configure: Callable[..., None]
) -> None:
    page = client.get(DOOR)
    assert page.status_code == 200
    assert "Chuyển sang Cổng của tỉnh" in page.text
    assert f"form-action 'self' {provider.site}" in page["Content-Security-Policy"]


def test_an_identity_stays_with_its_account_when_the_account_is_renamed(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    user = person("can.bo")
    enter(client, provider, "can.bo")
    client.post("/dang-xuat/")
    User.objects.filter(pk=user.pk).update(username="doi.ten")
    person("can.bo")
    enter(client, provider, "can.bo")
    assert is_signed_in(client)
    assert [row.actor_id for row in written("account.signed_in")] == [user.pk, user.pk]


def test_a_person_without_account_is_refused_in_words_and_none_is_made(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")
    page = enter(client, provider, "nguoi.la")
    assert page.status_code == 403
    assert "nguoi.la" in page.text
    assert "chưa có tài khoản nào mang tên đó" in page.text
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert [row.new for row in written("account.sign_in_refused")] == [{"username": "nguoi.la"}]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_practice": True}])
def test_a_closed_account_is_refused_in_words(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
    fields: dict[str, bool],
) -> None:
    person("da.nghi", **fields)
    page = enter(client, provider, "da.nghi")
    assert page.status_code == 403
    assert "Không đăng nhập được" in page.text
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_refused_though_its_identity_was_connected_before(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    user = person("da.nghi")
    enter(client, provider, "da.nghi")
    client.post("/dang-xuat/")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "đã ngừng hoạt động" in enter(client, provider, "da.nghi").text
    assert not is_signed_in(client)


def test_another_state_is_refused(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")
    back = come_back(client, provider, "can.bo")
    state = parse_qs(urlsplit(back).query)["state"][0]
    page = client.get(back.replace(state, "x" * len(state)))
    assert page.status_code == 401
    assert UNVERIFIED in page.text
    assert not is_signed_in(client)


def test_an_address_made_in_another_browser_or_used_before_is_refused(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")
    back = come_back(client, provider, "can.bo")
    victim = Client()
    assert victim.get(back).status_code == 401
    assert not is_signed_in(victim)
    client.get(back)
    assert is_signed_in(client)
    client.post("/dang-xuat/")
    assert client.get(back).status_code == 401
    assert not is_signed_in(client)


FORGERIES: dict[str, Forge] = {
    "another person": lambda answer: altered_token(answer, preferred_username="can.bo"),
    "another subject": lambda answer: altered_token(answer, sub="1"),
    "no signature": unsigned_token,
    "no token": lambda answer: {key: answer[key] for key in answer if key != "id_token"},
    "no sense": lambda answer: {**answer, "id_token": "a.b.c"},
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_an_altered_token_is_refused(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
    forge: Forge,
) -> None:
    person("can.bo")
    person("nguoi.la")
    with forger(f"{provider.issuer}/token/", forge) as address:
        configure(token_endpoint=address)
        page = enter(client, provider, "nguoi.la")
    assert page.status_code == 401
    assert UNVERIFIED in page.text
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_forger_that_alters_nothing_is_not_noticed(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")
    with forger(f"{provider.issuer}/token/", lambda answer: answer) as address:
        configure(token_endpoint=address)
        enter(client, provider, "can.bo")
    assert is_signed_in(client)


def test_an_answer_about_another_person_than_the_token_s_is_refused(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")

    def swap(answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, "sub": "another", "preferred_username": "can.bo"}

    with forger(f"{provider.issuer}/userinfo/", swap) as address:
        configure(userinfo_endpoint=address)
        page = enter(client, provider, "nguoi.la")
    assert page.status_code == 401
    assert not is_signed_in(client)


def test_a_code_cannot_be_spent_without_its_verifier(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    person("can.bo")
    stolen = parse_qs(urlsplit(come_back(client, provider, "can.bo")).query)["code"][0]
    thief = Client()
    state = parse_qs(urlsplit(thief.post(DOOR)["Location"]).query)["state"][0]
    page = thief.get(f"{DOOR}tra-loi/", {"code": stolen, "state": state})
    assert page.status_code == 401
    assert not is_signed_in(thief)


def test_the_second_factor_is_asked_after_the_provider_too(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    TOTP.activate(person("can.bo"), "JBSWY3DPEHPK3PXP")
    assert enter(client, provider, "can.bo")["Location"] == "/dang-nhap/hai-lop/"
    assert not is_signed_in(client)


def test_an_email_counts_only_when_the_provider_verified_it(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    configure(claim="email")
    person("lanh.dao", email="lanh.dao@elsewhere.example")
    person("ten.khac", email="can.bo@mau.example")
    assert enter(client, provider, "mao.danh").status_code == 403
    assert not is_signed_in(client)
    enter(client, provider, "can.bo")
    assert [row.actor_id for row in written("account.signed_in")] == [
        User.objects.get(username="ten.khac").pk
    ]


def test_an_email_of_two_accounts_opens_neither(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    configure(claim="email")
    for username in ("mot", "hai"):
        person(username, email="can.bo@mau.example")
    assert enter(client, provider, "can.bo").status_code == 403
    assert not is_signed_in(client)


def test_a_signed_in_person_connects_an_identity_and_takes_it_back(
    client: Client,
    provider: RunningProvider,
    configure: Callable[..., None],
    person: Callable[..., User],
) -> None:
    user = person("ten.khac")
    sign_in(client, "ten.khac", PASSWORD)
    page = client.get("/tai-khoan/danh-tinh/").text
    assert "Chưa liên kết danh tính nào." in page
    assert f'action="{DOOR}?process=connect"' in page
    client.get(come_back(client, provider, "can.bo", f"{DOOR}?process=connect"))
    identity = SocialAccount.objects.get(user=user)
    assert "Các danh tính mở được tài khoản này" in client.get("/tai-khoan/danh-tinh/").text
    client.post("/dang-xuat/")
    enter(client, provider, "can.bo")
    assert is_signed_in(client)
    client.post("/tai-khoan/danh-tinh/", {"account": identity.pk})
    assert not SocialAccount.objects.exists()
    assert [row.actor_id for row in written("account.identity_disconnected")] == [user.pk]


def test_a_person_who_gives_up_at_the_provider_reads_that_nothing_changed(
    client: Client, provider: RunningProvider, configure: Callable[..., None]
) -> None:
    state = parse_qs(urlsplit(client.post(DOOR)["Location"]).query)["state"][0]
    given_up = {"error": "access_denied", "state": state}
    page = client.get(f"{DOOR}tra-loi/", given_up, follow=True)
    assert "Chưa có gì thay đổi" in page.text


def test_a_silent_provider_is_told_in_words(
    client: Client, configure: Callable[..., None], settings: LazySettings
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9/o"
    page = client.post(DOOR)
    assert page.status_code == 401
    assert UNVERIFIED in page.text


def test_without_a_provider_its_door_does_not_exist(client: Client, db: None) -> None:
    assert client.post(DOOR).status_code == 404
    assert client.get(f"{DOOR}tra-loi/?code=1&state=2").status_code == 404
    assert "Đăng nhập bằng Cổng" not in client.get("/dang-nhap/").text
