"""The page of sign-in; all other pages are the library's own views in our templates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import LoginView
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator

from parindex.web.signin.configuration import PROVIDER_ID
from parindex.web.signin.openid import leads_to_provider
from parindex.web.signin.practice import PRACTICE_PASSWORD, practice_groups


def provider_context(request: HttpRequest, process: str) -> dict[str, str] | None:
    """Return name and address of the provider, None where there is none."""
    if settings.OIDC_PROVIDER is None:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER_ID})
    address = passthrough_next_redirect_url(request, f"{address}?process={process}", "next")
    return {"name": settings.OIDC_PROVIDER.name, "url": address}


def with_mail(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hide what needs a mail server where there is none."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.HAS_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@method_decorator(leads_to_provider, name="dispatch")
class SignInView(LoginView):
    """Password, passkey, provider; on a practice site also its accounts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form and the other ways in."""
        return {
            **super().get_context_data(**kwargs),
            "provider": provider_context(self.request, "login"),
            "practice_groups": practice_groups(),
            "practice_password": PRACTICE_PASSWORD,
            "has_mail": settings.HAS_MAIL,
        }


@method_decorator([login_required, leads_to_provider], name="dispatch")
class IdentityView(ConnectionsView):
    """The identities that are connected to the own account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the connected identities and the way to connect one."""
        return {
            **super().get_context_data(**kwargs),
            "provider": provider_context(self.request, "connect"),
        }
