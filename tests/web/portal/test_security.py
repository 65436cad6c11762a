"""Headers and markup that keep foreign code out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .test_pages import PAGES

pytestmark = pytest.mark.django_db


class Inline(HTMLParser):
    """Collects what a strict policy would block: scripts, styles, handlers, foreign files."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        if tag in {"script", "style", "iframe", "object", "embed", "base"}:
            self.found.append(tag)
        for name, value in attrs:
            address = value or ""
            if name == "style" or name.startswith("on") or address.startswith("javascript:"):
                self.found.append(f"{tag} {name}")
            loads = tag != "a" and name in {"src", "srcset", "href", "action"}
            if loads and not (address == "" or address.startswith(("/", "?"))):
                self.found.append(f"{tag} {name}={address}")
            if loads and address.startswith("//"):
                self.found.append(f"{tag} {name}={address}")


@pytest.mark.parametrize("address", [*(page[0] for page in PAGES), "/khong-co/"])
def test_no_page_holds_script_or_style_or_foreign_files(client: Any, address: str) -> None:
    parser = Inline()
    parser.feed(client.get(address).text)
    assert parser.found == []


def test_the_policy_of_pages_is_strict(client: Any) -> None:
    for address in ("/", "/en/", "/khong-co/", "/don-vi/766-provinces-2026-10-10/H21/"):
        response = client.get(address)
        policy = dict(
            directive.strip().split(" ", 1)
            for directive in response["Content-Security-Policy"].split(";")
        )
        assert policy == {
            "default-src": "'none'",
            "base-uri": "'none'",
            "connect-src": "'self'",
            "font-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "frame-src": "'self'",
            "img-src": "'self' data:",
            "script-src": "'self'",
            "style-src": "'self'",
        }
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


def test_a_reader_is_given_no_cookie(client: Any) -> None:
    for address, _, _ in PAGES:
        assert not client.get(address).cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_on_the_site_can_be_written(client: Any, method: str) -> None:
    before = client.get("/bang-xep-hang/tay-ninh-2023/").content
    with CaptureQueriesContext(connection) as caught:
        getattr(client, method)("/bang-xep-hang/tay-ninh-2023/", {"tim": "x"})
    assert all(query["sql"].startswith("SELECT") for query in caught.captured_queries)
    assert client.get("/bang-xep-hang/tay-ninh-2023/").content == before


def test_a_foreign_host_is_refused(client: Any) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_headings_are_in_order_and_each_page_has_one_title(client: Any) -> None:
    for address, _, _ in PAGES:
        text = client.get(address).text
        levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        steps = pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), (address, levels)


def test_no_id_stands_twice_on_a_page(client: Any) -> None:
    for address, _, _ in PAGES:
        ids = re.findall(r'\sid="([^"]+)"', client.get(address).text)
        assert len(ids) == len(set(ids)), address


def test_every_table_has_a_caption_and_every_picture_its_words(client: Any) -> None:
    for address, _, _ in PAGES:
        text = client.get(address).text
        assert text.count("<table") == text.count("<caption"), address
        assert all('alt="' in picture for picture in re.findall(r"<img[^>]*>", text)), address
