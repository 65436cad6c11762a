"""How each table lies on disk: what is added to the contract's columns, and where rows go.

A dossier's month is read from its code, not from its receipt, because a code never changes: the
same dossier is always looked for in one month, whatever arrives later. The date in the code is
that of the registration, so a period's rows lie in its months, too.

States are rewritten when they change, and a file is rewritten as a whole. So the open dossiers of
a month, which change, are one small folder; the closed ones, which hardly do, are several. A
dossier that is closed leaves a small file and joins a new one; no large one is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl
import pyarrow as pa

from parindex.caseload.columns import MOMENT, TABLES
from parindex.caseload.lake.errors import LakeError

OTHER: Final = "other"
"""The month of a code without a date."""

ENDS: Final = ("finished_at", "returned_at", "withdrawn_at", "refused_at")
"""Moments that close a dossier in every report. One that was stopped may count as in process."""

FACTS: Final = "facts_"
"""Names of tables of facts begin so; their columns are the caller's."""

BUCKETS: Final = 8
"""Parts of the closed dossiers of a month; a change writes one part again, not the month."""

MONTH: Final = pa.field("month", pa.string(), nullable=False)
STATE: Final = (
    pa.field("part", pa.string(), nullable=False),  # month, and when closed the part of it
    pa.field("is_open", pa.bool_(), nullable=False),  # none of ENDS is known
    pa.field("closed_at", MOMENT),  # the latest of ENDS and of stopped_at; null while open
    pa.field("landed", pa.int64(), nullable=False),  # number of the write that made this row
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns, folders and keys of a table.

    Parameters
    ----------
    schema : pyarrow.Schema
        The contract's columns, then those that the lake adds.
    partition : tuple of str
        Columns that are folders.
    order : tuple of str
        Rows of a file lie in this order, so that files and parts of files can be passed over.
    measured : tuple of str
        Columns whose least and greatest value in a file stand in the log.
    """

    schema: pa.Schema
    partition: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)

    def configuration(self) -> dict[str, str | None]:
        """Return the table's properties.

        Old log entries stay until `maintain` takes them away, because a pinned version needs
        them.
        """
        known: dict[str, str | None] = {
            "delta.checkpointInterval": "50",
            "delta.enableExpiredLogCleanup": "false",
        }
        if self.measured:
            known["delta.dataSkippingStatsColumns"] = ",".join(self.measured)
        return known | self.settings


def _layout_of(name: str) -> Layout:
    schema = TABLES[name]
    if name in ("dossiers", "portal"):
        return Layout(
            pa.schema([*schema, *STATE]),
            ("part", "is_open"),
            ("part", "is_open", "dossier_code"),
            ("dossier_code", "received_at", "closed_at", "landed"),
        )
    if name in ("events", "steps"):
        moment = "as_of" if name == "events" else "at"
        return Layout(
            pa.schema([*schema, MONTH]),
            ("month",),
            ("month", "dossier_code"),
            ("dossier_code", moment, "arrived_at"),
        )
    if name == "quarantine":
        return Layout(schema, (), ("batch", "row"), ("batch", "arrived_at"))
    return Layout(schema)


PINS: Final = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("version", pa.int64(), nullable=False),
        pa.field("why", pa.string(), nullable=False),
        pa.field("pinned_at", MOMENT, nullable=False),
    ]
)
"""Table `pins`: versions that published figures name."""

LAYOUTS: Final = {name: _layout_of(name) for name in TABLES} | {"pins": Layout(PINS)}


def month_of(code: str = "dossier_code") -> pl.Expr:
    """Return the month in a dossier's code, such as 2026-08, or `OTHER`.

    Examples
    --------
    >>> codes = ["H44.45-260803-0012", "G09.20-20260609-0092637", "KHONG-RO"]
    >>> pl.DataFrame({"dossier_code": codes}).select(month_of())["month"].to_list()
    ['2026-08', '2026-06', 'other']
    """
    date = pl.col(code).str.extract(r"-(?:20)?(\d{2}(?:0[1-9]|1[0-2]))(?:\d{2})-\d+$", 1)
    month = pl.lit("20") + date.str.slice(0, 2) + "-" + date.str.slice(2, 2)
    return month.fill_null(OTHER).alias("month")


def closed_part_of(code: str = "dossier_code") -> pl.Expr:
    """Return the folder of a dossier that is closed, by its month and its number of the day.

    Examples
    --------
    >>> codes = ["H44.45-260803-0012", "KHONG-RO"]
    >>> pl.DataFrame({"dossier_code": codes}).select(closed_part_of())["part"].to_list()
    ['2026-08-4', 'other-0']
    """
    number = pl.col(code).str.extract(r"(\d{1,3})$", 1).cast(pl.Int16).fill_null(0)
    bucket = (number % BUCKETS).cast(pl.String)
    return (month_of(code) + pl.lit("-") + bucket).alias("part")


def places_of(name: str) -> list[pl.Expr]:
    """Return the folders in which a dossier can lie, each as a column made of its code."""
    if LAYOUTS[name].partition == ("part", "is_open"):
        return [month_of().alias("place"), closed_part_of().alias("place")]
    return [month_of().alias("place")]


def place_of_state(landed: int) -> list[pl.Expr]:
    """Return the lake's own columns of a dossier's state."""
    latest = pl.max_horizontal(*ENDS, "stopped_at")
    return [
        part_of_state(),
        is_open().alias("is_open"),
        pl.when(~is_open()).then(latest).alias("closed_at"),
        pl.lit(landed, dtype=pl.Int64).alias("landed"),
    ]


def is_open() -> pl.Expr:
    """Say of a state whether none of `ENDS` is known."""
    return pl.all_horizontal(pl.col(end).is_null() for end in ENDS)


def part_of_state() -> pl.Expr:
    """Return the folder of a state: open dossiers of a month are one small part of their own."""
    return pl.when(is_open()).then(month_of()).otherwise(closed_part_of()).alias("part")


def polars_schema(schema: pa.Schema) -> dict[str, pl.DataType]:
    """Return names and types as Polars knows them."""
    empty = pl.DataFrame(schema.empty_table())
    return dict(empty.schema)


def conform(table: pa.Table | pl.DataFrame, schema: pa.Schema, *, where: str) -> pl.DataFrame:
    """Return a table in the columns and types of a schema.

    Raises
    ------
    LakeError
        If a column is missing, cannot take its type, or is empty where it must not be. A column
        that may be null may be missing; a column that the schema does not know is refused.
    """
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
    types = polars_schema(schema)
    if unknown := sorted(set(frame.columns) - set(types)):
        raise LakeError(
            f"{where}: the table has no column {', '.join(unknown)}. Leave it out, or add it to "
            "the contract in parindex.caseload.columns."
        )
    if missing := [f.name for f in schema if not f.nullable and f.name not in frame.columns]:
        raise LakeError(f"{where}: column {', '.join(missing)} is missing. Give a value in each.")
    try:
        typed = frame.select(
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(type_).alias(name)
            for name, type_ in types.items()
        )
    except pl.exceptions.PolarsError as error:
        raise LakeError(
            f"{where}: a column has another type than the contract ({error})."
        ) from None
    needed = [f.name for f in schema if not f.nullable]
    empty = [name for name in needed if typed[name].null_count()]
    if empty:
        raise LakeError(
            f"{where}: column {', '.join(empty)} has rows without a value. Quarantine such rows."
        )
    return typed


def to_arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return the frame as Arrow, in exactly the schema that the table has."""
    return frame.select(schema.names).to_arrow().cast(schema)
