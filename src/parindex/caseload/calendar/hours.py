"""When an office is open: sessions of a day, and openings beside the working week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from parindex.errors import ParindexError

MINUTES_A_DAY: Final = 1440


class HoursError(ParindexError):
    """Working hours cannot be understood."""


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        raise HoursError(
            f"{text!r} is no time of day; write hours and minutes, such as 07:00"
        ) from None
    if found.second or found.microsecond or found.tzinfo is not None:
        raise HoursError(f"{text!r}: working hours are whole minutes; write such as 07:00")
    return found


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The sessions of a working day, and until when what comes in counts as of that day.

    Parameters
    ----------
    sessions : tuple of (time, time)
        Opening and closing, whole minutes, in order and apart.
    last_receipt : time or None
        A dossier taken in later starts on the next morning that is open; the closing time if
        None. Ha Noi: 15:00 [1]_.

    Raises
    ------
    HoursError
        If there is no session, or one closes before it opens, or two overlap.

    References
    ----------
    .. [1] Handbook of dossiers, section 4: a dossier after 15:00 may be answered the next day.

    Examples
    --------
    >>> hours = WorkingHours.parse("07:00-11:30", "13:30-17:00")
    >>> hours.minutes, hours.closes.isoformat()
    (480, '17:00:00')
    """

    sessions: tuple[tuple[time, time], ...]
    last_receipt: time | None = None

    def __post_init__(self) -> None:
        bounds = [_minute(moment) for session in self.sessions for moment in session]
        if not bounds or any(a >= b for a, b in pairwise(bounds)):
            shown = ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in self.sessions) or "none"
            raise HoursError(
                f"sessions {shown}: each must close after it opens and before the next opens. "
                "Write them in order, such as 07:00-11:30 and 13:30-17:00"
            )

    @classmethod
    def parse(cls, *sessions: str, last_receipt: str | None = None) -> WorkingHours:
        """Read sessions written as 07:00-11:30."""
        pairs = [session.partition("-") for session in sessions]
        return cls(
            tuple((_time(opens), _time(closes)) for opens, _, closes in pairs),
            None if last_receipt is None else _time(last_receipt),
        )

    @property
    def opens(self) -> time:
        """The first moment of the day that is open."""
        return self.sessions[0][0]

    @property
    def closes(self) -> time:
        """The moment at which the last session ends: a day's due time."""
        return self.sessions[-1][1]

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return sum(_minute(closes) - _minute(opens) for opens, closes in self.sessions)

    def running(self) -> tuple[bool, ...]:
        """Return for each minute of the day whether it is worked, shape ``(1440,)``."""
        inside = [range(_minute(opens), _minute(closes)) for opens, closes in self.sessions]
        return tuple(any(minute in each for each in inside) for minute in range(MINUTES_A_DAY))

    def last_minute(self) -> int:
        """Return the minute of the day up to which a receipt counts as of the day."""
        return _minute(self.last_receipt or self.closes)


USUAL: Final = WorkingHours.parse("07:00-11:30", "13:30-17:00")
"""Eight hours; seen in a real one-stop system. Provinces differ, so it is a setting."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A weekday outside the working week on which a unit is open all the same.

    Parameters
    ----------
    weekday : int
        0 Monday to 6 Sunday.
    hours : WorkingHours
        Of that day.
    counts : bool
        Whether the day is a working day of deadlines. If not, a dossier is received on it, but
        its time starts to run on the next working day. No text read says which.

    Examples
    --------
    >>> Opening.saturday_morning().hours.minutes
    270
    """

    weekday: int
    hours: WorkingHours
    counts: bool = False

    @classmethod
    def saturday_morning(cls, *, counts: bool = False) -> Opening:
        """Return what 130 of the 168 communes of Ho Chi Minh City have."""
        return cls(5, WorkingHours(USUAL.sessions[:1]), counts)
