"""Reads from the lake what a count needs, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.counting.moments import NEEDED, ON_PORTAL
from parindex.caseload.lake import Lake
from parindex.errors import NotFoundError

TABLES: Final = ("dossiers", "portal", "procedures", "offered")
"""Tables that figures are counted from."""

CODE: Final = "dossier_code"


def versions_now(lake: Lake) -> dict[str, int]:
    """Return the present versions of the tables that are there."""
    found = {name: lake.version(name) for name in TABLES}
    return {name: version for name, version in found.items() if version is not None}


def _taken_in_after_all() -> pl.Expr:
    """Return which rows were refused first and taken in afterwards.

    For the lake their refusal closes them; for the judgement it does not.
    """
    return pl.col("refused_at").is_not_null() & (pl.col("status") != int(Status.NOT_RECEIVED))


@dataclass(frozen=True, slots=True)
class Reading:
    """The lake at fixed versions of its tables, so that a count can be repeated.

    Parameters
    ----------
    lake : Lake
        Where the tables are.
    versions : Mapping[str, int]
        Version of each table that is read; a table that is not named is not there.
    """

    lake: Lake
    versions: Mapping[str, int]

    @classmethod
    def of(cls, lake: Lake, dossiers: int | None = None) -> Reading:
        """Return the lake as it is, or with the table `dossiers` at an earlier version.

        Raises
        ------
        NotFoundError
            If there are no dossiers in the lake.
        """
        versions = versions_now(lake)
        if "dossiers" not in versions:
            raise NotFoundError(
                f"the lake {lake.tables.root} holds no dossiers; bring some in with "
                "`parindex dossiers import`, or name another lake with --lake"
            )
        if dossiers is not None:
            versions["dossiers"] = dossiers
        return cls(lake, versions)

    def in_hand(self, start: datetime) -> pl.LazyFrame:
        """Return the dossiers that a period from `start` on can count.

        They are those still open, closed at `start` or later, or received then whatever their end
        says; files and folders without such rows are passed over.
        """
        return self._live(start, _taken_in_after_all())

    def may_change(self, after: datetime) -> pl.LazyFrame:
        """Return the dossiers whose class may change by time alone after a moment.

        One that ended before it, and of which no moment lies later, stays as it is for good.
        """
        return self._live(after, _taken_in_after_all(), pl.col("second_supplement_at") >= after)

    def _live(self, after: datetime, *odd: pl.Expr) -> pl.LazyFrame:
        """Return what is open, closed or received at a moment or later, or odd; each row once.

        Every part is a filter of its own: one joined by "or" would read all files for the sake of
        the few odd rows.
        """
        rows = self.lake.scan("dossiers", self.versions["dossiers"])
        closed = rows.filter(~pl.col("is_open"))
        found = (pl.col("closed_at") >= after) | (pl.col("received_at") >= after)
        parts = [rows.filter(pl.col("is_open")), closed.filter(found)]
        for each in odd:
            parts.append(closed.filter(each).filter(~found.fill_null(value=False)))
            found = found | each
        return self.with_portal(pl.concat([part.select(CODE, *NEEDED) for part in parts]))

    def of_codes(self, codes: pl.Series) -> pl.LazyFrame:
        """Return the rows of given dossiers."""
        rows = self.lake.rows("dossiers", codes, self.versions["dossiers"])
        return self.with_portal(rows.lazy())

    def with_portal(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return rows with whether the portal's copy has them, where that copy is known."""
        if "portal" not in self.versions:
            return rows
        copies = self.lake.scan("portal", self.versions["portal"]).select(CODE).unique()
        found = rows.join(copies.with_columns(pl.lit(value=True).alias(ON_PORTAL)), CODE, "left")
        return found.with_columns(pl.col(ON_PORTAL).fill_null(value=False))

    def catalogue(self) -> pl.DataFrame | None:
        """Return what each unit offers with its marks, None without both tables."""
        if not {"procedures", "offered"} <= set(self.versions):
            return None
        procedures = self.lake.scan("procedures", self.versions["procedures"])
        offered = self.lake.scan("offered", self.versions["offered"]).unique()
        return offered.join(procedures.unique("procedure_code"), "procedure_code").collect()
