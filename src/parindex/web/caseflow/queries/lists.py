"""Lists down to the dossier: just the files that a count stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import narwhals as nw
import polars as pl

from parindex.caseload.counting.scope import NEVER
from parindex.caseload.counting.statistic import discover
from parindex.caseload.counting.wholes import nothing
from parindex.caseload.reconcile.counted import prepared
from parindex.caseload.reconcile.losing import losing
from parindex.errors import NotFoundError
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.caseflow.scopes import View

NOT_LISTED = frozenset({"processing_minutes"})
"""Statistics that are sums of minutes and no counts of files."""
PAGE = 50
SHOWN = (
    *("dossier_code", "unit_code", "procedure_code", "field_code", "channel", "status"),
    *("received_at", "due_at", "statutory_due_at", "local_due_at", "extended_due_at"),
    *("finished_at", "returned_at", "stopped_at", "withdrawn_at", "refused_at"),
    "supplement_count",
)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One dossier of a list, judged at the moment of the view."""

    row: dict[str, Any]
    due_at: datetime | None
    ended_at: datetime | None
    is_overdue: bool
    is_paused: bool
    days_late: int
    letters: int

    @property
    def code(self) -> str:
        """Its code."""
        return str(self.row["dossier_code"])


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of a list, and how many files the whole list has."""

    lines: tuple[FileLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


def _chosen(show: str, losing_code: str) -> nw.Expr:
    """Return which files are wanted: those of a statistic or a whole, or that lost a component."""
    if losing_code:
        return losing(losing_code)
    known = {
        each.name: each
        for each in discover().values()
        if each.over == "dossiers" and each.group != "bridge"
    }
    if show in known and show not in NOT_LISTED:
        return known[show].count()
    wholes = {each.denominator: each for each in known.values() if each.whole is not nothing}
    if show not in wholes:
        raise NotFoundError(f"no list is called {show!r}")
    return wholes[show].whole()


def judged(view: View, unit_code: str, show: str, losing_code: str = "") -> pl.DataFrame:
    """Return the files of a list with what the judgement needs, the longest overdue first."""
    frame = view.files(unit_code)
    wanted = prepared(frame, view.scope).filter(_chosen(show, losing_code))
    told = wanted.select(
        nw.col("field_code").alias("dossier_code"), "ended", "due_766", "overdue", "is_paused"
    ).to_native()
    return (
        told.join(frame.select(SHOWN), on="dossier_code", how="inner")
        .with_columns(_moment("ended"), _moment("due_766"))
        .sort("overdue", "due_766", "dossier_code", descending=[True, False, False])
        .collect()
    )


def _moment(name: str) -> pl.Expr:
    moment = pl.from_epoch(pl.col(name), time_unit="us").cast(pl.Datetime("us"))
    return pl.when(pl.col(name) < NEVER).then(moment).alias(name)


def file_list(
    view: View,
    unit_code: str,
    show: str,
    losing_code: str = "",
    page: int = 1,
    *,
    without_letter: bool = False,
) -> FileList:
    """Return one page of a list; `without_letter` keeps the files that have no letter."""
    found = judged(view, unit_code, show, losing_code)
    if without_letter:
        written = list(letters_by_code())
        found = found.filter(~pl.col("dossier_code").is_in(written))
    last = max(1, -(-found.height // PAGE))
    page = min(max(1, page), last)
    part = found.slice((page - 1) * PAGE, PAGE)
    letters = letters_by_code(part["dossier_code"].to_list())
    return FileList(
        tuple(_line(row, view.now, letters) for row in part.iter_rows(named=True)),
        found.height,
        page,
    )


def _line(row: dict[str, Any], now: datetime, letters: dict[str, int]) -> FileLine:
    due, ended = row["due_766"], row["ended"]
    end = ended or now
    late = (end.date() - due.date()).days if due is not None and row["overdue"] else 0
    return FileLine(
        row,
        due,
        ended,
        row["overdue"],
        row["is_paused"],
        max(0, late),
        letters.get(row["dossier_code"], 0),
    )


def letters_by_code(codes: list[str] | None = None) -> dict[str, int]:
    """Return how many letters stand for each dossier, of some or of all, in one query."""
    letters = ApologyLetter.objects.filter(withdrawn_at__isnull=True)
    if codes is not None:
        letters = letters.filter(dossier_code__in=codes)
    found: dict[str, int] = {}
    for code in letters.values_list("dossier_code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found
