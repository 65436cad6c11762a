"""What single files are worth, and which files lost a point."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.judgement import judge_766
from parindex.caseload.reconcile import (
    components,
    cost_of_one_more_overdue,
    due_soonest,
    effect_in_points,
    files_losing,
    losing,
    total_change,
)
from parindex.caseload.reconcile.counted import facts_of_units
from parindex.caseload.settings import JudgementSettings
from parindex.errors import CountError, NotFoundError
from tests.caseload.quality.making import at, dossiers, open_ones
from tests.caseload.reconcile.making import scope

# Phú Thọ, August 2026, all 163 units: published by the portal (data/766/phutho_units_2026-08.csv).
IN_HAND, ON_TIME = 184513, 144625


def facts(on_time: int, in_hand: int, well: int | None = None) -> dict[str, int]:
    found = {"dossiers_on_time": on_time, "dossiers_in_hand": in_hand}
    return (
        found
        if well is None
        else found
        | {
            "dossiers_received_well": well,
            "dossiers_received": in_hand,
        }
    )


def near(value: Decimal | None, exact: Fraction) -> bool:
    """Tell whether a decimal of 40 digits is a fraction."""
    return value is not None and abs(Fraction(value) - exact) < Fraction(1, 10**35)


def test_one_more_overdue_file_of_a_province_costs_a_twentieth_part_of_its_files() -> None:
    effect, unknown = cost_of_one_more_overdue(facts(ON_TIME, IN_HAND), block="province")
    assert (unknown.code, unknown.change) == ("5.4", None)
    assert (effect.code, effect.printed_before) == ("2.1", Decimal("15.68"))
    assert near(effect.change, Fraction(-20, IN_HAND))
    assert effect.printed_change == 0


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_the_cost_is_that_of_the_formula_in_fractions(on_time: int, late: int, less: int) -> None:
    in_hand, well = on_time + late, max(on_time - less, 1)
    found = cost_of_one_more_overdue(facts(on_time, in_hand, well), block="commune")
    costs = {effect.code: effect.change for effect in found}

    def of_5_4(count: int) -> Fraction:
        return min(Fraction(6), Fraction(6 * count, in_hand) / Fraction(9, 10))

    assert near(costs["2.1"], Fraction(-20, in_hand))
    assert near(costs["5.4"], of_5_4(well - 1) - of_5_4(well))


def test_above_its_bound_component_5_4_loses_nothing() -> None:
    found = cost_of_one_more_overdue(facts(95, 100, 92), block="commune")
    assert [effect.change for effect in found] == [Decimal("-0.2"), Decimal(0)]


def test_several_files_cost_several_times_as_much() -> None:
    one, _ = cost_of_one_more_overdue(facts(800, 1000), block="commune")
    ten, _ = cost_of_one_more_overdue(facts(800, 1000), block="commune", files=10)
    assert one.change is not None
    assert ten.change == 10 * one.change == Decimal("-0.2")


def test_a_unit_without_a_file_on_time_has_none_to_lose() -> None:
    with pytest.raises(CountError):
        cost_of_one_more_overdue(facts(0, 10), block="commune")


def test_facts_that_are_not_known_give_no_points() -> None:
    [effect] = cost_of_one_more_overdue({"dossiers_on_time": 5}, block="commune")[:1]
    assert effect.change is None
    assert total_change([effect]) is None


def test_only_components_that_read_a_changed_fact_are_told() -> None:
    given_facts = facts(5, 10) | {"dossiers_online": 1, "dossiers_all_channels": 10}
    found = effect_in_points(given_facts, {"dossiers_online": 1}, block="commune")
    assert [(effect.code, effect.change) for effect in found] == [("3.3", Decimal("1.2"))]


def test_a_block_without_a_set_is_refused() -> None:
    with pytest.raises(NotFoundError, match="no block 'district'"):
        effect_in_points(facts(5, 10), {"dossiers_on_time": 1}, block="district")


NOW = at("08-18 09:00")


def soonest(*changes: dict[str, Any], **how: Any) -> pl.DataFrame:
    frame = open_ones(*changes)
    known = facts_of_units(frame, scope(NOW))["H44.45"]
    return due_soonest(frame, scope(NOW), known, block="commune", **how)


def test_open_files_due_soonest_come_first_with_what_each_saves() -> None:
    found = soonest(
        {"due_at": at("08-25 17:00")}, {"due_at": at("08-19 17:00")}, {"due_at": at("09-02 17:00")}
    )
    assert found["due_at"].to_list() == [at("08-19 17:00"), at("08-25 17:00"), at("09-02 17:00")]
    one = Decimal(found["saves"][0])
    assert one == Decimal(found["saves"][1])
    assert Decimal(found["saves"][2]) == 0
    assert near(one, Fraction(20, 3) + 6 - Fraction(6 * 2, 3) / Fraction(9, 10))


def test_a_file_due_on_the_last_day_is_late_only_in_the_next_period() -> None:
    found = soonest({"due_at": at("08-30 17:00")}, {"due_at": at("08-31 17:00")})
    assert [Decimal(each) > 0 for each in found["saves"]] == [True, False]


def test_the_one_pause_that_is_subtracted_moves_the_date() -> None:
    paused = {"first_pause_from": at("08-05 09:00"), "first_pause_until": at("08-07 09:00")}
    found = soonest({"due_at": at("08-19 17:00")} | paused)
    assert found["due_at"].to_list() == [at("08-21 17:00")]


def test_paused_overdue_finished_and_refused_files_are_not_in_the_list() -> None:
    found = soonest(
        {"last_pause_from": at("08-05 09:00"), "first_pause_from": at("08-05 09:00")},
        {"due_at": at("08-17 17:00")},
        {"due_at": at("08-19 17:00"), "finished_at": at("08-12 09:00")},
        {"due_at": at("08-19 17:00"), "status": 3},
        {"due_at": at("08-19 17:00"), "second_supplement_at": at("08-12 09:00")},
    )
    assert found.is_empty()


def test_the_list_is_as_long_as_asked_for() -> None:
    assert soonest(*[{"due_at": at("08-19 17:00")}] * 5, most=3).height == 3


def test_components_that_dossiers_give_are_read_off_the_rulebook() -> None:
    found = {code: each.name for code, each in components().items()}
    assert found == {
        "1.4": "dossiers_synchronised",
        "2.1": "dossiers_on_time",
        "3.3": "dossiers_online",
        "3.6": "dossiers_paid_online",
        "4.1": "dossiers_with_e_result",
        "4.2": "dossiers_digitised",
        "4.3": "dossiers_reusing_data",
        "4.4": "dossiers_from_personal_store",
        "4.5b": "dossiers_with_population_data",
        "5.4": "dossiers_received_well",
    }


def test_a_component_that_no_dossier_gives_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"component 1\.1: .* 2\.1, 3\.3"):
        losing("1.1")


def lost(code: str, *changes: dict[str, Any]) -> list[int]:
    found = files_losing(dossiers(*changes), scope(), code).collect()
    return sorted(int(each.split("-")[2]) for each in found["dossier_code"])


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("1.4", {"is_synchronised": False}),
        ("2.1", {"finished_at": at("08-12 09:00")}),
        ("3.3", {"channel": 1}),
        ("3.3", {"channel": 3}),
        ("3.6", {"paid_online": 0}),
        ("4.1", {"has_e_result": False}),
        ("4.2", {"has_digitised_parts": False, "papers_digitised": 0}),
        ("4.3", {"papers_reused": 0}),
        ("4.4", {"papers_from_store": 0}),
        ("4.5b", {"uses_population_data": False}),
        ("5.4", {"has_complaint": True}),
    ],
)
def test_each_component_leads_to_the_file_that_lost_it(code: str, change: dict[str, Any]) -> None:
    assert lost(code, {}, change, {}) == [2]


def test_a_file_without_a_fee_did_not_lose_3_6() -> None:
    assert lost("3.6", {"has_fee": False, "paid_online": 0}) == []


def test_the_files_come_with_all_their_columns() -> None:
    frame = dossiers({"channel": 1})
    found = files_losing(frame, scope(), "3.3").collect()
    assert found.columns == frame.collect_schema().names()


MOMENTS = st.integers(0, 60 * 24 * 50).map(
    lambda minutes: datetime.fromisoformat("2026-07-25") + timedelta(minutes=minutes)
)
RECORD = st.fixed_dictionaries(
    {
        "status": st.sampled_from((2, 4, 5, 9, 10)),
        "received_at": MOMENTS,
        "due_at": st.none() | MOMENTS,
        "finished_at": st.none() | MOMENTS,
        "returned_at": st.none(),
        "second_supplement_at": st.none() | MOMENTS,
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORD, min_size=1, max_size=10))
def test_files_that_lost_2_1_are_those_that_the_slow_judgement_finds_overdue(
    rows: list[dict[str, Any]],
) -> None:
    frame, where = dossiers(*rows), scope()
    until, start = where.period.until(where.now), where.period.start
    expected = set()
    for row in frame.collect().to_dicts():
        ended = row["finished_at"] if row["finished_at"] and row["finished_at"] < until else None
        in_hand = row["received_at"] < until and (
            ended is None or ended >= start or row["received_at"] >= start
        )
        found = judge_766(row, [], until, JudgementSettings())
        if in_hand and not found.is_on_time:
            expected.add(row["dossier_code"])
    assert set(files_losing(frame, where, "2.1").collect()["dossier_code"]) == expected
