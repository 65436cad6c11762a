"""From a lost point to the files that lost it: each component of 766 that dossiers give."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import narwhals as nw
import polars as pl

from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import Statistic
from parindex.caseload.reconcile.counted import prepared, statistics_766
from parindex.errors import NotFoundError
from parindex.rulebook.model import Rulebook
from parindex.scoring import load

SET = "766/2026/province"


@cache
def _shipped() -> Rulebook:
    return load(SET)


def components(rulebook: Rulebook | None = None) -> Mapping[str, Statistic]:
    """Return the components whose numerator and denominator are counted over dossiers.

    Parameters
    ----------
    rulebook : Rulebook, optional
        A 766 set; the shipped one of 2026 when not given. Which fact a component reads is
        the rulebook's word.

    Examples
    --------
    >>> {code: found.name for code, found in components().items()}["3.6"]
    'dossiers_paid_online'
    """
    known = statistics_766()
    found: dict[str, Statistic] = {}
    for node in (rulebook or _shipped()).leaves():
        for rule in node.leaf.rules() if node.leaf else ():
            names = rule.fact_names()
            one = known.get(names[0]) if len(names) == 2 else None
            if one is not None and one.denominator == names[1]:
                found[node.code] = one
    return MappingProxyType(found)


def losing(code: str, rulebook: Rulebook | None = None) -> nw.Expr:
    """Return the files that lost points of a component: in its denominator, not its numerator.

    Parameters
    ----------
    code : str
        Component, such as "2.1".
    rulebook : Rulebook, optional
        A 766 set; the shipped one of 2026 when not given.

    Returns
    -------
    narwhals.Expr
        Yes or no, over a frame of `counting.prepare`, on any engine.

    Raises
    ------
    NotFoundError
        If no dossier gives points of this component.
    """
    found = components(rulebook)
    if code not in found:
        raise NotFoundError(
            f"component {code}: dossiers give no points of it; there are {', '.join(found)}"
        )
    return found[code].whole() & ~found[code].count()


def files_losing(
    dossiers: pl.LazyFrame, scope: Scope, code: str, rulebook: Rulebook | None = None
) -> pl.LazyFrame:
    """Return the rows of the files that lost points of a component, with all their columns.

    Parameters
    ----------
    dossiers : polars.LazyFrame
        Table `dossiers` or `portal`; filter it by unit first. With a column `is_on_portal` the
        files of component 1.4 are those that the portal lacks.
    scope : Scope
        Period, moment, settings.
    code : str
        Component, such as "2.1".
    """
    lost = prepared(dossiers, scope).filter(losing(code, rulebook))
    codes: pl.LazyFrame = lost.select(nw.col("field_code").alias("dossier_code")).to_native()
    return dossiers.join(codes, on="dossier_code", how="semi")
