"""A province's working hours from a file: what is read, and every fault at once."""

from __future__ import annotations

from datetime import date, time

import pytest

from parindex.caseload.calendar import USUAL, Calendar, CalendarError, read_office_hours

WHOLE = """
sessions: ["07:30-12:00", "13:00-16:30"]
last_receipt: "15:00"
units:
  H29.101: {saturday: ["07:30-11:30"]}
  H29.102: {saturday: ["07:30-11:30"], saturday_counts: true, sessions: ["08:00-16:00"]}
"""
SATURDAY = date(2026, 8, 8)


def test_units_have_what_they_say_and_the_rest_from_the_province():
    usual, units = read_office_hours(WHOLE, "hours.yaml", from_year=2026, to_year=2026)
    assert usual.hours.opens == time(7, 30)
    assert usual.hours.last_receipt == time(15)
    assert usual.day(SATURDAY).hours is None
    first, second = units["H29.101"], units["H29.102"]
    assert first.hours == usual.hours
    assert (first.day(SATURDAY).counts, second.day(SATURDAY).counts) == (False, True)
    assert second.hours.sessions == ((time(8), time(16)),)
    assert second.hours.last_receipt == time(15)


def test_an_empty_file_is_the_usual_calendar():
    usual, units = read_office_hours("", "hours.yaml", from_year=2026, to_year=2026)
    assert usual == Calendar.vietnam(2026, 2026)
    assert usual.hours == USUAL
    assert units == {}


def test_every_fault_is_listed_with_its_place():
    wrong = """
    session: []
    units:
      H29.1: {sessions: "07:00-11:30"}
      H29.2: []
      H29.3: {saturday: ["11:30-07:30"]}
      H29.4: {last_receipt: 1500}
    """
    with pytest.raises(CalendarError) as caught:
        read_office_hours(wrong, "hours.yaml")
    told = str(caught.value)
    for part in (
        "'session' is not known",
        "'07:00-11:30' is no list of sessions",
        "unit H29.2: [] is no mapping",
        "in order",
        "1500 is no time",
    ):
        assert part in told
    places = {problem.where for problem in caught.value.problems}
    assert places == {"hours.yaml", *(f"hours.yaml, unit H29.{n}" for n in (1, 2, 3, 4))}


def test_a_file_that_is_no_mapping_is_refused():
    with pytest.raises(CalendarError, match="no mapping"):
        read_office_hours("- a", "hours.yaml")
