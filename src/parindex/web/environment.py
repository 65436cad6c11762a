"""What the environment may set: read once, typed, and loud when it is wrong."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from parindex.web.database import database_settings


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation.

    `PARINDEX_HOME` is the one folder for all data; `PARINDEX_HOSTS` the names under which the
    site answers; `PARINDEX_ADDRESS` the address that letters link to; `PARINDEX_DEBUG=1` is for
    developers only; `PARINDEX_DATABASE` is the address of a PostgreSQL database, SQLite in the
    home folder when empty. `PARINDEX_LAKE` is where the tables of dossiers stand: a folder, or the
    address of an object store; the folder `lake` at home when empty.
    """

    home: Path
    lake: str
    hosts: tuple[str, ...]
    address: str
    debug: bool
    secret_key: str = field(repr=False)
    database: dict[str, Any] = field(repr=False)

    @classmethod
    def read(cls) -> Environment:
        """Read the environment, make the home folder and its secret key when they lack."""
        home = Path(os.environ.get("PARINDEX_HOME") or "var").resolve()
        home.mkdir(parents=True, exist_ok=True)
        hosts = os.environ.get("PARINDEX_HOSTS", "127.0.0.1,localhost,[::1]")
        debug = os.environ.get("PARINDEX_DEBUG", "0")
        if debug not in {"0", "1"}:
            raise ValueError(f"PARINDEX_DEBUG is {debug!r}; write 0 or 1")
        return cls(
            home=home,
            lake=os.environ.get("PARINDEX_LAKE") or str(home / "lake"),
            hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
            address=_address(os.environ.get("PARINDEX_ADDRESS", "")),
            debug=debug == "1",
            secret_key=os.environ.get("PARINDEX_SECRET_KEY") or _secret_key(home / "secret.key"),
            database=database_settings(os.environ.get("PARINDEX_DATABASE", ""), home=home),
        )


def _address(text: str) -> str:
    """Return the site's own address without a slash at its end."""
    parts = urlsplit(text or "http://127.0.0.1:8000")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"PARINDEX_ADDRESS is {text!r}; write https://name-of-the-site")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _secret_key(file: Path) -> str:
    """Return the installation's own key, made at first use and readable by its owner only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii").strip()
