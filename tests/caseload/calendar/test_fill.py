"""The columns that the clock fills: statutory and local due moments, unknown where unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.calendar import (
    Calendar,
    ClockSettings,
    Extension,
    Opening,
    Pauses,
    add_due_dates,
    elapsed_minutes,
    unclocked,
)
from parindex.caseload.columns import DOSSIERS, TimeUnit
from tests.caseload.calendar import slow
from tests.caseload.rows_of_dossiers import moment, row, table

CALENDAR = Calendar.vietnam(2024, 2028)
SATURDAY = Calendar.vietnam(2024, 2028, openings=(Opening.saturday_morning(counts=True),))
AS_SEEN = ClockSettings(pauses=Pauses.CALENDAR_THEN_WORKING)
FIFTEEN = {"received_at": "2026-08-03T08:05", "allowed": 15, "allowed_unit": "working_days"}


def clocked(settings: ClockSettings | None = None, **values: Any) -> tuple[Any, Any]:
    filled = add_due_dates(table(row(**values)), CALENDAR, settings=settings).to_pylist()[0]
    return filled["statutory_due_at"], filled["local_due_at"]


def paused(begun: str, until: str | None, unit: str = "working_days") -> dict[str, Any]:
    lasted = 0 if until is None else (moment(until) - moment(begun)).total_seconds()
    ends = dict.fromkeys(("first_pause_from", "last_pause_from"), begun)
    overs = dict.fromkeys(("first_pause_until", "last_pause_until"), until)
    return {**ends, **overs, "paused_seconds": int(lasted), "allowed": 5, "allowed_unit": unit}


def test_the_statutory_due_moment_stands_in_where_no_due_date_is_recorded():
    saturday = moment("2026-08-22T17:00")
    assert clocked(**FIFTEEN) == (saturday, saturday)
    assert clocked(ClockSettings(statutory_stands_in=False), **FIFTEEN) == (saturday, None)


def test_a_recorded_due_date_is_not_replaced():
    found = clocked(**FIFTEEN, due_at="2026-08-24T17:00")
    assert found == (moment("2026-08-22T17:00"), moment("2026-08-24T17:00"))


@pytest.mark.parametrize("unknown", ["received_at", "allowed", "allowed_unit"])
def test_what_is_not_known_gives_no_default_date(unknown):
    assert clocked(**{**FIFTEEN, unknown: None}) == (None, None)


def test_a_unit_of_time_that_nobody_knows_gives_no_default_date():
    assert clocked(**{**FIFTEEN, "allowed_unit": "moons"}) == (None, None)


def test_receipt_outside_the_calendar_gives_no_date_and_is_listed():
    rows = table(row(**{**FIFTEEN, "received_at": "2005-08-03T08:05"}), row(**FIFTEEN), row())
    filled = add_due_dates(rows, CALENDAR)
    assert filled["statutory_due_at"].to_pylist() == [None, moment("2026-08-22T17:00"), None]
    assert unclocked(filled)["received_at"].to_pylist() == [moment("2005-08-03T08:05")]


def test_a_pause_on_a_deadline_of_working_days_moves_it_by_working_days():
    weekend = paused("2026-08-07T10:00", "2026-08-10T10:00")
    assert clocked(**weekend, due_at="2026-08-12T17:00")[1] == moment("2026-08-13T17:00")


def test_the_way_of_a_real_system_gives_the_weekend_away():
    weekend = paused("2026-08-07T10:00", "2026-08-10T10:00")
    assert clocked(AS_SEEN, **weekend, due_at="2026-08-12T17:00")[1] == moment("2026-08-17T17:00")


def test_both_ways_agree_on_a_pause_within_a_week():
    inside = paused("2026-08-04T10:00", "2026-08-06T10:00")
    expected = moment("2026-08-14T17:00")
    assert clocked(**inside, due_at="2026-08-12T17:00")[1] == expected
    assert clocked(AS_SEEN, **inside, due_at="2026-08-12T17:00")[1] == expected


def test_a_pause_on_a_deadline_of_calendar_days_moves_it_by_days_and_off_the_weekend():
    three = paused("2026-08-07T10:00", "2026-08-10T10:00", "calendar_days")
    assert clocked(**three, due_at="2026-08-12T17:00")[1] == moment("2026-08-17T17:00")


def test_a_pause_on_a_deadline_of_hours_moves_it_by_working_time():
    half_a_day = paused("2026-08-07T15:00", "2026-08-10T09:00", "hours")
    assert clocked(**half_a_day, due_at="2026-08-12T10:00")[1] == moment("2026-08-12T16:00")


def test_a_pause_within_one_day_moves_no_working_day():
    same_day = paused("2026-08-07T08:00", "2026-08-07T16:00")
    for each in (ClockSettings(), AS_SEEN):
        assert clocked(each, **same_day, due_at="2026-08-12T17:00")[1] == moment("2026-08-12T17:00")


def test_a_pause_that_lasts_moves_nothing_yet():
    lasts = paused("2026-08-07T10:00", None)
    assert clocked(**lasts, due_at="2026-08-12T17:00")[1] == moment("2026-08-12T17:00")


def test_all_pauses_move_the_date_not_the_first_only():
    two = {
        **paused("2026-08-04T10:00", "2026-08-05T10:00"),
        "last_pause_from": "2026-08-06T10:00",
        "last_pause_until": "2026-08-10T10:00",
        "paused_seconds": 5 * 86_400,
    }
    assert clocked(**two, due_at="2026-08-12T17:00")[1] == moment("2026-08-17T17:00")


def test_pauses_between_the_first_and_the_last_count_too():
    three = {
        **paused("2026-08-03T10:00", "2026-08-04T10:00"),
        "last_pause_from": "2026-08-07T10:00",
        "last_pause_until": "2026-08-10T10:00",
        "paused_seconds": (1 + 2 + 3) * 86_400,
    }
    assert clocked(**three, due_at="2026-08-12T17:00")[1] == moment("2026-08-18T17:00")


def test_pauses_can_be_left_out():
    ignoring = ClockSettings(pauses=Pauses.IGNORED)
    weekend = paused("2026-08-07T10:00", "2026-08-10T10:00")
    assert clocked(ignoring, **weekend, due_at="2026-08-12T17:00")[1] == moment("2026-08-12T17:00")


@pytest.mark.parametrize(
    ("way", "extended", "expected"),
    [
        (Extension.LATER, "2026-08-28T17:00", "2026-08-28T17:00"),
        (Extension.LATER, "2026-08-18T17:00", "2026-08-24T17:00"),
        (Extension.REPLACES, "2026-08-18T17:00", "2026-08-18T17:00"),
        (Extension.REPLACES, None, "2026-08-24T17:00"),
        (Extension.IGNORED, "2026-08-28T17:00", "2026-08-24T17:00"),
    ],
)
def test_an_extension_moves_the_date_as_the_setting_says(way, extended, expected):
    found = clocked(
        ClockSettings(extension=way), due_at="2026-08-24T17:00", extended_due_at=extended
    )
    assert found[1] == moment(expected)


def test_an_extension_alone_is_a_due_date():
    assert clocked(extended_due_at="2026-08-28T17:00")[1] == moment("2026-08-28T17:00")


def test_a_date_far_outside_the_calendar_stays_as_it_was_recorded():
    never = datetime.fromisoformat("9999-12-31T17:00")
    far = paused("2026-08-07T10:00", "2026-08-10T10:00")
    assert clocked(**far, due_at=never)[1] == never


def test_a_pause_outside_the_calendar_moves_nothing():
    wrong = paused("2003-08-07T10:00", "2026-08-10T10:00")
    assert clocked(**wrong, due_at="2026-08-12T17:00")[1] == moment("2026-08-12T17:00")


def test_each_unit_is_clocked_by_its_own_calendar():
    friday = {"received_at": "2026-08-07T08:00", "allowed": 1, "allowed_unit": "working_days"}
    rows = table(*(row(unit_code=code, **friday) for code in ("H29.1", "H29.2", "H29.1")))
    usual, early = moment("2026-08-10T17:00"), moment("2026-08-08T11:30")
    filled = add_due_dates(rows, CALENDAR, {"H29.1": SATURDAY})
    assert filled["statutory_due_at"].to_pylist() == [early, usual, early]
    by_mapping = add_due_dates(rows, {"": CALENDAR, "H29.1": SATURDAY})
    assert by_mapping.equals(filled)


def test_the_schema_stays_and_filling_twice_changes_nothing():
    once = add_due_dates(table(row(**FIFTEEN), row()), CALENDAR)
    assert once.schema == DOSSIERS
    assert add_due_dates(once, CALENDAR).equals(once)
    bare = table(row(**FIFTEEN), row()).drop_columns(["statutory_due_at", "local_due_at"])
    assert add_due_dates(bare, CALENDAR)["local_due_at"].equals(once["local_due_at"])


def test_a_table_without_rows_stays_empty():
    assert add_due_dates(DOSSIERS.empty_table(), CALENDAR, {"H29.1": SATURDAY}).num_rows == 0


def test_waiting_times_of_columns_are_working_minutes_and_null_where_unknown():
    starts = pa.array([moment("2026-08-07T16:30"), None], pa.timestamp("us"))
    ends = pa.array([moment("2026-08-10T07:15"), moment("2026-08-10T07:15")], pa.timestamp("us"))
    assert elapsed_minutes(starts, ends, CALENDAR).to_pylist() == [45, None]


SPAN = st.integers(0, 15 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
FIRST = moment("2025-12-01T00:00")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 300 * 1440), SPAN, SPAN, st.sampled_from(list(TimeUnit))),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(list(Pauses)),
)
def test_columns_of_dossiers_are_moved_as_each_would_be_by_hand(rows, way):
    dossiers = [
        row(
            received_at=FIRST,
            due_at=slow.closing(CALENDAR, slow.after_working_days(CALENDAR, _day(minutes), 1)),
            allowed=5,
            allowed_unit=unit.value,
            first_pause_from=FIRST + wait,
            first_pause_until=FIRST + wait + span,
            last_pause_from=FIRST + wait,
            last_pause_until=FIRST + wait + span,
            paused_seconds=int(span.total_seconds()),
        )
        for minutes, wait, span, unit in rows
    ]
    filled = add_due_dates(
        table(*dossiers), CALENDAR, settings=replace(ClockSettings(), pauses=way)
    )
    assert filled["local_due_at"].to_pylist() == [by_hand(each, way) for each in dossiers]


def _day(minutes: int) -> Any:
    return (FIRST + timedelta(minutes=minutes)).date()


def by_hand(dossier: dict[str, Any], way: Pauses) -> datetime:
    """Move one due date by one pause."""
    due, begun, over = (
        dossier[name] for name in ("due_at", "first_pause_from", "first_pause_until")
    )
    if way is Pauses.IGNORED:
        return due
    days = (over.date() - begun.date()).days
    if way is Pauses.CALENDAR_THEN_WORKING:
        if not days:
            return due
        moved = (due + timedelta(days=days - 1)).date()
        return datetime.combine(slow.after_working_days(CALENDAR, moved, 1), due.time())
    if dossier["allowed_unit"] == TimeUnit.HOURS:
        return slow.after_work(CALENDAR, due, slow.work_between(CALENDAR, begun, over))
    if dossier["allowed_unit"] == TimeUnit.WORKING_DAYS:
        number = slow.working_days_between(CALENDAR, begun, over)
        return datetime.combine(slow.after_working_days(CALENDAR, due.date(), number), due.time())
    day = due.date() + timedelta(days=days)
    while days and not slow.counts(CALENDAR, day):
        day += timedelta(days=1)
    return datetime.combine(day, due.time())
