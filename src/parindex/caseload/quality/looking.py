"""What a check looks at: the frames that are known, the moment, the settings, the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.periods import Period
from parindex.caseload.settings import DutySettings, JudgementSettings

if TYPE_CHECKING:
    from parindex.caseload.calendar import Calendar
    from parindex.caseload.lake import Lake

NOT_YET_RECEIVED: Final = (int(Status.REGISTERED), int(Status.NOT_RECEIVED))
ENDS: Final = ("finished_at", "returned_at", "stopped_at", "withdrawn_at")
"""The moments that end a dossier, the first that is known counts."""

MOMENT: Final = timedelta(seconds=1)
"""What is open at the end of a period is judged a second before it."""

TABLES: Final = ("dossiers", "portal", "steps")
"""Tables of the lake that checks read."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables that checks read; None is a table nobody has, which is not an empty one.

    Parameters
    ----------
    dossiers, portal : polars.LazyFrame or None
        Local records and the portal's copy, schema `columns.DOSSIERS`.
    steps : polars.LazyFrame or None
        Schema `columns.STEPS`.
    letters : polars.LazyFrame or None
        Apology letters, schema `letters.LETTERS`.
    form : polars.LazyFrame or None
        Form II.06a as somebody reported it, schema `form.FORM`.
    """

    dossiers: pl.LazyFrame | None = None
    portal: pl.LazyFrame | None = None
    steps: pl.LazyFrame | None = None
    letters: pl.LazyFrame | None = None
    form: pl.LazyFrame | None = None

    @classmethod
    def of_lake(
        cls,
        lake: Lake,
        *,
        letters: pl.LazyFrame | None = None,
        form: pl.LazyFrame | None = None,
    ) -> Frames:
        """Return the tables that a lake holds; one that was never written is None."""
        known = {name: lake.scan(name) for name in TABLES if lake.version(name) is not None}
        return cls(**known, letters=letters, form=form)

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """Return a table that is known to be there; `KeyError` names one that is not."""
        found: pl.LazyFrame | None = getattr(self, name)
        if found is None:
            raise KeyError(name)
        return found

    def known(self) -> Iterator[str]:
        """Yield the names of the tables that are there."""
        yield from (name for name in self.__slots__ if getattr(self, name) is not None)

    def of_unit(self, unit: str) -> Frames:
        """Return the frames of a unit and the units below it: H44.45, or H44 for a province."""
        own = (pl.col("unit_code") == unit) | pl.col("unit_code").str.starts_with(f"{unit}.")

        def cut(name: str) -> pl.LazyFrame | None:
            frame: pl.LazyFrame | None = getattr(self, name)
            return None if frame is None else frame.filter(own)

        return Frames(cut("dossiers"), cut("portal"), self.steps, self.letters, cut("form"))


@dataclass(frozen=True, slots=True)
class Looking:
    """When and how is looked: every check gets the same.

    Parameters
    ----------
    period : Period
        Dossiers received, ended or in hand in it are looked at.
    now : datetime
        Wall clock of Viet Nam; a period that still runs is judged at this moment.
    duty : DutySettings
        Duties that checks hold dossiers against.
    judgement : JudgementSettings
        How late is told from on time.
    calendar : Calendar or None
        For checks that count working time; None when nobody gave one.
    calendars : mapping
        Calendars of units that open at other hours, by unit code.
    dummies : frozenset of str
        Keyed hashes of identity numbers that are nobody's, such as 000000001.
    """

    period: Period
    now: datetime
    duty: DutySettings = field(default_factory=DutySettings)
    judgement: JudgementSettings = field(default_factory=JudgementSettings)
    calendar: Calendar | None = None
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    dummies: frozenset[str] = frozenset()

    @property
    def at(self) -> datetime:
        """The moment at which open dossiers are judged."""
        return self.period.until(self.now)

    def within(self, moment: pl.Expr) -> pl.Expr:
        """Tell whether a moment lies in the period, and not in the future."""
        return moment.is_between(self.period.start, self.at, closed="left")

    def sent(self, letters: pl.LazyFrame) -> pl.LazyFrame:
        """Return the letters that had been sent."""
        return letters.filter(pl.col("sent_at") < self.at)

    def before(self, moment: pl.Expr) -> pl.Expr:
        """Return a moment if it had come; null if it was still to come."""
        return pl.when(moment < self.at).then(moment)

    @property
    def counted(self) -> pl.Expr:
        """Dossiers that were received: not merely registered, not turned away."""
        status = pl.col("status").is_in(NOT_YET_RECEIVED)
        return (pl.col("received_at") < self.at).fill_null(value=False) & ~status

    @property
    def ended_at(self) -> pl.Expr:
        """When a dossier ended; null while it was open."""
        return pl.coalesce(self.before(pl.col(name)) for name in ENDS)

    @property
    def is_open(self) -> pl.Expr:
        """Dossiers received and not ended."""
        return self.counted & self.ended_at.is_null()

    @property
    def in_hand(self) -> pl.Expr:
        """Dossiers received, and open at some moment of the period."""
        ended = self.ended_at
        return self.counted & (ended.is_null() | (ended >= self.period.start))

    @property
    def ended(self) -> pl.Expr:
        """Dossiers that ended in the period."""
        return self.counted & self.within(self.ended_at)

    @property
    def promised(self) -> pl.Expr:
        """The due date that was promised: moved by pauses, never by an apology letter."""
        moved = pl.when(pl.col("extended_due_at").is_null()).then(pl.col("local_due_at"))
        return pl.coalesce(moved, "due_at", "statutory_due_at")

    @property
    def is_late(self) -> pl.Expr:
        """Dossiers past the promised date, on which day they ended or not yet; by dates."""
        held = pl.coalesce(self.ended_at, pl.lit(self.at - MOMENT))
        return (held.dt.date() > self.promised.dt.date()).fill_null(value=False)
