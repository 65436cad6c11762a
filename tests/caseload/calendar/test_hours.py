"""Working hours: what is refused, and what a day is made of."""

from __future__ import annotations

from datetime import time

import pytest

from parindex.caseload.calendar import USUAL, HoursError, Opening, WorkingHours


def test_the_usual_day_has_eight_hours():
    assert USUAL.minutes == 480
    assert sum(USUAL.running()) == 480
    assert (USUAL.opens, USUAL.closes) == (time(7), time(17))


def test_noon_and_closing_time_are_not_worked():
    running = USUAL.running()
    assert running[11 * 60 + 29]
    assert not running[11 * 60 + 30]
    assert not running[17 * 60]


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ("11:30-07:00",),
        ("07:00-07:00",),
        ("07:00-12:00", "11:30-17:00"),
        ("13:30-17:00", "07:00-11:30"),
    ],
)
def test_sessions_that_make_no_day_are_refused(sessions):
    with pytest.raises(HoursError, match="in order"):
        WorkingHours.parse(*sessions)


@pytest.mark.parametrize("text", ["7 giờ-11:30", "07:00", "07:00:30-11:30"])
def test_a_time_that_cannot_be_read_is_refused(text):
    with pytest.raises(HoursError):
        WorkingHours.parse(text)


def test_the_last_receipt_is_the_closing_time_unless_it_is_set():
    assert USUAL.last_minute() == 17 * 60
    assert WorkingHours.parse("07:00-17:00", last_receipt="15:00").last_minute() == 15 * 60


def test_a_saturday_morning_does_not_count_in_deadlines_unless_it_is_said():
    assert not Opening.saturday_morning().counts
    assert Opening.saturday_morning(counts=True).hours.closes == time(11, 30)
