"""Counts once in a process of its own, so that its memory is its own: `once.py HOW FOLDER FILE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl

from benches.caseload.data import END
from parindex.caseload.counting.count import count
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.window import scope_of
from parindex.caseload.periods import Period

SCOPE = scope_of(Period.parse("2026-08"), END)
BY_HAND = Path(__file__).with_name("by_hand.sql")
QUIET = "SET enable_progress_bar = false"
KEYS = ["unit_code", "procedure_code", "field_code", "channel"]


def with_polars(files: str, scope: Scope) -> pl.DataFrame:
    """Count as parindex does."""
    return count(pl.scan_parquet(files), scope)


def with_duckdb(files: str, scope: Scope) -> pl.DataFrame:
    """Count by the same expressions on DuckDB."""
    with duckdb.connect() as connection:
        connection.execute(QUIET)
        return count(connection.read_parquet(files), scope)


def by_hand(files: str, scope: Scope) -> pl.DataFrame:
    """Run the query that was written by hand."""
    until = scope.period.until(scope.now)
    moments = {
        "start": scope.period.start,
        "until": until,
        "last": until - timedelta(seconds=1),
        "soon": scope.due_soon_until,
    }
    with duckdb.connect() as connection:
        connection.execute(QUIET)
        connection.execute(f"CREATE VIEW dossiers AS FROM read_parquet('{files}')")
        query = connection.sql(BY_HAND.read_text(encoding="utf-8"), params=moments)
        return pl.DataFrame(query.to_arrow_table())


WAYS = {"polars": with_polars, "duckdb": with_duckdb, "by hand": by_hand}


def main(how: str, folder: str, file: str) -> None:
    """Count, write the facts to a file, print seconds and the peak of memory as JSON."""
    begun, used = time.perf_counter(), time.process_time()
    facts = WAYS[how](f"{folder}/*.parquet", SCOPE)
    found = {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - used,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    facts.write_parquet(file)
    print(json.dumps(found))  # noqa: T201 - read by the process that started this one


if __name__ == "__main__":
    main(*sys.argv[1:])
