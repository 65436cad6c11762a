"""Statistics of procedures: how many of those that are offered have at least one such dossier.

Procedures are distinct: one that ten units offer is one for the province. So these are not sums of
children, and without a catalogue of what is offered they are missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import narwhals as nw
import polars as pl

from parindex.caseload.counting.statistic import Statistic, discover

MARKS: Final = ("level", "has_fee", "offers_online_payment", "is_connected")
"""What the catalogue says of a procedure."""

USED: Final = ("dossiers_online", "dossiers_paid_online")
"""Facts that say whether a procedure was used."""

PROCEDURE: Final = "procedure_code"


def offered(catalogue: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each key and procedure, with its marks and its use.

    Parameters
    ----------
    catalogue : polars.DataFrame
        Procedures by unit, with the columns `key` and `MARKS`.
    facts : polars.DataFrame
        Facts with the columns `key`, `procedure_code` and `USED`.
    """
    keys = ["key", PROCEDURE]
    marks = catalogue.group_by(keys).agg(*(pl.col(name).max() for name in MARKS))
    sums = (pl.col(discover()[name].count_column).sum().alias(name) for name in USED)
    used = facts.group_by(keys).agg(*sums)
    return marks.join(used, keys, "left").with_columns(
        pl.col(USED).fill_null(0), pl.lit(value=True).alias("is_listed")
    )


def count_procedures(rows: pl.DataFrame, statistics: Sequence[Statistic]) -> pl.DataFrame:
    """Return the counts of each key: ``key, statistic, numerator, denominator``, some missing."""
    frame = nw.from_native(rows)
    found = []
    for each in statistics:
        told = frame.select(
            "key",
            each.count().fill_null(value=False).cast(nw.Int64).alias("numerator"),
            each.whole().fill_null(value=False).cast(nw.Int64).alias("denominator"),
            (each.unknown() if each.unknown else nw.lit(0)).cast(nw.Int64).alias("unknown"),
            nw.lit(1).alias("population"),
        )
        names = ("numerator", "denominator", "unknown", "population")
        sums = told.group_by("key").agg(*(nw.col(name).sum() for name in names)).to_native()
        found.append(sums.with_columns(pl.lit(each.name).alias("statistic")))
    return pl.concat(found)
