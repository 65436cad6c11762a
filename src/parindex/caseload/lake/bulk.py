"""Writes whole tables: first loads, small tables, facts, and all states anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from parindex.caseload.columns import DOSSIERS, EVENTS, Source
from parindex.caseload.lake.errors import LakeError
from parindex.caseload.lake.identity import event_ids
from parindex.caseload.lake.landing import CODE, STATES, Clock, Landed, settle
from parindex.caseload.lake.layout import (
    FACTS,
    LAYOUTS,
    conform,
    month_of,
    place_of_state,
    to_arrow,
)
from parindex.caseload.lake.tables import PROPERTIES, Tables, again, commit, next_number

PORTION: int = 300_000
"""Dossiers whose states are made anew at once."""


def load(tables: Tables, name: str, parts: Iterable[pa.Table]) -> int:
    """Fill an empty table in one commit."""
    table = tables.ready(name)
    if table.count():
        raise LakeError(f"table {name!r} has rows; `load` only fills an empty one. Use `write`.")
    landed = next_number(table)
    laid = (_laid_out(name, part, landed) for part in parts)
    schema = LAYOUTS[name].schema
    batches: Iterator[pa.RecordBatch] = chain.from_iterable(each.to_batches() for each in laid)
    tables.append(table, pa.RecordBatchReader.from_batches(schema, batches), landed)
    return int(table.version())


def _laid_out(name: str, part: pa.Table, landed: int) -> pa.Table:
    """Return a part in the table's columns and order."""
    layout = LAYOUTS[name]
    if name in STATES.values():
        frame = conform(part, DOSSIERS, where=name).with_columns(place_of_state(landed))
    elif name == "events" and "event_id" not in part.column_names:
        snapshots = conform(part, DOSSIERS, where=name)
        frame = snapshots.with_columns(
            event_ids(snapshots, Source.LOCAL),
            pl.lit(str(Source.LOCAL)).alias("source"),
            pl.lit("snapshot").alias("kind"),
            month_of(),
        )
    elif "month" in layout.schema.names:
        known = EVENTS if name == "events" else layout.schema
        contract = pa.schema([each for each in known if each.name != "month"])
        frame = conform(part, contract, where=name).with_columns(month_of())
    else:
        frame = conform(part, layout.schema, where=name)
    return to_arrow(frame.sort(layout.order) if layout.order else frame, layout.schema)


def _checked(name: str, table: pa.Table) -> pa.Table:
    """Return a small table, or one of facts, in the schema it must have."""
    if name in LAYOUTS and not LAYOUTS[name].partition and name != "pins":
        return to_arrow(conform(table, LAYOUTS[name].schema, where=name), LAYOUTS[name].schema)
    if not name.startswith(FACTS):
        raise LakeError(
            f"table {name!r} cannot be replaced. Names of tables of facts begin with {FACTS}; "
            "dossiers come by `write`."
        )
    return table


def _note(counted_from: Mapping[str, int] | None) -> dict[str, str]:
    return {"counted_from": json.dumps(dict(counted_from))} if counted_from else {}


def put(tables: Tables, name: str, table: pa.Table, counted_from: Mapping[str, int] | None) -> int:
    """Replace a table as a whole."""
    rows = _checked(name, table)

    def write() -> int:
        target = tables.ready(name, rows.schema)
        write_deltalake(
            target,
            rows,
            mode="overwrite",
            schema_mode="overwrite",
            writer_properties=PROPERTIES,
            commit_properties=commit(next_number(target), _note(counted_from)),
        )
        return int(target.version())

    return again(write)


def merge(
    tables: Tables,
    name: str,
    table: pa.Table,
    keys: Sequence[str],
    counted_from: Mapping[str, int] | None,
) -> int:
    """Replace the rows with the same keys, add the others."""
    rows = _checked(name, table)
    _require_keys(name, rows, keys)
    # keys without a value, as of a total over all units, are the same key
    same = " AND ".join(f't."{key}" IS NOT DISTINCT FROM s."{key}"' for key in keys)

    def write() -> int:
        target: DeltaTable = tables.ready(name, rows.schema)
        target.merge(
            rows,
            same,
            source_alias="s",
            target_alias="t",
            writer_properties=PROPERTIES,
            commit_properties=commit(next_number(target), _note(counted_from)),
        ).when_matched_update_all().when_not_matched_insert_all().execute()
        return int(target.version())

    return again(write)


def _require_keys(name: str, rows: pa.Table, keys: Sequence[str]) -> None:
    if not keys or (missing := sorted(set(keys) - set(rows.column_names))):
        raise LakeError(
            f"{name}: key {', '.join(missing) if keys else ''} is no column. Correct it."
        )
    if rows.num_rows and pl.DataFrame(rows.select(list(keys))).n_unique() < rows.num_rows:
        raise LakeError(f"{name}: several rows have the same {', '.join(keys)}. Sum them first.")


def refold(tables: Tables, clock: Clock | None) -> Landed:
    """Make all states anew, a month at a time, for a changed calendar or a killed import."""
    total = Landed()
    if not tables.exists("events"):
        return total
    for source in STATES:
        for portion in _portions(tables, source):
            total += settle(tables, portion, source, clock, note="refold")
    return total


def _portions(tables: Tables, source: Source) -> Iterator[pl.Series]:
    """Yield the codes of a source's dossiers, by month, some at a time."""
    events = pl.scan_delta(tables.open("events"), storage_options=tables.options)
    mine = events.filter(pl.col("source") == str(source))
    months = mine.select("month").unique().collect().to_series().sort()
    for month in months:
        inside = mine.filter(pl.col("month") == month).select(CODE).unique().collect()
        codes = inside.to_series().sort()
        for start in range(0, len(codes), PORTION):
            yield codes.slice(start, PORTION)
