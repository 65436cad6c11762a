"""A site of its own with a real server, whose processes may be killed at any moment."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ADDRESS = "/api/dong-bo/"
PATIENCE = 120.0
"""Seconds that a server or a sender waits; machines of tests are busy."""
KEY = """
import django; django.setup()
from datetime import date
from parindex.web.caseflow.domain.keys import make_key
from parindex.web.org.models import RoleAssignment, Unit, User
place = dict(code="mau", name="Tỉnh Mẫu", plain_name="mau", kind="province", agency_code="H44")
province = Unit.objects.create(valid_from=date(2020, 1, 1), **place)
user = User.objects.create_user("quantri", None, name="Người quản trị")
RoleAssignment.objects.create(
    user=user, role="administrator", unit=province, valid_from=date(2020, 1, 1)
)
print(make_key(province=province, name="Một cửa", source="local", user=user)[1])
"""


@dataclass
class Site:
    """An installation in a folder, on SQLite or at the address of a PostgreSQL database."""

    home: Path
    database: str = ""
    settings: str = "parindex.web.settings"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return what its programs are told."""
        return {
            **os.environ,
            "PARINDEX_HOME": str(self.home),
            "PARINDEX_DATABASE": self.database,
            "PARINDEX_LAKE": "",
            "PARINDEX_HOSTS": "127.0.0.1",
            "PARINDEX_RECEIVER_RATE": "1000000",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONWARNINGS": "default",
            **self.more,
        }

    def run(self, *command: str) -> str:
        """Run Python with the site's settings and return what it prints."""
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, *command],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def manage(self, *command: str) -> str:
        """Run a command of the site."""
        return self.run("-m", "parindex.web.manage", *command)

    def prepare(self) -> str:
        """Make the database, a province and a key; return the key."""
        self.manage("migrate", "-v0")
        return self.run("-c", KEY).strip()

    def start(self, *command: str, **more: Any) -> subprocess.Popen[bytes]:
        """Start a program in a group of its own, which can be killed with all its children."""
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, *command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **more,
            )

    def serve(self, port: socket.socket, *, threads: int = 8) -> subprocess.Popen[bytes]:
        """Serve the site with one worker on a port that stays open when the server dies."""
        return self.start(
            *("-m", "gunicorn", "parindex.web.wsgi", "--bind", f"fd://{port.fileno()}"),
            *("--workers", "1", "--threads", str(threads), "--log-level", "warning"),
            *("--no-control-socket", "--timeout", "600"),
            pass_fds=[port.fileno()],
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and its children as a loss of power would: without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a program to end."""
    if process.poll() is None:
        process.terminate()
        process.wait(timeout=PATIENCE)


@dataclass
class Sender:
    """Sends one message after the other over one connection."""

    port: int
    key: str
    address: str = ADDRESS
    connection: http.client.HTTPConnection | None = None

    def send(self, body: bytes) -> dict[str, Any]:
        """Send a message and return the answer; raise `OSError` or `HTTPException` without one."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        head = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        try:
            self.connection.request("POST", self.address, body, head)
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if response.status != 200:
            raise http.client.HTTPException(f"{response.status} {text[:200]!r}")
        answer: dict[str, Any] = json.loads(text)
        return answer

    def close(self) -> None:
        """Close the connection; the next message opens another."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def wait_until_served(port: int, key: str) -> None:
    """Return when the site answers."""
    end, sender = time.monotonic() + PATIENCE, Sender(port, key)
    while time.monotonic() < end:
        try:
            sender.send(b'{"service":"DongBoHoSoMC"}')
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            sender.close()
            return
    raise RuntimeError("the site does not answer")
