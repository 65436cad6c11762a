"""What changes do to facts: rows as they were are subtracted, rows as they are now are added."""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.counting.count import GRAIN, count, nothing_counted, tidy
from parindex.caseload.counting.moments import MOMENTS, NEEDED, ON_PORTAL
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.source import CODE
from parindex.caseload.counting.statistic import columns

LEFT_OUT: Final = (int(Status.REGISTERED), int(Status.NOT_RECEIVED))
"""The only statuses that a count asks for: these are not counted."""

HAPPENINGS: Final = tuple(name for name in MOMENTS if "due_at" not in name)
"""Moments at which something happens; a due moment may lie ahead and yet decide."""

SEEN: Final = frozenset({CODE, *NEEDED, ON_PORTAL})


def combine(*signed: tuple[int, pl.DataFrame]) -> pl.DataFrame:
    """Return the sum of tables of facts, each taken +1 or -1 times.

    Rows in which nothing is left are gone, so that a table made of changes equals one counted in
    full, row for row.
    """
    values = list(columns())
    parts = [facts.with_columns(pl.col(values) * sign) for sign, facts in signed]
    return tidy(pl.concat(parts).group_by(GRAIN).agg(pl.col(values).sum()))


def _seen_from(rows: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    """Return dossiers as a period sees them: what comes at its end or later has not happened."""
    until = scope.period.until(scope.now)
    happened = [pl.when(pl.col(name) < until).then(pl.col(name)).alias(name) for name in HAPPENINGS]
    left_out = pl.col("status").is_in(LEFT_OUT)
    names = [name for name in rows.collect_schema().names() if name in SEEN]
    seen = rows.select(names).with_columns(
        *happened, pl.when(left_out).then(pl.col("status")).alias("status")
    )
    return seen.filter(pl.col("received_at").is_not_null() | pl.col("refused_at").is_not_null())


def differing(
    before: pl.LazyFrame, after: pl.LazyFrame, scope: Scope
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return only those dossiers of which a period sees another thing than before.

    A dossier that was finished in August is still open for July, so July is not counted again.
    """
    signed = [
        _seen_from(rows, scope).with_columns(pl.lit(sign).alias("sign"))
        for rows, sign in ((before, -1), (after, 1))
    ]
    both = pl.concat(signed, how="diagonal")
    seen = [name for name in both.collect_schema().names() if name != "sign"]
    kept = both.unique(seen, keep="none").collect()
    status = pl.col("status").fill_null(int(Status.RECEIVED))
    kept = kept.with_columns(status)
    return kept.filter(pl.col("sign") < 0), kept.filter(pl.col("sign") > 0)


def difference(before: pl.LazyFrame, after: pl.LazyFrame, was: Scope, now: Scope) -> pl.DataFrame:
    """Return what is to be added to the facts of a period.

    Parameters
    ----------
    before, after : polars.LazyFrame
        The same dossiers as they were when the facts were counted, and as they are.
    was, now : Scope
        The period at the two moments of counting.
    """
    if not was.is_running:
        left, right = differing(before, after, now)
        if left.is_empty() and right.is_empty():
            return nothing_counted()
        return combine((-1, count(left, was)), (1, count(right, now)))
    return combine((-1, count(before, was)), (1, count(after, now)))
