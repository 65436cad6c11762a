"""Worlds that several tests look at; made once."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import polars as pl
import pyarrow as pa

from parindex.caseload.simulator import Habits, Plan, Portion, World, units_of_province

UNITS = tuple(units_of_province(40, 3))
COMMUNES = sorted((unit for unit in UNITS if unit.kind == "commune"), key=lambda unit: -unit.weight)
GAMING = tuple(unit.code for unit in COMMUNES[:4])


def plan(dossiers: int = 12_000, seed: int = 7, **more: object) -> Plan:
    """Return a plan of eight months."""
    habits = Habits(gaming=4_000, gaming_unit=500_000)
    given = {
        "gaming": GAMING,
        "until": datetime.fromisoformat("2026-09-01"),
        "habits": habits,
        **more,
    }
    return Plan(units=UNITS, first=date(2026, 1, 1), dossiers=dossiers, seed=seed, **given)


@cache
def world() -> World:
    return World(plan())


@cache
def portion() -> Portion:
    """Return the world in one portion."""
    (whole,) = world().portions(1_000_000)
    return whole


def frame(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


@cache
def joined() -> pl.DataFrame:
    """Return the dossiers with their truth."""
    truth = frame(portion().truth).drop("unit_code")
    return frame(portion().dossiers).join(truth, on="dossier_code", validate="1:1")
