"""Temporary passwords: who signs in with one chooses an own one before any work.

An administrator has read a temporary password aloud or on paper, so what is done under it could
be another person's doing. It opens the page where it is changed, and nothing of the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.web.org.models import User

OPEN = ("parindex.web.portal.", "django.")
"""Pages for everybody, and those of the frame: language, files."""
OWN = frozenset({"account_change_password", "account_logout"})
"""What is left of the own account until the password is changed."""


def must_change(request: HttpRequest) -> bool:
    """Say whether the person of a request came in with a temporary password.

    Who came by a passkey or through the provider has not used it and need not know it.
    """
    user = request.user
    if not user.is_authenticated or not user.has_temporary_password:
        return False
    methods = {each["method"] for each in get_authentication_records(request, user)}
    return not methods or "password" in methods


def refuse_the_same(password: str, user: User | None) -> None:
    """Raise `ValidationError` when the new password is the temporary one again."""
    if user is not None and user.has_temporary_password and user.check_password(password):
        words = _("Mật khẩu mới phải khác mật khẩu tạm. Hãy đặt mật khẩu chỉ mình anh chị biết.")
        raise ValidationError(words, code="temporary_password")


class TemporaryPasswordMiddleware:
    """Leads from every page of work to the change of a temporary password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        """Redirect, and remember the page that was asked for; nothing sent is carried over."""
        if view.__module__.startswith(OPEN) or request.resolver_match.url_name in OWN:
            return None
        if not must_change(request):
            return None
        address = reverse("account_change_password")
        wanted = request.get_full_path() if request.method == "GET" else reverse("today")
        return redirect(f"{address}?{urlencode({'next': wanted})}")
