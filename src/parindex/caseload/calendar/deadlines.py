"""The working-day calendar: due moments and elapsed working time, for arrays of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from parindex.caseload.calendar.days import Announced, days_off, shipped
from parindex.caseload.calendar.hours import USUAL, Opening, WorkingHours
from parindex.caseload.calendar.tables import DAY, MINUTE, Day, Ints, Tables, build
from parindex.caseload.columns import TimeUnit
from parindex.errors import ParindexError

Moments = npt.NDArray[np.datetime64]
UNITS: Final = tuple(TimeUnit)
"""Units of time by the code under which `Calendar.due` takes them in an array."""
NO_UNIT: Final = -1
PORTION: Final = 1 << 16
"""Rows worked on at once: their columns stay in the processor's cache."""
NOT_A_TIME: Final = np.iinfo(np.int64).min
Outside = Literal["raise", "null"]


class OutsideCalendarError(ParindexError):
    """A moment lies before or after the years that the calendar knows."""


class NegativeTimeError(ParindexError):
    """A time allowed is below zero."""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, at which hours, and what follows for deadlines.

    Holidays past and to come are in it alike: it has no notion of today.

    Parameters
    ----------
    first, last : datetime.date
        The days it knows.
    hours : WorkingHours
        Of a working day, make-up days among them.
    openings : tuple of Opening
        Weekdays outside the working week on which the unit is open.
    free : tuple of (date, str)
        Public holidays and swapped days off, with their names.
    makeups : frozenset of date
        Days of the weekend that are worked.
    projected_from : datetime.date
        From this day on the Government's notices are not known; swaps may still be decided.

    Examples
    --------
    The example of the handbook: 22 August 2026 is a Saturday that is worked.

    >>> import numpy as np
    >>> from parindex.caseload.columns import TimeUnit
    >>> received = np.array(["2026-08-03T08:05"], dtype="datetime64[us]")
    >>> calendar = Calendar.vietnam(2026, 2027)
    >>> str(calendar.due(received, np.array([15]), TimeUnit.WORKING_DAYS)[0])
    '2026-08-22T17:00:00.000000'
    >>> without = Calendar.vietnam(2026, 2027, announced=shipped().without_swaps())
    >>> str(without.due(received, np.array([15]), TimeUnit.WORKING_DAYS)[0])
    '2026-08-24T17:00:00.000000'
    """

    first: date
    last: date
    hours: WorkingHours = USUAL
    openings: tuple[Opening, ...] = ()
    free: tuple[tuple[date, str], ...] = field(default=(), repr=False)
    makeups: frozenset[date] = field(default=frozenset(), repr=False)
    projected_from: date = date.max

    @classmethod
    def vietnam(
        cls,
        from_year: int = 2015,
        to_year: int = 2030,
        *,
        announced: Announced | None = None,
        hours: WorkingHours = USUAL,
        openings: tuple[Opening, ...] = (),
    ) -> Calendar:
        """Return the calendar of the country's offices.

        Parameters
        ----------
        from_year, to_year : int
            Both included. Our table of swapped days begins with 2014.
        announced : Announced or None
            Swapped days; those that come with parindex if None.
        hours, openings
            Of the unit.
        """
        known = shipped() if announced is None else announced
        off = days_off(from_year, to_year, known)
        return cls(
            first=date(from_year, 1, 1),
            last=date(to_year, 12, 31),
            hours=hours,
            openings=openings,
            free=tuple(sorted(off.items())),
            makeups=frozenset(swap.worked_instead for swap in known.swaps),
            projected_from=date(known.until + 1, 1, 1),
        )

    def day(self, day: date) -> Day:
        """Return whether and when a day is worked; the tables are built from this alone."""
        if day in self.makeups:
            return Day(self.hours, counts=True)
        if day in self.names:
            return Day(None, counts=False)
        if day.weekday() < 5:
            return Day(self.hours, counts=True)
        for opening in self.openings:
            if opening.weekday == day.weekday():
                return Day(opening.hours, opening.counts)
        return Day(None, counts=False)

    @cached_property
    def names(self) -> dict[date, str]:
        """Names of the days off, in Vietnamese, by day."""
        return dict(self.free)

    @cached_property
    def tables(self) -> Tables:
        """Lookup tables over all days, built at first use."""
        n_days = (self.last - self.first).days + 1
        return build(self.first, [self.day(self.first + timedelta(n)) for n in range(n_days)])

    def due(
        self,
        received: Moments,
        allowed: npt.NDArray[Any],
        unit: TimeUnit | npt.NDArray[Any],
        *,
        outside: Outside = "raise",
    ) -> Moments:
        """Return when dossiers are due by the time that their procedure allows.

        A dossier taken in after the last receipt of the day, or on a day off, starts on the
        next morning that is open. Working days: the closing time of the n-th working day after
        the day of the start. Calendar days: of the n-th day after it, moved forward to a working
        day if it is free. Hours: when so many working minutes have run; eight hours are a day.

        Parameters
        ----------
        received : numpy.ndarray
            ``datetime64[us]``, shape ``(n_dossiers,)``; NaT is not known.
        allowed : numpy.ndarray
            Integers, at least 0, same shape; a masked array where some are not known.
        unit : TimeUnit or numpy.ndarray
            One for all, or of each its place in `UNITS`, `NO_UNIT` where it is not known.
        outside : {"raise", "null"}
            What to do when receipt or due moment lies outside the calendar's years.

        Returns
        -------
        numpy.ndarray
            ``datetime64[us]``, same shape; NaT where anything needed is not known.

        Raises
        ------
        OutsideCalendarError
            If a moment lies outside the calendar; nothing is guessed.
        NegativeTimeError
            If a time allowed is below zero.
        """
        moments = _microseconds(received)
        numbers = np.ma.filled(np.ma.asarray(allowed).astype(np.int64), 0)
        numbers = np.minimum(numbers, self.tables.n_days * 24 + 1)  # such times lie outside
        known = (moments != NOT_A_TIME) & ~np.ma.getmaskarray(allowed)
        if (numbers[known] < 0).any():
            row = int(np.flatnonzero(known & (numbers < 0))[0])
            raise NegativeTimeError(
                f"row {row}: {numbers[row]} is no time allowed, it must be 0 or more. "
                "Correct the time of the procedure"
            )
        codes = np.broadcast_to(
            np.int64(UNITS.index(unit)) if isinstance(unit, TimeUnit) else unit, moments.shape
        )
        result = np.full(moments.shape, NOT_A_TIME, dtype=np.int64)
        for part in _portions(len(moments)):
            for code, advance in enumerate((self._hours, self._working_days, self._calendar_days)):
                chosen = known[part] & (codes[part] == code)
                if chosen.all():
                    result[part] = advance(moments[part], numbers[part])
                elif chosen.any():
                    result[part][chosen] = advance(moments[part][chosen], numbers[part][chosen])
        wanted = known & (codes >= 0) & (codes < len(UNITS))
        return self._checked(result, wanted, moments, outside)

    def start(self, received: Moments, *, outside: Outside = "raise") -> Moments:
        """Return when the time of dossiers starts to run: at receipt or on the next morning."""
        moments = _microseconds(received)
        day, time = self._start(moments)
        inside = (moments != NOT_A_TIME) & (day < self.tables.n_days)
        result = np.where(inside, (day + self.tables.origin) * DAY + time, NOT_A_TIME)
        return self._checked(result, moments != NOT_A_TIME, moments, outside)

    def working_days_between(self, start: Moments, end: Moments) -> np.ma.MaskedArray[Any, Any]:
        """Return how many working days lie after the day of `start`, up to that of `end`.

        Monday 16:59 to Tuesday 7:00 is one. From later to earlier it is below zero. Masked
        where a moment is not known.
        """
        return self._between(start, end, lambda day, _: self.tables.counted[day])

    def minutes_between(self, start: Moments, end: Moments) -> np.ma.MaskedArray[Any, Any]:
        """Return the whole working minutes from `start` to `end`, masked where one is not known.

        From later to earlier it is below zero.

        Examples
        --------
        >>> import numpy as np
        >>> calendar = Calendar.vietnam(2026, 2026)
        >>> friday, monday = np.array(["2026-08-07T16:30", "2026-08-10T07:15"], "datetime64[us]")
        >>> int(calendar.minutes_between(np.array([friday]), np.array([monday]))[0])
        45
        """
        worked = self._between(start, end, self._work)
        return np.ma.masked_array(
            np.sign(worked.data) * (np.abs(worked.data) // MINUTE), worked.mask
        )

    def later_by_working_days(self, moments: Moments, count: Ints) -> Moments:
        """Return each moment moved by working days, at the same hour; none moves nothing."""
        return self._later(moments, count, self._same_hour)

    def later_by_calendar_days(self, moments: Moments, count: Ints) -> Moments:
        """Return each moment moved by days, then forward to a working day; none moves nothing."""

        def moved(start: Ints, number: Ints) -> Ints:
            day, time = self._split(start)
            return self._at(self.tables.next_counting[self._bounded(day + number)], time)

        return self._later(moments, count, moved)

    def later_by_working_time(self, moments: Moments, microseconds: Ints) -> Moments:
        """Return each moment moved by working time; none moves nothing."""
        return self._later(moments, microseconds, self._after_work)

    def working_time_between(self, start: Moments, end: Moments) -> np.ma.MaskedArray[Any, Any]:
        """Return the working time from `start` to `end` in microseconds, masked if unknown."""
        return self._between(start, end, self._work)

    def is_projected(self, moments: Moments) -> npt.NDArray[np.bool_]:
        """Say of each moment whether its year's notices of swapped days are still to come."""
        edge = np.datetime64(datetime.combine(self.projected_from, datetime.min.time()), "us")
        return np.asarray(moments >= edge)

    # Below, everything is int64 microseconds since 1970, or a day's number in the tables.

    def _split(self, moments: Ints) -> tuple[Ints, Ints]:
        """Return the day's number and the time of the day; the number may lie outside."""
        day = moments // DAY
        return day - self.tables.origin, moments - day * DAY

    def _bounded(self, day: Ints) -> Ints:
        """Return day numbers with all that lie outside as one that means so."""
        return np.where((day < 0) | (day > self.tables.n_days), self.tables.n_days, day)

    def _at(self, day: Ints, time: Ints) -> Ints:
        """Put day and time together; NaT for a day outside."""
        moments = (day + self.tables.origin) * DAY + time
        return np.where(day < self.tables.n_days, moments, NOT_A_TIME)

    def _start(self, received: Ints) -> tuple[Ints, Ints]:
        tables = self.tables
        day, time = self._split(received)
        outside = (day < 0) | (day >= tables.n_days)
        day = np.where(outside, 0, day)
        begun = np.where(time <= tables.last_receipt[day], day, tables.next_open[day + 1])
        begun = np.where(outside, tables.n_days, begun)
        opens = tables.opens[np.minimum(begun, tables.n_days - 1)]
        return begun, np.where(begun == day, np.maximum(time, opens), opens)

    def _nth_working_day(self, day: Ints, count: Ints) -> Ints:
        """Return the n-th working day after `day`; with 0 the day itself."""
        tables = self.tables
        place = tables.counted[np.minimum(day, tables.n_days - 1)] + count - 1
        last = len(tables.counting)
        found = np.where(place < last, tables.counting[np.clip(place, 0, last - 1)], tables.n_days)
        return np.where(day < tables.n_days, np.where(count == 0, day, found), tables.n_days)

    def _close(self, day: Ints) -> Ints:
        return self._at(day, self.tables.closes[np.minimum(day, self.tables.n_days - 1)])

    def _working_days(self, received: Ints, count: Ints) -> Ints:
        return self._close(self._nth_working_day(self._start(received)[0], count))

    def _calendar_days(self, received: Ints, count: Ints) -> Ints:
        day = self._start(received)[0]
        return self._close(self.tables.next_counting[self._bounded(day + count)])

    def _hours(self, received: Ints, count: Ints) -> Ints:
        day, time = self._start(received)
        start = self._at(day, time)
        longest = len(self.tables.wall)  # more minutes than that lie outside in any case
        work = np.minimum(count, longest) * (60 * MINUTE)
        inside = start != NOT_A_TIME
        return np.where(inside, self._after_work(np.where(inside, start, 0), work), NOT_A_TIME)

    def _same_hour(self, start: Ints, count: Ints) -> Ints:
        day, time = self._split(start)
        return self._at(self._nth_working_day(self._bounded(day), count), time)

    def _work(self, day: Ints, time: Ints) -> Ints:
        """Return the working time from the calendar's first midnight, in microseconds."""
        tables = self.tables
        minute = time // MINUTE
        kind = tables.kind[day]
        whole = tables.worked_before[day] + tables.worked[kind, minute]
        return whole * MINUTE + tables.running[kind, minute] * (time - minute * MINUTE)

    def _after_work(self, start: Ints, work: Ints) -> Ints:
        """Return the first moment, not before `start`, by which so much more is worked."""
        tables = self.tables
        day, time = self._split(start)
        inside = (day >= 0) & (day < tables.n_days)
        target = self._work(np.where(inside, day, 0), time) + work
        minute = target // MINUTE
        rest = target - minute * MINUTE
        # At a whole minute the work is done when the minute before it ends.
        place = np.where(rest > 0, minute, minute - 1)
        inside &= place < len(tables.wall)
        wall = tables.wall[np.clip(place, 0, len(tables.wall) - 1)] * MINUTE
        moment = wall + np.where(rest > 0, rest, MINUTE) + tables.origin * DAY
        moment = np.where(target > 0, np.maximum(moment, start), start)
        return np.where(inside, moment, NOT_A_TIME)

    def _between(
        self, start: Moments, end: Moments, measure: Callable[[Ints, Ints], Ints]
    ) -> np.ma.MaskedArray[Any, Any]:
        one, other = _microseconds(start), _microseconds(end)
        known = (one != NOT_A_TIME) & (other != NOT_A_TIME)
        result = np.zeros(one.shape, dtype=np.int64)
        for part in _portions(len(one)):
            here = known[part]
            measured = []
            for moments in (one[part], other[part]):
                day, time = self._split(np.where(here, moments, self.tables.origin * DAY))
                self._require((day >= 0) & (day < self.tables.n_days), moments)
                measured.append(measure(day, time))
            result[part] = np.where(here, measured[1] - measured[0], 0)
        return np.ma.masked_array(result, ~known)

    def _later(self, moments: Moments, count: Ints, moved: Callable[[Ints, Ints], Ints]) -> Moments:
        start = _microseconds(moments)
        known = start != NOT_A_TIME
        moves = known & (count > 0)
        result = start.copy()
        result[moves] = moved(start[moves], count[moves])
        return self._checked(result, known, start, "null")

    def _checked(
        self, result: Ints, wanted: npt.NDArray[np.bool_], moments: Ints, outside: Outside
    ) -> Moments:
        if outside == "raise":
            self._require(~wanted | (result != NOT_A_TIME), moments)
        return result.view("datetime64[us]")

    def _require(self, inside: npt.NDArray[np.bool_], moments: Ints) -> None:
        if not inside.all():
            row = int(np.flatnonzero(~inside)[0])
            found = moments[row : row + 1].view("datetime64[us]")[0].astype("datetime64[s]")
            raise OutsideCalendarError(
                f"row {row}: {found} or the moment that follows from it lies outside the "
                f"calendar, which knows {self.first} to {self.last}; nothing was guessed. "
                "Correct the moment, or make the calendar for more years"
            )


def _microseconds(moments: Moments) -> Ints:
    return np.asarray(moments).astype("datetime64[us]", copy=False).view(np.int64)


def _portions(length: int) -> Iterator[slice]:
    for begin in range(0, length, PORTION):
        yield slice(begin, min(begin + PORTION, length))
