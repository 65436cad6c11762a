"""What a closed site asks of django-allauth: no sign-up, refusals in words, secrets encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from parindex.web.org.models import User
from parindex.web.signin import journal, temporary
from parindex.web.signin.practice import may_sign_in

PURPOSE = b"parindex factors"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; a wrong password is written down."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Keep the site closed."""
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Refuse an account that may not be used here, by whatever way it came."""
        if may_sign_in(user):
            return super().pre_login(request, user, **kwargs)
        clear_login(request)
        journal.refused(username=user.username, user=user)
        return render(request, "account/account_inactive.html", {"account": user}, status=403)

    def authentication_failed(self, _request: HttpRequest, **credentials: Any) -> None:
        """Write down which name was tried, never the password."""
        journal.failed(username=credentials.get("username", ""))

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Refuse a weak password, and the temporary one a second time."""
        temporary.refuse_the_same(password, user)
        return super().clean_password(password, user)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set the password that a person has chosen, by whatever page: it is temporary no more."""
        user.has_temporary_password = False
        super().set_password(user, password)

    def get_login_redirect_url(self, _request: HttpRequest) -> str:
        """Lead to today's work."""
        return today()

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Lead to the page of the own account."""
        return reverse("mfa_index")


def today() -> str:
    """Return the address of the page after sign-in."""
    try:
        return reverse("today")
    except NoReverseMatch:
        return reverse("home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted with the key of the installation, names accounts by username."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account in the person's authenticator app."""
        return user.get_username()

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Name the account in the person's browser."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.get_username(), "display_name": user.name}


def _box() -> Fernet:
    digest = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(digest.digest()))


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An identity of the provider opens an account that exists, and never makes one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect an identity seen for the first time to its account, or refuse it in words."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        claimed = claimed_username(sociallogin)
        user = account_of(claimed)
        if user is None:
            journal.refused(username=claimed)
            page = render(request, "socialaccount/unknown.html", {"claimed": claimed}, status=403)
            raise ImmediateHttpResponse(page)
        if may_sign_in(user):
            sociallogin.connect(request, user)
        else:
            sociallogin.user = user


def claimed_username(sociallogin: SocialLogin) -> str:
    """Return what the provider says of who the person is; an e-mail only when it is verified."""
    claims = sociallogin.account.extra_data["userinfo"]
    claim = settings.OIDC_PROVIDER.claim
    if claim == "email" and claims.get("email_verified") is not True:
        return ""
    return str(claims.get(claim) or "")


def account_of(claimed: str) -> User | None:
    """Return the one account that a claim means, None when it is none or not only one."""
    field = "email__iexact" if settings.OIDC_PROVIDER.claim == "email" else "username__iexact"
    found = list(User.objects.filter(**{field: claimed})[:2]) if claimed else []
    return found[0] if len(found) == 1 else None
