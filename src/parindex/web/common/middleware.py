"""Lets the audit log know from where a change comes."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from parindex.web.common.audit import coming_from


def address_for_audit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep the client's address while a request is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with coming_from(client_address(request)):
            return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> str:
    """Return from where a request comes; behind proxies of ours, what the outermost was told.

    Only as many addresses are believed as there are proxies: a client can write the rest itself.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    if proxies and len(told) >= proxies and told[-proxies]:
        return told[-proxies][:60]
    return str(request.META.get("REMOTE_ADDR", ""))
