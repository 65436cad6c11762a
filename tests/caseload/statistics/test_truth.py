"""In a simulated province the truth is known by another way; the statistics find it."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pyarrow as pa
import pytest

from parindex.caseload.counting.count import count
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import discover
from parindex.caseload.periods import Period
from parindex.caseload.simulator import Plan, World, units_of_province

SAME = {
    "received": ("dossiers_online", "denominator"),
    "online": ("dossiers_online", "numerator"),
    "direct": ("dossiers_direct", "numerator"),
    "postal": ("dossiers_postal", "numerator"),
    "refused": ("dossiers_refused", "numerator"),
    "on_time_766": ("dossiers_on_time", "numerator"),
    "open_overdue": ("dossiers_open_overdue", "numerator"),
    "paused": ("dossiers_paused", "numerator"),
}
END = datetime(2026, 10, 1)  # noqa: DTZ001 - wall clock of Viet Nam


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_of_every_unit_are_those_of_the_truth(seed: int) -> None:
    plan = Plan(units_of_province(15, seed), date(2026, 7, 1), END, 3000, seed)
    world = World(plan)
    portions = list(world.portions(with_steps=False, with_portal=False))
    truth = pl.DataFrame(world.unit_truth([each.counts for each in portions]))
    rows = pl.DataFrame(pa.concat_tables([each.dossiers for each in portions]))
    facts = count(rows, Scope(Period.parse("2026-Q3"), END))
    found = roll_up(facts, By.UNIT, tuple(discover().values()))
    for name, (statistic, part) in SAME.items():
        ours = dict(found.filter(pl.col("statistic") == statistic).select("key", part).iter_rows())
        theirs = dict(truth.select("unit_code", name).iter_rows())
        assert {key: ours.get(key, 0) for key in theirs} == theirs, name
    assert truth["received"].sum() > 2500
