"""Sign-in through the province's OpenID Connect provider, with every token verified."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

log = logging.getLogger(__name__)


class VerifiedOpenIDConnect(OpenIDConnectOAuth2Adapter):
    """Trusts an identity only under the provider's signature, and one person in both answers."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Read who the person is from the signed token and from the provider's answer about it."""
        identity = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        person = self._fetch_user_info(token.token)
        if person.get("sub") != identity["sub"]:
            raise OAuth2Error("token and answer of the provider speak of two people")
        data = {"userinfo": {**identity, **person}, "id_token": identity}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Verify signature, issuer, audience and time; the library would trust the line alone."""
        try:
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except KeyError as missing:
            raise OAuth2Error(f"the provider's token or configuration lacks {missing}") from missing


def leads_to_provider(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page's form end at the provider: the answer to it is a redirect, which counts."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.OIDC_PROVIDER:
            response._csp_update = {"form-action": [settings.OIDC_PROVIDER.origin]}
        return response

    return answer


def _in_words(view: type[OAuth2LoginView | OAuth2CallbackView]) -> Callable[..., HttpResponse]:
    """Return a view that says in words when the provider cannot be reached or is not set up."""

    @login_not_required
    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        adapter = VerifiedOpenIDConnect(request, provider_id)
        try:
            return view.adapter_view(adapter)(request)
        except SocialApp.DoesNotExist as unknown:
            raise Http404 from unknown
        except (RequestException, KeyError, ValueError) as error:
            log.warning("sign-in through the provider: %r", error)
            return render_authentication_error(request, adapter.get_provider(), exception=error)

    return answer


login = leads_to_provider(_in_words(OAuth2LoginView))
callback = _in_words(OAuth2CallbackView)
