"""Lookup tables over the days of a calendar, so that bulk code never walks over days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from parindex.caseload.calendar.hours import MINUTES_A_DAY, WorkingHours

Ints = npt.NDArray[np.int64]
MINUTE = 60_000_000
DAY = MINUTES_A_DAY * MINUTE
"""In microseconds, as all times here."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: when it is open, and whether it counts as a working day of deadlines."""

    hours: WorkingHours | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """All arrays are indexed by the day's number in the calendar, from 0, unless said otherwise.

    An index of `n_days` means "after the calendar's end"; each array that is read with such an
    index has one place more.
    """

    origin: int  # the first day, in days since 1970
    n_days: int
    last_receipt: Ints  # microsecond of the day; -1 where closed all day
    opens: Ints
    closes: Ints
    next_open: Ints  # the day itself or the next one that is open, shape (n_days + 2,)
    next_counting: Ints
    counted: Ints  # working days up to and with this one
    counting: Ints  # by the number of the working day: the day, shape (n_counting,)
    kind: Ints  # which row of `running` and `worked`
    running: npt.NDArray[np.bool_]  # by kind and minute of the day
    worked: Ints  # by kind and minute of the day: minutes worked before it
    worked_before: Ints  # minutes worked before the day begins
    wall: Ints  # by the number of the worked minute: minute since the calendar's first midnight


def _next(is_it: npt.NDArray[np.bool_]) -> Ints:
    """Return for each day itself or the next one that is it."""
    n_days = len(is_it)
    here = np.where(is_it, np.arange(n_days), n_days)
    following = np.minimum.accumulate(here[::-1])[::-1]
    return np.concatenate([following, [n_days, n_days]]).astype(np.int64)


def build(first: date, days: Sequence[Day]) -> Tables:
    """Return the tables of a run of days.

    Parameters
    ----------
    first : datetime.date
        The first of them.
    days : sequence of Day
        One after the other, shape ``(n_days,)``.
    """
    kinds: dict[WorkingHours | None, int] = {None: 0}
    running_hours = [day.hours if day.counts else None for day in days]
    for hours in running_hours:
        kinds.setdefault(hours, len(kinds))
    nothing = (False,) * MINUTES_A_DAY
    running = np.array([each.running() if each else nothing for each in kinds], dtype=np.bool_)
    worked = np.cumsum(running, axis=1, dtype=np.int64) - running
    kind = np.array([kinds[hours] for hours in running_hours], dtype=np.int64)
    a_day = running.sum(axis=1)[kind]
    counts = np.array([day.counts for day in days], dtype=np.bool_)
    return Tables(
        origin=(first - EPOCH) // timedelta(days=1),
        n_days=len(days),
        last_receipt=_of_day(days, "last_receipt"),
        opens=_of_day(days, "opens"),
        closes=_of_day(days, "closes"),
        next_open=_next(np.array([day.hours is not None for day in days], dtype=np.bool_)),
        next_counting=_next(counts),
        counted=np.cumsum(counts, dtype=np.int64),
        counting=np.flatnonzero(counts).astype(np.int64),
        kind=kind,
        running=running,
        worked=worked,
        worked_before=np.cumsum(a_day, dtype=np.int64) - a_day,
        wall=np.flatnonzero(running[kind]).astype(np.int64),
    )


def _of_day(days: Sequence[Day], name: str) -> Ints:
    """Return an hour of each day in microseconds, -1 where the day is closed."""
    found = []
    for day in days:
        moment = None if day.hours is None else getattr(day.hours, name)
        if name == "last_receipt" and day.hours is not None and moment is None:
            moment = day.hours.closes
        found.append(-1 if moment is None else (moment.hour * 60 + moment.minute) * MINUTE)
    return np.array(found, dtype=np.int64)
