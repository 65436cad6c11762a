"""Which days are worked: by law, by notice, and where our table stands against the package."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import holidays
import pytest

from parindex.caseload.calendar import Calendar, CalendarError, read_announced, shipped
from parindex.caseload.calendar.days import SWAPPED, days_off
from tests.caseload.calendar.figures import MAKEUP_SATURDAYS, WEEKDAYS_OFF

CALENDAR = Calendar.vietnam(2014, 2030)


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


@pytest.mark.parametrize("year", WEEKDAYS_OFF)
def test_the_weekdays_off_of_a_year_are_those_of_the_notices(year):
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    found = {day for day in days if day.weekday() < 5 and not CALENDAR.day(day).counts}
    assert found == {day_of(f"{text}/{year}") for text in WEEKDAYS_OFF[year].split()}


def test_the_weekend_days_that_are_worked_are_those_of_the_notices():
    days = [date(2014, 1, 1) + timedelta(n) for n in range(17 * 365)]
    found = {day for day in days if day.weekday() >= 5 and CALENDAR.day(day).counts}
    assert found == {day_of(text) for text in MAKEUP_SATURDAYS.split()}


def test_our_table_lacks_no_swap_that_the_package_knows():
    law = holidays.country_holidays("VN", years=range(2014, 2031), language="vi")
    known = {day for day, name in law.items() if name.startswith(SWAPPED)}
    assert known
    assert known <= {swap.day_off for swap in shipped().swaps}


def test_second_january_2026_is_swapped_although_the_package_does_not_know_it():
    assert date(2026, 1, 2) not in holidays.country_holidays("VN", years=2026)
    assert not CALENDAR.day(date(2026, 1, 2)).counts
    assert CALENDAR.day(date(2026, 1, 10)).counts


def test_a_day_with_a_wrong_name_is_off_under_its_right_name():
    assert CALENDAR.names[date(2025, 1, 27)] == "28 Tết"
    assert not CALENDAR.day(date(2025, 1, 27)).counts


def test_the_day_of_culture_is_off_from_2026_on():
    assert CALENDAR.day(date(2025, 11, 24)).counts
    assert not CALENDAR.day(date(2026, 11, 24)).counts


def test_without_swaps_both_days_are_what_the_law_says():
    plain = Calendar.vietnam(2026, 2026, announced=shipped().without_swaps())
    assert plain.day(date(2026, 8, 31)).counts
    assert not plain.day(date(2026, 8, 22)).counts


def test_what_was_not_announced_is_marked_as_projected():
    assert CALENDAR.projected_from == date(2027, 1, 1)


def test_a_swapped_day_names_the_day_worked_instead():
    assert days_off(2026, 2026, shipped())[date(2026, 8, 31)] == (
        "Nghỉ hoán đổi, làm bù ngày 22/08/2026"
    )


FAULTS = {
    "no two dates": "{day_off: x, worked_instead: 2026-01-10, source: a}",
    "only a weekday": "{day_off: 2026-01-03, worked_instead: 2026-01-10, source: a}",
    "there is no source": "{day_off: 2026-01-02, worked_instead: 2026-01-10}",
    "2026-01-10 is swapped twice": (
        "{day_off: 2026-01-02, worked_instead: 2026-01-10, source: a}, "
        "{day_off: 2026-01-05, worked_instead: 2026-01-10, source: a}"
    ),
}


@pytest.mark.parametrize("told", FAULTS)
def test_a_table_with_a_fault_is_refused_and_says_which(told):
    with pytest.raises(CalendarError, match=told):
        read_announced(f"announced_until: 2026\nswaps: [{FAULTS[told]}]", "swaps.yaml")


def test_a_table_that_does_not_say_how_far_it_goes_is_refused():
    with pytest.raises(CalendarError, match="announced_until is missing"):
        read_announced("swaps: []", "swaps.yaml")
