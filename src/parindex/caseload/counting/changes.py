"""What changes do to facts: rows as they were are subtracted, rows as they are now are added."""

from __future__ import annotations

import polars as pl

from parindex.caseload.counting.count import GRAIN, count, tidy
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import columns


def combine(*signed: tuple[int, pl.DataFrame]) -> pl.DataFrame:
    """Return the sum of tables of facts, each taken +1 or -1 times.

    Rows in which nothing is left are gone, so that a table made of changes equals one counted in
    full, row for row.
    """
    values = list(columns())
    parts = [facts.with_columns(pl.col(values) * sign) for sign, facts in signed]
    return tidy(pl.concat(parts).group_by(GRAIN).agg(pl.col(values).sum()))


def difference(before: pl.LazyFrame, after: pl.LazyFrame, was: Scope, now: Scope) -> pl.DataFrame:
    """Return what is to be added to the facts of a period.

    Parameters
    ----------
    before, after : polars.LazyFrame
        The same dossiers as they were when the facts were counted, and as they are.
    was, now : Scope
        The period at the two moments of counting.
    """
    return combine((-1, count(before, was)), (1, count(after, now)))
