"""What the environment may say of sign-in, and how it says no."""

from __future__ import annotations

import os

import pytest

from parindex.web.signin.configuration import SignIn

PROVIDER = {
    "PARINDEX_OIDC_ISSUER": "https://sso.mau.example/realms/tinh/",
    "PARINDEX_OIDC_CLIENT_ID": "parindex",
    "PARINDEX_OIDC_CLIENT_SECRET": "bi-mat",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an environment that says nothing."""
    for name in [each for each in os.environ if each.startswith("PARINDEX_")]:
        monkeypatch.delenv(name)


def test_a_bare_environment_is_no_practice_site_and_sends_no_mail() -> None:
    found = SignIn.read()
    assert (found.https, found.practice, found.proxies) == (False, False, 0)
    assert found.second_factor_for == ()
    assert found.mail == {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    assert found.provider is None


@pytest.mark.parametrize("name", ["PARINDEX_HTTPS", "PARINDEX_PRACTICE"])
@pytest.mark.parametrize("value", ["true", "2", ""])
def test_a_switch_is_0_or_1(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=rf"{name} is .*; write 0 or 1"):
        SignIn.read()


@pytest.mark.parametrize("value", ["-1", "one", "1.5", "²"])
def test_proxies_are_counted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PARINDEX_PROXIES", value)
    with pytest.raises(ValueError, match=r"PARINDEX_PROXIES is .*; write how many"):
        SignIn.read()


def test_roles_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_REQUIRE_MFA", "council_chair, administrator,,")
    assert SignIn.read().second_factor_for == ("council_chair", "administrator")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.mau.example", {"HOST": "mail.mau.example", "PORT": 25}),
        ("smtp+tls://a%40b:c%2Fd@m:2525", {"HOST_USER": "a@b", "HOST_PASSWORD": "c/d"}),
        ("smtp+tls://m", {"PORT": 587, "USE_TLS": True}),
        ("smtps://m", {"PORT": 465, "USE_SSL": True}),
    ],
)
def test_a_mail_server_is_an_address(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: dict[str, object]
) -> None:
    monkeypatch.setenv("PARINDEX_EMAIL", address)
    assert SignIn.read().mail.items() >= expected.items()


@pytest.mark.parametrize("address", ["mail.mau.example", "http://mail.mau.example", "smtp://"])
def test_a_wrong_mail_server_stops_the_start_without_showing_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PARINDEX_EMAIL", address)
    with pytest.raises(ValueError, match="PARINDEX_EMAIL is not an address"):
        SignIn.read()


def test_a_provider_is_an_issuer_and_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    found = SignIn.read().provider
    assert found is not None
    assert found.issuer == "https://sso.mau.example/realms/tinh"
    assert found.origin == "https://sso.mau.example"
    assert (found.name, found.claim) == ("sso.mau.example", "preferred_username")
    assert "bi-mat" not in repr(SignIn.read())


@pytest.mark.parametrize("missing", ["PARINDEX_OIDC_CLIENT_ID", "PARINDEX_OIDC_CLIENT_SECRET"])
def test_half_a_provider_stops_the_start(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in PROVIDER.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{missing} is missing"):
        SignIn.read()


@pytest.mark.parametrize("issuer", ["http://sso.mau.example", "sso.mau.example", "ftp://x"])
def test_a_provider_without_https_is_refused(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    for name, value in {**PROVIDER, "PARINDEX_OIDC_ISSUER": issuer}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="write an address with https"):
        SignIn.read()
