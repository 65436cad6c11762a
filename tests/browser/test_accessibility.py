"""axe finds nothing against WCAG 2.1 AA on any type of page, in light, dark and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .addresses import MAIN

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"color_scheme": "light", "width": 390, "height": 844},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", [*MAIN, "/en/"])
def test_axe_finds_nothing(visit: Callable[..., Page], address: str, look: str) -> None:
    page = visit(address, scripts=True, **LOOKS[look])
    found = Axe().run(page, options=RULES).response["violations"]
    assert [
        (each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"][:3]])
        for each in found
    ] == []
