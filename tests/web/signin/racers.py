"""What each of several processes does at the same moment; imported by all of them."""

from __future__ import annotations

from pathlib import Path

from parindex.web.signin.cache import SharedFileCache

KEYS = 150


def firsts(folder: str, barrier_file: str) -> list[int]:
    """Try to be the first with each key, from the moment on at which a file appears."""
    cache = SharedFileCache(folder, {})
    while not Path(barrier_file).exists():
        pass
    return [key for key in range(KEYS) if cache.add(f"key-{key}", 1, timeout=60)]
