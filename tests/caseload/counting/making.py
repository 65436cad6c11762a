"""Random dossiers whose moments crowd around the borders of August 2026."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import polars as pl
from hypothesis import Phase, settings
from hypothesis import strategies as st

from parindex.caseload.columns import DOSSIERS
from parindex.caseload.periods import Period
from tests.caseload.rows_of_dossiers import moment, row, table

AUGUST = Period.parse("2026-08")
AFTER = moment("2026-09-10T09:00")
MARKS = [moment(day) for day in ("2026-07-01", "2026-08-01", "2026-08-20", "2026-09-01")]
NEAR = [timedelta(0), timedelta(seconds=-1), timedelta(hours=17, minutes=30), timedelta(days=-3)]
TIMES = (
    "extended_due_at",
    "statutory_due_at",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "refused_at",
    "second_supplement_at",
)
FLAGS = (
    "has_fee",
    "has_digitised_parts",
    "uses_population_data",
    "has_e_result",
    "has_complaint",
    "is_synchronised",
)

often = settings(deadline=None, max_examples=40, phases=[Phase.reuse, Phase.generate])
"""An example is a hundred dossiers from a seed, so a smaller seed is no simpler example."""


def _moment(dice: Random) -> datetime:
    return dice.choice(MARKS) + dice.choice(NEAR)


def _pauses(dice: Random) -> dict[str, Any]:
    """Return no pause, a closed one, one that lasts, or two."""
    kind = dice.choice(["none", "none", "closed", "lasts", "two", "second lasts"])
    if kind == "none":
        return {}
    begin, over = sorted([_moment(dice), _moment(dice)])
    until = None if kind == "lasts" else over
    found = {"first_pause_from": begin, "first_pause_until": until}
    found |= {"last_pause_from": begin, "last_pause_until": until}
    if kind in {"two", "second lasts"}:
        begin = _moment(dice)
        until = None if kind == "second lasts" else begin + timedelta(days=40)
        found |= {"last_pause_from": begin, "last_pause_until": until}
    return found


def dossier(dice: Random, number: int) -> dict[str, Any]:
    """Return a dossier; moments may contradict one another and marks be unknown, as in life."""
    times = {name: _moment(dice) for name in TIMES if dice.random() < 0.2}
    times |= {name: _moment(dice) for name in ("due_at", "local_due_at") if dice.random() < 0.8}
    times |= {"received_at": _moment(dice)} if dice.random() < 0.95 else {}
    flags = {name: dice.choice([None, True, False]) for name in FLAGS}
    counts = ("supplement_count", "papers_digitised", "papers_reused", "papers_from_store")
    return row(
        dossier_code=f"H44.45-2608{dice.randint(1, 28):02d}-{number:04d}",
        unit_code=dice.choice(["H44.07", "H44.101", "H21.45"]),
        procedure_code=dice.choice(["1.000001", "2.000815"]),
        field_code=dice.choice([None, "DD", "HT"]),
        channel=dice.choice([1, 2, 2, 3]),
        status=dice.choice([1, 2, 3, 4, 4, 5, 8, 10, 10]),
        return_way=dice.choice([None, 0, 1]),
        paid_online=dice.choice([None, 0, 1, 2, 3]),
        paused_seconds=dice.choice([0, 86_400]),
        **{name: dice.randint(0, 2) for name in counts},
        **flags,
        **times,
        **_pauses(dice),
    )


def rows_of(seed: int, count: int = 150) -> list[dict[str, Any]]:
    """Return so many dossiers, each with a code of its own."""
    dice = Random(seed)  # noqa: S311 - a seeded caseload, no secret
    return [dossier(dice, number) for number in range(1, count + 1)]


seeds = st.integers(0, 2**32)
"""Of caseloads, see `rows_of`."""


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame in the schema of the lake."""
    return pl.DataFrame(table(*rows) if rows else DOSSIERS.empty_table())
