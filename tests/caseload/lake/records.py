"""Small records for the tests of the lake, and a slow, obvious fold to hold ours against."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.columns import DOSSIERS, QUARANTINE, STEPS, TABLES, Source, Status
from parindex.caseload.lake import Lake

START = datetime.fromisoformat("2026-08-03T08:00:00")
MOMENTS = {
    2: "received_at",
    3: "refused_at",
    7: "withdrawn_at",
    8: "stopped_at",
    9: "finished_at",
    10: "returned_at",
}
RANK = {1: 0, 2: 1, 4: 2, 5: 3, 6: 3, 3: 4, 7: 4, 8: 4, 9: 5, 10: 6}


def hours(count: float) -> datetime:
    """Return a moment so many hours after the start."""
    return START + timedelta(hours=count)


def code(number: int, month: int = 8) -> str:
    """Return a dossier code of 2026."""
    return f"H44.45-26{month:02d}03-{number:04d}"


def snapshot(
    number: int = 1, *, as_of: float = 0, arrived: float = 0, **said: Any
) -> dict[str, Any]:
    """Return a record of a dossier; what is not said is unknown, counts are 0."""
    zero = {
        each.name: 0 for each in DOSSIERS if not each.nullable and pa.types.is_integer(each.type)
    }
    return {
        **dict.fromkeys(DOSSIERS.names),
        **zero,
        "dossier_code": code(number),
        "unit_code": "H44.45",
        "procedure_code": "2.000815",
        "channel": 2,
        "status": 4,
        "received_at": START,
        "as_of": hours(as_of),
        "arrived_at": hours(arrived),
        "batch": f"import-{arrived}",
        "content_hash": "c",
        "is_simulated": True,
        **said,
    }


def step(
    number: int = 1, *, at: float, status: int | None, arrived: float = 0, **said: Any
) -> dict[str, Any]:
    """Return a step of a dossier."""
    return {
        **dict.fromkeys(STEPS.names),
        "step_id": f"{number}/{at}/{status}",
        "source": "local",
        "dossier_code": code(number),
        "status": status,
        "at": hours(at),
        "arrived_at": hours(arrived),
        "batch": f"import-{arrived}",
        "is_simulated": True,
        **said,
    }


def dossiers(rows: list[dict[str, Any]]) -> pa.Table:
    """Return records as a table."""
    return pa.Table.from_pylist(rows, DOSSIERS)


def steps(rows: list[dict[str, Any]]) -> pa.Table:
    """Return steps as a table."""
    return pa.Table.from_pylist(rows, STEPS)


def slow_fold(snapshots: list[dict[str, Any]], moves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the states, one dossier after the other, as one would do it by hand.

    `snapshots` have an `event_id`.
    """
    found = defaultdict(lambda: ({}, {}))
    for key, records, part in (("event_id", snapshots, 0), ("step_id", moves, 1)):
        for record in records:
            known = found[record["dossier_code"]][part]
            there = known.get(record[key])
            arrival = (record["arrived_at"], record["batch"])
            if there is None or arrival < (there["arrived_at"], there["batch"]):
                known[record[key]] = record
    return [
        _slow_state(list(said.values()), list(done.values()))
        for _, (said, done) in sorted(found.items())
        if said
    ]


def _slow_state(said: list[dict[str, Any]], done: list[dict[str, Any]]) -> dict[str, Any]:
    said.sort(key=lambda e: (e["as_of"], e["arrived_at"], e["content_hash"], e["event_id"]))
    state = {name: said[-1][name] for name in DOSSIERS.names}
    dues = {each["due_at"] for each in said if each["due_at"]}
    state["due_changes"] = max(state["due_changes"], len(dues) - 1, 0)
    if state["extended_due_at"]:
        promised = [e["due_at"] for e in said if e["due_at"] and not e["extended_due_at"]]
        state["due_at"] = promised[-1] if promised else state["due_at"]
    _slow_moves(state, done)
    _slow_handling(state, done)
    return state


