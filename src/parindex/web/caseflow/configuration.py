"""What the environment sets for the receiver of dossiers: read once, typed, loud when wrong."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class ReceiverConfiguration:
    """How large, how deep and how frequent messages may be, and where their key may stand.

    `PARINDEX_RECEIVER_MB` is the limit of one message; `PARINDEX_RECEIVER_DEPTH` how many lists
    and objects may stand in one another; `PARINDEX_RECEIVER_RATE` how many messages a minute one
    key may send to one worker; `PARINDEX_RECEIVER_FIELDS` the fields of a message that may hold
    the key, for systems that cannot set a header. `PARINDEX_CASELOAD_KEY` is the key of the hashes
    that stand for identity numbers and phones; a file in the home folder when empty.
    """

    limit: int
    depth: int
    rate: int
    fields: tuple[str, ...]
    hash_key: str | None = field(repr=False)

    @classmethod
    def read(cls) -> ReceiverConfiguration:
        """Read the environment."""
        return cls(
            limit=_number("PARINDEX_RECEIVER_MB", "10", 1, 200) * MEGABYTE,
            depth=_number("PARINDEX_RECEIVER_DEPTH", "16", 4, 100),
            rate=_number("PARINDEX_RECEIVER_RATE", "6000", 1, 1_000_000),
            fields=_fields(os.environ.get("PARINDEX_RECEIVER_FIELDS", "session,token")),
            hash_key=os.environ.get("PARINDEX_CASELOAD_KEY") or None,
        )


def _number(name: str, default: str, least: int, most: int) -> int:
    text = os.environ.get(name) or default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"{name} is {text!r}; write a whole number from {least} to {most}")
    return int(text)


def _fields(text: str) -> tuple[str, ...]:
    """Return the names; none at all means that only the header counts."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not all(NAME.fullmatch(name) for name in names):
        raise ValueError(
            f"PARINDEX_RECEIVER_FIELDS is {text!r}; write names of fields separated by commas"
        )
    return names
