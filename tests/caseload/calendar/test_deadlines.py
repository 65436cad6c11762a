"""Due moments and elapsed time of whole arrays are those of a slow, obvious walk over minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.calendar import (
    NO_UNIT,
    UNITS,
    Calendar,
    NegativeTimeError,
    Opening,
    OutsideCalendarError,
    WorkingHours,
    shipped,
)
from parindex.caseload.columns import TimeUnit
from tests.caseload.calendar import slow

PLAIN = Calendar.vietnam(2024, 2027)
CALENDARS = {
    "plain": PLAIN,
    "makeup_ignored": Calendar.vietnam(2024, 2027, announced=shipped().without_swaps()),
    "saturday": Calendar.vietnam(2024, 2027, openings=(Opening.saturday_morning(),)),
    "saturday_counts": Calendar.vietnam(
        2024, 2027, openings=(Opening.saturday_morning(counts=True),)
    ),
    "until_three": Calendar.vietnam(
        2024, 2027, hours=WorkingHours.parse("07:30-12:00", "13:00-16:30", last_receipt="15:00")
    ),
}
at = datetime.fromisoformat
SECONDS = 3 * 365 * 86_400
MOMENTS = st.integers(0, SECONDS * 1_000_000).map(
    lambda passed: at("2024-01-01") + timedelta(microseconds=passed)
)
EDGES = st.builds(
    lambda day, minute, more: (
        at("2024-01-01") + timedelta(days=day, minutes=minute, microseconds=more)
    ),
    st.integers(0, 3 * 365),
    st.sampled_from([0, 419, 420, 689, 690, 809, 810, 899, 900, 1019, 1020, 1021, 1439]),
    st.sampled_from([0, 1, 30_000_000, 59_999_999]),
)
CALENDAR = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)


def array(*moments: datetime | None) -> np.ndarray:
    return np.array(moments, dtype="datetime64[us]")


def due(calendar: Calendar, received: str, allowed: int, unit: TimeUnit) -> str:
    found = calendar.due(array(datetime.fromisoformat(received)), np.array([allowed]), unit)
    return str(found[0].astype("datetime64[m]"))


@settings(max_examples=300, deadline=None)
@given(CALENDAR, MOMENTS | EDGES, st.integers(0, 40), st.sampled_from(UNITS))
def test_a_due_moment_is_that_of_the_slow_walk(calendar, received, allowed, unit):
    found = calendar.due(array(received), np.array([allowed]), unit)
    assert found[0].item() == slow.due(calendar, received, allowed, unit)


@settings(max_examples=100, deadline=None)
@given(
    CALENDAR,
    st.lists(
        st.tuples(st.none() | MOMENTS, st.none() | st.integers(0, 9), st.integers(-1, 2)),
        min_size=1,
        max_size=20,
    ),
)
def test_rows_of_mixed_units_with_unknown_values_are_judged_each_for_itself(calendar, rows):
    received, allowed, units = zip(*rows, strict=True)
    numbers = np.ma.masked_array(
        [number or 0 for number in allowed], [number is None for number in allowed]
    )
    found = calendar.due(array(*received), numbers, np.array(units))
    expected = [
        None
        if moment is None or number is None or unit == NO_UNIT
        else slow.due(calendar, moment, number, UNITS[unit])
        for moment, number, unit in rows
    ]
    assert found.tolist() == expected


@settings(max_examples=60, deadline=None)
@given(CALENDAR, MOMENTS | EDGES, st.integers(-20_000, 20_000), st.integers(0, 59_999_999))
def test_elapsed_time_is_that_of_the_slow_walk(calendar, begun, minutes, more):
    ended = min(
        max(begun + timedelta(minutes=minutes, microseconds=more), at("2024-01-01")),
        at("2027-12-31"),
    )
    work = slow.work_between(calendar, begun, ended)
    sign = -1 if work < timedelta(0) else 1
    found = calendar.minutes_between(array(begun), array(ended))
    assert found[0] == sign * (abs(work) // timedelta(minutes=1))
    assert calendar.working_time_between(array(begun), array(ended))[0] == work / timedelta(
        microseconds=1
    )
    days = calendar.working_days_between(array(begun), array(ended))
    assert days[0] == slow.working_days_between(calendar, begun, ended)


@settings(max_examples=60, deadline=None)
@given(CALENDAR, MOMENTS | EDGES, st.integers(1, 3_000), st.integers(0, 59_999_999))
def test_after_so_much_work_exactly_so_much_was_worked(calendar, begun, minutes, more):
    work = np.array([minutes * 60_000_000 + more])
    later = calendar.later_by_working_time(array(begun), work)
    assert calendar.working_time_between(array(begun), later)[0] == work[0]
    assert later[0].item() == slow.after_work(
        calendar, begun, timedelta(minutes=minutes, microseconds=more)
    )


@settings(max_examples=100, deadline=None)
@given(CALENDAR, MOMENTS | EDGES, st.integers(0, 30), st.sampled_from(UNITS))
def test_more_time_is_never_due_earlier_and_nothing_is_due_before_it_starts(
    calendar, received, allowed, unit
):
    both = calendar.due(array(received, received), np.array([allowed, allowed + 1]), unit)
    assert calendar.start(array(received))[0] <= both[0] <= both[1]
    assert calendar.start(array(received))[0].item() == slow.start(calendar, received)


def test_fifteen_working_days_after_3_august_2026_end_on_the_saturday_that_is_worked():
    assert due(PLAIN, "2026-08-03T08:05", 15, TimeUnit.WORKING_DAYS) == "2026-08-22T17:00"
    ignored = CALENDARS["makeup_ignored"]
    assert due(ignored, "2026-08-03T08:05", 15, TimeUnit.WORKING_DAYS) == "2026-08-24T17:00"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-08-07T17:00", "2026-08-10T17:00"),  # at closing time, still that Friday
        ("2026-08-07T17:01", "2026-08-11T17:00"),  # after it, as if on Monday morning
        ("2026-08-08T09:00", "2026-08-11T17:00"),  # a Saturday
        ("2026-08-31T09:00", "2026-09-04T17:00"),  # a swapped day off; 1 and 2 September follow
    ],
)
def test_receipt_after_closing_or_on_a_free_day_starts_on_the_next_working_morning(
    received, expected
):
    assert due(PLAIN, received, 1, TimeUnit.WORKING_DAYS) == expected


def test_eight_hours_are_one_day_later_at_the_same_time():
    assert due(PLAIN, "2026-08-07T16:00", 8, TimeUnit.HOURS) == "2026-08-10T16:00"
    assert due(PLAIN, "2026-08-07T11:00", 1, TimeUnit.HOURS) == "2026-08-07T14:00"


def test_work_that_ends_with_the_day_is_due_at_closing_time_not_next_morning():
    assert due(PLAIN, "2026-08-07T16:00", 1, TimeUnit.HOURS) == "2026-08-07T17:00"


def test_calendar_days_that_end_on_a_free_day_roll_forward():
    assert due(PLAIN, "2026-08-05T09:00", 3, TimeUnit.CALENDAR_DAYS) == "2026-08-10T17:00"
    assert due(PLAIN, "2026-08-19T09:00", 3, TimeUnit.CALENDAR_DAYS) == "2026-08-22T17:00"
    assert due(PLAIN, "2026-08-26T09:00", 5, TimeUnit.CALENDAR_DAYS) == "2026-09-03T17:00"


def test_a_unit_open_on_saturday_takes_in_that_day():
    saturday = "2026-08-08T09:00"
    assert due(CALENDARS["saturday"], saturday, 1, TimeUnit.WORKING_DAYS) == "2026-08-10T17:00"
    counting = CALENDARS["saturday_counts"]
    assert due(counting, "2026-08-07T09:00", 1, TimeUnit.WORKING_DAYS) == "2026-08-08T11:30"


def test_a_unit_with_an_early_last_receipt_starts_next_day():
    assert due(CALENDARS["until_three"], "2026-08-05T15:01", 0, TimeUnit.WORKING_DAYS) == (
        "2026-08-06T16:30"
    )


def test_a_negative_time_is_refused_with_its_row():
    with pytest.raises(NegativeTimeError, match="row 1: -3"):
        PLAIN.due(array(at("2026-01-05"), at("2026-01-05")), np.array([1, -3]), UNITS[1])


@pytest.mark.parametrize(
    ("received", "allowed"),
    [(at("1926-08-03"), 1), (at("2099-01-01"), 1), (at("2027-12-30"), 9)],
)
@pytest.mark.parametrize("unit", UNITS)
def test_outside_the_calendar_nothing_is_guessed(received, allowed, unit):
    if unit is TimeUnit.HOURS and allowed == 9:
        allowed = 99
    with pytest.raises(OutsideCalendarError, match="2024-01-01 to 2027-12-31"):
        PLAIN.due(array(received), np.array([allowed]), unit)
    assert np.isnat(PLAIN.due(array(received), np.array([allowed]), unit, outside="null")[0])


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("allowed", [2**31 - 1, 2**62])
def test_a_time_of_absurd_length_lies_outside_the_calendar(unit, allowed):
    found = PLAIN.due(array(at("2026-08-03T08:00")), np.array([allowed]), unit, outside="null")
    assert np.isnat(found[0])


def test_elapsed_time_outside_the_calendar_is_refused_and_unknown_stays_unknown():
    with pytest.raises(OutsideCalendarError):
        PLAIN.minutes_between(array(at("1926-08-03")), array(at("2026-08-03")))
    found = PLAIN.minutes_between(array(None), array(at("2026-08-03")))
    assert found.tolist() == [None]


def test_moments_of_a_year_without_notices_are_projected():
    moments = array(at("2026-12-31T23:00"), at("2027-01-01"))
    assert PLAIN.is_projected(moments).tolist() == [False, True]


def test_no_rows_give_no_rows():
    assert len(PLAIN.due(array(), np.array([], dtype=int), TimeUnit.HOURS)) == 0


def test_a_hundred_thousand_rows_are_the_same_in_portions_as_one_by_one():
    dice = np.random.default_rng(766)
    received = np.datetime64("2024-01-01", "us") + dice.integers(0, SECONDS, 100_000).astype(
        "timedelta64[s]"
    )
    allowed, units = dice.integers(0, 60, 100_000), dice.integers(0, 3, 100_000)
    found = PLAIN.due(received, allowed, units)
    for row in dice.integers(0, 100_000, 200):
        moment = received[row].astype("datetime64[us]").item()
        expected = slow.due(PLAIN, moment, int(allowed[row]), UNITS[units[row]])
        assert found[row].item() == expected
