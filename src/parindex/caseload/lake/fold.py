"""Makes the state of each dossier out of all that is known of it, whatever the order of arrival.

The newest snapshot, by (`as_of`, `arrived_at`, `content_hash`), speaks for the whole dossier. Steps
that happened after it move the status and the moments that belong to it. So a message that comes
late, or twice, never makes a state older, and the same records give the same state in any order.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.caseload.columns import DOSSIERS
from parindex.caseload.lake.moves import CODE, with_moves

NEWEST: Final = ("as_of", "arrived_at", "content_hash", "event_id")


def fold(snapshots: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Return one row a dossier: the state that all its snapshots and steps tell together.

    Parameters
    ----------
    snapshots : polars.DataFrame
        `event_id` and the columns of `DOSSIERS`, in any order; a record may stand there twice, then
        its first arrival counts.
    steps : polars.DataFrame
        Columns of `STEPS`, likewise. Steps of a dossier without a snapshot wait: no row is made.

    Returns
    -------
    polars.DataFrame
        Columns of `DOSSIERS`, sorted by code. A moment that nothing tells is null.

        - `due_at` is that of the newest snapshot; when that one carries an extension
          (`extended_due_at`), that of the newest snapshot without one, as an extension does not
          move the promised date. `due_changes` counts the other due dates ever seen.
        - A run of status 5 and 6 is one pause, ended by the next step with another status. Each
          step into status 5 is a supplement request; a repeated one within the run is not.
        - A moment of the snapshot stands; a missing one is the first later step with its status.
        - `as_of` is the latest moment that decided; `arrived_at` and `batch` are those of the
          newest record of the dossier; `content_hash` is the snapshot's.
    """
    snapshots, steps = _once(snapshots, "event_id"), _once(steps, "step_id")
    newest = snapshots.sort(CODE, *NEWEST, maintain_order=False)
    base = newest.unique(CODE, keep="last", maintain_order=True)
    state = _with_due_dates(base, newest) if newest.height > base.height else base
    steps = steps.join(base.select(CODE), on=CODE, how="semi")
    if steps.height:
        state = _with_handling(with_moves(state, steps), steps)
    return state.select(DOSSIERS.names)


def _once(records: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return each record once, as it arrived first."""
    if records[key].n_unique() == records.height:
        return records
    return records.sort(key, "arrived_at", "batch").unique(key, keep="first", maintain_order=True)


def _with_due_dates(base: pl.DataFrame, newest: pl.DataFrame) -> pl.DataFrame:
    """Take the promised due date and its changes from all snapshots; `newest` is sorted."""
    due, promised = pl.col("due_at"), pl.col("extended_due_at").is_null()
    seen = newest.group_by(CODE).agg(
        due.drop_nulls().n_unique().alias("_dues"),
        due.filter(promised & due.is_not_null()).last().alias("_promised"),
    )
    changes = (pl.col("_dues").cast(pl.Int16) - 1).clip(lower_bound=0)
    return base.join(seen, on=CODE, how="left", maintain_order="left").with_columns(
        pl.max_horizontal("due_changes", changes).alias("due_changes"),
        pl.when(promised).then(due).otherwise(pl.coalesce("_promised", due)).alias("due_at"),
    )


def _with_handling(state: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Add what the steps say of how the dossier was handled, applied to its status or not."""
    by_time = steps.sort(CODE, "at", "step_id")
    handled = by_time.group_by(CODE, maintain_order=True).agg(
        pl.len().cast(pl.Int16).alias("_steps"),
        pl.col("at").first().alias("_first"),
        pl.col("at").last().alias("_last"),
        pl.col("at").diff().dt.total_seconds().min().alias("_shortest"),
        pl.col("handler_hash").drop_nulls().last().alias("_handler"),
        pl.col("arrived_at").max().alias("_arrived"),
        pl.col("batch").sort_by("arrived_at", "batch").last().alias("_batch"),
    )
    is_later = pl.col("_arrived") > pl.col("arrived_at")
    is_last = pl.col("_last") >= pl.col("last_step_at")
    return state.join(handled, on=CODE, how="left", maintain_order="left").with_columns(
        pl.max_horizontal("steps", "_steps"),
        pl.min_horizontal("first_step_at", "_first"),
        pl.max_horizontal("last_step_at", "_last"),
        pl.min_horizontal("shortest_step_seconds", "_shortest"),
        pl.when(is_last.fill_null(pl.col("_last").is_not_null()))
        .then(pl.coalesce("_handler", "closed_by_hash"))
        .otherwise("closed_by_hash")
        .alias("closed_by_hash"),
        pl.max_horizontal("arrived_at", "_arrived"),
        pl.when(is_later).then("_batch").otherwise("batch").alias("batch"),
    )
