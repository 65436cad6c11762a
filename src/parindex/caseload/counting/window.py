"""Makes the scope of a count: with it the day up to which dossiers are due soon."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from parindex.caseload.calendar import Calendar, OutsideCalendarError
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.periods import Period

SECOND = timedelta(seconds=1)


def due_soon_until(moment: datetime, days: int, calendar: Calendar) -> datetime | None:
    """Return the end of the day that is so many working days after a moment's day.

    None for a moment that the calendar does not know, so that the statistic is missing.

    Examples
    --------
    >>> due_soon_until(datetime(2026, 8, 6, 9), 3, Calendar.vietnam(2026, 2027))
    datetime.datetime(2026, 8, 12, 0, 0)
    """
    moments = np.array([moment], dtype="datetime64[us]")
    try:
        found = calendar.later_by_working_days(moments, np.array([days]))[0]
    except OutsideCalendarError:
        return None
    if np.isnat(found):
        return None
    return datetime.combine(found.item().date() + timedelta(days=1), datetime.min.time())


def scope_of(
    period: Period,
    now: datetime,
    settings: CountSettings | None = None,
    calendar: Calendar | None = None,
) -> Scope:
    """Return a period to be counted at a moment, with the day up to which dossiers are due soon.

    Parameters
    ----------
    period : Period
        What is counted.
    now : datetime
        Wall clock of Viet Nam. Open dossiers are judged just before it, or at the period's end.
    settings : CountSettings, optional
        What the texts leave open.
    calendar : Calendar, optional
        Working days; those of Viet Nam when none is given.
    """
    settings = settings or CountSettings()
    days = settings.duties.due_soon_working_days
    last = period.until(now) - SECOND
    soon = due_soon_until(last, days, calendar or Calendar.vietnam())
    return Scope(period, now, settings, soon)
