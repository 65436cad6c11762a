"""Keeps bytes under their SHA-256 in a folder that no web server shows.

A file is written to `incoming/`, synced, and linked into its place. A link never replaces what is
there, so kept bytes cannot be overwritten.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that have come in and are not kept yet."""

    path: Path
    sha256: str
    size: int


def receive(chunks: Iterable[bytes], limit: int) -> Received | None:
    """Write what comes in to a new file and hash it; return nothing when it is over the limit."""
    folder = settings.EVIDENCE_ROOT / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                break
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size > limit:
        path.unlink()
        return None
    return Received(path=path, sha256=digest.hexdigest(), size=size)


def place_of(sha256: str) -> Path:
    """Return where bytes with this hash lie."""
    return settings.EVIDENCE_ROOT / sha256[:2] / sha256[2:]


def keep(received: Received) -> Path:
    """Move received bytes to their place, unless the same bytes are there already."""
    place = place_of(received.sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    received.path.chmod(0o440)
    try:
        os.link(received.path, place)
    except FileExistsError:
        pass
    else:
        _sync_folder(place.parent)
    discard(received)
    return place


def discard(received: Received) -> None:
    """Remove received bytes that are not to be kept, or are kept by now."""
    received.path.unlink(missing_ok=True)


def open_bytes(sha256: str) -> BinaryIO:
    """Open kept bytes for reading."""
    return place_of(sha256).open("rb")


def is_whole(sha256: str) -> bool:
    """Say whether the bytes are there and still have their hash."""
    place = place_of(sha256)
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
