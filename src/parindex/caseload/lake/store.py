"""The lake: tables of dossiers with versions, on a disk or an object store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.columns import Source
from parindex.caseload.lake import bulk, history, landing, upkeep
from parindex.caseload.lake.history import Version
from parindex.caseload.lake.landing import Clock, Landed
from parindex.caseload.lake.tables import Tables
from parindex.caseload.lake.upkeep import Forgotten, Upkeep


class Lake:
    """All tables of dossiers under one root.

    Parameters
    ----------
    root : str or Path
        A folder, made on first use, or an address that delta-rs knows, such as ``s3://…``.
    storage_options : mapping, optional
        Of the object store. What is missing is read from the environment (``AWS_…``, ``AZURE_…``,
        ``GOOGLE_…``).
    queues : bool
        Whether writers of this machine stand in line. Off, they are as safe but repeat their work.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Lake(folder).version("dossiers") is None
    True
    """

    def __init__(
        self,
        root: str | Path,
        storage_options: Mapping[str, str] | None = None,
        *,
        queues: bool = True,
    ) -> None:
        self.tables = Tables(str(root), storage_options, queues)

    # writing

    def write(self, batch: Batch, *, clock: Clock | None = None) -> Landed:
        """Bring a batch in: records that are new, refused rows, then the states they change.

        Safe to repeat, to kill, and to run beside other writers. `clock` fills the columns
        `CLOCKED` of the states, after steps have moved their pauses.
        """
        with self.tables.turn():
            return landing.land(self.tables, batch, clock)

    def refold(self, *, clock: Clock | None = None) -> Landed:
        """Make all states anew from the records, month by month; write those that differ."""
        with self.tables.turn():
            return bulk.refold(self.tables, clock)

    def load(self, name: str, tables: Iterable[pa.Table]) -> int:
        """Fill an empty table in one commit, without looking for rows that are there; for a first
        load and for benches. Return the version.

        Raises
        ------
        LakeError
            If the table has rows.
        """
        with self.tables.turn():
            return bulk.load(self.tables, name, tables)

    def put(
        self, name: str, table: pa.Table, *, counted_from: Mapping[str, int] | None = None
    ) -> int:
        """Replace a small table as a whole, in one commit; return the version.

        `counted_from` says of facts which versions of other tables they were counted from;
        `forget` asks for it.
        """
        with self.tables.turn():
            return bulk.put(self.tables, name, table, counted_from)

    def merge(
        self,
        name: str,
        table: pa.Table,
        keys: Sequence[str],
        *,
        counted_from: Mapping[str, int] | None = None,
    ) -> int:
        """Replace the rows with the same keys, add the others, in one commit; return the version.

        The table is made in the given schema when it is not there.
        """
        with self.tables.turn():
            return bulk.merge(self.tables, name, table, keys, counted_from)

    # reading

    def exists(self, name: str) -> bool:
        """Say whether the table was ever written."""
        return self.tables.exists(name)

    def scan(self, name: str, version: int | None = None) -> pl.LazyFrame:
        """Return a table, now or at a version, to be read as far as a query needs it.

        After the contract's columns come the lake's own: of states `part`, `is_open`, `closed_at`
        and `landed`, of events and steps `month`.
        """
        return history.scan(self.tables, name, version)

    def scan_in_hand(
        self, name: str, start: datetime, end: datetime, version: int | None = None
    ) -> pl.LazyFrame:
        """Return the dossiers that can count in a period, from few files.

        They are those received before `end` that are open, or closed at `start` or later; one
        that was stopped counts as open. It is a superset for every way of judging.
        """
        return history.scan_in_hand(self.tables, name, start, end, version)

    def files(self, name: str, version: int | None = None) -> list[str]:
        """Return the addresses of the Parquet files, for DuckDB, Spark and others."""
        return [str(each) for each in self.tables.open(name, version).file_uris()]

    def version(self, name: str) -> int | None:
        """Return the version, None if the table was never written."""
        return history.version(self.tables, name)

    def versions(self, name: str, limit: int | None = None) -> list[Version]:
        """Return the versions that can be named, the newest first."""
        return history.versions(self.tables, name, limit)

    def counted_from(self, name: str) -> dict[str, int]:
        """Return the versions of other tables that a table of facts was counted from."""
        return history.counted_from(self.tables, name)

    def changed(self, name: str, since: int) -> pl.Series:
        """Return the codes of dossiers whose state was written after version `since`, sorted."""
        return history.changed(self.tables, name, since)

    def rows(
        self, name: str, codes: Iterable[str] | pl.Series, version: int | None = None
    ) -> pl.DataFrame:
        """Return the rows of given dossiers, now or at a version, sorted by code."""
        return history.rows(self.tables, name, codes, version)

    def row(
        self, code: str, version: int | None = None, *, source: Source = Source.LOCAL
    ) -> dict[str, object]:
        """Return the state of one dossier, now or at a version.

        Raises
        ------
        NotFoundError
            If the lake does not know it (yet).
        """
        return history.row(self.tables, landing.STATES[source], code, version)

    # keeping

    def pin(self, name: str, version: int, why: str, *, at: datetime) -> None:
        """Keep a version for good, because a published figure names it."""
        with self.tables.turn():
            history.pin(self.tables, name, version, why, at)

    def unpin(self, name: str, version: int) -> None:
        """Let a version go; its files leave with the next `maintain`."""
        with self.tables.turn():
            history.unpin(self.tables, name, version)

    def pins(self) -> pl.DataFrame:
        """Return what is pinned: name, version, why, pinned_at."""
        return history.pins(self.tables)

    def maintain(self, *, keep_hours: int = 168) -> list[Upkeep]:
        """Compact small files, write checkpoints, take away files that no kept version needs."""
        with self.tables.turn():
            return upkeep.maintain(self.tables, keep_hours)

    def forget(self, before: date, *, dry_run: bool = False) -> Forgotten:
        """Remove single dossiers that ended before a day; their counts stay in the facts."""
        with self.tables.turn():
            return upkeep.forget(self.tables, before, dry_run=dry_run)
