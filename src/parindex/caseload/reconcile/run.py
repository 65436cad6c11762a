"""Reconciles a period: differences, their effect on facts and points, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from parindex.caseload.counting.scope import Scope
from parindex.caseload.periods import Period
from parindex.caseload.reconcile.counted import facts_766, facts_of_units
from parindex.caseload.reconcile.differences import ReconcileSettings, differences
from parindex.caseload.reconcile.effects import NUMBER, deltas, plain, whole_dossiers, with_numbers
from parindex.caseload.reconcile.kinds import sentence
from parindex.caseload.reconcile.stakes import Effect, Worth, effect_in_points, level_of


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What differs in a period, and what it costs.

    Parameters
    ----------
    differences : polars.DataFrame
        Schema `DIFFERENCES`, with one column of integers for each fact of the 766 set: its change
        when this difference alone is repaired; and `points`, the change of the unit's
        components together as a decimal in text, null when the unit's facts are not known.
        Those that give most points come first.
    facts : mapping
        The 766 facts of each unit as the portal's copy gives them.
    repaired : mapping
        Their changes when everything is repaired, by unit; differences of one dossier are
        repaired together, so this is not the sum of the rows.
    """

    period: Period
    differences: pl.DataFrame
    facts: Mapping[str, Mapping[str, int]]
    repaired: Mapping[str, Mapping[str, int]]

    def effects(self, unit: str, *, block: str | None = None) -> tuple[Effect, ...]:
        """Return the components of a unit before and after everything is repaired."""
        changes = self.repaired.get(unit, {})
        known = self.facts.get(unit, {})
        return effect_in_points(known, changes, block=block or level_of(unit))

    def rows(self, language: str = "vi") -> Iterator[dict[str, Any]]:
        """Yield the differences as rows for people: sentence, changed facts, points."""
        for row in self.differences.iter_rows(named=True):
            yield {
                "unit": row["unit_code"],
                "dossier": row["dossier_code"],
                "kind": row["kind"],
                "local": row["local"],
                "portal": row["portal"],
                "points": row["points"],
                "facts": "; ".join(f"{name} {change:+d}" for name, change in plain(row).items()),
                "sentence": sentence(row, language),
            }


def _points(
    changes: pl.DataFrame, facts: Mapping[str, Mapping[str, int]], blocks: Mapping[str, str]
) -> pl.DataFrame:
    """Return the points of each kind of change in each unit; equal changes are scored once."""
    names = list(facts_766())
    worth: dict[str, Worth] = {}
    rows = []
    for row in changes.unique(["unit_code", *names]).iter_rows(named=True):
        unit = row["unit_code"]
        if unit not in worth:
            worth[unit] = Worth(facts.get(unit, {}), block=blocks.get(unit, level_of(unit)))
        points = worth[unit].of(plain(row))
        rows.append({**row, "points": None if points is None else format(points, "f")})
    schema = {"unit_code": pl.String(), **dict.fromkeys(names, pl.Int64()), "points": pl.String()}
    return pl.DataFrame(rows, schema=schema)


def reconcile(
    local: pl.LazyFrame,
    portal: pl.LazyFrame,
    scope: Scope,
    *,
    settings: ReconcileSettings | None = None,
    unit: str | None = None,
    blocks: Mapping[str, str] | None = None,
) -> Reconciliation:
    """Hold local records against the portal's copy, dossier by dossier.

    Parameters
    ----------
    local, portal : polars.LazyFrame
        Tables `dossiers` and `portal`, a row a dossier.
    scope : Scope
        Period, moment and settings of counting.
    settings : ReconcileSettings, optional
        When two moments differ.
    unit : str, optional
        A unit with the units below it.
    blocks : mapping, optional
        Block of units whose code does not say it; see `level_of`.

    Returns
    -------
    Reconciliation
        With exact integers for facts and exact decimals for points.
    """
    if unit is not None:
        own = (pl.col("unit_code") == unit) | pl.col("unit_code").str.starts_with(f"{unit}.")
        local, portal = local.filter(own), portal.filter(own)
    found = with_numbers(differences(local, portal, scope, settings))
    facts = facts_of_units(portal, scope, local=local)
    names = list(facts_766())
    each = deltas(found, local, portal, scope)
    points = _points(each.select("unit_code", *names), facts, blocks or {})
    told = (
        found.drop("kinds")
        .join(each.drop("unit_code"), on=NUMBER, how="left", maintain_order="left")
        .join(points, on=["unit_code", *names], how="left", maintain_order="left")
        .drop(NUMBER)
    )
    weight = pl.col("points").cast(pl.Decimal(38, 12), strict=False).fill_null(0)
    ordered = told.sort(
        weight, "unit_code", "dossier_code", "kind", descending=[True, *[False] * 3]
    )
    whole = deltas(whole_dossiers(found), local, portal, scope)
    sums = whole.group_by("unit_code").agg(pl.col(*names).sum())
    repaired = {row["unit_code"]: plain(row) for row in sums.iter_rows(named=True)}
    return Reconciliation(scope.period, ordered, facts, repaired)
