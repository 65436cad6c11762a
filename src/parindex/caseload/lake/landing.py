"""Brings a batch into the lake: records first, then the states that they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.columns import CLOCKED, DOSSIERS, QUARANTINE, STEPS, Source
from parindex.caseload.lake.fold import fold
from parindex.caseload.lake.identity import event_ids
from parindex.caseload.lake.layout import (
    LAYOUTS,
    conform,
    is_open,
    month_of,
    part_of_state,
    to_arrow,
)
from parindex.caseload.lake.lookup import rows_of
from parindex.caseload.lake.rewrite import write_states
from parindex.caseload.lake.tables import Tables, again, next_number

CODE: Final = "dossier_code"
STATES: Final = {Source.LOCAL: "dossiers", Source.PORTAL: "portal"}
"""The table of states that a source's records are folded into."""

Clock = Callable[[pa.Table], pa.Table]
"""Fills the columns `CLOCKED` of a table of `DOSSIERS`, such as `calendar.add_due_dates`."""

ARRIVAL: Final = {"arrived_at", "batch", *CLOCKED.names}
"""Columns in which two states may differ and yet say the same."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a batch.

    Parameters
    ----------
    read : int
        Records handed over: snapshots, steps and refused rows.
    new, changed, unchanged : int
        Dossiers that the lake did not know, whose state moved, and whose state stayed.
    waiting : int
        Dossiers that only steps are known of; they wait for their first snapshot.
    refused : int
        Rows in quarantine, however many reasons each has.
    versions : dict of str to int
        The version of every table that the batch concerns, after it.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    waiting: int = 0
    refused: int = 0
    versions: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: Landed) -> Landed:
        """Return both together, with the later versions; for imports of several batches."""
        return Landed(
            self.read + other.read,
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.waiting + other.waiting,
            self.refused + other.refused,
            self.versions | other.versions,
        )


def land(tables: Tables, batch: Batch, clock: Clock | None = None) -> Landed:
    """Bring a batch into the lake.

    The order makes it safe to be killed anywhere: each table takes its part in one commit, records
    come before states, and states are made from all records in the lake. The same batch again
    completes what was left out and adds nothing twice.
    """
    snapshots = conform(batch.dossiers, DOSSIERS, where=f"{batch.name}, dossiers")
    steps = conform(batch.steps, STEPS, where=f"{batch.name}, steps")
    refused = conform(batch.quarantine, QUARANTINE, where=f"{batch.name}, quarantine")
    versions: dict[str, int] = {}
    if refused.height:
        versions["quarantine"] = again(lambda: _quarantine(tables, refused, batch))
    if snapshots.height:
        events = _events_of(snapshots, batch.source)
        versions["events"] = again(lambda: _add(tables, "events", events, "event_id", batch))
    if steps.height:
        placed = steps.with_columns(month_of())
        versions["steps"] = again(lambda: _add(tables, "steps", placed, "step_id", batch))
    rows_refused = refused.select("origin", "row").n_unique() if refused.height else 0
    read = snapshots.height + steps.height + rows_refused
    codes = pl.concat([snapshots[CODE], steps[CODE]]).unique().sort()
    landed = Landed(read=read, refused=rows_refused, versions=versions)
    return landed + settle(tables, codes, batch.source, clock, note=batch.name)


def settle(
    tables: Tables, codes: pl.Series, source: Source, clock: Clock | None, *, note: str
) -> Landed:
    """Make the states of some dossiers anew from their records, and write those that moved."""
    if codes.is_empty():
        return Landed()
    return again(lambda: _settle(tables, codes, source, clock, note))


def _events_of(snapshots: pl.DataFrame, source: Source) -> pl.DataFrame:
    ids = event_ids(snapshots, source)
    return snapshots.with_columns(
        ids, pl.lit(str(source)).alias("source"), pl.lit("snapshot").alias("kind"), month_of()
    )


def _add(tables: Tables, name: str, rows: pl.DataFrame, key: str, batch: Batch) -> int:
    """Append the records that are not there, or that arrived earlier than what is there."""
    table = tables.ready(name)
    first = rows.sort(key, "arrived_at", "batch").unique(key, keep="first")
    codes = first[CODE].unique().sort()
    there = rows_of(name, table, codes, [key, "arrived_at"], options=tables.options)
    earliest = there.group_by(key).agg(pl.col("arrived_at").min().alias("_there"))
    new = first.join(earliest, on=key, how="left").filter(
        pl.col("_there").is_null() | (pl.col("arrived_at") < pl.col("_there"))
    )
    if new.height:
        layout = LAYOUTS[name]
        rows_in_order = to_arrow(new.sort(*layout.order, key), layout.schema)
        tables.append(table, rows_in_order, next_number(table), batch=batch.name)
    return int(table.version())


def _quarantine(tables: Tables, refused: pl.DataFrame, batch: Batch) -> int:
    """Append the reasons that this batch has not left already."""
    table = tables.ready("quarantine")
    key = ["batch", "origin", "row", "field", "reason"]
    names = refused["batch"].unique()
    there = (
        pl.scan_delta(table, storage_options=tables.options)
        .filter(pl.col("batch").is_in(names.implode()))
        .select(key)
        .collect()
    )
    new = refused.unique(key, keep="first").join(there, on=key, how="anti")
    if new.height:
        rows = to_arrow(new.sort(key), QUARANTINE)
        tables.append(table, rows, next_number(table), batch=batch.name)
    return int(table.version())


def _settle(
    tables: Tables, codes: pl.Series, source: Source, clock: Clock | None, note: str
) -> Landed:
    """Read after the table of states is open: whoever commits to it meanwhile makes us repeat."""
    name = STATES[source]
    table = tables.ready(name)
    state = _states(tables, codes, source, clock)
    there = rows_of(name, table, codes, options=tables.options, file="file")
    new, changed = _differences(state, there)
    if new.height or changed.height:
        write_states(tables, name, table, new, changed, next_number(table), note)
    return Landed(
        new=new.height,
        changed=changed.height,
        unchanged=state.height - new.height - changed.height,
        waiting=len(codes) - state.height,
        versions={name: int(table.version())},
    )


def _states(tables: Tables, codes: pl.Series, source: Source, clock: Clock | None) -> pl.DataFrame:
    """Fold all that the lake knows of the dossiers; the clock fills what pauses moved."""
    records = {}
    for name in ("events", "steps"):
        rows = rows_of(name, tables.ready(name), codes, options=tables.options)
        records[name] = rows.filter(pl.col("source") == str(source))
    state = fold(records["events"], records["steps"])
    if clock is None or state.is_empty():
        return state
    clocked = clock(to_arrow(state, DOSSIERS))
    return conform(clocked, DOSSIERS, where="the clock's table")


def _differences(state: pl.DataFrame, there: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the states that are new, and those that say other than what is there.

    The latter have `old_part`, `was_open` and `file`: where the old row lies.
    """
    old = there.with_columns(is_open().alias("was_open"), part_of_state().alias("old_part")).select(
        CODE,
        "was_open",
        "old_part",
        "file",
        *(pl.col(each).alias(f"_{each}") for each in DOSSIERS.names if each != CODE),
    )
    both = state.join(old, on=CODE, how="left", maintain_order="left")
    # the clock counts only where it has spoken: a later import without one takes nothing away
    differs = [
        pl.col(each).ne_missing(pl.col(f"_{each}"))
        for each in DOSSIERS.names
        if each != CODE and each not in ARRIVAL
    ] + [
        pl.col(each).is_not_null() & pl.col(each).ne_missing(pl.col(f"_{each}"))
        for each in CLOCKED.names
    ]
    kept = [*DOSSIERS.names, "was_open", "old_part", "file"]
    is_new = pl.col("was_open").is_null()
    new = both.filter(is_new).select(DOSSIERS.names)
    return new, both.filter(~is_new & pl.any_horizontal(differs)).select(kept)
