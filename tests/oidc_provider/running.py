"""Starts the provider, drives its pages over HTTP, and stands a forger in its way."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

PEOPLE = {
    "can.bo": "can.bo@mau.example",
    "nguoi.la": "nguoi.la@mau.example",
    "da.nghi": "da.nghi@mau.example",
    "mao.danh": "lanh.dao@elsewhere.example",
}
PASSWORD = "o-cong-cua-tinh"  # noqa: S105  of people who do not exist
CLIENT = {"client_id": "parindex", "client_secret": "bi-mat-cua-trang"}


@dataclass(frozen=True)
class RunningProvider:
    """A provider that answers."""

    issuer: str

    @property
    def site(self) -> str:
        """Return its scheme, host and port."""
        return self.issuer.removesuffix("/o")

    def environment(self) -> dict[str, str]:
        """Return what an installation must say to use it."""
        return {
            "PARINDEX_OIDC_ISSUER": self.issuer,
            "PARINDEX_OIDC_CLIENT_ID": CLIENT["client_id"],
            "PARINDEX_OIDC_CLIENT_SECRET": CLIENT["client_secret"],
            "PARINDEX_OIDC_NAME": "Cổng của tỉnh",
        }

    def sign_in(self, authorize: str, username: str) -> str:
        """Sign in at the provider's own page and return where it sends the browser back."""
        browser = requests.Session()
        page = browser.get(authorize, timeout=10)
        wanted = re.search(r'name="next" value="([^"]*)"', page.text)[1].replace("&amp;", "&")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page.text)[1]
        form = {"username": username, "password": PASSWORD, "next": wanted}
        form["csrfmiddlewaretoken"] = token
        signed_in = browser.post(page.url, form, timeout=10, allow_redirects=False)
        address = self.site + signed_in.headers["Location"]
        return browser.get(address, timeout=10, allow_redirects=False).headers["Location"]


@contextmanager
def running_provider(home: Path, redirect_uris: list[str]) -> Iterator[RunningProvider]:
    """Run the provider as a process of its own."""
    wanted = {
        **CLIENT,
        "redirect_uris": redirect_uris,
        "people": list(PEOPLE.items()),
        "password": PASSWORD,
    }
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "tests.oidc_provider", json.dumps(wanted)],
        env={**os.environ, "PROVIDER_HOME": str(home)},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = process.stdout.readline().strip()
        assert port, "the provider did not start"
        yield RunningProvider(issuer=f"http://127.0.0.1:{port}/o")
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def altered_token(answer: dict[str, Any], **claims: Any) -> dict[str, Any]:
    """Return the provider's answer with other claims under the old signature."""
    head, body, signature = answer["id_token"].split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    text = json.dumps({**said, **claims}).encode()
    forged = base64.urlsafe_b64encode(text).rstrip(b"=").decode()
    return {**answer, "id_token": f"{head}.{forged}.{signature}"}


def unsigned_token(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the provider's answer with a token that says it needs no signature."""
    head, body, _ = answer["id_token"].split(".")
    said = json.loads(base64.urlsafe_b64decode(head + "=="))
    bare = base64.urlsafe_b64encode(json.dumps({**said, "alg": "none"}).encode()).rstrip(b"=")
    return {**answer, "id_token": f"{bare.decode()}.{body}."}


Forge = Callable[[dict[str, Any]], dict[str, Any]]


@contextmanager
def forger(target: str, forge: Forge) -> Iterator[str]:
    """Serve an address that asks the provider in the caller's name and alters what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(requests.get(target, headers=self._headers(), timeout=10))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._pass_on(requests.post(target, body, headers=self._headers(), timeout=10))

        def _headers(self) -> dict[str, str]:
            kept = ("Authorization", "Content-Type")
            return {name: self.headers[name] for name in kept if name in self.headers}

        def _pass_on(self, answer: requests.Response) -> None:
            body = json.dumps(forge(answer.json())).encode()
            self.send_response(answer.status_code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
