"""Front app of sign-in: passwords, second factors, passkeys, an identity provider."""

from __future__ import annotations

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Dresses django-allauth for a closed site."""

    name = "parindex.web.signin"
    label = "signin"

    def ready(self) -> None:
        """Connect the audit log to what the library tells, and check the names of roles."""
        from parindex.web.signin import journal, second_factor  # noqa: PLC0415  models are ready now

        journal.connect()
        second_factor.check_names()
