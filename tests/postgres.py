"""A PostgreSQL server for tests: fresh, alone in a folder of its own, gone when they end.

It listens on a socket in that folder only, so nothing else can reach it and no port is taken.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg

OLDEST = 15
START = 30.0  # seconds that the server may take to answer
USER, PASSWORD, NAME = "cải cách", "p@ss/w:rd?#%", "parindex"  # each needs quoting in an address
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path:
    """Return the folder of the newest PostgreSQL that Debian has installed."""
    found = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "initdb").exists()
    }
    if max(found, default=0) < OLDEST:
        raise RuntimeError("PostgreSQL is missing: run `sh tests/install_postgresql.sh`.")
    return found[max(found)]


def _owner() -> dict[str, Any]:
    """Return as whom the server runs: it refuses root, so root hands it to Debian's user."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _make_cluster(folder: Path) -> None:
    """Write an empty cluster whose only user must give a password."""
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    if owner := _owner():
        shutil.chown(folder, owner["user"], owner["group"])
        shutil.chown(secret, owner["user"], owner["group"])
    command = [
        *(programs() / "initdb", "--pgdata", folder / "data", "--username", USER),
        *("--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8"),
        *("--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
    ]
    made = subprocess.run(  # noqa: S603  our own command
        command, cwd=folder, capture_output=True, text=True, check=False, **_owner()
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb could not make a cluster:\n{made.stdout}{made.stderr}")


def _start(folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server; it stops by itself when the tests are killed."""
    given = {"listen_addresses": "", "unix_socket_directories": str(folder), **settings}
    options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603  our own command
            [
                *("/usr/bin/setpriv", "--pdeathsig", "INT"),
                *(programs() / "postgres", "-D", folder / "data", *options),
            ],
            cwd=folder,
            stdout=log,
            stderr=log,
            **_owner(),
        )


def _make_database(folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers and make the database; else fail with its log."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = psycopg.connect(
                host=str(folder), user=USER, password=PASSWORD, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:
            time.sleep(0.05)
            continue
        with closing(connection):
            connection.execute(f'CREATE DATABASE "{NAME}"')
        return
    raise RuntimeError(f"PostgreSQL does not answer:\n{_log(folder)}")


def _log(folder: Path) -> str:
    """Return what the server has written so far."""
    return (folder / "server.log").read_text(encoding="utf-8", errors="replace")


def _stop(folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Stop the server, whoever is still connected; say why when it is gone already."""
    if server.poll() is not None:
        raise RuntimeError(f"PostgreSQL stopped by itself:\n{_log(folder)}")
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def running_postgresql(*, durable: bool = False, **settings: str) -> Iterator[str]:
    """Run a server and give the address of its empty database, as `PARINDEX_DATABASE` takes it.

    Tests do not mind a loss of power, so writing to disk is off; whoever measures asks for
    `durable`. Other settings of the server go by their own names.
    """
    folder = Path(tempfile.mkdtemp(prefix="parindex-postgresql-"))
    try:
        _make_cluster(folder)
        server = _start(folder, ({} if durable else UNSAFE_BUT_FAST) | settings)
        try:
            _make_database(folder, server)
            query = urlencode({"host": str(folder)})
            yield f"postgresql://{quote(USER)}:{quote(PASSWORD, safe='')}@/{NAME}?{query}"
        finally:
            _stop(folder, server)
    finally:
        shutil.rmtree(folder)
