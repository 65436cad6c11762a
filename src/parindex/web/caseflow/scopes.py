"""Which moment, period and version of the lake the pages of dossiers speak of.

A list must hold just the files that were counted, so both take moment and version from the last
refresh and not from the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

from parindex.caseload.calendar import Calendar
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.counting.source import Reading
from parindex.caseload.counting.window import scope_of
from parindex.caseload.periods import Period
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
        settings = CountSettings.from_dict(self.refresh.settings)
        return scope_of(self.period, self.now, settings, working_calendar(self.now))

    def files(self, unit_code: str) -> pl.LazyFrame:
        """Return the dossiers of a unit that can count in the period, as the count read them."""
        reading = Reading(lake(), self.refresh.versions)
        return reading.in_hand(self.period.start).filter(pl.col("unit_code") == unit_code)


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
