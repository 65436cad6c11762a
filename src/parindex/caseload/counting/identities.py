"""What must add up in every row of facts; a row that does not is a fault of ours, or of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from parindex.caseload.counting.statistic import discover
from parindex.errors import ParindexError

SUMS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "3 = 4 + 5 + 6": (
        ("in_local",),
        ("local_online", "local_direct_and_postal", "local_carried_over"),
    ),
    "7 = 8 + 9 + 10": (
        ("local_finished",),
        ("local_finished_early", "local_finished_on_time", "local_finished_overdue"),
    ),
    "11 = 12 + 13": (("local_in_process",), ("local_within_time", "local_open_overdue")),
    "3 = 7 + 11": (("in_local",), ("local_finished", "local_in_process")),
    "on time + overdue = in hand": (("dossiers_on_time", "dossiers_overdue"), ("in_hand",)),
    "channels = received": (
        ("local_online", "dossiers_direct", "dossiers_postal"),
        ("received",),
    ),
}
"""Columns of facts whose sums are equal, by name of the identity."""


class IdentityError(ParindexError):
    """Figures that must add up do not."""

    def __init__(self, name: str, row: Mapping[str, object]) -> None:
        where = ", ".join(f"{key} {value}" for key, value in row.items())
        super().__init__(
            f"{where}: {name} does not hold. Nothing was written; count the period anew from the "
            "dossiers, and report it when it happens again."
        )


def _bridge() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the two identities of the bridge: the local share and its steps give that of 766."""
    steps = [each for each in discover().values() if each.group == "bridge"]
    wholes = [each.whole_column for each in steps if each.whole_column != "nothing"]
    return {
        "bridge, on time": (
            ("local_on_time", *(each.count_column for each in steps)),
            ("dossiers_on_time",),
        ),
        "bridge, whole": (("local_finished", *wholes), ("in_hand",)),
    }


def identities() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return all identities: two groups of columns of facts whose sums are equal, by name."""
    return {**SUMS, **_bridge()}


def require_identities(facts: pl.DataFrame) -> None:
    """Raise `IdentityError` for the first row of facts in which something does not add up."""
    for name, (left, right) in identities().items():
        broken = facts.filter(pl.sum_horizontal(left) != pl.sum_horizontal(right))
        if broken.height:
            raise IdentityError(name, broken.select(facts.columns[:5]).row(0, named=True))
