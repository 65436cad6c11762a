"""Simulated dossiers on disk, made once and kept below PARINDEX_HOME for the next run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from parindex.caseload.lake import Lake
from parindex.caseload.simulator import Plan, World, units_of_country, units_of_province

NATION: Final = int(os.environ.get("PARINDEX_BENCH_DOSSIERS", "20000000"))
PROVINCE: Final = NATION * 3 // 8
END: Final = datetime(2026, 9, 1)  # noqa: DTZ001 - wall clock of Viet Nam
PORTION: Final = 250_000


def folder() -> Path:
    """Return the folder of the benches' data."""
    found = Path(os.environ.get("PARINDEX_HOME") or "var") / "benches"
    found.mkdir(parents=True, exist_ok=True)
    return found


def nation() -> World:
    """Return a year of the country."""
    return World(Plan(units_of_country(1), date(2025, 9, 1), END, NATION, 1))


def province() -> World:
    """Return three years of a large province."""
    return World(Plan(units_of_province(170, 1), date(2023, 9, 1), END, PROVINCE, 1))


def tables(world: World) -> Iterator[pa.Table]:
    """Yield the local records of a world, some at a time."""
    for portion in world.portions(PORTION, with_steps=False, with_portal=False):
        yield portion.dossiers


def files() -> Path:
    """Return a folder with the country's dossiers as Parquet."""
    found = folder() / f"nation-{NATION}"
    if not found.is_dir():
        part = found.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for number, table in enumerate(tables(nation())):
            pq.write_table(table, part / f"{number:04d}.parquet", compression="zstd")
        part.rename(found)
    return found


def lake() -> Lake:
    """Return a fresh copy of a lake with the province's dossiers."""
    kept, fresh = folder() / f"province-{PROVINCE}", folder() / "province-now"
    if not kept.is_dir():
        part = kept.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        Lake(part).load("dossiers", tables(province()))
        part.rename(kept)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(kept, fresh)
    return Lake(fresh)
