"""A real site served by gunicorn from a home of its own, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

START = 60.0  # seconds that gunicorn may take to answer
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the site answers; fail with its log when it stops or stays silent."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310  our own loopback address
                return
        except OSError:  # refused, or bound and not answering yet
            time.sleep(0.1)
    pytest.fail(f"the site does not answer at {address}:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site as `make run` does, on a free port of the loopback, and return its address."""
    home = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "PARINDEX_HOME": str(home),
        "PARINDEX_HOSTS": "127.0.0.1",
        "PARINDEX_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "parindex.web.settings",
    }
    for command in (["migrate"], ["load_editions"], ["collectstatic", "--no-input"]):
        manage = [sys.executable, "-m", "parindex.web.manage", *command, "--verbosity", "0"]
        subprocess.run(manage, env=environment, check=True, capture_output=True)  # noqa: S603  our own command
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
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium; without one the tests fail, they are never skipped."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is missing: run `sh tests/install_chromium.sh`.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def _listen(page: Page, site: str, complaints: list[str]) -> None:
    """Note whatever the browser complains of: a broken policy, a lost file, a foreign address."""

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a picture left behind by the next page
            complaints.append(f"failed: {request.url}: {request.failure}")

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            complaints.append(f"foreign: {request.url}")

    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", failed)
    page.on("request", asked)


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an empty window with a cache of its own.

    Scripts are off unless a test asks for them: the site promises to need none.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(
        *, width: int = 1280, height: int = 900, scripts: bool = False, **options: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="vi-VN",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        _listen(page, site, complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(window: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens an address of the site in a window of its own."""

    def open_page(address: str, **options: Any) -> Page:
        page = window(**options)
        page.goto(address, wait_until="load")
        return page

    return open_page


from tests.browser.round_site import desk_window, round_site  # noqa: E402, F401  they use the above
