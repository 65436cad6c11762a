"""Being first is decided once, whatever the number of processes and threads."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
import time_machine

from parindex.web.settings import CACHES
from parindex.web.signin.cache import SharedFileCache

from .racers import KEYS, firsts

START = "start"


@pytest.mark.parametrize("kind", ["processes", "threads"])
def test_each_key_has_exactly_one_first(tmp_path: Path, kind: str) -> None:
    pools = {
        "processes": lambda: ProcessPoolExecutor(3, mp_context=get_context("spawn")),
        "threads": lambda: ThreadPoolExecutor(3),
    }
    start = tmp_path / START
    with pools[kind]() as pool:
        racing = [pool.submit(firsts, str(tmp_path / "cache"), str(start)) for _ in range(3)]
        start.touch()
        won = [key for race in racing for key in race.result(timeout=60)]
    assert sorted(won) == list(range(KEYS))


def test_a_key_is_free_again_when_its_time_is_over(tmp_path: Path) -> None:
    cache = SharedFileCache(str(tmp_path), {})
    with time_machine.travel("2026-11-22T08:00:00+07:00", tick=False) as clock:
        assert cache.add("key", 1, timeout=30)
        assert not cache.add("key", 1, timeout=30)
        clock.shift(31)
        assert cache.add("key", 1, timeout=30)


def test_the_site_uses_this_cache() -> None:
    assert CACHES["default"]["BACKEND"] == "parindex.web.signin.cache.SharedFileCache"
