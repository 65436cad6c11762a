"""Imports that are killed, and imports at the same time, with real processes."""

from __future__ import annotations

import time
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

import numpy as np
import pytest

from parindex.caseload.lake import Lake
from tests.caseload.lake.records import content
from tests.caseload.lake.workers import import_day, import_day_and_tell, import_days

KILLS = 50


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start quickly: forked from one that has imported all, and run nothing."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.caseload.lake.workers"])
    return context


def kill_during_import(context: ForkServerContext, root: Path, number: int, wait: float) -> bool:
    """Kill an import after a wait; say whether it was still at work."""
    ours, theirs = context.Pipe()
    worker = context.Process(target=import_day_and_tell, args=(str(root), number, theirs))
    worker.start()
    assert ours.recv() == "begun"
    time.sleep(wait)
    worker.kill()
    worker.join()
    return not ours.poll()


def test_an_import_killed_at_any_moment_leaves_each_table_as_it_was_or_complete(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    killed, whole = Lake(tmp_path / "killed"), Lake(tmp_path / "whole")
    chance = np.random.default_rng(2026)
    usual, at_work, before = 0.5, 0, content(killed)
    found = dict.fromkeys(("as it was", "complete"), 0)
    for number in range(KILLS):
        begun = time.monotonic()
        import_day(whole.tables.root, number)
        usual = 0.7 * usual + 0.3 * (time.monotonic() - begun)
        after = content(whole)
        wait = usual * chance.random()
        at_work += kill_during_import(processes, tmp_path / "killed", number, wait)
        for name, rows in content(killed).items():
            assert rows in (before.get(name, []), after[name]), name
            found["complete" if rows == after[name] else "as it was"] += 1
        import_day(killed.tables.root, number)
        assert content(killed) == after
        before = after
    assert at_work >= KILLS / 2, "the kills came too late to try anything"
    assert min(found.values()) > KILLS / 5, found
    strays = _parquet(tmp_path / "killed") - _named(killed)
    killed.maintain(keep_hours=0)
    assert not strays & _parquet(tmp_path / "killed")
    assert content(killed) == content(whole)


def _parquet(root: Path) -> set[str]:
    return {str(each) for each in root.rglob("*.parquet") if "_delta_log" not in each.parts}


def _named(lake: Lake) -> set[str]:
    return {each for name in content(lake) for each in lake.files(name)}


@pytest.mark.parametrize("queues", [True, False], ids=["in line", "at once"])
def test_two_processes_that_import_at_once_give_what_one_after_the_other_gives(
    processes: ForkServerContext, tmp_path: Path, *, queues: bool
) -> None:
    days = list(range(5))
    for number in days:
        import_day(str(tmp_path / "serial"), number)
    started = []
    for numbers in (days, days[::-1]):  # both import all, so they meet on every row
        ours, theirs = processes.Pipe()
        args = (str(tmp_path / "both"), numbers, theirs)
        worker = processes.Process(target=import_days, args=args, kwargs={"queues": queues})
        worker.start()
        assert ours.recv() == "ready"
        started.append((worker, ours))
    for _, line in started:
        line.send("go")
    for worker, line in started:
        assert line.recv() == "done"
        worker.join()
    assert content(Lake(tmp_path / "both")) == content(Lake(tmp_path / "serial"))
