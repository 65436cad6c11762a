"""Settings of sign-in: what the environment may say, and what it means to Django and allauth.

`parindex.web.settings` takes every capital name from here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

MAIL_SCHEMES = {"smtp": (25, {}), "smtp+tls": (587, {"USE_TLS": True})} | {
    "smtps": (465, {"USE_SSL": True})
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PROVIDER_ID = "sso"


@dataclass(frozen=True, slots=True)
class Provider:
    """The OpenID Connect provider of the province."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    claim: str

    @property
    def origin(self) -> str:
        """Return scheme, host and port: where the sign-in form may lead to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What an installation may say about sign-in; `docs/how-to/sign-in.md` explains each."""

    https: bool
    practice: bool
    proxies: int
    second_factor_for: tuple[str, ...]
    mail: dict[str, Any] = field(repr=False)
    sender: str
    provider: Provider | None

    @classmethod
    def read(cls) -> SignIn:
        """Read the environment; a wrong value stops the start."""
        return cls(
            https=_switch("PARINDEX_HTTPS"),
            practice=_switch("PARINDEX_PRACTICE"),
            proxies=_count("PARINDEX_PROXIES"),
            second_factor_for=_names("PARINDEX_REQUIRE_MFA"),
            mail=_mail(os.environ.get("PARINDEX_EMAIL", "")),
            sender=os.environ.get("PARINDEX_EMAIL_FROM") or "parindex@localhost",
            provider=_provider(),
        )


def _switch(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ValueError(f"{name} is {value!r}; write 0 or 1")
    return value == "1"


def _count(name: str) -> int:
    value = os.environ.get(name, "0")
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"{name} is {value!r}; write how many proxies stand in front, 0 for none")
    return int(value)


def _names(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def _mail(address: str) -> dict[str, Any]:
    if not address:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ValueError(
            "PARINDEX_EMAIL is not an address of a mail server; write "
            "smtp://, smtp+tls:// or smtps:// with user:password@host:port"
        )
    port, options = MAIL_SCHEMES[parts.scheme]
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": parts.port or port,
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        **options,
    }


def _provider() -> Provider | None:
    issuer = os.environ.get("PARINDEX_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise ValueError(f"PARINDEX_OIDC_ISSUER is {issuer!r}; write an address with https")
    for name in ("PARINDEX_OIDC_CLIENT_ID", "PARINDEX_OIDC_CLIENT_SECRET"):
        if not os.environ.get(name):
            raise ValueError(f"{name} is missing, PARINDEX_OIDC_ISSUER asks for it")
    return Provider(
        issuer=issuer,
        client_id=os.environ["PARINDEX_OIDC_CLIENT_ID"],
        client_secret=os.environ["PARINDEX_OIDC_CLIENT_SECRET"],
        name=os.environ.get("PARINDEX_OIDC_NAME") or parts.netloc,
        claim=os.environ.get("PARINDEX_OIDC_CLAIM") or "preferred_username",
    )


SIGN_IN = SignIn.read()
PRACTICE = SIGN_IN.practice
REQUIRE_SECOND_FACTOR_FOR = SIGN_IN.second_factor_for
OIDC_PROVIDER = SIGN_IN.provider
HAS_MAIL = not SIGN_IN.mail["BACKEND"].endswith("console.EmailBackend")

AUTHENTICATION_BACKENDS = ["parindex.web.signin.backends.AccountBackend"]
LOGIN_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SIGN_IN.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SIGN_IN.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIGN_IN.https else None
ALLAUTH_TRUSTED_PROXY_COUNT = SIGN_IN.proxies

EMAIL_BACKEND = SIGN_IN.mail["BACKEND"]
EMAIL_HOST = SIGN_IN.mail.get("HOST", "localhost")
EMAIL_PORT = SIGN_IN.mail.get("PORT", 25)
EMAIL_HOST_USER = SIGN_IN.mail.get("HOST_USER", "")
EMAIL_HOST_PASSWORD = SIGN_IN.mail.get("HOST_PASSWORD", "")
EMAIL_USE_TLS = SIGN_IN.mail.get("USE_TLS", False)
EMAIL_USE_SSL = SIGN_IN.mail.get("USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SIGN_IN.sender

ACCOUNT_ADAPTER = "parindex.web.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SIGN_IN.https else "http"
# The cookie ends with the browser, for machines are shared; the session ends after 12 hours.
ACCOUNT_SESSION_REMEMBER = False
# A province's offices share one address: tight per account must be wide per address.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,5/5m/key"}

MFA_ADAPTER = "parindex.web.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "parindex"
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}

SOCIALACCOUNT_ADAPTER = "parindex.web.signin.adapters.IdentityAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": PROVIDER_ID,
                "name": OIDC_PROVIDER.name,
                "client_id": OIDC_PROVIDER.client_id,
                "secret": OIDC_PROVIDER.client_secret,
                "settings": {"server_url": OIDC_PROVIDER.issuer},
            }
        ]
        if OIDC_PROVIDER
        else [],
    }
}
