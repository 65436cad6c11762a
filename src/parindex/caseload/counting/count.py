"""Counts dossiers into facts: a row for each unit, procedure, field and channel of a period."""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import polars as pl

from parindex.caseload.counting.moments import KEYS
from parindex.caseload.counting.prepare import prepare
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import columns

GRAIN: Final = ("period", *KEYS)
"""What a row of the table of facts stands for."""


def sums(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the facts of a prepared frame by its keys, still lazy, on the frame's own engine."""
    facts = columns()
    told = frame.select(*KEYS, *(expr().cast(nw.Int64).alias(name) for name, expr in facts.items()))
    return told.group_by(*KEYS).agg(*(nw.col(name).sum() for name in facts))


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Run a plan on its engine and return the result as Polars, so small that it fits anywhere."""
    if frame.implementation is nw.Implementation.POLARS:
        lazy: pl.LazyFrame = frame.to_native()
        return lazy.collect(engine="streaming")
    return pl.DataFrame(frame.collect(backend="pyarrow").to_native())


def nothing_counted() -> pl.DataFrame:
    """Return a table of facts without rows."""
    keys = dict.fromkeys(GRAIN, pl.String()) | {"channel": pl.Int8()}
    return pl.DataFrame(schema={**keys, **dict.fromkeys(columns(), pl.Int64())})


def tidy(facts: pl.DataFrame) -> pl.DataFrame:
    """Return a table of facts without rows in which nothing is counted, sorted by its grain."""
    return facts.filter(pl.any_horizontal(pl.col(list(columns())) != 0)).sort(GRAIN)


def count(frame: Any, scope: Scope) -> pl.DataFrame:
    """Return the facts of a period.

    Parameters
    ----------
    frame : polars, DuckDB or PySpark frame
        Rows of the table `dossiers`, shape ``(n_dossiers, n_columns)``.
    scope : Scope
        Period, moment and settings.

    Returns
    -------
    polars.DataFrame
        Sorted by `GRAIN`, a row for each combination that has something to count; beside the
        grain a column of integers for each of `columns`, in dossiers unless its name says
        otherwise. The same rows from every engine.
    """
    found = collected(sums(prepare(frame, scope)))
    return tidy(
        found.select(
            pl.lit(str(scope.period)).alias("period"),
            *(pl.col(name).cast(pl.String) for name in KEYS[:-1]),
            pl.col("channel").cast(pl.Int8),
            *(pl.col(name).cast(pl.Int64) for name in columns()),
        )
    )
