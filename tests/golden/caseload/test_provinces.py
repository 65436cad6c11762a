"""Provinces of the capture of 10/10/2026: what dossiers give, counted and scored as printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from parindex.caseload.periods import Period
from parindex.caseload.simulator import Counts, caseload_with
from parindex.caseload.simulator.units import shared_out
from tests.golden.caseload.counted import counted, points, rows_of

PERIOD = Period(date(2026, 1, 1), date(2026, 10, 10))
ROWS = rows_of("provinces_2026-10-10.csv")
WHOLE = [row for row in ROWS if int(row["dossiers_in_hand"]) < 281_000]
"""Made in full, about 1.4 million dossiers; the others at a twentieth."""
SMALL = 20
COMPONENTS = ("1.4", "2.1", "4.1", "4.2", "4.3", "4.4", "4.5b", "5.4")
FACTS = (
    "dossiers_in_hand",
    "dossiers_on_time",
    "dossiers_overdue",
    "dossiers_synchronised",
    "dossiers_with_e_result",
    "dossiers_digitised",
    "dossiers_reusing_data",
    "dossiers_from_personal_store",
    "dossiers_with_population_data",
    "dossiers_paid_online",
    "dossiers_with_fee",
    "dossiers_received_well",
)


def scaled(row: dict[str, str], part: int) -> dict[str, int]:
    """Return the published counts divided by a number; on time and overdue add up."""
    made = {name: int(row[name]) // part for name in FACTS}
    made["dossiers_in_hand"] = made["dossiers_on_time"] + made["dossiers_overdue"]
    return made


def counts(unit: str, told: dict[str, int]) -> Counts:
    """Return counts that come to published ones; outcomes beyond on time are invented."""
    early, same_day, within = shared_out(told["dossiers_on_time"], [70, 25, 5])
    late, open_overdue = shared_out(told["dossiers_overdue"], [80, 20])
    return Counts(
        unit,
        finished_early=early,
        finished_on_time=same_day,
        open_within_time=within,
        finished_late=late,
        open_overdue=open_overdue,
        carried_over=told["dossiers_in_hand"] - told["dossiers_synchronised"],
        synchronised=told["dossiers_synchronised"],
        with_fee=told["dossiers_with_fee"],
        paid_online=told["dossiers_paid_online"],
        with_e_result=told["dossiers_with_e_result"],
        digitised=told["dossiers_digitised"],
        reused=told["dossiers_reusing_data"],
        from_store=told["dossiers_from_personal_store"],
        population_data=told["dossiers_with_population_data"],
        complaints=told["dossiers_on_time"] - told["dossiers_received_well"],
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["unit"])
def test_a_province_in_small_comes_to_its_counts(row: dict[str, str]) -> None:
    told = scaled(row, SMALL)
    found = counted(caseload_with([counts(row["unit"], told)], PERIOD), PERIOD)[row["unit"]]

    assert {name: found[name] for name in FACTS} == told
    assert found["dossiers_to_synchronise"] == told["dossiers_synchronised"]
    assert found["dossiers_for_digitisation"] == told["dossiers_in_hand"]


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: row["unit"])
def test_a_province_in_full_has_its_counts_and_its_printed_points(row: dict[str, str]) -> None:
    told = scaled(row, 1)
    found = counted(caseload_with([counts(row["unit"], told)], PERIOD), PERIOD)[row["unit"]]

    assert {name: found[name] for name in FACTS} == {name: int(row[name]) for name in FACTS}
    assert points(found, "766/2026/province", COMPONENTS) == {
        code: Decimal(row[f"printed:{code}"]).quantize(Decimal("0.01")) for code in COMPONENTS
    }


def test_seventeen_provinces_are_known_and_some_are_made_in_full() -> None:
    assert len(ROWS) == 17
    assert len(WHOLE) == 6


def test_received_and_in_hand_are_one_whole_but_for_two_captures() -> None:
    # Component 5.4 of these two was captured a moment before 2.1.
    other = {
        row["unit"]: int(row["dossiers_in_hand"]) - int(row["dossiers_received"])
        for row in ROWS
        if row["dossiers_received"] != row["dossiers_in_hand"]
    }

    assert other == {"H01": 90, "H17": 2}
