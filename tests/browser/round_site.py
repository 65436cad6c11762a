"""A site with the story's open round, for journeys of people who sign in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import _listen, _wait_for


@dataclass
class RoundSite:
    """Address, ids of the story, and what signs a person in."""

    address: str
    home: Path
    story: dict[str, Any]
    environment: dict[str, str]
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def sheet(self, unit: int = 0) -> str:
        """Return the address of a unit's sheet."""
        return f"/phieu/{self.story['sheets'][unit]}/"

    def row(self, component: str, unit: int = 0) -> int:
        """Return the id of a row."""
        return self.story["rows"][unit][component]

    def sign_in(self, page: Page, username: str) -> None:
        """Sign a person in by the real form, once; later windows carry the session on."""
        if username in self.cookies:
            page.context.add_cookies(self.cookies[username])
            return
        page.goto(f"{self.address}/dang-nhap/")
        page.locator("[name=login]").fill(username)
        page.locator("[name=password]").fill(self.story["password"])
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        self.cookies[username] = page.context.cookies()

    def manage(self, program: str) -> str:
        """Run a few lines of Python with the site's models; return what they print."""
        code = f"import django; django.setup()\n{program}"
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, "-c", code],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def prepare(environment: dict[str, str], story: str) -> dict[str, Any]:
    """Make the database, the static files and the people that a module tells of."""
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        manage = [sys.executable, "-m", "parindex.web.manage", *command, "--verbosity", "0"]
        subprocess.run(manage, env=environment, check=True, capture_output=True)  # noqa: S603  our own command
    made = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", story],
        env=environment,
        check=True,
        capture_output=True,
    )
    return json.loads(made.stdout)


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve a home on a free port of the loopback by two workers; its address."""
    log = home / "gunicorn.log"
    with socket.create_server(("127.0.0.1", 0)) as port, log.open("wb") as output:
        address = f"http://127.0.0.1:{port.getsockname()[1]}"
        server = subprocess.Popen(  # noqa: S603  our own command
            [
                *(sys.executable, "-m", "gunicorn", "parindex.web.wsgi"),
                *("--bind", f"fd://{port.fileno()}", "--workers", "2", "--threads", "4"),
            ],
            env=environment,
            pass_fds=[port.fileno()],
            stdout=output,
            stderr=output,
        )
        try:
            _wait_for(f"{address}/dang-nhap/", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of a site that lives in a home of its own."""
    return {
        **os.environ,
        "PARINDEX_HOME": str(home),
        "PARINDEX_HOSTS": "127.0.0.1",
        "PARINDEX_DEBUG": "0",
        "PARINDEX_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "parindex.web.settings",
    }


@pytest.fixture(scope="session")
def round_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoundSite]:
    """Serve a home with the story."""
    home = tmp_path_factory.mktemp("round-site")
    environment = environment_of(home)
    story = prepare(environment, "tests.browser.make_story")
    with serving(home, environment) as address:
        yield RoundSite(address, home, story, environment)


@pytest.fixture
def desk_window(chromium: Browser, round_site: RoundSite) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of a person who has signed in.

    `quiet=False` lets the browser complain, as it does when a test takes the network away.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(
        username: str,
        address: str = "",
        *,
        quiet: bool = True,
        width: int = 1366,
        height: int = 768,
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            base_url=round_site.address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="vi-VN",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("dialog", lambda dialog: dialog.accept())
        round_site.sign_in(page, username)
        if quiet:
            _listen(page, round_site.address, complaints)
        if address:
            page.goto(address)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []
