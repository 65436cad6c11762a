"""A cache in files whose `add` holds between processes.

Rate limits and used one-time codes rest on `add` being done by one caller only. Django's own
looks first and writes later, so two workers could both be told that they came first.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class SharedFileCache(FileBasedCache):
    """Django's cache in files, with one writer at a time where being first matters."""

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store a value unless one is there; say whether it was stored."""
        with self._alone():
            return super().add(key, value, timeout, version)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep all other workers out; the lock ends with the file, even when a worker dies."""
        self._createdir()
        with (Path(self._dir) / "add.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
