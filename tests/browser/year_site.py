"""A site of its own for one year: windows of its people, a close look at every page they visit."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import _listen
from tests.browser.round_site import RoundSite, environment_of, prepare, serving
from tests.browser.test_accessibility import RULES
from tests.browser.test_journeys import OVERFLOW

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SCREENSHOTS = os.environ.get("PARINDEX_SCREENSHOTS")
"""A folder: with it, every page of the walk is kept there as a picture."""
OWN = r"^foreign: chrome(-extension)?://"
"""Chromium's viewer of PDF files asks for parts of itself."""
PATIENCE = 30_000  # milliseconds: a busy machine is no fault of a page
PROVINCE_CLOCK = "Asia/Ho_Chi_Minh"
IDS = """
import json
from parindex.web.assessment.models import Round, Row, Sheet
print(json.dumps({
    "round": Round.objects.get().pk,
    "sheets": list(Sheet.objects.order_by("unit_id").values_list("pk", flat=True)),
    "rows": [
        dict(Row.objects.filter(sheet=sheet).values_list("code", "pk"))
        for sheet in Sheet.objects.order_by("unit_id")
    ],
}))
"""


@dataclass
class Year:
    """The site, a window for each person, what the browsers complained of, files on disk."""

    site: RoundSite
    browser: Browser
    folder: Path
    windows: dict[str, Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    pictures: int = 0
    case: str = ""

    def window(self, username: str) -> Page:
        """Return the window of a person, signed in by the real form when it is the first time."""
        if username not in self.windows:
            context = self.browser.new_context(
                base_url=self.site.address,
                viewport=DESKTOP,
                locale="vi-VN",
                timezone_id=PROVINCE_CLOCK,
                reduced_motion="reduce",
                permissions=["clipboard-read", "clipboard-write"],
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            _listen(page, self.site.address, self.complaints)
            self.site.sign_in(page, username)
            self.windows[username] = page
        return self.windows[username]

    def go(self, username: str, address: str) -> Page:
        """Open an address in the window of a person."""
        page = self.window(username)
        page.goto(address)
        return page

    def learn_ids(self) -> None:
        """Read the ids of the round, its sheets and rows."""
        self.site.story |= json.loads(self.site.manage(IDS))

    def row(self, code: str, unit: int = 0) -> int:
        """Return the id of a unit's row."""
        return self.site.row(code, unit)

    def sheet(self, unit: int = 0) -> int:
        """Return the id of a unit's sheet."""
        return self.site.story["sheets"][unit]

    @property
    def round(self) -> str:
        """Return the id of the round as addresses write it."""
        return str(self.site.story["round"])

    def look(self, page: Page, name: str, *, phone: bool = False) -> None:
        """Check the page in light and dark, on a phone too when asked; keep a picture."""
        self.keep(page, name)
        self._check(page)
        page.emulate_media(color_scheme="dark")
        self._check(page)
        page.emulate_media(color_scheme="light")
        if not phone:
            return
        page.set_viewport_size(PHONE)
        self.keep(page, f"{name}-phone")
        self._check(page)
        page.set_viewport_size(DESKTOP)

    def keep(self, page: Page, name: str) -> None:
        """Keep a picture where the environment names a folder for it."""
        if SCREENSHOTS:
            self.pictures += 1
            folder = Path(SCREENSHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{self.pictures:02d}-{name}.png")

    @staticmethod
    def _check(page: Page) -> None:
        found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
        faults = [
            (each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"][:3]])
            for each in found
        ]
        assert (page.url, faults) == (page.url, [])
        assert (page.url, page.evaluate(OVERFLOW)) == (page.url, 0)

    def expect_quiet(self, *forgiven: str) -> None:
        """Check that the browsers complained of nothing but what the act meant to happen."""
        said, self.complaints[:] = list(self.complaints), []
        assert [
            each for each in said if not any(re.search(it, each) for it in (OWN, *forgiven))
        ] == []


@contextmanager
def lived_through(home: Path, browser: Browser) -> Iterator[Year]:
    """Serve a home with units and people but without a round; close the windows at the end."""
    environment = environment_of(home)
    story = prepare(environment, "tests.browser.make_year")
    with serving(home, environment) as address:
        files = home / "files-to-upload"
        files.mkdir()
        year = Year(RoundSite(address, home, story, environment), browser, files)
        expect.set_options(timeout=PATIENCE)
        yield year
        expect.set_options(timeout=5_000)
        for page in year.windows.values():
            page.context.close()


def press(page: Page, name: str) -> None:
    """Press a button by its words and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def expect_notice(page: Page, words: str) -> None:
    """Check that the page says something on top."""
    expect(page.locator("p.notice").filter(has_text=words).first).to_be_visible()
