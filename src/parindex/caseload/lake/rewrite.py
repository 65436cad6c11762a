"""Writes states: only the files that hold a changed dossier are written again, in one commit.

On a disk we write the files ourselves and commit them with the removal of the old ones. The merge
of delta-rs does the same from any address, but reads every column of every folder it may need and
holds them in memory; it serves object stores.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from parindex.caseload.lake.layout import LAYOUTS, Layout, place_of_state, polars_schema, to_arrow
from parindex.caseload.lake.moves import CODE
from parindex.caseload.lake.tables import PROPERTIES, ROW_GROUP, Tables, actions, commit

OLD_PLACE: Final = (pa.field("old_part", pa.string()), pa.field("was_open", pa.bool_()))
WHOLE: Final = 1024 * 1024
"""Bytes below which a file takes new rows of its folder in, instead of a further small file."""

Folder = tuple[str, bool]


def write_states(
    tables: Tables,
    name: str,
    table: DeltaTable,
    new: pl.DataFrame,
    changed: pl.DataFrame,
    landed: int,
    note: str,
) -> None:
    """Write new and changed states in one commit.

    Parameters
    ----------
    new, changed : polars.DataFrame
        Columns of `DOSSIERS`; those of `changed` also `file`, `old_part` and `was_open`: where the
        old row lies.
    landed : int
        Number of this write.
    """
    layout = LAYOUTS[name]
    rows = pl.concat([changed, new], how="diagonal").with_columns(place_of_state(landed))
    if changed.is_empty():
        ordered = rows.select(layout.schema.names).sort(layout.order)
        tables.append(table, to_arrow(ordered, layout.schema), landed, batch=note)
    elif tables.is_local:
        _rewrite(table, layout, rows, landed, note)
    else:
        _merge(table, layout, rows, landed, note)
        return
    table.update_incremental()


def _merge(table: DeltaTable, layout: Layout, rows: pl.DataFrame, landed: int, note: str) -> None:
    schema = pa.schema([*layout.schema, *OLD_PLACE])
    columns = {each: f"s.{each}" for each in layout.schema.names}
    table.merge(
        to_arrow(rows.sort(layout.order), schema),
        "t.part = s.old_part AND t.is_open = s.was_open AND t.dossier_code = s.dossier_code",
        source_alias="s",
        target_alias="t",
        writer_properties=PROPERTIES,
        streamed_exec=False,  # only so it sees which folders it need not read
        commit_properties=commit(landed, {"batch": note}),
    ).when_matched_update(columns).when_not_matched_insert(columns).execute()


@dataclass(frozen=True, slots=True)
class Task:
    """A folder to be written: the files that go, the dossiers that leave, the rows that come."""

    root: Path
    folder: Folder
    files: list[str]
    leaving: pl.Series
    coming: pl.DataFrame


def _rewrite(table: DeltaTable, layout: Layout, rows: pl.DataFrame, landed: int, note: str) -> None:
    files = actions(table)
    tasks = list(_tasks(table, files, rows))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        added = [each for each in pool.map(lambda task: _written(task, layout), tasks) if each]
    gone = {path for task in tasks for path in task.files}
    table.create_write_transaction(
        [*_removed(files.filter(pl.col("path").is_in(gone))), *added],
        mode="append",
        schema=layout.schema,
        partition_by=list(layout.partition),
        commit_properties=commit(landed, {"batch": note}, is_strict=True),
    )


def _tasks(table: DeltaTable, files: pl.DataFrame, rows: pl.DataFrame) -> Iterator[Task]:
    """Yield what is to be done in each folder that loses or gets a row."""
    root = Path(table.table_uri.removeprefix("file://"))
    start = f"{str(root).rstrip('/')}/"
    paths = rows["file"].drop_nulls().unique().str.strip_prefix(start)
    places = ["partition.part", "partition.is_open"]
    small = pl.col("size_bytes") < WHOLE
    coming = rows.partition_by("part", "is_open", as_dict=True)
    arrives = pl.struct(places).is_in(
        [{"partition.part": part, "partition.is_open": open_} for part, open_ in coming]
    )
    touched = files.filter(pl.col("path").is_in(paths.implode()) | (small & arrives))
    going = touched.partition_by(places, as_dict=True)
    for folder in sorted({*coming, *going}):
        inside = going.get(folder)
        yield Task(
            root,
            folder,
            [] if inside is None else inside["path"].to_list(),
            rows.filter(pl.col("old_part") == folder[0])[CODE],
            coming.get(folder, rows.clear()),
        )


def _written(task: Task, layout: Layout) -> AddAction | None:
    """Write a folder's rows to one file; return it, None if no row is left."""
    rows = pl.concat([_staying(task, layout), task.coming.select(_stored(layout))])
    if rows.is_empty():
        return None
    part, is_open = task.folder
    place: dict[str, str | None] = {"part": part, "is_open": str(is_open).lower()}
    folder = "/".join(f"{key}={value}" for key, value in place.items())
    path = f"{folder}/{uuid4().hex}.zstd.parquet"
    file = task.root / path
    rows.sort(CODE).write_parquet(
        file, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, mkdir=True
    )
    now, size = int(time.time() * 1000), file.stat().st_size
    return AddAction(path, size, place, now, data_change=True, stats=_stats(rows, layout.measured))


def _stored(layout: Layout) -> list[str]:
    return [each for each in layout.schema.names if each not in layout.partition]


def _staying(task: Task, layout: Layout) -> pl.DataFrame:
    """Return the rows of a folder's files that nothing is said of."""
    types = polars_schema(layout.schema)
    stored = {each: types[each] for each in _stored(layout)}
    if not task.files:
        return pl.DataFrame(schema=stored)
    rows = pl.scan_parquet(
        [task.root / each for each in task.files],
        schema=stored,
        hive_partitioning=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    return rows.filter(~pl.col(CODE).is_in(task.leaving.implode())).collect()


def _removed(files: pl.DataFrame) -> list[RemoveAction]:
    now = int(time.time() * 1000)
    return [
        RemoveAction(
            each["path"],
            data_change=True,
            deletion_timestamp=now,
            size=each["size_bytes"],
            partition_values={
                "part": each["partition.part"],
                "is_open": str(each["partition.is_open"]).lower(),
            },
        )
        for each in files.iter_rows(named=True)
    ]


def _stats(rows: pl.DataFrame, measured: tuple[str, ...]) -> str:
    """Return what the log says of a file, as the Delta protocol writes it."""
    known = rows.select(measured)
    return json.dumps(
        {
            "numRecords": rows.height,
            "minValues": _plain(known.min()),
            "maxValues": _plain(known.max()),
            "nullCount": known.null_count().row(0, named=True),
        }
    )


def _plain(values: pl.DataFrame) -> dict[str, Any]:
    moments = pl.selectors.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    told = values.with_columns(moments).row(0, named=True)
    return {name: value for name, value in told.items() if value is not None}
