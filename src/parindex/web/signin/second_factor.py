"""Demands a second factor of the roles that the installation names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parindex.web.common.audit import record
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from parindex.web.org.permissions import roles_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN = ("parindex.web.portal.", "parindex.web.signin.", "allauth.", "django.")


def check_names() -> None:
    """Stop the start when the installation names a role that there is not."""
    unknown = set(settings.REQUIRE_SECOND_FACTOR_FOR) - set(Role.values)
    if unknown:
        raise ImproperlyConfigured(
            f"PARINDEX_REQUIRE_MFA names {', '.join(sorted(unknown))}; "
            f"roles are {', '.join(Role.values)}"
        )


def lacks_second_factor(user: User) -> bool:
    """Say whether a person must set up a second factor before anything else."""
    required = set(settings.REQUIRE_SECOND_FACTOR_FOR)
    if required.isdisjoint(held.role for held in roles_of(user)):
        return False
    return not is_mfa_enabled(user, FACTORS)


@transaction.atomic
def remove_second_factors(*, username: str, reason: str) -> list[str]:
    """Remove every second factor of an account and return their kinds.

    For a person who lost them all; whoever calls this has made sure who is asking.
    """
    user = User.objects.select_for_update().get(username__iexact=username)
    factors = Authenticator.objects.filter(user=user).order_by("type", "id")
    removed = [str(each.type) for each in factors]
    if removed:
        factors.delete()
        old = {"kinds": removed}
        record("account.second_factor_removed", user, user=None, old=old, reason=reason)
    return removed


class SecondFactorMiddleware:
    """Leads people of named roles to the page of second factors until they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REQUIRE_SECOND_FACTOR_FOR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        """Redirect from pages of work; public pages and those of the own account stay open."""
        if view.__module__.startswith(OPEN) or not request.user.is_authenticated:
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.warning(request, self._demand())
        return redirect("mfa_index")

    @staticmethod
    def _demand() -> str:
        return _("Vai trò của anh chị phải có xác thực hai lớp. Hãy thiết lập rồi làm việc tiếp.")
