"""The check `received_outside_hours`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.calendar import Calendar, Opening
from tests.caseload.quality.making import at, dossiers, seen


def received(*moments: str, channel: int = 1) -> list[int]:
    rows = [{"received_at": at(each), "channel": channel} for each in moments]
    return seen("received_outside_hours", dossiers(*rows))


def test_an_hour_before_and_after_is_let_pass_a_second_more_is_not() -> None:
    found = received("08-04 06:00:00", "08-04 05:59:59", "08-04 18:00:00", "08-04 18:00:01")
    assert found == [2, 4]


def test_noon_is_within_the_day() -> None:
    assert received("08-04 12:15") == []


def test_sunday_and_holiday_are_seen_the_makeup_saturday_is_not() -> None:
    assert received("08-09 09:00", "08-31 09:00", "08-22 09:00") == [1, 2]


def test_every_channel_is_looked_at() -> None:
    for channel in (1, 2, 3):
        assert received("08-09 03:00", channel=channel) == [1]


def test_a_unit_that_opens_on_saturday_is_not_seen_on_saturday() -> None:
    given = dossiers({"received_at": at("08-08 09:00"), "channel": 1})
    assert seen("received_outside_hours", given) == [1]
    for counts in (True, False):
        own = Calendar.vietnam(2025, 2027, openings=(Opening.saturday_morning(counts=counts),))
        assert seen("received_outside_hours", given, calendars={"H44.45": own}) == []
