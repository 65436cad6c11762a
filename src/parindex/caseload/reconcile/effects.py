"""What each difference costs: the 766 facts of a unit with the difference repaired."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from parindex.caseload.counting.moments import NEEDED
from parindex.caseload.counting.scope import Scope
from parindex.caseload.reconcile.counted import SYNCHRONISED, each_dossier, facts_766
from parindex.caseload.reconcile.kinds import REPAIRED, Kind

NUMBER: Final = "number"
GONE: Final = frozenset({Kind.MISSING_LOCALLY, Kind.DOUBLED_ON_PORTAL, Kind.DOUBLED_LOCALLY})
"""Differences repaired by taking a record away."""
KEY: Final = ("local_code", "portal_code")


def with_numbers(found: pl.DataFrame) -> pl.DataFrame:
    """Return differences one by one, each with its number and its kinds, as `deltas` takes them."""
    return found.with_row_index(NUMBER).with_columns(kinds=pl.concat_list("kind"))


def whole_dossiers(found: pl.DataFrame) -> pl.DataFrame:
    """Return each dossier once, with all that is repaired of it together."""
    one = found.group_by(*KEY, maintain_order=True).agg(
        pl.col("unit_code").first(), kinds=pl.col("kind").unique()
    )
    return one.with_row_index(NUMBER)


def _has(kinds: frozenset[Kind] | tuple[Kind, ...]) -> pl.Expr:
    return pl.any_horizontal([pl.col("kinds").list.contains(kind.value) for kind in sorted(kinds)])


def _of(found: pl.DataFrame, side: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """Return the needed columns of the records that differences speak of, named after the side."""
    wanted = found.lazy().select(pl.col(key).alias("dossier_code")).unique()
    columns = [name for name in NEEDED if name != "dossier_code"]
    cut = side.select("dossier_code", *columns).join(wanted, on="dossier_code", how="semi")
    prefix = key.removesuffix("code")
    return cut.rename({name: f"{prefix}{name}" for name in columns} | {"dossier_code": key})


def _as_local(name: str) -> pl.Expr:
    """Return a column of the portal's copy as it is when repaired."""
    kinds = tuple(kind for kind, names in REPAIRED.items() if name in names)
    portal, local = pl.col(f"portal_{name}"), pl.col(f"local_{name}")
    whole = _has((Kind.MISSING_ON_PORTAL, Kind.OTHER_CODE))
    return pl.when(_has(kinds) | whole if kinds else whole).then(local).otherwise(portal)


def deltas(
    found: pl.DataFrame, local: pl.LazyFrame, portal: pl.LazyFrame, scope: Scope
) -> pl.DataFrame:
    """Return by how much each fact changes when what differs is repaired as the local record is.

    Scored is the portal's copy, so it is counted as it stands and once more with the local
    values in the place of those that differ. A dossier missing there is added; one that only
    the portal has, or has twice, is taken away.

    Parameters
    ----------
    found : polars.DataFrame
        From `with_numbers` (differences one by one) or `whole_dossiers` (dossier by dossier).
    local, portal : polars.LazyFrame
        Both sides, a row a dossier.
    scope : Scope
        Period, moment, settings.

    Returns
    -------
    polars.DataFrame
        A row for each row of `found`, in its order: `number`, `unit_code`, and one column of
        integers a fact of `facts_766`, the change of that numerator or denominator.
    """
    both = (
        found.lazy()
        .join(_of(found, local, "local_code"), on="local_code", how="left")
        .join(_of(found, portal, "portal_code"), on="portal_code", how="left")
    )
    as_is = both.filter(pl.col("portal_code").is_not_null(), ~_has((Kind.DOUBLED_LOCALLY,)))
    after = both.filter(~_has(tuple(GONE)))
    before_rows = as_is.select(NUMBER, *(pl.col(f"portal_{name}").alias(name) for name in NEEDED))
    after_rows = after.select(NUMBER, *(_as_local(name).alias(name) for name in NEEDED))
    names = [name for name in facts_766() if name not in SYNCHRONISED]
    counted = [each_dossier(frame, scope, name=NUMBER) for frame in (before_rows, after_rows)]
    signed = [
        frame.select(NUMBER, *(pl.col(name) * sign for name in names))
        for frame, sign in zip(counted, (-1, 1), strict=True)
    ]
    change = pl.concat(signed).group_by(NUMBER).sum()
    numbered = found.lazy().select(pl.col(NUMBER).cast(pl.String), "unit_code")
    zeros = pl.col(*names, *SYNCHRONISED).fill_null(0)
    return (
        numbered.join(change, on=NUMBER, how="left", maintain_order="left")
        .join(_synchronised(both, scope), on=NUMBER, how="left", maintain_order="left")
        .with_columns(zeros, pl.col(NUMBER).cast(pl.UInt32))
        .collect()
    )


def _synchronised(both: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    """Return the change of component 1.4, which counts local records that the portal has."""
    start, until = scope.period.start, scope.period.until(scope.now)
    is_new = pl.col("local_received_at").is_between(start, until, closed="left")
    is_new = (is_new & ~pl.col("local_status").is_in((1, 3))).fill_null(value=False)
    appears = _has((Kind.MISSING_ON_PORTAL, Kind.OTHER_CODE)) & is_new
    leaves = _has((Kind.DOUBLED_LOCALLY,)) & is_new
    numerator, denominator = SYNCHRONISED
    return both.select(
        pl.col(NUMBER).cast(pl.String),
        appears.cast(pl.Int64).alias(numerator),
        (-leaves.cast(pl.Int64)).alias(denominator),
    )


def plain(row: dict[str, Any]) -> dict[str, int]:
    """Return the facts of a row that change."""
    return {name: row[name] for name in facts_766() if row[name]}
