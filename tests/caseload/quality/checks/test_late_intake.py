"""The check `late_intake`: planted, and near misses at each edge."""

from __future__ import annotations

from datetime import datetime

from parindex.caseload.calendar import Calendar, Opening
from parindex.caseload.quality import QualitySettings
from parindex.caseload.settings import DutySettings
from tests.caseload.quality.making import at, dossiers, seen


def taken_in(filed: str, received: str | None, **more: object) -> list[int]:
    given = {"filed_at": at(filed), "received_at": None if received is None else at(received)}
    return seen("late_intake", dossiers(given | more))


def test_eight_working_hours_are_in_time_a_minute_more_is_late() -> None:
    assert taken_in("08-04 08:00", "08-05 08:00") == []
    assert taken_in("08-04 08:00", "08-05 08:01") == [1]


def test_nights_and_weekends_do_not_count() -> None:
    assert taken_in("08-07 16:00", "08-10 14:30") == []
    assert taken_in("08-07 16:00", "08-10 16:01") == [1]


def test_the_makeup_saturday_counts() -> None:
    assert taken_in("08-21 16:00", "08-22 16:01") == [1]


def test_one_that_still_waits_is_seen_while_it_waits() -> None:
    given = dossiers({"filed_at": at("08-04 08:00"), "received_at": None, "status": 1})
    assert seen("late_intake", given, now=at("08-05 08:00:59")) == []
    assert seen("late_intake", given, now=at("08-05 08:01")) == [1]


def test_other_channels_and_unknown_filing_are_not_looked_at() -> None:
    assert taken_in("08-04 08:00", "08-14 08:00", channel=1) == []
    given = dossiers({"filed_at": None, "received_at": at("08-14 08:00")})
    assert seen("late_intake", given) == []


def test_a_filing_that_no_calendar_knows_is_not_judged() -> None:
    assert seen("late_intake", dossiers({"filed_at": datetime.fromisoformat("1999-01-01")})) == []


def test_the_hours_are_a_duty_setting() -> None:
    given = dossiers({"filed_at": at("08-04 08:00"), "received_at": at("08-04 10:01")})
    how = QualitySettings(DutySettings(online_check_working_hours=2))
    assert seen("late_intake", given, settings=how) == [1]


def test_a_unit_is_judged_by_its_own_calendar() -> None:
    open_on_saturday = Calendar.vietnam(
        2025, 2027, openings=(Opening.saturday_morning(counts=True),)
    )
    given = dossiers({"filed_at": at("08-07 14:00"), "received_at": at("08-10 11:00")})
    assert seen("late_intake", given) == []
    own = {"H44.45": open_on_saturday}
    assert seen("late_intake", given, calendars=own) == [1]
    assert seen("late_intake", given, calendars={"H44.46": open_on_saturday}) == []