def _slow_moves(state: dict[str, Any], done: list[dict[str, Any]]) -> None:
    later = [
        each
        for each in done
        if each["status"] is not None
        and (each["at"], RANK[each["status"]]) > (state["as_of"], RANK[state["status"]])
    ]
    open_since = state["last_pause_from"] if state["last_pause_until"] is None else None
    for move in sorted(later, key=lambda m: (m["at"], RANK[m["status"]], m["step_id"])):
        at, old, new = move["at"], state["status"], move["status"]
        if new == Status.SUPPLEMENT and old != new:
            state["supplement_count"] += 1
            if state["supplement_count"] == 2 and state["second_supplement_at"] is None:
                state["second_supplement_at"] = at
        if new in (5, 6) and old not in (5, 6):
            state["first_pause_from"] = state["first_pause_from"] or at
            state["last_pause_from"], state["last_pause_until"] = at, None
            open_since = at
        if old in (5, 6) and new not in (5, 6) and open_since:
            state["first_pause_until"] = state["first_pause_until"] or at
            state["last_pause_until"] = at
            state["paused_seconds"] += int((at - open_since).total_seconds())
            open_since = None
        if new in MOMENTS and state[MOMENTS[new]] is None:
            state[MOMENTS[new]] = at
        state["status"], state["as_of"] = new, at


def _slow_handling(state: dict[str, Any], done: list[dict[str, Any]]) -> None:
    if not done:
        return
    done.sort(key=lambda m: (m["at"], m["step_id"]))
    times = [each["at"] for each in done]
    gaps = [int((b - a).total_seconds()) for a, b in pairwise(times)]
    handlers = [each["handler_hash"] for each in done if each["handler_hash"]]
    if handlers and (state["last_step_at"] is None or times[-1] >= state["last_step_at"]):
        state["closed_by_hash"] = handlers[-1]
    state["steps"] = max(state["steps"], len(done))
    state["first_step_at"] = min(filter(None, (state["first_step_at"], times[0])))
    state["last_step_at"] = max(filter(None, (state["last_step_at"], times[-1])))
    short = [gap for gap in (*gaps, state["shortest_step_seconds"]) if gap is not None]
    state["shortest_step_seconds"] = min(short, default=None)
    newest = max((each["arrived_at"], each["batch"]) for each in done)
    if newest[0] > state["arrived_at"]:
        state["arrived_at"], state["batch"] = newest


def states_of(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the contract's columns of a table of states, sorted by code."""
    return table.select(DOSSIERS.names).sort("dossier_code").to_dicts()


def batch_of(
    name: str,
    said: list[dict[str, Any]] | None = None,
    done: list[dict[str, Any]] | None = None,
    *,
    source: Source = Source.LOCAL,
    quarantine: pa.Table | None = None,
) -> Batch:
    """Return a batch of records."""
    return Batch.of(
        name,
        source,
        START,
        dossiers=dossiers(said or []),
        steps=steps(done or []),
        quarantine=quarantine,
    )


def refused(batch: str, row: int, *reasons: str) -> pa.Table:
    """Return a refused row with its reasons."""
    line = {
        "batch": batch,
        "origin": "hoso.csv",
        "row": row,
        "dossier_code": None,
        "field": "NgayTiepNhan",
        "value": "31/02/2026",
        "record": "{}",
        "arrived_at": START,
    }
    return pa.Table.from_pylist([{**line, "reason": each} for each in reasons], QUARANTINE)


def content(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    """Return all that a lake holds, whatever the files and the versions."""
    keys = {"dossiers": ["dossier_code"], "portal": ["dossier_code"], "events": ["event_id"]}
    keys |= {"steps": ["step_id"], "quarantine": ["batch", "row", "reason"]}
    return {
        name: lake.scan(name).select(TABLES[name].names).sort(key).collect().to_dicts()
        for name, key in keys.items()
        if lake.exists(name)
    }
