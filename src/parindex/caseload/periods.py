"""Periods of the statistics: a day, a month, a quarter, a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parindex.errors import NotFoundError

FORMS = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?))?")
MIDNIGHT = datetime.min.time()


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first moment of `first` to the last of `last`, both days included.

    Examples
    --------
    >>> Period.parse("2026-Q3")
    Period(first=datetime.date(2026, 7, 1), last=datetime.date(2026, 9, 30))
    >>> str(Period.parse("2026-08")), str(Period.parse("2026")), str(Period.parse("2026-08-31"))
    ('2026-08', '2026', '2026-08-31')
    """

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read 2026, 2026-Q3, 2026-08 or 2026-08-31; raise `NotFoundError` for anything else."""
        found = FORMS.fullmatch(text)
        if found is None:
            raise NotFoundError(
                f"{text!r} is no period; write 2026, 2026-Q3, 2026-08 or 2026-08-31"
            )
        year = int(found[1])
        if found[2]:
            return cls.months(year, 3 * int(found[2]) - 2, 3)
        if not found[3]:
            return cls.months(year, 1, 12)
        if not found[4]:
            return cls.months(year, int(found[3]), 1)
        try:
            day = date(year, int(found[3]), int(found[4]))
        except ValueError:
            raise NotFoundError(f"{text!r} is no day of the calendar; correct it") from None
        return cls(day, day)

    @classmethod
    def months(cls, year: int, month: int, count: int) -> Period:
        """Return `count` whole months from one on."""
        after = year * 12 + month - 1 + count
        return cls(date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, MIDNIGHT)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), MIDNIGHT)

    def until(self, now: datetime) -> datetime:
        """Return the moment at which open dossiers are judged: the end, or now while it runs."""
        return min(self.end, now)

    def __str__(self) -> str:
        year, days = self.first.year, (self.last - self.first).days
        if days == 0:
            return self.first.isoformat()
        if days > 100:
            return str(year)
        return f"{year}-Q{(self.first.month + 2) // 3}" if days > 31 else f"{year}-{self.first:%m}"


def periods_of(year: int) -> Iterator[Period]:
    """Yield the months, the quarters and the year itself, as tables of facts hold them."""
    yield from (Period.months(year, month, 1) for month in range(1, 13))
    yield from (Period.months(year, month, 3) for month in (1, 4, 7, 10))
    yield Period.months(year, 1, 12)
