"""The one place where engines differ: moments become integers, and a frame becomes narwhals.

Polars keeps a moment as an integer, DuckDB and Spark have functions for it; Spark's go through the
session's zone unless told otherwise. After this module every engine sees microseconds of wall clock
since 1970 and `NEVER` for null, so that comparisons need neither zones nor three-valued logic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import narwhals as nw

from parindex.caseload.counting.scope import NEVER
from parindex.errors import ParindexError

KEYS: Final = ("unit_code", "procedure_code", "field_code", "channel")
"""The grain of a table of facts, within a period."""

MOMENTS: Final = (
    "received_at",
    "due_at",
    "extended_due_at",
    "statutory_due_at",
    "local_due_at",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "refused_at",
    "second_supplement_at",
    "first_pause_from",
    "first_pause_until",
    "last_pause_from",
    "last_pause_until",
)
"""Moments that statistics read."""

OTHERS: Final = (
    "status",
    "supplement_count",
    "paused_seconds",
    "due_changes",
    "return_way",
    "has_fee",
    "paid_online",
    "papers_digitised",
    "papers_reused",
    "papers_from_store",
    "has_digitised_parts",
    "uses_population_data",
    "has_e_result",
    "has_complaint",
    "is_synchronised",
)
"""Other columns that statistics read."""

ON_PORTAL: Final = "is_on_portal"
"""Whether the portal's copy has the dossier; added by the source where that copy is known."""

NEEDED: Final = (*KEYS, *MOMENTS, *OTHERS)
"""All columns of the table `dossiers` that a count reads."""


class EngineError(ParindexError):
    """A frame comes from an engine that dossiers are not counted on."""

    def __init__(self, frame: object) -> None:
        super().__init__(
            f"a frame of {type(frame).__module__}.{type(frame).__qualname__} cannot be counted: "
            "give a Polars frame, a DuckDB relation or a DataFrame of PySpark."
        )


def _polars(frame: Any, others: Iterable[str]) -> Any:
    import polars as pl  # noqa: PLC0415 - each engine is imported where it is used

    moments = [
        pl.col(name).cast(pl.Datetime("us")).cast(pl.Int64).fill_null(NEVER) for name in MOMENTS
    ]
    return frame.lazy().select(*others, *moments)


def _spark(frame: Any, others: Iterable[str]) -> Any:
    from pyspark.sql import functions  # noqa: PLC0415 - each engine is imported where it is used

    moments = [
        functions.expr(
            f"coalesce(timestampdiff(MICROSECOND, TIMESTAMP_NTZ '1970-01-01 00:00:00', "
            f"cast({name} as timestamp_ntz)), {NEVER}) as {name}"
        )
        for name in MOMENTS
    ]
    return frame.select(*others, *moments)


def _duckdb(frame: Any, others: Iterable[str]) -> Any:
    moments = [f"coalesce(epoch_us({name}), {NEVER}) as {name}" for name in MOMENTS]
    return frame.select(", ".join([*others, *moments]))


ADAPTERS: Final = {
    nw.Implementation.POLARS: _polars,
    nw.Implementation.PYSPARK: _spark,
    nw.Implementation.PYSPARK_CONNECT: _spark,
    nw.Implementation.DUCKDB: _duckdb,
}


def with_integers(frame: Any, keep: Iterable[str] = ()) -> nw.LazyFrame[Any]:
    """Return a frame of any engine with the needed columns, moments as integers.

    Parameters
    ----------
    frame : polars.DataFrame, polars.LazyFrame, duckdb.DuckDBPyRelation or pyspark.sql.DataFrame
        Rows of the table `dossiers`, shape ``(n_dossiers, n_columns)``; columns beyond `NEEDED`
        are dropped. `is_on_portal` is kept where it stands.
    keep : iterable of str
        Further columns that are wanted, such as `dossier_code`.

    Returns
    -------
    narwhals.LazyFrame
        `MOMENTS` in microseconds since 1970, wall clock; `NEVER` where they are null.

    Raises
    ------
    EngineError
        If the frame is of another engine.
    """
    try:
        known = nw.from_native(frame)
        adapter = ADAPTERS[known.implementation]
    except (TypeError, KeyError):
        raise EngineError(frame) from None
    names = set(known.collect_schema().names())
    others = [*KEYS, *OTHERS, *keep, *([ON_PORTAL] if ON_PORTAL in names else [])]
    told: nw.LazyFrame[Any] = nw.from_native(adapter(frame, others)).lazy()
    return told
