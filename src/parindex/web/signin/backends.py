"""Who may use an account, asked at sign-in and again with every request."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from parindex.web.signin.practice import may_sign_in


class AccountBackend(AuthenticationBackend):
    """Refuses inactive accounts, and practice accounts outside practice, also in an old session."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Say whether the account may be used."""
        return may_sign_in(user)
