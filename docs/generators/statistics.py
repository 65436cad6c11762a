"""The page of the statistics of dossiers, read off the modules in `caseload/statistics`."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from docs.generators.markdown import NOTICE, document, table
from parindex.caseload import statistics
from parindex.caseload.counting.identities import identities
from parindex.caseload.counting.statistic import Statistic, discover

OVER = {"dossiers": "dossiers", "procedures": "distinct procedures"}


def _row(each: Statistic) -> tuple[str, ...]:
    return (
        f"`{each.name}`",
        f"`{each.denominator}`",
        f"{each.words['vi']}. {each.words['en']}.",
        OVER[each.over],
        "yes" if each.unknown else "",
        each.source,
    )


def _groups() -> Iterable[str]:
    yield from dict.fromkeys(each.group for each in discover().values())


def _section(group: str) -> list[str]:
    about = importlib.import_module(f"{statistics.__name__}.{group}").__doc__ or ""
    rows = [_row(each) for each in discover().values() if each.group == group]
    head = ("Numerator", "Denominator", "What it is", "Counts", "May be missing", "Source")
    return [f"## {group}", "", about.strip(), "", *table(head, rows)]


def _identities() -> list[str]:
    rows = [
        (name, " + ".join(f"`{each}`" for each in left), " + ".join(f"`{each}`" for each in right))
        for name, (left, right) in identities().items()
    ]
    return [
        "## What adds up",
        "",
        (
            "In every row of facts, named by the columns of the table of facts; a table that "
            "breaks one is not written."
        ),
        "",
        *table(("Identity", "Sum of", "Equals sum of"), rows),
    ]


def page() -> str:
    """Return the page."""
    found = discover()
    return document(
        NOTICE,
        "",
        "# Statistics of dossiers",
        "",
        (
            f"{len(found)} statistics, each two integers for a unit and a period; a file each "
            "under `src/parindex/caseload/statistics`. `parindex dossiers statistics` writes them "
            "as `unit,statistic,numerator,denominator`, where `statistic` is the numerator. "
            "How they are counted and why two reports of the same dossiers differ: "
            "[statistics](../explanation/statistics.md)."
        ),
        "",
        (
            "*May be missing*: when the source says of no dossier (or of no procedure) whether it "
            "is so, there is no row; it is not 0. Distinct procedures need the tables `procedures` "
            "and `offered`; they are counted anew at every level, all others are sums of what "
            "lies below."
        ),
        "",
        *(line for group in _groups() for line in _section(group)),
        *_identities(),
    )
