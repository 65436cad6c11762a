"""Dossiers counted as the commands count them, and scored by the rulebook in force."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pyarrow as pa

from parindex.caseload.counting.count import count
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import discover
from parindex.caseload.periods import Period
from parindex.scoring import UnitFacts, load, score

Facts = Mapping[str, Mapping[str, int]]
HUNDREDTH = Decimal("0.01")
rulebook_of = cache(load)


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of figures here, its comments left out."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def counted(dossiers: pa.Table, period: Period, by: By = By.UNIT) -> Facts:
    """Return the facts of each key at the end of the period: numerators and denominators."""
    known = discover()
    facts = count(pl.DataFrame(pl.from_arrow(dossiers)), Scope(period, period.end))
    found: dict[str, dict[str, int]] = {}
    statistics = [each for each in known.values() if each.over == "dossiers"]
    for row in roll_up(facts, by, statistics).iter_rows(named=True):
        of_key = found.setdefault(row["key"], {})
        of_key[row["statistic"]] = row["numerator"]
        of_key[known[row["statistic"]].denominator] = row["denominator"]
    return found


def total(facts: Facts, name: str) -> int:
    """Return the sum of a fact over all keys."""
    return sum(of_key[name] for of_key in facts.values())


def points(facts: Mapping[str, int], rulebook: str, codes: Iterable[str]) -> dict[str, Decimal]:
    """Return the points of some components, half-up to hundredths as the portal prints them."""
    block = rulebook.rpartition("/")[2]
    given = UnitFacts("unit", "unit", block, dict(facts))
    nodes = score(rulebook_of(rulebook), [given], trace=False).units[0].nodes
    return {code: _printed(nodes[code].points) for code in codes}


def _printed(value: Decimal | None) -> Decimal:
    assert value is not None
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)
