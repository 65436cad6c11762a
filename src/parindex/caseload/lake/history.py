"""Reads the lake as it is and as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import pyarrow as pa

from parindex.caseload.columns import DOSSIERS
from parindex.caseload.lake.errors import LakeError
from parindex.caseload.lake.layout import LAYOUTS, PINS, STATE
from parindex.caseload.lake.lookup import rows_of
from parindex.caseload.lake.tables import WRITER, Tables, again, commit, next_number
from parindex.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a table: when it was written (UTC), by what, for which import, why kept."""

    number: int
    written_at: datetime
    operation: str
    batch: str
    pinned: str


def scan(tables: Tables, name: str, version: int | None) -> pl.LazyFrame:
    """Return a table, its contract's columns first."""
    lazy = pl.scan_delta(tables.open(name, version), storage_options=tables.options)
    if name not in LAYOUTS:
        return lazy
    there = lazy.collect_schema().names()
    return lazy.select([each for each in LAYOUTS[name].schema.names if each in there])


def scan_in_hand(
    tables: Tables, name: str, start: datetime, end: datetime, version: int | None
) -> pl.LazyFrame:
    """Return the dossiers that can count in a period."""
    lazy = scan(tables, name, version)
    is_live = pl.col("is_open") | (pl.col("closed_at") >= start)
    return lazy.filter(is_live & (pl.col("received_at") < end))


def version(tables: Tables, name: str) -> int | None:
    """Return the version, None if the table was never written."""
    return int(tables.open(name).version()) if tables.exists(name) else None


def versions(tables: Tables, name: str, limit: int | None) -> list[Version]:
    """Return the versions that can be named, the newest first."""
    why = {
        each["version"]: each["why"]
        for each in pins(tables).filter(pl.col("name") == name).iter_rows(named=True)
    }
    return [
        Version(
            int(entry["version"]),
            datetime.fromtimestamp(entry["timestamp"] / 1000, UTC),
            str(entry["operation"]),
            str(entry.get("batch", "")),
            why.get(entry["version"], ""),
        )
        for entry in tables.open(name).history(limit)
    ]


def counted_from(tables: Tables, name: str) -> dict[str, int]:
    """Return what the newest commit that says so says."""
    if not tables.exists(name):
        return {}
    for entry in tables.open(name).history():
        if said := entry.get("counted_from"):
            return {key: int(value) for key, value in json.loads(said).items()}
    return {}


def changed(tables: Tables, name: str, since: int) -> pl.Series:
    """Return the codes whose state landed after a version."""
    _require_states(name)
    before = tables.open(name, since).transaction_version(WRITER) or 0
    return (
        pl.scan_delta(tables.open(name), storage_options=tables.options)
        .filter(pl.col("landed") > before)
        .select("dossier_code")
        .collect()
        .to_series()
        .sort()
    )


def rows(
    tables: Tables, name: str, codes: Iterable[str] | pl.Series, version: int | None
) -> pl.DataFrame:
    """Return the rows of given dossiers, sorted by code."""
    wanted = codes if isinstance(codes, pl.Series) else pl.Series(list(codes), dtype=pl.String)
    table = tables.open(name, version)
    found = rows_of(name, table, wanted.unique(), options=tables.options)
    return found.sort("dossier_code")


def row(tables: Tables, name: str, code: str, version: int | None) -> dict[str, object]:
    """Return the state of one dossier."""
    found = rows(tables, name, [code], version)
    if found.is_empty():
        when = "" if version is None else f" at version {version}"
        raise NotFoundError(
            f"{code}: table {name!r} holds no such dossier{when}. See whether the code is written "
            "in full, and whether its import was refused (table quarantine)."
        )
    return found.select(DOSSIERS.names).row(0, named=True)


def _require_states(name: str) -> None:
    if name not in LAYOUTS or STATE[0].name not in LAYOUTS[name].schema.names:
        raise LakeError(f"{name!r} is no table of states; ask for dossiers or portal.")


def pins(tables: Tables) -> pl.DataFrame:
    """Return what is pinned."""
    if not tables.exists("pins"):
        return pl.DataFrame(PINS.empty_table())
    return scan(tables, "pins", None).sort("name", "version").collect()


def pin(tables: Tables, name: str, version: int, why: str, at: datetime) -> None:
    """Keep a version; the same again changes nothing."""
    tables.open(name, version)  # it must be there to be kept

    def write() -> None:
        table = tables.ready("pins")
        there = pins(tables).filter((pl.col("name") == name) & (pl.col("version") == version))
        if there.is_empty():
            line = {"name": name, "version": version, "why": why, "pinned_at": at}
            tables.append(table, pa.Table.from_pylist([line], PINS), next_number(table))

    again(write)


def unpin(tables: Tables, name: str, version: int) -> None:
    """Let a version go."""
    if name not in LAYOUTS and not tables.exists(name):
        raise LakeError(f"there is no table {name!r}.")

    def write() -> None:
        table = tables.ready("pins")
        quoted = name.replace("'", "''")
        table.delete(
            f"name = '{quoted}' AND version = {int(version)}",
            commit_properties=commit(next_number(table)),
        )

    again(write)
