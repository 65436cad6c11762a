"""Fills the columns that the clock owns: the statutory due moment and the local one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from parindex.caseload.calendar.deadlines import UNITS, Calendar, Moments
from parindex.caseload.calendar.tables import DAY, Ints
from parindex.caseload.columns import CLOCKED, MOMENT, TimeUnit

NEEDED: Final = (
    "unit_code",
    "received_at",
    "due_at",
    "extended_due_at",
    "allowed",
    "allowed_unit",
    "first_pause_from",
    "first_pause_until",
    "last_pause_from",
    "last_pause_until",
    "paused_seconds",
)
Pause = tuple[Moments, Moments]
"""When pauses begin and end, two columns."""
Measure = Callable[[Moments, Moments], np.ma.MaskedArray[Any, Any]]
UNKNOWN: Final = np.datetime64("NaT", "us")


class Pauses(StrEnum):
    """How the local rule lets a pause move the due date."""

    OWN_UNIT = "own_unit"  # in what the time allowed is counted in
    CALENDAR_THEN_WORKING = "calendar_then_working"  # all days less one, then one working day
    IGNORED = "ignored"


class Extension(StrEnum):
    """How the local rule takes a new date that was promised to the citizen."""

    LATER = "later"  # the later of the new date and the date moved by pauses
    REPLACES = "replaces"
    IGNORED = "ignored"  # a real system writes the letter and leaves its due date as it was


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """How the one-stop report moves due dates; systems differ and no text read decides.

    `CALENDAR_THEN_WORKING` is what one real system was seen to do. On a deadline of working
    days it gives away the weekends inside the pause, so it is not the default.
    """

    pauses: Pauses = Pauses.OWN_UNIT
    extension: Extension = Extension.LATER
    unit_if_unknown: TimeUnit = TimeUnit.WORKING_DAYS  # of a due date without a time allowed
    statutory_stands_in: bool = True  # where no due date is recorded, as in Decision 766


def add_due_dates(
    dossiers: pa.Table,
    calendar: Calendar | Mapping[str, Calendar],
    calendars_of_units: Mapping[str, Calendar] | None = None,
    settings: ClockSettings | None = None,
) -> pa.Table:
    """Return the table with `statutory_due_at` and `local_due_at` filled.

    What is not known stays null: without receipt or time allowed there is no statutory due
    moment, and a moment outside the calendar's years gives none either (`unclocked` lists these).
    The same rows give the same columns however often it is called.

    Parameters
    ----------
    dossiers : pyarrow.Table
        In the schema `DOSSIERS`, shape ``(n_dossiers, n_columns)``; other columns are kept.
    calendar : Calendar or mapping
        The province's calendar; or calendars by unit code, with that of all others under "".
    calendars_of_units : mapping, optional
        Calendars of units that open at other times, by unit code.
    settings : ClockSettings, optional
        How the local rule moves due dates.

    Notes
    -----
    Of the pauses, a row names the first, the last and the time of all. Those between are taken
    to follow on the first, in one piece. A pause that is not over moves nothing yet.
    """
    usual, others = _calendars(calendar, calendars_of_units)
    columns = {name: dossiers.column(name) for name in NEEDED}
    rows = dossiers.num_rows
    filled = {name: np.full(rows, "NaT", dtype="datetime64[us]") for name in CLOCKED.names}
    for one, chosen in _groups(columns["unit_code"], usual, others):
        part = _Rows.of(columns, chosen, settings or ClockSettings())
        statutory = part.statutory(one)
        filled["statutory_due_at"][chosen] = statutory
        filled["local_due_at"][chosen] = part.local(one, statutory)
    for name, moments in filled.items():
        column = pa.array(moments, type=MOMENT)
        place = dossiers.schema.get_field_index(name)
        dossiers = (
            dossiers.append_column(name, column)
            if place < 0
            else dossiers.set_column(place, CLOCKED.field(name), column)
        )
    return dossiers


def unclocked(dossiers: pa.Table) -> pa.Table:
    """Return the dossiers that have receipt and time allowed and still no statutory due moment.

    Their receipt lies outside the calendar's years, so it is wrong in all likelihood.
    """
    has = pc.and_(dossiers.column("received_at").is_valid(), dossiers.column("allowed").is_valid())
    has = pc.and_(has, dossiers.column("allowed_unit").is_valid())
    lacking = pc.and_(has, dossiers.column("statutory_due_at").is_null())
    return dossiers.filter(lacking).select(["dossier_code", "unit_code", "received_at", "allowed"])


def elapsed_minutes(
    starts: pa.ChunkedArray | pa.Array, ends: pa.ChunkedArray | pa.Array, calendar: Calendar
) -> pa.Array:
    """Return whole working minutes between moments of two columns; null where one is null."""
    worked = calendar.minutes_between(_moments(starts), _moments(ends))
    return pa.array(worked.data, mask=np.ma.getmaskarray(worked), type=pa.int64())


def _calendars(
    calendar: Calendar | Mapping[str, Calendar], others: Mapping[str, Calendar] | None
) -> tuple[Calendar, Mapping[str, Calendar]]:
    if isinstance(calendar, Calendar):
        return calendar, others or {}
    return calendar[""], {**calendar, **(others or {})}


def _groups(
    units: pa.ChunkedArray, usual: Calendar, others: Mapping[str, Calendar]
) -> Iterator[tuple[Calendar, Any]]:
    """Yield each calendar with the rows of the units that have it; a loop over units only."""
    if not others:
        yield usual, slice(None)
        return
    encoded = pc.dictionary_encode(units).combine_chunks()
    places: dict[Calendar, int] = {}
    of_unit = [
        places.setdefault(others.get(unit, usual), len(places))
        for unit in encoded.dictionary.to_pylist()
    ]
    place_of_row = np.array(of_unit, dtype=np.int64)[encoded.indices.to_numpy()]
    for one, place in places.items():
        yield one, np.flatnonzero(place_of_row == place)


def _moments(column: pa.ChunkedArray | pa.Array) -> Moments:
    moments: Moments = column.cast(MOMENT).to_numpy(zero_copy_only=False)
    return moments


def _codes(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Return the place of each unit of time in `UNITS`, -1 where it is null or unknown."""
    place = pc.index_in(column, value_set=pa.array(UNITS, type=pa.string()))
    codes: npt.NDArray[np.int64] = pc.fill_null(place, -1).to_numpy().astype(np.int64)
    return codes


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns of some rows, all of shape ``(n_rows,)``."""

    moments: Mapping[str, Moments]
    allowed: np.ma.MaskedArray[Any, Any]
    unit: Ints
    paused: Ints  # microseconds of all closed pauses
    settings: ClockSettings

    @classmethod
    def of(
        cls, columns: Mapping[str, pa.ChunkedArray], chosen: Any, settings: ClockSettings
    ) -> _Rows:
        names = [name for name in NEEDED if name.endswith(("_at", "_from", "_until"))]
        # A time below zero is no time allowed; it is unknown here, and the reader refuses it.
        numbers = pc.fill_null(columns["allowed"], -1).to_numpy()[chosen]
        seconds = pc.fill_null(columns["paused_seconds"], 0).to_numpy()[chosen]
        return cls(
            {name: _moments(columns[name])[chosen] for name in names},
            np.ma.masked_array(numbers, numbers < 0),
            _codes(columns["allowed_unit"])[chosen],
            seconds * 1_000_000,
            settings,
        )

    def statutory(self, calendar: Calendar) -> Moments:
        return calendar.due(self.moments["received_at"], self.allowed, self.unit, outside="null")

    def local(self, calendar: Calendar, statutory: Moments) -> Moments:
        due = self.moments["due_at"].copy()
        if self.settings.statutory_stands_in:
            due = np.where(np.isnat(due), statutory, due)
        ended = ~np.isnat(self.moments["first_pause_until"])
        paused = np.flatnonzero(ended | ~np.isnat(self.moments["last_pause_until"]))
        if len(paused) and self.settings.pauses is not Pauses.IGNORED:
            due[paused] = self._take(paused)._moved(calendar, due[paused])
        return self._extended(due)

    def _take(self, rows: Ints) -> _Rows:
        moments = {name: column[rows] for name, column in self.moments.items()}
        return _Rows(moments, self.allowed[rows], self.unit[rows], self.paused[rows], self.settings)

    def _moved(self, calendar: Calendar, due: Moments) -> Moments:
        """Return due moments moved by pauses; one that would leave the calendar stays."""
        way = (
            self._by_own_unit
            if self.settings.pauses is Pauses.OWN_UNIT
            else self._by_calendar_then_working
        )
        moved = way(calendar, due, self._pauses(calendar))
        return np.where(np.isnat(moved), due, moved)

    def _extended(self, due: Moments) -> Moments:
        extended = self.moments["extended_due_at"]
        if self.settings.extension is Extension.IGNORED:
            return due
        if self.settings.extension is Extension.REPLACES:
            return np.where(np.isnat(extended), due, extended)
        return np.fmax(due, extended)  # the one that is known, if only one is

    def _pauses(self, calendar: Calendar) -> tuple[Pause, ...]:
        """Return the closed pauses: the first, those between, the last."""
        begun, ended = self.moments["first_pause_from"], self.moments["first_pause_until"]
        last, over = self.moments["last_pause_from"], self.moments["last_pause_until"]
        last = np.where(last == begun, UNKNOWN, last)
        between = self.paused - _length(begun, ended) - _length(last, over)
        until = ended + np.maximum(between, 0).astype("timedelta64[us]")
        found = ((begun, ended), (ended, until), (last, over))
        return tuple((_known(calendar, one), _known(calendar, other)) for one, other in found)

    def _by_own_unit(self, calendar: Calendar, due: Moments, pauses: tuple[Pause, ...]) -> Moments:
        unit = np.where(self.unit < 0, UNITS.index(self.settings.unit_if_unknown), self.unit)
        ways: dict[TimeUnit, tuple[Measure, Callable[[Moments, Ints], Moments]]] = {
            TimeUnit.HOURS: (calendar.working_time_between, calendar.later_by_working_time),
            TimeUnit.WORKING_DAYS: (
                calendar.working_days_between,
                calendar.later_by_working_days,
            ),
            TimeUnit.CALENDAR_DAYS: (_days_between, calendar.later_by_calendar_days),
        }
        for code, (measure, later) in enumerate(ways[each] for each in UNITS):
            due = later(due, np.where(unit == code, _total(measure, pauses), 0))
        return due

    def _by_calendar_then_working(
        self, calendar: Calendar, due: Moments, pauses: tuple[Pause, ...]
    ) -> Moments:
        for pause in pauses:
            days = np.ma.filled(_days_between(*pause), 0)
            moved = due + ((days - 1) * DAY).astype("timedelta64[us]")
            one = np.ones(len(days), dtype=np.int64)
            due = np.where(days > 0, calendar.later_by_working_days(moved, one), due)
        return due


def _known(calendar: Calendar, moments: Moments) -> Moments:
    """Return the moments with those outside the calendar as not known."""
    begin = np.datetime64(calendar.first, "us")
    end = np.datetime64(calendar.last + timedelta(days=1), "us")
    return np.where((moments >= begin) & (moments < end), moments, UNKNOWN)


def _total(measure: Measure, pauses: tuple[Pause, ...]) -> Ints:
    """Return the length of all pauses; what is not known or ends before it began is none."""
    lengths = [np.maximum(np.ma.filled(measure(*pause), 0), 0) for pause in pauses]
    total: Ints = np.sum(lengths, axis=0, dtype=np.int64)
    return total


def _length(begun: Moments, ended: Moments) -> Ints:
    """Return how long pauses lasted on the wall, in microseconds; 0 where there is none."""
    known = ~(np.isnat(begun) | np.isnat(ended))
    return np.where(known, (ended - begun).astype(np.int64), 0)


def _days_between(begun: Moments, ended: Moments) -> np.ma.MaskedArray[Any, Any]:
    """Return the days from date to date."""
    known = ~(np.isnat(begun) | np.isnat(ended))
    days = (ended.astype("datetime64[D]") - begun.astype("datetime64[D]")).astype(np.int64)
    return np.ma.masked_array(days, ~known)
