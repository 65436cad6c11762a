"""The audit log says from where a change comes, and believes only our own proxies."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from parindex.web.common.middleware import client_address


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "10.9.9.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "6.6.6.6, 10.1.2.3", "10.1.2.3"),
        (2, "6.6.6.6, 10.1.2.3, 172.16.0.1", "10.1.2.3"),
        (2, "10.1.2.3", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxies_say(
    settings: object, proxies: int, told: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": told})
    assert client_address(request) == address
