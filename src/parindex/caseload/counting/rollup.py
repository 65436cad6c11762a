"""Sums facts up to what is asked for: by unit, procedure, field, channel or province."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import polars as pl

from parindex.caseload.counting import wholes
from parindex.caseload.counting.services import count_procedures, offered
from parindex.caseload.counting.statistic import Statistic

UNKNOWN: Final = "?"
"""Key of dossiers whose field is not recorded."""

SCHEMA: Final = {
    "key": pl.String,
    "statistic": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
}


class By(StrEnum):
    """What a row of a report stands for."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    FIELD = "field"
    CHANNEL = "channel"
    PROVINCE = "province"

    @property
    def key(self) -> pl.Expr:
        """The key of a row of facts, or of the catalogue."""
        if self is By.PROVINCE:
            return pl.col("unit_code").str.split(".").list.first()
        if self is By.CHANNEL:
            return pl.col("channel").cast(pl.String)
        return pl.col(f"{self}_code").fill_null(UNKNOWN)


def _summed(facts: pl.DataFrame, statistics: Sequence[Statistic]) -> pl.DataFrame:
    """Return ``key, statistic, numerator, denominator, unknown, population`` of dossiers."""
    values = [
        name for name in facts.columns if facts.schema[name] == pl.Int64 and name != "channel"
    ]
    sums = facts.group_by("key").agg(pl.col(values).sum())
    zero = pl.lit(0, dtype=pl.Int64)
    found = [
        sums.select(
            "key",
            pl.lit(each.name).alias("statistic"),
            pl.col(each.count_column).alias("numerator"),
            (zero if each.whole is wholes.nothing else pl.col(each.whole_column)).alias(
                "denominator"
            ),
            (pl.col(each.unknown_column) if each.unknown else zero).alias("unknown"),
            (pl.col(each.population_column) if each.unknown else zero).alias("population"),
        )
        for each in statistics
    ]
    return pl.concat(found)


def roll_up(
    facts: pl.DataFrame,
    by: By,
    statistics: Sequence[Statistic],
    catalogue: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the statistics of each unit, procedure, field, channel or province.

    Statistics of dossiers are sums of the facts below them; those of procedures are counted anew
    at each level, because a procedure that many offer is one.

    Parameters
    ----------
    facts : polars.DataFrame
        Facts of one period, as `count` returns them.
    by : By
        What a row stands for. A field that is not recorded is `UNKNOWN`; a province is the first
        part of a unit's code.
    statistics : sequence of Statistic
        Which are asked for.
    catalogue : polars.DataFrame, optional
        What each unit offers, as `Reading.catalogue` returns it.

    Returns
    -------
    polars.DataFrame
        ``key, statistic, numerator, denominator``, sorted by key and statistic. Both numbers are
        null where the statistic is missing: no source says so of any dossier, or there is no
        catalogue. A key without a dossier has rows only for what it offers.
    """
    keyed = facts.with_columns(by.key.alias("key"))
    of_dossiers = [each for each in statistics if each.over == "dossiers"]
    of_procedures = [each for each in statistics if each.over == "procedures"]
    parts = [_summed(keyed, of_dossiers)] if of_dossiers else []
    if of_procedures and catalogue is not None and by is not By.CHANNEL:
        rows = offered(catalogue.with_columns(by.key.alias("key")), keyed)
        parts.append(count_procedures(rows, of_procedures))
    elif of_procedures:
        parts.append(_all_missing(keyed, of_procedures))
    found = pl.concat(
        part.with_columns(
            pl.col("numerator", "denominator", "unknown", "population").cast(pl.Int64)
        ).select("key", "statistic", "numerator", "denominator", "unknown", "population")
        for part in parts
    )
    is_missing = (pl.col("unknown") > 0) & (pl.col("unknown") == pl.col("population"))
    shown = [
        pl.when(~is_missing).then(pl.col(name)).alias(name) for name in ("numerator", "denominator")
    ]
    return found.with_columns(shown).select(list(SCHEMA)).sort("key", "statistic")


def _all_missing(facts: pl.DataFrame, statistics: Sequence[Statistic]) -> pl.DataFrame:
    """Return rows without numbers for every key."""
    nothing = pl.lit(None, dtype=pl.Int64)
    names = pl.DataFrame({"statistic": [each.name for each in statistics]})
    return (
        facts.select("key")
        .unique()
        .join(names, how="cross")
        .with_columns(
            *(nothing.alias(name) for name in ("numerator", "denominator", "unknown", "population"))
        )
    )
