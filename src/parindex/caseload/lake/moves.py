"""Moves the state of a dossier by the steps that happened after its newest snapshot."""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.caseload.columns import Status

CODE: Final = "dossier_code"
RANK: Final = {1: 0, 2: 1, 4: 2, 5: 3, 6: 3, 3: 4, 7: 4, 8: 4, 9: 5, 10: 6}
"""How far a status is on the way; it decides between records of the very same moment."""

PAUSES: Final = (int(Status.SUPPLEMENT), int(Status.FINANCIAL_DUTY))
MOMENTS: Final = {
    "received_at": Status.RECEIVED,
    "refused_at": Status.NOT_RECEIVED,
    "withdrawn_at": Status.WITHDRAWN,
    "stopped_at": Status.STOPPED,
    "finished_at": Status.FINISHED,
    "returned_at": Status.RETURNED,
}
"""The status whose first step tells the moment, where the snapshot tells none."""


def rank_of(status: str) -> pl.Expr:
    """Return how far on the way a status is."""
    return pl.col(status).replace_strict(RANK, default=2, return_dtype=pl.Int8)


def with_moves(state: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Return the states as the later steps leave them.

    Parameters
    ----------
    state : polars.DataFrame
        Columns of `DOSSIERS`, one newest snapshot a dossier.
    steps : polars.DataFrame
        Columns of `STEPS`, each step once. Those before the snapshot's `as_of`, or without a
        status, move nothing. One of that very moment moves it only if it is further on the way
        (`RANK`), because the snapshot may have been taken before or after it.
    """
    moves = _moves(state, steps)
    if moves.is_empty():
        return state
    at, known = pl.col("at"), pl.col("pause_from").is_not_null()
    told = moves.group_by(CODE, maintain_order=True).agg(
        pl.col("status").last().alias("_status"),
        at.last().alias("_as_of"),
        *(at.filter(status=status).first().alias(f"_{name}") for name, status in MOMENTS.items()),
        pl.col("is_request").sum().cast(pl.Int16).alias("_requests"),
        at.filter("is_second").first().alias("_second"),
        at.filter("begins").first().alias("_first_from"),
        at.filter("begins").last().alias("_last_from"),
        at.filter(known).first().alias("_first_until"),
        at.filter(known).last().alias("_last_until"),
        (at - pl.col("pause_from")).dt.total_seconds().sum().alias("_paused"),
    )
    joined = state.join(told, on=CODE, how="left", maintain_order="left")
    return joined.with_columns(*_moved())


def _moves(state: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Return the steps that move a state, in order, each with what it begins and ends."""
    base = state.select(
        CODE,
        base_as_of="as_of",
        base_status="status",
        base_requests="supplement_count",
        base_pause=pl.when(pl.col("last_pause_until").is_null()).then("last_pause_from"),
    )
    at, as_of = pl.col("at"), pl.col("base_as_of")
    is_later = (at > as_of) | ((at == as_of) & (rank_of("status") > rank_of("base_status")))
    ordered = (
        steps.filter(pl.col("status").is_not_null())
        .select(CODE, "status", "at", "step_id")
        .join(base, on=CODE)
        .filter(is_later)
        .sort(CODE, "at", rank_of("status"), "step_id")
    )
    before = pl.col("status").shift(1).over(CODE).fill_null(pl.col("base_status"))
    status, supplement = pl.col("status"), int(Status.SUPPLEMENT)
    return (
        ordered.with_columns(before=before)
        .with_columns(
            begins=status.is_in(PAUSES) & ~pl.col("before").is_in(PAUSES),
            ends=~status.is_in(PAUSES) & pl.col("before").is_in(PAUSES),
            is_request=(status == supplement) & (pl.col("before") != supplement),
        )
        .with_columns(
            begun_at=pl.when("begins").then("at").forward_fill().over(CODE),
            requests=pl.col("base_requests") + pl.col("is_request").cum_sum().over(CODE),
        )
        .with_columns(
            pause_from=pl.when("ends").then(pl.coalesce("begun_at", "base_pause")),
            is_second=pl.col("is_request") & (pl.col("requests") == 2),
        )
    )


def _moved() -> list[pl.Expr]:
    """Return the columns of a state after its moves; dossiers without moves keep theirs."""
    is_paused = pl.col("_status").is_in(PAUSES).fill_null(value=False)
    begun, ended = (
        pl.col("_last_from").is_not_null(),
        pl.coalesce("_last_until", "last_pause_until"),
    )
    return [
        pl.coalesce("_status", "status").alias("status"),
        pl.max_horizontal("as_of", "_as_of").alias("as_of"),
        *(pl.coalesce(name, f"_{name}").alias(name) for name in MOMENTS),
        pl.col("supplement_count") + pl.col("_requests").fill_null(0),
        pl.coalesce("second_supplement_at", "_second").alias("second_supplement_at"),
        pl.coalesce("first_pause_from", "_first_from").alias("first_pause_from"),
        pl.coalesce("first_pause_until", "_first_until").alias("first_pause_until"),
        pl.coalesce("_last_from", "last_pause_from").alias("last_pause_from"),
        pl.when(is_paused & begun).then(None).otherwise(ended).alias("last_pause_until"),
        pl.col("paused_seconds") + pl.col("_paused").fill_null(0),
    ]
