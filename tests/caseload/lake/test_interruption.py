"""Imports that are killed, and imports at the same time, with real processes."""

from __future__ import annotations

import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parindex.caseload.lake import Lake, landing, upkeep
from parindex.caseload.lake.tables import Tables
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
    longest, at_work, before = 0.5, 0, content(killed)
    found = Counter[str]()
    for number in range(KILLS):
        import_day(whole.tables.root, number)
        after = content(whole)
        is_at_work = kill_during_import(
            processes, tmp_path / "killed", number, longest * chance.random()
        )
        at_work += is_at_work
        longest *= 1.2 if is_at_work else 0.7  # so that kills meet the whole of an import
        for name, rows in content(killed).items():
            assert rows in (before.get(name, []), after[name]), (number, name)
            found["complete" if rows == after[name] else "as it was"] += 1
        import_day(killed.tables.root, number)
        assert content(killed) == after
        before = after
        if number % 8 == 7:
            killed.maintain()
            whole.maintain()
    assert at_work >= KILLS / 3, f"the kills came too late: {at_work}"
    assert min(found["complete"], found["as it was"]) >= KILLS / 5, found
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


def test_a_compaction_that_overtakes_a_write_makes_it_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken, serial = Lake(tmp_path / "overtaken"), Lake(tmp_path / "serial")
    for number in range(5):
        import_day(overtaken.tables.root, number)
        import_day(serial.tables.root, number)
    tries = []
    write_states = landing.write_states

    def compact_first(tables: Tables, *args: Any) -> None:
        if not tries:  # between reading the table and committing to it
            Lake(tables.root, queues=False).maintain()
        tries.append(1)
        write_states(tables, *args)

    monkeypatch.setattr(upkeep, "MANY", 1)  # so that every file is written again
    monkeypatch.setattr(landing, "write_states", compact_first)
    import_day(overtaken.tables.root, 5, queues=False)
    monkeypatch.undo()
    import_day(serial.tables.root, 5)
    assert len(tries) == 2
    assert content(overtaken) == content(serial)


def test_a_write_that_overtakes_a_compaction_makes_it_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken, serial = Lake(tmp_path / "overtaken"), Lake(tmp_path / "serial")
    for number in range(6):
        import_day(serial.tables.root, number)
    for number in range(5):
        import_day(overtaken.tables.root, number)
    tries = []
    compact = upkeep._compact

    def write_first(name: str, *args: Any) -> None:
        if name == "dossiers":
            if not tries:
                import_day(overtaken.tables.root, 5, queues=False)
            tries.append(1)
        compact(name, *args)

    monkeypatch.setattr(upkeep, "MANY", 1)
    monkeypatch.setattr(upkeep, "_compact", write_first)
    Lake(overtaken.tables.root, queues=False).maintain()
    assert len(tries) > len(upkeep._crowded("dossiers", overtaken.tables.open("dossiers")))
    assert content(overtaken) == content(serial)
