"""The clock as a person would work it out: day by day, minute by minute, one dossier at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from parindex.caseload.calendar import Calendar, WorkingHours
from parindex.caseload.columns import TimeUnit

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


KNOWN: dict[tuple[int, date], tuple[WorkingHours | None, bool]] = {}
"""Days looked up already, by calendar; the calendars of the tests live as long as they do."""


def hours_of(calendar: Calendar, day: date) -> tuple[WorkingHours | None, bool]:
    """Return when an office is open on a day, and whether the day counts in deadlines."""
    if (id(calendar), day) not in KNOWN:
        KNOWN[id(calendar), day] = _hours_of(calendar, day)
    return KNOWN[id(calendar), day]


def _hours_of(calendar: Calendar, day: date) -> tuple[WorkingHours | None, bool]:
    if day in calendar.makeups:
        return calendar.hours, True
    if any(day == off for off, _ in calendar.free):
        return None, False
    if day.weekday() not in {5, 6}:
        return calendar.hours, True
    for opening in calendar.openings:
        if opening.weekday == day.weekday():
            return opening.hours, opening.counts
    return None, False


def counts(calendar: Calendar, day: date) -> bool:
    return hours_of(calendar, day)[1]


def is_worked(calendar: Calendar, moment: datetime) -> bool:
    """Say whether the minute that contains a moment is worked."""
    hours, does_count = hours_of(calendar, moment.date())
    if hours is None or not does_count:
        return False
    return any(opens <= moment.time() < closes for opens, closes in hours.sessions)


def start(calendar: Calendar, received: datetime) -> datetime:
    hours, _ = hours_of(calendar, received.date())
    if hours is not None and received.time() <= (hours.last_receipt or hours.closes):
        return max(received, datetime.combine(received.date(), hours.opens))
    day = received.date() + ONE_DAY
    while hours_of(calendar, day)[0] is None:
        day += ONE_DAY
    found, _ = hours_of(calendar, day)
    assert found is not None
    return datetime.combine(day, found.opens)


def closing(calendar: Calendar, day: date) -> datetime:
    hours, _ = hours_of(calendar, day)
    assert hours is not None
    return datetime.combine(day, hours.closes)


def after_working_days(calendar: Calendar, day: date, number: int) -> date:
    while number:
        day += ONE_DAY
        number -= counts(calendar, day)
    return day


def after_work(calendar: Calendar, moment: datetime, left: timedelta) -> datetime:
    """Walk minute by minute until the time is used up."""
    while left > timedelta(0):
        next_minute = moment.replace(second=0, microsecond=0) + ONE_MINUTE
        if is_worked(calendar, moment):
            step = min(left, next_minute - moment)
            moment, left = moment + step, left - step
        else:
            moment = next_minute
    return moment


def due(calendar: Calendar, received: datetime, allowed: int, unit: TimeUnit) -> datetime:
    begun = start(calendar, received)
    if unit is TimeUnit.HOURS:
        return after_work(calendar, begun, timedelta(hours=allowed))
    if unit is TimeUnit.WORKING_DAYS:
        return closing(calendar, after_working_days(calendar, begun.date(), allowed))
    day = begun.date() + allowed * ONE_DAY
    while not counts(calendar, day):
        day += ONE_DAY
    return closing(calendar, day)


def work_between(calendar: Calendar, begun: datetime, ended: datetime) -> timedelta:
    """Walk minute by minute and add up what is worked."""
    if ended < begun:
        return -work_between(calendar, ended, begun)
    total, moment = timedelta(0), begun
    while moment < ended:
        step = min(moment.replace(second=0, microsecond=0) + ONE_MINUTE, ended)
        total += (step - moment) if is_worked(calendar, moment) else timedelta(0)
        moment = step
    return total


def working_days_between(calendar: Calendar, begun: datetime, ended: datetime) -> int:
    if ended < begun:
        return -working_days_between(calendar, ended, begun)
    days = (ended.date() - begun.date()).days
    return sum(counts(calendar, begun.date() + n * ONE_DAY) for n in range(1, days + 1))
