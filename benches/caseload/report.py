"""Measures counting and writes its section."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from benches.caseload.data import END, NATION, PROVINCE, files, lake
from benches.caseload.once import KEYS, WAYS
from parindex.caseload.batch import Batch
from parindex.caseload.calendar import Calendar
from parindex.caseload.columns import DOSSIERS, Source, TimeUnit
from parindex.caseload.counting.facts import Facts
from parindex.caseload.counting.source import Reading
from parindex.caseload.lake import Lake
from parindex.caseload.periods import periods_of

RUNS: Final = 3
CHANGES: Final = 26_000
DEADLINES: Final = 10_000_000


def _once(how: str, folder: Path, file: Path) -> dict[str, float]:
    """Run one way of counting in a process of its own."""
    command = [sys.executable, "-m", "benches.caseload.once", how, str(folder), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _equal(one: Path, other: Path) -> int:
    """Return how many columns the results share; they must be equal in all of them."""
    left, right = pl.read_parquet(one), pl.read_parquet(other)
    shared = [name for name in right.columns if name in left.columns and name not in KEYS]
    numbers = [pl.col(name).cast(pl.Int64) for name in shared]
    mine, theirs = (each.select(*KEYS, *numbers).sort(KEYS) for each in (left, right))
    mine = mine.join(theirs.select(KEYS), on=KEYS, how="semi", nulls_equal=True).sort(KEYS)
    theirs = theirs.filter(pl.any_horizontal(pl.col(shared) != 0))
    if not mine.equals(theirs):
        raise AssertionError(f"the two counts differ in one of {', '.join(shared)}")
    return len(shared)


def month() -> list[str]:
    """Count a month of the country by three ways, in turns; the medians."""
    folder = files()
    measured: dict[str, list[dict[str, float]]] = {how: [] for how in WAYS}
    with TemporaryDirectory() as scratch:
        for _ in range(RUNS):
            for how in WAYS:
                file = Path(scratch) / f"{how}.parquet"
                measured[how].append(_once(how, folder, file))
        shared = _equal(Path(scratch) / "polars.parquet", Path(scratch) / "by hand.parquet")
    middle = {
        how: {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        for how, runs in measured.items()
    }
    hand = middle["by hand"]
    names = {
        "polars": "parindex, on Polars",
        "duckdb": "parindex, on DuckDB",
        "by hand": "SQL by hand, DuckDB",
    }
    rows = [
        f"| {names[how]} | {each['seconds']:.1f} | {each['seconds'] / hand['seconds']:.2f} | "
        f"{each['processor']:.1f} | {each['memory']:.0f} |"
        for how, each in middle.items()
    ]
    size = sum(file.stat().st_size for file in folder.glob("*.parquet")) // 2**20
    return [
        (
            f"August 2026 by unit, procedure, field and channel: {NATION:,} simulated dossiers of "
            f"3,355 units and a year in Parquet ({size:,} MiB). The SQL does only the same "
            f"aggregation on the same files; the {shared} columns that both have are equal. Each "
            f"in a process of its own, in turns, median of {RUNS}."
        ),
        "",
        "| What | Seconds | Ratio to SQL | Processor seconds | Peak memory (MiB) |",
        "|---|--:|--:|--:|--:|",
        *rows,
        "",
        "Target: within 1.3 times the SQL, under 4,096 MiB.",
    ]


def _changed_rows(kept: Lake, now: datetime) -> pa.Table:
    """Return a day's records: half are open dossiers that get finished, half are new."""
    columns = DOSSIERS.names
    rows = kept.scan("dossiers").filter(pl.col("is_open")).select(columns).head(CHANGES).collect()
    half = rows.height // 2
    told = {"as_of": now, "arrived_at": now, "batch": "day", "content_hash": "day"}
    kept_told = [pl.lit(value).alias(name) for name, value in told.items()]
    finished = rows.head(half).with_columns(
        *kept_told, pl.lit(9).alias("status"), pl.lit(now).alias("finished_at")
    )
    day = now.strftime("%y%m%d")
    numbers = pl.int_range(pl.len()).cast(pl.String).str.zfill(6)
    new = rows.tail(rows.height - half).with_columns(
        *kept_told,
        (pl.col("unit_code") + f"-{day}-" + numbers).alias("dossier_code"),
        pl.lit(now - timedelta(hours=8)).alias("received_at"),
        pl.lit(now + timedelta(days=5)).alias("due_at"),
    )
    both = pl.concat([finished, new], how="vertical_relaxed").select(columns)
    return both.to_arrow().cast(DOSSIERS)


def _timed(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = action()
    return time.perf_counter() - begun, found


def day() -> list[str]:
    """Bring a day's changes into the facts of a province, and count the same in full."""
    kept = lake()
    years = (*periods_of(END.year - 1), *periods_of(END.year))
    periods = [period for period in years if period.start < END]
    facts = Facts(kept)
    before = END - timedelta(days=1)
    facts.rebuild(periods, before)
    now = END - timedelta(hours=6)
    batch = Batch.of("day", Source.LOCAL, now, dossiers=_changed_rows(kept, now))
    landed = kept.write(batch)
    update, run = _timed(lambda: facts.update(now))
    full, _ = _timed(lambda: facts.rebuild(periods, now))
    for name, found in facts.recount(run).items():
        if not found.equals(facts.table(name, run)):
            raise AssertionError(f"changes and full count differ in {name}")
    rows = Reading.of(kept).lake.scan("dossiers").select(pl.len()).collect().item()
    return [
        (
            f"{landed.new + landed.changed:,} changed dossiers of {rows:,} in the lake of a "
            f"province of 170 units, three years; {len(periods)} tables of facts: months, quarters "
            "and years of 2025 and 2026, as the site keeps them. The facts of both ways are equal."
        ),
        "",
        "| What | Seconds | Ratio |",
        "|---|--:|--:|",
        f"| the day's changes | {update:.1f} | 1.00 |",
        f"| all of it in full | {full:.1f} | {full / update:.1f} |",
    ]


def deadlines() -> list[str]:
    """Work out due moments for ten million dossiers."""
    dice = np.random.default_rng(1)
    first = np.datetime64("2026-01-01", "us")
    minutes = dice.integers(0, 300 * 24 * 60, DEADLINES)
    received = first + (minutes * 60_000_000).astype("timedelta64[us]")
    allowed = dice.integers(1, 40, DEADLINES)
    calendar = Calendar.vietnam(2025, 2028)
    lines = []
    for unit in TimeUnit:
        seconds, _ = _timed(lambda unit=unit: calendar.due(received, allowed, unit))
        lines.append(f"| {unit.replace('_', ' ')} | {seconds:.1f} |")
    return [
        f"Due moments of {DEADLINES:,} dossiers by the working-day calendar.",
        "",
        "| Unit of time | Seconds |",
        "|---|--:|",
        *lines,
    ]


def report() -> list[str]:
    """Return the section of the page."""
    return [
        "## Dossiers",
        "",
        f"Simulated dossiers: {NATION:,} of the country, {PROVINCE:,} of a province.",
        "",
        *month(),
        "",
        *day(),
        "",
        *deadlines(),
    ]
