"""Opens, makes and commits to single Delta tables; here alone the package deltalake is called.

Every write that changes rows carries a running number, the *landed* number of its table, as the
application transaction of the Delta protocol. Two writers that read the same state would commit
the same number; the protocol refuses the second, who reads again. So no write is ever built on
rows that somebody else has changed meanwhile, on a disk as on an object store.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import polars as pl
import pyarrow as pa
from deltalake import (
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from parindex.caseload.lake.errors import LakeError
from parindex.caseload.lake.layout import LAYOUTS, Layout

WRITER: Final = "parindex"
"""Name of the application transaction."""

ATTEMPTS: Final = 60
ROW_GROUP: Final = 16_384
"""Rows are in the order of their codes; so few that a search for one dossier reads little."""
REPEATED: Final = (
    "unit_code",
    "procedure_code",
    "field_code",
    "allowed_unit",
    "source",
    "kind",
    "batch",
)
"""Texts that few values repeat in; for all else a dictionary costs time and saves nothing."""

PROPERTIES: Final = WriterProperties(
    compression="ZSTD",
    compression_level=1,
    max_row_group_size=ROW_GROUP,
    default_column_properties=ColumnProperties(dictionary_enabled=False),
    column_properties={each: ColumnProperties(dictionary_enabled=True) for each in REPEATED},
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables under a root.

    Parameters
    ----------
    root : str
        A folder, or an address such as ``s3://bucket/lake``.
    storage_options : mapping, optional
        Of the object store; what is not given is read from the environment by delta-rs.
    queues : bool
        Whether writers on one machine stand in line. Only tests turn it off.
    """

    root: str
    storage_options: Mapping[str, str] | None = None
    queues: bool = True

    @property
    def options(self) -> dict[str, str] | None:
        """The options as delta-rs takes them."""
        return dict(self.storage_options) if self.storage_options else None

    @property
    def is_local(self) -> bool:
        """Whether the root is a folder of this machine, and not an address."""
        return "://" not in self.root

    def address(self, name: str) -> str:
        """Return where a table lies."""
        return f"{self.root.rstrip('/')}/{name}"

    def exists(self, name: str) -> bool:
        """Say whether the table was ever written."""
        return DeltaTable.is_deltatable(self.address(name), self.options)

    def open(self, name: str, version: int | None = None) -> DeltaTable:
        """Open a table as it is, or as it was.

        Raises
        ------
        LakeError
            If there is no such table, or the version is not there (any more).
        """
        if not self.exists(name):
            raise LakeError(f"{self.address(name)}: there is no table {name!r} yet. Import first.")
        try:
            return DeltaTable(self.address(name), version, storage_options=self.options)
        except (DeltaError, TableNotFoundError, OSError) as error:
            raise LakeError(
                f"{self.address(name)}: version {version} cannot be read ({error}). See "
                "`parindex dossiers versions`; versions that nobody pinned are taken away in time."
            ) from None

    def ready(self, name: str, schema: pa.Schema | None = None) -> DeltaTable:
        """Open a table to write to; make it, and columns that the contract gained, if need be."""
        layout = LAYOUTS.get(name) or Layout(_given(name, schema))
        if not self.exists(name):
            if self.is_local:
                Path(self.address(name)).mkdir(parents=True, exist_ok=True)
            self._create(name, layout)
        table = self.open(name)
        known = set(pa.schema(table.schema().to_arrow()).names)
        if gained := [each for each in layout.schema if each.name not in known]:
            _add_columns(table, gained)
        return table

    def _create(self, name: str, layout: Layout) -> None:
        try:
            DeltaTable.create(
                self.address(name),
                layout.schema,
                mode="ignore",
                partition_by=list(layout.partition),
                configuration=layout.configuration(),
                storage_options=self.options,
            )
        except DeltaError:
            if not self.exists(name):  # else another writer was faster
                raise

    def append(self, table: DeltaTable, rows: Any, landed: int, **note: str) -> None:
        """Add rows in one commit."""
        write_deltalake(
            table,
            rows,
            mode="append",
            writer_properties=PROPERTIES,
            commit_properties=commit(landed, note),
        )

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until no other writer of this machine is at work; the system frees a dead one's."""
        if not self.queues or not self.is_local:
            yield
            return
        import fcntl  # noqa: PLC0415  only where files are locked

        Path(self.root).mkdir(parents=True, exist_ok=True)
        with Path(self.root, ".writer").open("a") as line:
            fcntl.flock(line, fcntl.LOCK_EX)
            yield


def _given(name: str, schema: pa.Schema | None) -> pa.Schema:
    if schema is None:
        raise LakeError(f"there is no table {name!r}; known are {', '.join(sorted(LAYOUTS))}.")
    return schema


def _add_columns(table: DeltaTable, gained: list[pa.Field]) -> None:
    from deltalake import Schema  # noqa: PLC0415  rarely needed

    needed = [each.name for each in gained if not each.nullable]
    if needed:
        raise LakeError(
            f"{table.table_uri}: column {', '.join(needed)} is new and must have a value, which "
            "old rows lack. Import into a new lake."
        )
    table.alter.add_columns(Schema.from_arrow(pa.schema(gained)).fields)


def commit(
    landed: int, note: Mapping[str, str] | None = None, *, is_strict: bool = False
) -> CommitProperties:
    """Return the properties of a commit that changes rows.

    A strict one is refused after any commit that it has not read, be it a compaction: delta-rs
    looks at the number, but not whether files that we remove are there still.
    """
    return CommitProperties(
        app_transactions=[Transaction(WRITER, landed)],
        custom_metadata=dict(note or {}),
        max_commit_retries=0 if is_strict else None,
    )


def next_number(table: DeltaTable) -> int:
    """Return the number that the next write of this table lands under."""
    return (table.transaction_version(WRITER) or 0) + 1


def again(write: Callable[[], T]) -> T:
    """Run a write; when another writer was faster, run it again, from reading on.

    Raises
    ------
    LakeError
        If others were faster `ATTEMPTS` times.
    """
    for attempt in range(ATTEMPTS):
        try:
            return write()
        except CommitFailedError as error:
            last = error
            time.sleep(min(0.02 * (attempt + 1), 0.5))
    raise LakeError(
        f"other writers were faster {ATTEMPTS} times ({last}). What was written stays; import "
        "again when they are done."
    )


def actions(table: DeltaTable) -> pl.DataFrame:
    """Return the files of a table: path, size, rows, least and greatest values, folders."""
    return pl.DataFrame(pa.table(table.get_add_actions(flatten=True)))
