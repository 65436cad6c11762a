"""Tables of facts in the lake: counted in full once, then kept by what changed.

Each period has a table of its own, so that a day's changes rewrite only what they touch. The table
of runs is written last and names the version of every other: a run that is killed half-way has
happened for nobody, and an old figure is read as it was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import polars as pl

from parindex.caseload.calendar import Calendar
from parindex.caseload.counting.changes import combine, difference
from parindex.caseload.counting.count import count
from parindex.caseload.counting.identities import require_identities
from parindex.caseload.counting.run import RUNS, Kind, Run, code_version, names_of, table_of
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.counting.source import CODE, Reading
from parindex.caseload.counting.window import scope_of
from parindex.caseload.lake import Lake
from parindex.caseload.periods import Period
from parindex.errors import NotFoundError, ParindexError


class ClockError(ParindexError):
    """A count was asked for at a moment before the last one."""

    def __init__(self, now: datetime, last: datetime) -> None:
        super().__init__(
            f"facts were counted at {last:%d/%m/%Y %H:%M}, which is after {now:%d/%m/%Y %H:%M}; "
            "changes cannot be taken back. Count at a later moment, or count the periods in full."
        )


def _lazy(*parts: pl.DataFrame) -> pl.LazyFrame:
    return pl.concat([part.lazy() for part in parts], how="diagonal")


class Facts:
    """The facts of a lake, period by period.

    Parameters
    ----------
    lake : Lake
        Holds dossiers, and the facts counted from them.
    settings : CountSettings, optional
        How dossiers are judged.
    calendar : Calendar, optional
        Working days, for what is due soon; those of Viet Nam when none is given.
    """

    def __init__(
        self,
        lake: Lake,
        settings: CountSettings | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.lake = lake
        self.settings = settings or CountSettings()
        self.calendar = calendar or Calendar.vietnam()

    # reading

    def runs(self) -> list[Run]:
        """Return all runs, the newest last."""
        if not self.lake.exists(RUNS):
            return []
        rows = self.lake.scan(RUNS).sort("number").collect()
        return [Run.from_row(row) for row in rows.iter_rows(named=True)]

    def last(self) -> Run | None:
        """Return the newest run, None before the first."""
        runs = self.runs()
        return runs[-1] if runs else None

    def table(self, period: Period | str, run: Run | None = None) -> pl.DataFrame:
        """Return the facts of a period as a run left them; the newest when none is given.

        Raises
        ------
        NotFoundError
            If the period was not counted in that run.
        """
        run, name = run or self.last(), str(period)
        if run is None or name not in run.periods:
            raise NotFoundError(
                f"the facts of {name} were not counted"
                + (f" in run {run.number}" if run else "")
                + "; count the period in full with `Facts.rebuild`"
            )
        return self.lake.scan(table_of(name), run.periods[name][0]).collect()

    def recount(self, run: Run) -> dict[str, pl.DataFrame]:
        """Count every period of a run anew, from the versions of the tables that it names.

        The result equals `table` of that run when the code is the same; `run.code` says so.
        """
        reading = Reading(self.lake, run.versions)
        return {name: self._full(reading, run.scope(name)) for name in run.periods}

    def keep(self, run: Run, why: str, *, at: datetime) -> None:
        """Keep all that a published figure of a run needs, whatever `maintain` takes away."""
        for name, version in run.versions.items():
            self.lake.pin(name, version, why, at=at)
        for period, (version, _) in run.periods.items():
            self.lake.pin(table_of(period), version, why, at=at)

    # writing

    def rebuild(self, periods: Iterable[Period], now: datetime) -> Run:
        """Count periods in full; the others of the last run stay out of the new one.

        Parameters
        ----------
        periods : iterable of Period
            What is kept from now on, such as the months, quarters and the year, and today.
        now : datetime
            Moment of counting, wall clock of Viet Nam.
        """
        reading = Reading.of(self.lake)
        scopes = {name: self._scope(name, now) for name in names_of(periods)}
        facts = {name: self._full(reading, scope) for name, scope in scopes.items()}
        return self._write(Kind.FULL, now, reading, scopes, facts, {})

    def update(self, now: datetime, periods: Iterable[Period] = ()) -> Run:
        """Bring all periods of the last run to a later moment, by what changed since.

        Dossiers that were written since are subtracted as they were and added as they are; so are
        those that stayed as they are but whose class time alone may change. Further `periods` are
        counted in full. After a change of the code or of the settings everything is, and when the
        portal's copy is there for the first time, because then it is known of every dossier
        whether the portal has it.

        Raises
        ------
        ClockError
            If `now` is before the last count.
        """
        last = self.last()
        after = Reading.of(self.lake)
        if last is None or not self._can_build_on(last, after):
            known = [Period.parse(name) for name in last.periods] if last else []
            return self.rebuild([*known, *periods], now)
        if now < last.now:
            raise ClockError(now, last.now)
        before = Reading(self.lake, last.versions)
        names = names_of([*map(Period.parse, last.periods), *periods])
        scopes = {name: self._scope(name, now) for name in names}
        changed = self._changed(last)
        was, now_is = before.of_codes(changed).collect(), after.of_codes(changed).collect()
        aged = self._aged(after, last, changed)
        facts, kept = {}, {}
        for name, scope in scopes.items():
            if name not in last.periods:
                facts[name] = self._full(after, scope)
                continue
            old = last.scope(name)
            aging = [aged] if old.is_running else []
            delta = difference(_lazy(was, *aging), _lazy(now_is, *aging), old, scope)
            if delta.is_empty():
                kept[name] = last.periods[name][0]
            else:
                facts[name] = combine((1, self.table(name, last)), (1, delta))
        return self._write(Kind.CHANGES, now, after, scopes, facts, kept)

    # parts

    def _scope(self, name: str, now: datetime) -> Scope:
        return scope_of(Period.parse(name), now, self.settings, self.calendar)

    @staticmethod
    def _full(reading: Reading, scope: Scope) -> pl.DataFrame:
        return count(reading.in_hand(scope.period.start), scope)

    def _can_build_on(self, last: Run, reading: Reading) -> bool:
        """Say whether facts of a run and facts of now may be added to one another."""
        same_code = last.code == code_version() and last.settings == self.settings
        return same_code and ("portal" in last.versions) == ("portal" in reading.versions)

    def _changed(self, last: Run) -> pl.Series:
        """Return the codes of dossiers that were written since a run, here or on the portal."""
        found = [
            self.lake.changed(name, last.versions[name])
            for name in ("dossiers", "portal")
            if name in last.versions
        ]
        return pl.concat(found).unique()

    @staticmethod
    def _aged(reading: Reading, last: Run, changed: pl.Series) -> pl.DataFrame:
        """Return the unchanged dossiers whose class time may have changed since a run."""
        if not any(last.scope(name).is_running for name in last.periods):
            return reading.of_codes(changed.clear()).collect()
        rows = reading.may_change(last.now).collect(engine="streaming")
        return rows.filter(~pl.col(CODE).is_in(changed.implode()))

    def _write(
        self,
        kind: Kind,
        now: datetime,
        reading: Reading,
        scopes: Mapping[str, Scope],
        facts: Mapping[str, pl.DataFrame],
        kept: Mapping[str, int],
    ) -> Run:
        """Write the tables that changed, then the run that names them all."""
        versions = dict(kept)
        for name, table in facts.items():
            require_identities(table)
            versions[name] = self.lake.put(
                table_of(name), table.to_arrow(), counted_from=reading.versions
            )
        last = self.last()
        run = Run(
            number=last.number + 1 if last else 1,
            kind=kind,
            now=now,
            code=code_version(),
            settings=self.settings,
            versions=reading.versions,
            periods={name: (versions[name], scopes[name].due_soon_until) for name in scopes},
        )
        self.lake.merge(RUNS, run.as_table(), ["number"])
        return run
