"""Apology letters, form 04 of Circular 03/2025/TT-VPCP, as checks read them."""

from __future__ import annotations

from typing import Final

import polars as pl

LETTERS: Final = pl.Schema(
    {
        "dossier_code": pl.String(),
        "sent_at": pl.Datetime("us"),  # when it went to the one-stop and the citizen
        "new_due_at": pl.Datetime("us"),  # the new date it promises; null if it names none
        "reason": pl.String(),  # why the dossier is late; null or "" if it says none
    }
)
"""One row a letter; a dossier with two extensions has two rows."""


def letters_frame(rows: object = ()) -> pl.LazyFrame:
    """Return letters as checks take them.

    Parameters
    ----------
    rows : sequence of mappings
        One mapping a letter, keys as in `LETTERS`; nothing gives an empty frame, which says
        that no letter was sent, not that letters are unknown.

    Examples
    --------
    >>> letters_frame([{"dossier_code": "H44.45-260803-0012"}]).collect().shape
    (1, 4)
    """
    return pl.DataFrame(list(rows), schema=LETTERS).lazy()  # type: ignore[call-overload]


def by_dossier(letters: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a dossier: first letter, last new date, number of letters and of dates."""
    return letters.group_by("dossier_code").agg(
        pl.col("sent_at").min().alias("first_sent_at"),
        pl.col("sent_at").max().alias("last_sent_at"),
        pl.col("new_due_at").max(),
        pl.len().cast(pl.Int64).alias("letters"),
        pl.col("new_due_at").count().cast(pl.Int64).alias("extensions"),
    )
