"""Moments that several checks look at and that are no column of their own."""

from __future__ import annotations

import polars as pl

from parindex.caseload.columns import Status


def refusal() -> pl.Expr:
    """Return when a dossier was refused or stopped; of a refusal without a date its last step."""
    refused = pl.col("status") == Status.NOT_RECEIVED
    return pl.coalesce("refused_at", "stopped_at", pl.when(refused).then("last_step_at"))
