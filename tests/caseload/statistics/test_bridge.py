"""The way from the one-stop report's share to that of Decision 766, step by step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from parindex.caseload.counting.count import count
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import discover
from tests.caseload.counting.making import AFTER, AUGUST, frame, often, rows_of, seeds
from tests.caseload.rows_of_dossiers import row
from tests.caseload.statistics.test_faults import told

STEPS = [each for each in discover().values() if each.group == "bridge"]
GOOD: dict[str, Any] = {
    "received_at": "2026-08-03T08:00",
    "due_at": "2026-08-10T17:00",
    "local_due_at": "2026-08-10T17:00",
}
DONE = {**GOOD, "status": 9, "finished_at": "2026-08-07T10:00"}
CASES = {
    "bridge_in_process": ({**GOOD, "due_at": "2026-09-30"}, 1, 1),
    "bridge_second_supplement": (
        {**DONE, "supplement_count": 2, "second_supplement_at": "2026-08-05"},
        -1,
        0,
    ),
    "bridge_open_overdue": ({**GOOD}, -1, 0),
    "bridge_stopped_or_withdrawn": (
        {**GOOD, "status": 7, "withdrawn_at": "2026-08-20"},
        -1,
        0,
    ),
    "bridge_no_due_date": (
        {**DONE, "due_at": None, "local_due_at": None, "statutory_due_at": "2026-08-05"},
        -1,
        0,
    ),
    "bridge_moved_due_date": (
        {
            **DONE,
            "finished_at": "2026-08-12",
            "extended_due_at": "2026-08-14",
            "local_due_at": "2026-08-14",
        },
        -1,
        0,
    ),
    "bridge_pauses": (
        {
            **DONE,
            "finished_at": "2026-08-20",
            "local_due_at": "2026-08-20",
            "first_pause_from": "2026-08-04",
            "first_pause_until": "2026-08-06",
            "last_pause_from": "2026-08-07",
            "last_pause_until": "2026-08-15",
            "paused_seconds": 864_000,
        },
        -1,
        0,
    ),
    "bridge_other": ({**DONE, "finished_at": "2026-08-12", "local_due_at": "2026-08-14"}, -1, 0),
}


@pytest.mark.parametrize("name", CASES)
def test_each_step_has_a_dossier_that_takes_it(name: str) -> None:
    values, top, whole = CASES[name]
    assert told(row(**values))[name] == (top, whole)


def test_every_step_of_the_bridge_has_a_case() -> None:
    assert set(CASES) == {each.name for each in STEPS}


def test_a_stopped_dossier_joins_the_whole_as_on_time() -> None:
    found = told(row(**GOOD, status=8, stopped_at="2026-08-07"))
    assert found["bridge_stopped_or_withdrawn"] == (1, 1)
    assert (found["local_on_time"], found["dossiers_on_time"]) == ((0, 0), (1, 1))


@often
@given(seeds)
def test_the_local_share_and_all_steps_give_the_share_of_766(seed: int) -> None:
    facts = count(frame(rows_of(seed)), Scope(AUGUST, AFTER))
    found = roll_up(facts, By.UNIT, tuple(discover().values()))
    for unit in found["key"].unique():
        mine = {name: (top, whole) for key, name, top, whole in found.iter_rows() if key == unit}
        for place in (0, 1):
            steps = sum(mine[each.name][place] for each in STEPS)
            assert mine["local_on_time"][place] + steps == mine["dossiers_on_time"][place]
