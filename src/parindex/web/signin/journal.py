"""Writes sign-in, sign-out, failures and changes of second factors into the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as identity
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest

from parindex.web.common.audit import record
from parindex.web.org.models import User

NOBODY = 0
LONGEST = User._meta.get_field("username").max_length


@transaction.atomic
def failed(*, username: str) -> None:
    """Write that a name was tried with a wrong password, whether or not it is an account's."""
    tried = username[:LONGEST]
    user = User.objects.filter(username__iexact=tried).first() or User(pk=NOBODY)
    record("account.sign_in_failed", user, user=None, new={"username": tried})


@transaction.atomic
def refused(*, username: str, user: User | None = None) -> None:
    """Write that somebody known to the provider, or a closed account, was turned away."""
    said = {"username": username[:LONGEST]}
    record("account.sign_in_refused", user or User(pk=NOBODY), user=None, new=said)


@transaction.atomic
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    steps = [step.get("type", step["method"]) for step in get_authentication_records(request, user)]
    record("account.signed_in", user, user=user, new={"methods": steps})


@transaction.atomic
def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        record("account.signed_out", user, user=user)


@transaction.atomic
def _password_changed(user: User, **_: Any) -> None:
    record("account.password_changed", user, user=user)


@transaction.atomic
def _password_set(user: User, **_: Any) -> None:
    record("account.password_set", user, user=user)


@transaction.atomic
def _password_reset(user: User, **_: Any) -> None:
    record("account.password_reset", user, user=user)


@transaction.atomic
def _factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    record("account.second_factor_added", user, user=user, new=_kind(authenticator))


@transaction.atomic
def _factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    record("account.second_factor_removed", user, user=user, old=_kind(authenticator))


@transaction.atomic
def _factor_renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    record("account.second_factor_renewed", user, user=user, new=_kind(authenticator))


@transaction.atomic
def _factor_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    record("account.second_factor_failed", user, user=None, new=_kind(authenticator))


@transaction.atomic
def _identity_connected(sociallogin: SocialLogin, **_: Any) -> None:
    user = sociallogin.user
    new = {"provider": sociallogin.account.provider, "identity": sociallogin.account.uid}
    record("account.identity_connected", user, user=user, new=new)


@transaction.atomic
def _identity_disconnected(socialaccount: SocialAccount, **_: Any) -> None:
    user = socialaccount.user
    old = {"provider": socialaccount.provider, "identity": socialaccount.uid}
    record("account.identity_disconnected", user, user=user, old=old)


def _kind(authenticator: Authenticator) -> dict[str, str]:
    return {"kind": str(authenticator.type)}


HEARD = (
    (account.user_logged_in, _signed_in),
    (user_logged_out, _signed_out),
    (account.password_changed, _password_changed),
    (account.password_set, _password_set),
    (account.password_reset, _password_reset),
    (second_factor.authenticator_added, _factor_added),
    (second_factor.authenticator_removed, _factor_removed),
    (second_factor.authenticator_reset, _factor_renewed),
    (second_factor.authentication_failed, _factor_failed),
    (identity.social_account_added, _identity_connected),
    (identity.social_account_removed, _identity_disconnected),
)


def connect() -> None:
    """Listen to the library, once."""
    for signal, write in HEARD:
        signal.connect(write, dispatch_uid=f"{__name__}.{write.__name__}")
