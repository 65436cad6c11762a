"""Phú Thọ, August 2026: 163 units as dossiers, counted and scored as the portal printed them."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from parindex.caseload.counting.rollup import By
from parindex.caseload.periods import Period
from parindex.caseload.simulator import Counts, caseload_with
from parindex.caseload.simulator.units import shared_out
from tests.golden.caseload.counted import Facts, counted, points, total

AUGUST = Period.parse("2026-08")
FIGURES = Path(__file__).parent.parent / "data" / "phu_tho_2026-08.csv"
NEW, ONLINE, DIRECT = 152_595, 150_956, 1_639  # of the same month, group 3 of the portal
ROWS = list(csv.DictReader(FIGURES.read_text(encoding="utf-8").splitlines()))


def counts_of(row: dict[str, str], carried: int, direct: int) -> Counts:
    """Return counts that come to the published two; how they lie in outcomes is invented."""
    on_time, overdue = int(row["dossiers_on_time"]), int(row["dossiers_overdue"])
    early, same_day, within, paused, withdrawn, stopped = shared_out(on_time, [60, 28, 9, 1, 1, 1])
    late, twice, open_overdue = shared_out(overdue, [70, 5, 25])
    return Counts(
        row["unit"],
        finished_early=early,
        finished_on_time=same_day,
        open_within_time=within,
        paused=paused,
        withdrawn=withdrawn,
        stopped=stopped,
        finished_late=late,
        supplemented_twice=twice,
        open_overdue=open_overdue,
        carried_over=carried,
        direct=direct,
    )


@cache
def caseload() -> pa.Table:
    in_hand = [int(row["dossiers_in_hand"]) for row in ROWS]
    carried = shared_out(sum(in_hand) - NEW, in_hand)
    new = [all_ - old for all_, old in zip(in_hand, carried, strict=True)]
    direct = shared_out(DIRECT, new)
    made = [counts_of(*each) for each in zip(ROWS, carried, direct, strict=True)]
    return caseload_with(made, AUGUST)


@cache
def facts() -> Facts:
    return counted(caseload(), AUGUST)


def test_the_province_comes_to_the_published_totals() -> None:
    assert len(ROWS) == 163
    assert total(facts(), "dossiers_in_hand") == 184_513
    assert total(facts(), "dossiers_on_time") == 144_625
    assert total(facts(), "dossiers_overdue") == 39_888
    assert total(facts(), "dossiers_all_channels") == NEW
    assert total(facts(), "dossiers_online") == ONLINE
    assert total(facts(), "dossiers_direct") == DIRECT
    assert total(facts(), "dossiers_postal") == 0


def test_a_province_is_the_sum_of_its_units() -> None:
    province = counted(caseload(), AUGUST, By.PROVINCE)

    assert set(province) == {"H44"}
    for name in ("dossiers_in_hand", "dossiers_on_time", "local_finished", "dossiers_online"):
        assert province["H44"][name] == total(facts(), name)


def test_every_unit_comes_to_its_two_published_counts() -> None:
    told = {row["unit"]: row for row in ROWS if int(row["dossiers_in_hand"])}

    assert set(facts()) == set(told)
    for unit, row in told.items():
        assert facts()[unit]["dossiers_in_hand"] == int(row["dossiers_in_hand"])
        assert facts()[unit]["dossiers_on_time"] == int(row["dossiers_on_time"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["unit"])
def test_component_2_1_of_every_unit_is_as_printed(row: dict[str, str]) -> None:
    nothing = {"dossiers_in_hand": 0, "dossiers_on_time": 0}
    found = facts().get(row["unit"], nothing)
    printed = Decimal(row["printed:2.1"])
    if row["unit"] == "H44.19":  # 20 × 29/32 lies half-way: half-up gives 18.13, 18.12 was printed
        printed = Decimal("18.13")

    assert points(found, f"766/2026/{row['block']}", ["2.1"]) == {"2.1": printed}


def test_the_largest_unit_holds_half_of_its_dossiers_on_time() -> None:
    unit = facts()["H44.45"]

    assert unit["dossiers_in_hand"] == 28_209
    assert unit["dossiers_on_time"] * 1000 // unit["dossiers_in_hand"] == 506


def test_the_one_stop_report_of_the_same_dossiers_keeps_its_identities() -> None:
    for unit, found in facts().items():
        new = found["local_online"] + found["local_direct_and_postal"]
        finished, open_ = found["local_finished"], found["local_in_process"]
        assert found["local_in_hand"] == new + found["local_carried_over"], unit
        assert found["local_in_hand"] == finished + open_, unit
        assert finished == sum(
            found[f"local_finished_{name}"] for name in ("early", "on_time", "overdue")
        ), unit
        assert open_ == found["local_within_time"] + found["local_open_overdue"], unit


def test_two_supplements_part_the_two_ways_of_counting() -> None:
    # Overdue by Decision 766 for the second request, on time in the one-stop report.
    asked = total(facts(), "dossiers_supplemented_twice")
    late_766 = total(facts(), "dossiers_overdue")
    late_local = total(facts(), "local_finished_overdue") + total(facts(), "local_open_overdue")

    assert asked > 0
    assert late_766 - late_local == asked
