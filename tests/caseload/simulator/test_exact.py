"""A caseload with exact counts comes to them by single judgements and by counting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload import columns
from parindex.caseload.judgement import Timing, judge_766, judge_local
from parindex.caseload.periods import Period
from parindex.caseload.settings import Compare, JudgementSettings
from parindex.caseload.simulator import Counts, SimulationError, caseload_with
from parindex.caseload.simulator.exact import OUTCOMES

AUGUST = Period.parse("2026-08")
GOOD = {Timing.EARLY, Timing.ON_TIME, Timing.WITHIN_TIME}


@st.composite
def counts(draw: st.DrawFn, unit: str = "H99.101") -> Counts:
    """Draw counts that do not contradict each other."""
    made = Counts(unit, **{name: draw(st.integers(0, 2)) for name in OUTCOMES})
    made = replace(made, carried_over=draw(st.integers(0, made.in_hand)))
    new, hand = made.received, made.in_hand
    direct = draw(st.integers(0, new))
    fee = draw(st.integers(0, new))
    e_result = draw(st.integers(0, hand))
    return replace(
        made,
        direct=direct,
        postal=draw(st.integers(0, new - direct)),
        with_fee=fee,
        paid_online=draw(st.integers(0, fee)),
        synchronised=draw(st.integers(0, new)),
        with_e_result=e_result,
        digitised=draw(st.integers(0, e_result)),
        reused=draw(st.integers(0, hand)),
        from_store=draw(st.integers(0, hand)),
        population_data=draw(st.integers(0, hand)),
        complaints=draw(st.integers(0, made.on_time)),
        refused=draw(st.integers(0, 3)),
    )


PERIODS = st.sampled_from(["2026-08", "2026-02", "2025", "2023-Q1"]).map(Period.parse)


def told(rows: list[dict[str, Any]], period: Period) -> dict[str, int]:
    """Count dossiers one by one."""
    found = dict.fromkeys(COUNTED, 0)
    for row in rows:
        verdict = judge_766(row, [], period.end)
        if verdict.timing is None:
            found["refused"] += 1
            continue
        is_new = row["received_at"] >= period.start
        found["on_time"] += verdict.timing in GOOD
        found["in_hand"] += 1
        found["carried_over"] += not is_new
        for name, column in FLAGS.items():
            found[name] += bool(row[column])
        found["paid_online"] += row["paid_online"] in {1, 2}
        found["reused"] += row["papers_reused"] > 0
        found["from_store"] += row["papers_from_store"] > 0
        found["direct"] += is_new and row["channel"] == 1
        found["postal"] += is_new and row["channel"] == 3
    return found


FLAGS = {
    "with_fee": "has_fee",
    "synchronised": "is_synchronised",
    "with_e_result": "has_e_result",
    "digitised": "has_digitised_parts",
    "population_data": "uses_population_data",
    "complaints": "has_complaint",
}
COUNTED = (
    *("on_time", "in_hand", "carried_over", "refused", "paid_online", "reused", "from_store"),
    *("direct", "postal", *FLAGS),
)


@settings(max_examples=20, deadline=None)
@given(st.data(), PERIODS)
def test_single_judgements_come_to_the_counts_asked_for(
    data: st.DataObject, period: Period
) -> None:
    wanted = [data.draw(counts(f"H99.{101 + place}")) for place in range(3)]
    table = caseload_with(wanted, period)
    rows = pl.DataFrame(pl.from_arrow(table)).to_dicts()

    assert table.schema == columns.DOSSIERS
    for each in wanted:
        mine = [row for row in rows if row["unit_code"] == each.unit_code]
        assert told(mine, period) == {name: getattr(each, name) for name in COUNTED}


@settings(max_examples=15, deadline=None)
@given(counts(), PERIODS, st.sampled_from(Compare))
def test_outcomes_are_the_same_by_dates_and_by_minutes(
    wanted: Counts, period: Period, compare: Compare
) -> None:
    rows = pl.DataFrame(pl.from_arrow(caseload_with([wanted], period))).to_dicts()
    given_ = JudgementSettings(compare=compare)
    found = [judge_766(row, [], period.end, given_) for row in rows]
    late = sum(each.timing == Timing.LATE for each in found)
    overdue = sum(each.timing == Timing.OVERDUE for each in found)

    assert late == wanted.finished_late + wanted.supplemented_twice
    assert overdue == wanted.open_overdue


@settings(max_examples=15, deadline=None)
@given(counts(), PERIODS)
def test_the_one_stop_report_has_the_twice_supplemented_on_time(
    wanted: Counts, period: Period
) -> None:
    rows = pl.DataFrame(pl.from_arrow(caseload_with([wanted], period))).to_dicts()
    found = [judge_local(row, [], period.end).timing for row in rows]

    assert found.count(Timing.LATE) == wanted.finished_late
    assert found.count(Timing.OVERDUE) == wanted.open_overdue


def test_codes_stand_once_over_many_units() -> None:
    many = [Counts(f"H99.{100 + place}", finished_on_time=300, refused=2) for place in range(30)]
    codes = caseload_with(many, AUGUST)["dossier_code"].to_pylist()

    assert len(set(codes)) == len(codes) == 30 * 302


def test_a_finished_dossier_ended_within_the_period() -> None:
    wanted = Counts(
        "H99.1", finished_early=50, finished_on_time=50, finished_late=50, carried_over=70
    )
    table = pl.DataFrame(pl.from_arrow(caseload_with([wanted], AUGUST)))

    assert table["finished_at"].min() >= AUGUST.start
    assert table["returned_at"].max() < AUGUST.end
    assert (table["received_at"] < AUGUST.start).sum() == 70


def test_due_dates_can_be_left_away() -> None:
    wanted = Counts("H99.1", finished_late=5, open_overdue=5)
    table = pl.DataFrame(pl.from_arrow(caseload_with([wanted], AUGUST, without_dates=True)))

    for name in ("due_at", "statutory_due_at", "local_due_at"):
        assert table[name].null_count() == 10


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"finished_late": -1}, "finished_late is -1"),
        ({"carried_over": 6}, "carried_over is 6, but it must be from 0 to 5"),
        ({"carried_over": 2, "direct": 4}, "direct is 4, but it must be from 0 to 3"),
        ({"with_fee": 2, "paid_online": 3}, "paid_online is 3"),
        ({"digitised": 1}, "digitised is 1, but it must be from 0 to 0"),
        ({"complaints": 6}, "complaints is 6"),
    ],
)
def test_contradicting_counts_are_refused(wrong: dict[str, int], what: str) -> None:
    with pytest.raises(SimulationError, match=what):
        caseload_with([replace(Counts("H99.1", finished_on_time=5), **wrong)], AUGUST)


def test_a_period_too_short_to_be_late_in_is_refused() -> None:
    with pytest.raises(SimulationError, match="shorter than three days"):
        caseload_with([Counts("H99.1", finished_late=1)], Period.parse("2026-08-31"))


def test_a_procedure_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(SimulationError, match="codes begin with 9"):
        caseload_with([Counts("H99.1", paused=1, procedure_code="2.000815")], AUGUST)
