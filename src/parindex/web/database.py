"""Which database holds the data: SQLite in the home folder, or PostgreSQL by its address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

FORM = "postgresql://user:password@host:port/name"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
QUERY = ("host", "sslmode", "sslrootcert")
WAIT = 10  # seconds that a connection or a lock may take, on either database


def database_settings(address: str, *, home: Path) -> dict[str, Any]:
    """Return what Django is told of the database; an empty address means SQLite."""
    return postgresql(address) if address else sqlite(home)


def sqlite(home: Path) -> dict[str, Any]:
    """Return the settings of the file in the home folder."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "parindex.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """Return the settings of the server at an address.

    Each thread of gunicorn keeps a connection of its own for a minute and looks whether it
    still lives before it is used again, so a restart of the server costs no page.
    """
    parts = _split(address)
    query = _query(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _name(parts),
        "USER": _text(parts.username, what="user"),
        "PASSWORD": unquote(parts.password or "", errors="strict"),
        "HOST": _host(parts, query),
        "PORT": _port(parts),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "parindex",
            "connect_timeout": WAIT,
            "options": f"-c lock_timeout={WAIT}s",
            **{name: value for name, value in query.items() if name != "host"},
        },
    }


def _refused(why: str) -> ValueError:
    """Return the refusal; it never repeats the address, which holds a password."""
    return ValueError(f"PARINDEX_DATABASE {why}; write {FORM}, special characters as %XX")


def _split(address: str) -> SplitResult:
    """Cut an address into its parts; refuse what `urlsplit` would mend in silence."""
    if not address.startswith("postgresql://"):
        raise _refused("does not begin with postgresql://")
    if not address.isprintable() or " " in address or not _is_quoted_well(address):
        raise _refused("holds a blank or a broken %XX")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _refused("names a host that cannot be read") from None
    if parts.fragment or address.endswith("#"):
        raise _refused("holds a '#'")
    return parts


def _is_quoted_well(address: str) -> bool:
    """Tell whether every %XX stands for text that can be printed."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return False
    try:
        return unquote(address, errors="strict").isprintable()
    except UnicodeDecodeError:
        return False


def _query(query: str) -> dict[str, str]:
    """Return what stands behind the question mark; each known name at most once."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError:
        pairs = [("", "")]
    found = dict(pairs)
    if not all(found.values()):
        raise _refused("holds a question mark without name=value behind it")
    if len(found) < len(pairs) or not found.keys() <= set(QUERY):
        raise _refused(f"may name {', '.join(QUERY)} behind the question mark, each once")
    if found.get("sslmode", "prefer") not in SSL_MODES:
        raise _refused(f"names an sslmode other than {', '.join(SSL_MODES)}")
    return found


def _text(part: str | None, *, what: str) -> str:
    """Return a part that must be there, its special characters restored."""
    if not part:
        raise _refused(f"names no {what}")
    return unquote(part, errors="strict")


def _name(parts: SplitResult) -> str:
    """Return the name of the database: all of the path."""
    name = parts.path.removeprefix("/")
    if "/" in name:
        raise _refused("holds a '/' too many")
    return _text(name, what="database")


def _host(parts: SplitResult, query: dict[str, str]) -> str:
    """Return the host, or the folder of a socket; exactly one of the two is named."""
    folder = query.get("host")
    if folder is None:
        host = _text(parts.hostname, what="host")
        if re.fullmatch(r"[\w.:-]+", host, re.ASCII) is None:
            raise _refused("names a host that cannot be read")
        return host
    if parts.hostname:
        raise _refused("names a host and the folder of a socket")
    if not folder.startswith("/"):
        raise _refused("names a socket whose folder does not begin with '/'")
    return folder


def _port(parts: SplitResult) -> int:
    """Return the port, PostgreSQL's own when none is named."""
    try:
        port = 5432 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise _refused("names a port that is not a number from 1 to 65535")
    return port
