"""What each dossier counts for in the facts of the 766 set, one row a dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import narwhals as nw
import polars as pl

from parindex.caseload.counting.count import count
from parindex.caseload.counting.moments import ON_PORTAL
from parindex.caseload.counting.prepare import prepare
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import Statistic, discover

SYNCHRONISED: Final = ("dossiers_synchronised", "dossiers_to_synchronise")
"""Facts of component 1.4: of the local records, whether the portal has them."""


@cache
def statistics_766() -> Mapping[str, Statistic]:
    """Return the statistics of the 766 set that are counted over dossiers, by name."""
    found = {
        name: each
        for name, each in discover().items()
        if each.group == "decision_766" and each.over == "dossiers"
    }
    return MappingProxyType(found)


@cache
def facts_766() -> Mapping[str, Callable[[], nw.Expr]]:
    """Return numerators and denominators by the name of the fact."""
    found: dict[str, Callable[[], nw.Expr]] = {}
    for each in statistics_766().values():
        found[each.name] = each.count
        found.setdefault(each.denominator, each.whole)
    return MappingProxyType(found)


def prepared(frame: pl.LazyFrame, scope: Scope, *, name: str = "dossier_code") -> Any:
    """Return dossiers as `counting.prepare` judges them, the code in the place of the field.

    Counting keeps the keys of its grain only. A dossier is told by its code here, which travels
    in `field_code`; no statistic of the 766 set looks at the field.
    """
    return prepare(frame.with_columns(field_code=pl.col(name).cast(pl.String)), scope)


def each_dossier(frame: pl.LazyFrame, scope: Scope, *, name: str = "dossier_code") -> pl.LazyFrame:
    """Return for each dossier of a period what it adds to each fact, 0 or 1.

    Parameters
    ----------
    frame : polars.LazyFrame
        Rows of the table `dossiers`.
    scope : Scope
        Period, moment, settings.
    name : str
        Column that tells rows apart.

    Returns
    -------
    polars.LazyFrame
        Columns `unit_code`, `name` as text, and one of integers for each fact; dossiers that the
        period does not concern have no row.
    """
    facts = [expr().cast(nw.Int64).alias(fact) for fact, expr in facts_766().items()]
    judged = prepared(frame, scope, name=name)
    found: pl.LazyFrame = judged.select(
        "unit_code", nw.col("field_code").alias(name), *facts
    ).to_native()
    return found


def facts_of_units(
    portal: pl.LazyFrame, scope: Scope, *, local: pl.LazyFrame | None = None
) -> dict[str, dict[str, int]]:
    """Return the 766 facts of every unit, as the portal's copy gives them.

    A fact whose source says nothing of any dossier is left out: it is missing, not 0.

    Parameters
    ----------
    portal : polars.LazyFrame
        The copy that is scored.
    scope : Scope
        Period, moment, settings.
    local : polars.LazyFrame, optional
        The local records; with them the facts of component 1.4 are known.
    """
    found = _summed(portal, scope)
    for facts in found.values():
        for name in SYNCHRONISED:
            facts.pop(name, None)
    if local is not None:
        there = portal.select("dossier_code", pl.lit(value=True).alias(ON_PORTAL))
        known = local.drop(ON_PORTAL, strict=False).join(there, on="dossier_code", how="left")
        # Where the copy is at hand it decides; what the local system says of it does not.
        told = known.with_columns(
            pl.col(ON_PORTAL).fill_null(value=False), is_synchronised=pl.lit(value=False)
        )
        for unit, facts in _summed(told, scope).items():
            own = found.setdefault(unit, {})
            own.update({name: facts[name] for name in SYNCHRONISED if name in facts})
    return found


def _summed(frame: pl.LazyFrame, scope: Scope) -> dict[str, dict[str, int]]:
    by_unit = (
        count(frame, scope)
        .drop("period", "procedure_code", "field_code", "channel")
        .group_by("unit_code")
        .sum()
    )
    return {row["unit_code"]: _known(row) for row in by_unit.iter_rows(named=True)}


def _known(row: Mapping[str, Any]) -> dict[str, int]:
    """Return the facts of a unit without those that no source tells."""
    found: dict[str, int] = {}
    for each in statistics_766().values():
        asked, is_silent = row[each.population_column], False
        if each.unknown is not None:
            is_silent = asked > 0 and row[each.unknown_column] == asked
        if not is_silent:
            found |= {each.name: row[each.count_column], each.denominator: row[each.whole_column]}
    return found
