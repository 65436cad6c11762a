"""Local records of a unit against the portal's copy, file by file, with what it costs in points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.core.cache import cache

from parindex.caseload.reconcile import Kind, Reconciliation, reconcile, sentence
from parindex.caseload.reconcile.counted import facts_766
from parindex.caseload.reconcile.kinds import TITLES
from parindex.caseload.reconcile.stakes import total_change
from parindex.web.caseflow.domain.points import block_of, groups_766
from parindex.web.caseflow.domain.words import statistic_name
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.queries.whose import of_codes
from parindex.web.caseflow.scopes import View
from parindex.web.common.formats import language
from parindex.web.org.models import Unit

LOOK = 1
"""Raised when what is kept changes its form."""
DAY = 24 * 60 * 60
PAGE = 50


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind of difference: how many files have it."""

    id: str
    title: str
    files: int


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One difference in words: the facts that change when it is repaired, and the points."""

    code: str
    on_portal_only: bool
    kind: str
    title: str
    sentence: str
    changes: tuple[tuple[str, int], ...]
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A component of 766 as the portal's copy gives it, and when everything is repaired."""

    code: str
    name: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class ReconcilePage:
    """One page of differences, their counts by kind, and what all of them are worth."""

    kinds: tuple[KindCount, ...]
    effects: tuple[EffectLine, ...]
    gain: Decimal | None
    files: int
    differences: int
    lines: tuple[DifferenceLine, ...]
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


def has_portal(view: View) -> bool:
    """Say whether the last refresh knew the portal's copy."""
    return "portal" in view.refresh.versions


def reconciliation(view: View, unit: Unit) -> Reconciliation:
    """Return what differs in a unit; kept as long as both sides stay what they are."""
    key = f"reconcile-{LOOK}-{view.refresh.pk}-{view.period}-{unit.pk}-{unit.agency_code}"
    found: Reconciliation | None = cache.get(key)
    if found is None:
        found = _reconcile(view, unit)
        cache.set(key, found, DAY)
    return found


def _reconcile(view: View, unit: Unit) -> Reconciliation:
    """Read both sides of a unit once into memory, since they are joined again and again."""
    mine, versions = of_codes([unit.agency_code]), view.refresh.versions
    local, portal = (
        lake().scan(name, versions[name]).filter(mine).collect().lazy()
        for name in ("dossiers", "portal")
    )
    return reconcile(local, portal, view.scope, blocks={unit.agency_code: block_of(unit.kind)})


def kind_titles() -> dict[str, str]:
    """Return the kinds of differences by id."""
    tongue = language()
    return {str(kind): str(TITLES[kind].in_language(tongue)) for kind in Kind}


def component_names(block: str) -> dict[str, str]:
    """Return the components of the 766 set of a block by code."""
    groups = groups_766({}, block)
    return {each.code: each.name for group in groups for each in group.components}


def reconcile_page(view: View, unit: Unit, kind: str = "", page: int = 1) -> ReconcilePage:
    """Return a page of the differences of a unit, of one kind or of all."""
    found = reconciliation(view, unit)
    every = found.differences
    wanted = every.filter(pl.col("kind") == kind) if kind else every
    at = min(max(1, page), max(1, -(-wanted.height // PAGE)))
    titles, counted = kind_titles(), dict(every["kind"].value_counts().iter_rows())
    block = block_of(unit.kind)
    effects = found.effects(unit.agency_code, block=block)
    names = component_names(block)
    return ReconcilePage(
        kinds=tuple(
            KindCount(key, title, counted[key]) for key, title in titles.items() if key in counted
        ),
        effects=tuple(
            EffectLine(
                each.code, names[each.code], each.printed_before, each.printed_after, each.change
            )
            for each in effects
        ),
        gain=total_change(effects),
        files=every["dossier_code"].n_unique(),
        differences=every.height,
        lines=tuple(_lines(wanted.slice((at - 1) * PAGE, PAGE), titles)),
        total=wanted.height,
        page=at,
    )


def difference_lines(view: View, unit: Unit, kind: str = "") -> Iterator[DifferenceLine]:
    """Yield all differences of a unit, of one kind or of all, for a file to download."""
    every = reconciliation(view, unit).differences
    yield from _lines(every.filter(pl.col("kind") == kind) if kind else every, kind_titles())


def _lines(frame: pl.DataFrame, titles: Mapping[str, str]) -> Iterator[DifferenceLine]:
    for row in frame.iter_rows(named=True):
        yield DifferenceLine(
            code=row["dossier_code"],
            on_portal_only=row["kind"] == Kind.MISSING_LOCALLY,
            kind=row["kind"],
            title=titles[row["kind"]],
            sentence=sentence(row, language()),
            changes=tuple(_changes(row)),
            points=None if row["points"] is None else Decimal(row["points"]),
        )


def _changes(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the facts that change, by name in words; two facts of one name are told once."""
    told = {statistic_name(name): row[name] for name in facts_766() if row[name]}
    yield from told.items()
