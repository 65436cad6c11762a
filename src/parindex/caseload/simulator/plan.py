"""How many dossiers each unit receives on each day, and how long its queue is then.

All of it is small: days times units. Portions of dossiers are cut from it by runs of days, so any
portion can be made without the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

import numpy as np

from parindex.caseload.calendar import Calendar
from parindex.caseload.simulator.calibration import Habits
from parindex.caseload.simulator.dice import Dice, Truths, Whole
from parindex.caseload.simulator.units import SimulatedUnit
from parindex.errors import ParindexError

EPOCH: Final = date(1970, 1, 1)
MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
"""In microseconds, as all moments of the simulator."""
NONE: Final = int(np.iinfo(np.int64).min)
"""A moment that is not."""
LONGEST_YEARS: Final = 3
"""How far the calendar goes beyond the period, for due dates."""


class SimulationError(ParindexError):
    """A caseload cannot be made as asked."""


def day_number(day: date) -> int:
    """Return days since 1970."""
    return (day - EPOCH).days


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970 of a wall clock."""
    return (moment - datetime.combine(EPOCH, datetime.min.time())) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Slump:
    """From a day on a unit gets through only a part of what comes in."""

    unit: str
    since: date
    permille: int = 350


@dataclass(frozen=True)
class Plan:
    """What is to be made.

    Parameters
    ----------
    units : sequence of SimulatedUnit
        Who receives dossiers.
    first : date
        The first day on which some are received.
    until : datetime
        The moment of which the records speak: nothing later is known.
    dossiers : int
        How many are received, exactly; planted twins come on top.
    seed : int
        Which world.
    habits : Habits
        How people and offices behave.
    gaming : tuple of str
        Units in which patterns of section 7 of the handbook are common.
    slumps : tuple of Slump
        Units that fall behind.
    """

    units: Sequence[SimulatedUnit]
    first: date
    until: datetime
    dossiers: int
    seed: int
    habits: Habits = field(default_factory=Habits)
    gaming: tuple[str, ...] = ()
    slumps: tuple[Slump, ...] = ()

    def __post_init__(self) -> None:
        if self.dossiers < 1 or not self.units:
            raise SimulationError(
                f"{self.dossiers} dossiers in {len(self.units)} units: nothing to make; "
                "give 1 or more of each"
            )
        if self.until <= datetime.combine(self.first, datetime.min.time()):
            raise SimulationError(
                f"the period ends {self.until}, before it begins on {self.first}; swap the two"
            )
        if not int(self._weights.sum()):
            raise SimulationError(
                "no unit works on any day of the period; give a period with a working day, or "
                "units that exist in it"
            )

    @cached_property
    def calendar(self) -> Calendar:
        """Working days, from a year before the period to some years after it."""
        return Calendar.vietnam(self.first.year - 1, self.until.year + LONGEST_YEARS)

    @cached_property
    def days(self) -> Whole:
        """Days of the period, since 1970, shape ``(n_days,)``."""
        last = (self.until - timedelta(microseconds=1)).date()
        return np.arange(day_number(self.first), day_number(last) + 1)

    @cached_property
    def end(self) -> int:
        """`until` in microseconds."""
        return microseconds(self.until)

    @cached_property
    def is_worked(self) -> Whole:
        """1 for each working day of the period, else 0."""
        tables = self.calendar.tables
        place = self.days - tables.origin
        worked: Truths = tables.next_counting[place] == place
        return worked.astype(np.int64)

    @cached_property
    def _weights(self) -> Whole:
        """Weight of each day and unit, shape ``(n_days, n_units)``."""
        weights = np.array([unit.weight for unit in self.units], dtype=np.int64)
        low, high = self.habits.spread
        cells = self.days[:, None] * 100_000 + np.arange(len(self.units))
        noise = Dice(self.seed, cells.astype(np.uint64).ravel()).below("noise", high - low + 1)
        grid = self._days_weight()[:, None] * weights * (low + noise.reshape(cells.shape))
        return np.where(self._exists(), grid, 0)

    def _exists(self) -> Truths:
        first = [day_number(unit.first) if unit.first else 0 for unit in self.units]
        last = [day_number(unit.last) if unit.last else 1 << 40 for unit in self.units]
        days = self.days[:, None]
        exists: Truths = (days >= np.array(first)) & (days <= np.array(last))
        return exists

    def _days_weight(self) -> Whole:
        """Return the weight of each day by weekday, month, Tết and end of quarter."""
        habits, dates = self.habits, [EPOCH + timedelta(int(day)) for day in self.days]
        weights = [
            habits.weekday[day.weekday()] * habits.month[day.month - 1] // 100 for day in dates
        ]
        near = self._new_year(dates)
        result = [
            weight * near.get(day, 1000) // 1000 * self._quarter(day) // 1000
            for weight, day in zip(weights, dates, strict=True)
        ]
        open_part = np.ones(len(dates), dtype=np.int64) * 1000
        open_part[-1] = self._part_of_last_day()
        return np.array(result) * self.is_worked * open_part // 1000

    def _part_of_last_day(self) -> int:
        passed = self.end - int(self.days[-1]) * DAY
        return min(1000, max(0, (passed - 7 * HOUR) // (10 * HOUR // 1000)))

    def _quarter(self, day: date) -> int:
        ends = day.month % 3 == 0 and (day + timedelta(days=7)).month != day.month
        return self.habits.quarter_peak if ends else 1000

    def _new_year(self, dates: Sequence[date]) -> dict[date, int]:
        """Return the dip around Tết: the longest run of days off between 10/1 and 10/3."""
        dip: dict[date, int] = {}
        for year in {day.year for day in dates}:
            begin, length = self._longest_rest(year)
            before = {begin - timedelta(n): self.habits.before_new_year for n in range(1, 11)}
            after = {begin + timedelta(length + n): self.habits.after_new_year for n in range(7)}
            dip |= before | after
        return dip

    def _longest_rest(self, year: int) -> tuple[date, int]:
        counting = self.calendar.tables.counting + self.calendar.tables.origin
        low, high = day_number(date(year, 1, 10)), day_number(date(year, 3, 10))
        worked = counting[(counting >= low) & (counting <= high)]
        gaps = np.diff(worked)
        place = int(gaps.argmax())
        return EPOCH + timedelta(int(worked[place]) + 1), int(gaps[place]) - 1

    @cached_property
    def ends(self) -> Whole:
        """Running number of dossiers at the end of each day and unit, flat, by day then unit."""
        running = np.cumsum(self._weights.ravel(), dtype=np.int64)
        total = int(running[-1])
        shift = max(0, total.bit_length() + self.dossiers.bit_length() - 62)
        return (running >> shift) * self.dossiers // (total >> shift)

    @cached_property
    def counts(self) -> Whole:
        """Dossiers received, shape ``(n_days, n_units)``; they add up to `dossiers`."""
        return np.diff(self.ends, prepend=0).reshape(len(self.days), len(self.units))

    @cached_property
    def delay(self) -> Whole:
        """Queue of each day and unit, thousandths of a day's work, shape ``(n_days, n_units)``."""
        places = np.arange(len(self.units), dtype=np.uint64)
        low, high = self.habits.capacity
        part = low + Dice(self.seed, places).below("capacity", high - low + 1)
        open_days = (self.is_worked[:, None] * self._exists()).sum(axis=0)
        capacity = self.counts.sum(axis=0) * part // np.maximum(open_days, 1)
        capacity = np.maximum(capacity, 1)
        queue = np.zeros(len(self.units), dtype=np.int64)
        found = np.empty(self.counts.shape, dtype=np.int64)
        for place, (arrived, works) in enumerate(zip(self.counts, self.is_worked, strict=True)):
            queue = np.maximum(0, queue + arrived * 1000 - capacity * int(works))
            found[place] = queue * 1000 // capacity
        return found

    @cached_property
    def late_permille(self) -> Whole:
        """Chance to end late, per thousand, shape ``(n_days, n_units)``.

        A queue raises it, an empty desk lowers it; over the period it comes to the unit's share.
        """
        places = np.arange(len(self.units), dtype=np.uint64)
        drawn = Dice(self.seed, places).between("on time", self.habits.on_time_permille).tolist()
        shares = [
            1000 - (share if unit.on_time is None else unit.on_time)
            for unit, share in zip(self.units, drawn, strict=True)
        ]
        factor = 600 + np.minimum(self.delay * 150 // 1000, 2400)
        weighted = (factor * self.counts).sum(axis=0)
        received = np.maximum(self.counts.sum(axis=0), 1)
        mean = np.maximum(weighted // received, 1)
        chances = np.minimum(np.array(shares) * factor // mean, 985)
        return self._slumped(chances)

    def _slumped(self, chances: Whole) -> Whole:
        codes = [unit.code for unit in self.units]
        for slump in self.slumps:
            place = codes.index(slump.unit)
            weeks = np.maximum(0, (self.days - day_number(slump.since)) // 7 + 1)
            risen = chances[:, place] + np.minimum(weeks, 8) * (1000 - slump.permille) // 8
            chances[:, place] = np.minimum(risen, 985)
        return chances

    def portions(self, rows: int) -> Iterator[slice]:
        """Yield runs of days with at most about so many dossiers each, at least one day."""
        a_day, begin, so_far = self.counts.sum(axis=1), 0, 0
        for place, count in enumerate(a_day.tolist()):
            if so_far and so_far + count > rows:
                yield slice(begin, place)
                begin, so_far = place, 0
            so_far += count
        if so_far:
            yield slice(begin, len(a_day))
