"""Every link leads somewhere: all pages from the first one, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from django.urls import ResolverMatch, resolve
from django.utils.translation import override

from parindex.web.results.models import Block, Node, UnitResult

pytestmark = pytest.mark.django_db

LINK = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')
OFTEN = {"unit", "criterion", "compare"}  # hundreds of each: some of every block are opened
DRAWN = {"unit_chart", "node_chart", "block_chart"}  # slow to draw: some of all are opened
A_FEW = 2


def place_of(path: str) -> ResolverMatch:
    """Return the route of an address in whichever language it is."""
    with override("en" if path.startswith("/en/") else "vi"):
        return resolve(path.partition("?")[0])


DESK = {"/hom-nay/", "/en/hom-nay/"}
SIGN_IN = {"/dang-nhap/", "/en/dang-nhap/"}
"""The one way from the public site to the desk leads to sign-in."""


class Walk:
    """Walks from the first page; opens each kind of page of each block a few times."""

    def __init__(self, client: Any) -> None:
        self.client, self.opened = client, Counter[tuple[str, ...]]()
        self.pages: dict[str, str] = {}
        self.wanted: dict[str, set[str]] = {}
        self.dead: list[str] = []
        self.units = set(UnitResult.objects.values_list("block__edition__slug", "unit"))
        self.nodes = set(Node.objects.values_list("block__edition__slug", "block__key", "code"))
        self.blocks = set(Block.objects.values_list("edition__slug", "key"))

    def group(self, path: str) -> tuple[str, ...]:
        """Return what counts together: language, route, and for a table its block."""
        found, language = place_of(path), path[:4] if path.startswith("/en/") else ""
        name = str(found.url_name)
        if name in DRAWN:
            return language, name, path.rsplit(".", 2)[1]
        if name == "unit":
            unit = found.kwargs["unit"]
            return language, name, found.kwargs["edition"], unit.split(".")[0] + str(len(unit))
        return language, name, str(found.kwargs.get("edition")), str(found.kwargs.get("block"))

    def exists(self, path: str) -> bool:
        """Say whether a link that is not opened names something that is published."""
        found = place_of(path).kwargs
        if "unit" in found:
            return (found["edition"], found["unit"]) in self.units
        if "code" in found:
            return (found["edition"], found["block"], found["code"]) in self.nodes
        if "block" in found:
            return (found["edition"], found["block"]) in self.blocks
        return True

    def visit(self, path: str) -> set[str]:
        """Open a page, or look up what it names; return the links on it."""
        group = self.group(path)
        self.opened[group] += 1
        if group[1] in OFTEN | DRAWN and self.opened[group] > A_FEW:
            self.dead += [] if self.exists(path) else [path]
            return set()
        response = self.client.get(path)
        if path in DESK and response.url.split("?")[0] in SIGN_IN:
            return set()
        if response.status_code != 200:
            self.dead.append(path)
            return set()
        if not response["Content-Type"].startswith("text/html"):
            return set()
        self.pages[path] = response.text
        links = {urljoin(path, unescape(link)) for link in LINK.findall(response.text)}
        return {link for link in links if link.startswith("/") and not link.startswith("/static/")}

    def all(self) -> None:
        """Walk until nothing new is left."""
        todo, seen = ["/"], {"/"}
        while todo:
            for link in sorted(self.visit(todo.pop(0))):
                path, anchor = urldefrag(link)
                self.wanted.setdefault(path, set()).add(anchor)
                if path not in seen:
                    seen.add(path)
                    todo.append(path)


def test_no_link_on_the_site_is_dead(client: Any) -> None:
    walk = Walk(client)
    walk.all()
    assert walk.dead == []
    assert len(walk.pages) > 200
    lost = [
        f"{path}#{anchor}"
        for path, text in walk.pages.items()
        for anchor in walk.wanted.get(path, set()) - {""}
        if f'id="{anchor}"' not in text
    ]
    assert lost == []


def test_links_to_other_sites_are_sources_and_use_https(client: Any) -> None:
    for address in ("/bang-xep-hang/766-provinces-2026-10-10/", "/bang-xep-hang/tay-ninh-2023/"):
        found = re.findall(r'<a href="(https?://[^"]+)" rel="([^"]+)"', client.get(address).text)
        assert all(rel == "external noopener" for _, rel in found)
        assert all(link.startswith("https://") for link, _ in found)
