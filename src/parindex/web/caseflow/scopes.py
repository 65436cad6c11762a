"""Which moment, period and version of the lake the pages of dossiers speak of.

A list must hold just the files that were counted, so both take moment and version from the last
refresh and not from the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
import polars as pl

from parindex.caseload.calendar import Calendar
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.periods import Period
from parindex.caseload.settings import DutySettings
from parindex.errors import NotFoundError
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import Refresh
from parindex.web.caseflow.moments import wall

FIRST_YEAR, YEARS_AHEAD = 2010, 2
"""Years that the calendar covers: from the oldest dossier a reader takes to promises to come."""


@cache
def calendar(until_year: int) -> Calendar:
    """Return the calendar of working days of the country, made once a process and year."""
    return Calendar.vietnam(FIRST_YEAR, until_year)


def working_calendar(now: datetime) -> Calendar:
    """Return the calendar that reaches some years beyond a moment."""
    return calendar(now.year + YEARS_AHEAD)


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: a period as the last refresh counted it."""

    refresh: Refresh
    period: Period

    @property
    def now(self) -> datetime:
        """The moment at which the refresh judged open dossiers, wall clock."""
        return wall(self.refresh.judged_at)

    @property
    def scope(self) -> Scope:
        """Period, moment and settings, as the refresh had them."""
        return scope_at(self.period, self.now, CountSettings.from_dict(self.refresh.settings))

    def files(self, unit_code: str) -> pl.LazyFrame:
        """Return the dossiers of a unit that can count in the period, at the version counted."""
        found = lake().scan_in_hand(
            "dossiers", self.period.start, self.period.end, self.refresh.dossiers_version
        )
        return found.filter(pl.col("unit_code") == unit_code)


def scope_at(period: Period, now: datetime, settings: CountSettings) -> Scope:
    """Return the scope of a period at a moment; due soon is so many working days ahead."""
    return Scope(period, now, settings, due_soon_until(now, settings.duties))


def due_soon_until(now: datetime, duties: DutySettings) -> datetime:
    """Return the end of the last working day that still counts as soon."""
    moments = np.array([now], dtype="datetime64[us]")
    days = np.array([duties.due_soon_working_days], dtype=np.int64)
    later = working_calendar(now).later_by_working_days(moments, days)
    day: datetime = later.astype("datetime64[us]").item(0)
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def newest_refresh() -> Refresh | None:
    """Return the last refresh, None before the first."""
    return Refresh.objects.first()


def view_of(refresh: Refresh, text: str) -> View:
    """Return the view of a period; of the month of the refresh for none, or for a wrong name."""
    month = wall(refresh.judged_at).strftime("%Y-%m")
    try:
        return View(refresh, Period.parse(text or month))
    except NotFoundError:
        return View(refresh, Period.parse(month))
