"""Keeps the lake small: compaction, checkpoints, old files, the end of retention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Final

import polars as pl
from deltalake import CommitProperties, DeltaTable

from parindex.caseload.lake import history
from parindex.caseload.lake.errors import LakeError
from parindex.caseload.lake.landing import CODE, STATES
from parindex.caseload.lake.layout import FACTS, LAYOUTS, places_of
from parindex.caseload.lake.tables import (
    PROPERTIES,
    WRITER,
    Tables,
    actions,
    again,
    commit,
    next_number,
)

TARGET: Final = 64 * 1024 * 1024
"""Bytes up to which a folder is one file."""

MANY: Final = 4
"""Small files in a folder before they are made one."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done to a table. Bytes are those of the version's files, not of the whole folder."""

    name: str
    files_before: int
    files_after: int
    size: int
    removed: int
    version: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What the end of retention took away, and the pinned versions that still hold some of it."""

    rows: dict[str, int] = field(default_factory=dict)
    held: list[tuple[str, int]] = field(default_factory=list)


def names(tables: Tables) -> Iterator[str]:
    """Yield the tables that are there, of the contract first, then the known facts."""
    yield from (name for name in LAYOUTS if tables.exists(name))
    yield from facts(tables)


def facts(tables: Tables) -> list[str]:
    """Return the names of the tables of facts."""
    from pyarrow import fs  # noqa: PLC0415  only to list folders

    if "://" in tables.root:
        filesystem, path = fs.FileSystem.from_uri(tables.root)
    else:
        filesystem, path = fs.LocalFileSystem(), tables.root
    found = filesystem.get_file_info(fs.FileSelector(path, allow_not_found=True))
    return sorted(each.base_name for each in found if each.base_name.startswith(FACTS))


def maintain(tables: Tables, keep_hours: int) -> list[Upkeep]:
    """Keep every table in order."""
    return [again(partial(_maintain, tables, name, keep_hours)) for name in names(tables)]


def _maintain(tables: Tables, name: str, keep_hours: int) -> Upkeep:
    table = tables.open(name)
    before = actions(table).height
    for folder in _crowded(name, table):
        _compact(name, table, folder)
    table.create_checkpoint()
    pinned = history.pins(tables).filter(pl.col("name") == name)["version"].to_list()
    removed = table.vacuum(
        keep_hours,
        dry_run=False,
        enforce_retention_duration=False,
        full=True,
        keep_versions=pinned or None,
    )
    after = actions(table)
    size = int(after["size_bytes"].sum()) if after.height else 0
    return Upkeep(name, before, after.height, size, len(removed), int(table.version()))


def _crowded(name: str, table: DeltaTable) -> list[list[tuple[str, str, str]]]:
    """Return the folders with many small files, as partition filters."""
    files = actions(table)
    partition = LAYOUTS[name].partition if name in LAYOUTS else ()
    if files.is_empty():
        return []
    small = files.filter(pl.col("size_bytes") < TARGET)
    if not partition:
        return [[]] if small.height >= MANY else []
    columns = [f"partition.{each}" for each in partition]
    crowded = small.group_by(columns).len().filter(pl.col("len") >= MANY).sort(columns)
    return [
        [(name, "=", _text(value)) for name, value in zip(partition, row, strict=True)]
        for row in crowded.select(columns).iter_rows()
    ]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _compact(name: str, table: DeltaTable, folder: list[tuple[str, str, str]]) -> None:
    """Make one file of many; rows of dossiers in the order of their codes."""
    layout, strict = LAYOUTS.get(name), CommitProperties(max_commit_retries=0)
    if layout and CODE in layout.order:
        table.optimize.z_order(
            [CODE],
            partition_filters=folder,
            target_size=TARGET,
            writer_properties=PROPERTIES,
            commit_properties=strict,
        )
    else:
        table.optimize.compact(
            partition_filters=folder or None,
            target_size=TARGET,
            writer_properties=PROPERTIES,
            commit_properties=strict,
        )


def forget(tables: Tables, before: date, *, dry_run: bool) -> Forgotten:
    """Remove single dossiers that ended before a day, once facts have counted them."""
    end = datetime.combine(before, datetime.min.time())
    gone: dict[str, int] = {}
    for source, name in STATES.items():
        if not tables.exists(name):
            continue
        ended = (
            pl.scan_delta(tables.open(name), storage_options=tables.options)
            .filter(pl.max_horizontal("closed_at", "stopped_at") < end)
            .select(CODE, "landed")
            .collect()
        )
        if ended.is_empty():
            continue
        _require_counted(tables, name, int(ended["landed"].max()))  # type: ignore[arg-type]
        for part in ("events", "steps", name):
            count = again(partial(_delete, tables, part, ended[CODE], str(source), dry_run=dry_run))
            gone[part] = gone.get(part, 0) + count
    pinned = history.pins(tables).filter(
        pl.col("name").is_in(["events", "steps", *STATES.values()])
    )
    held = list(pinned.select("name", "version").iter_rows()) if gone else []
    return Forgotten(gone, held)


def _require_counted(tables: Tables, name: str, landed: int) -> None:
    """Raise unless some table of facts was counted after these states landed."""
    counted = [
        version
        for each in facts(tables)
        if (version := history.counted_from(tables, each).get(name)) is not None
    ]
    if not counted:
        raise LakeError(
            f"dossiers of table {name!r} are not counted yet: no table of facts says that it was "
            "counted from it. Run `parindex dossiers statistics` first; nothing was removed."
        )
    last = max(counted)
    if (tables.open(name, last).transaction_version(WRITER) or 0) < landed:
        raise LakeError(
            f"the facts were counted from version {last} of table {name!r}; some of these dossiers "
            "changed after it. Count again first; nothing was removed."
        )


def _delete(tables: Tables, name: str, codes: pl.Series, source: str, *, dry_run: bool) -> int:
    """Remove the rows of some dossiers of one source; return how many they are."""
    if not tables.exists(name):
        return 0
    table = tables.open(name)
    wanted = codes.unique().sort().to_frame()
    lines = pl.concat([wanted.with_columns(place) for place in places_of(name)])
    if dry_run:
        scan = pl.scan_delta(table, storage_options=tables.options)
        mine = scan.filter(pl.col("source") == source) if name in ("events", "steps") else scan
        return int(mine.join(wanted.lazy(), on=CODE, how="semi").select(pl.len()).collect().item())
    same = f"t.{LAYOUTS[name].partition[0]} = s.place AND t.dossier_code = s.dossier_code"
    if name in ("events", "steps"):
        same += f" AND t.source = '{source}'"
    result = (
        table.merge(
            lines.to_arrow(),
            same,
            source_alias="s",
            target_alias="t",
            writer_properties=PROPERTIES,
            streamed_exec=False,
            commit_properties=commit(next_number(table), {"forgotten": str(len(wanted))}),
        )
        .when_matched_delete()
        .execute()
    )
    return int(result["num_target_rows_deleted"])
