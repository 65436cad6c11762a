"""Gives every record a name made of its content, so that what arrives twice is known again."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import polars as pl

from parindex.caseload.columns import RECORDED

CONTENT: Final = (*RECORDED.names, "as_of", "is_simulated")
"""What makes a record the same: all that it says, and of which moment; not how it arrived."""

SEPARATOR: Final = "\x1f"


def event_ids(snapshots: pl.DataFrame, source: str, kind: str = "snapshot") -> pl.Series:
    """Return the `event_id` of each record.

    Parameters
    ----------
    snapshots : polars.DataFrame
        Columns of `DOSSIERS`, shape ``(n_records, n_columns)``.
    source, kind : str
        Whose record it is, and what it is.

    Returns
    -------
    polars.Series
        32 hexadecimal digits each. Missing values are left out together with their name, so a
        column that a later release adds changes no name of what was known before. What the clock
        adds (`CLOCKED`) and how a record arrived do not count.
    """
    parts = [_named(name, snapshots.schema[name]) for name in CONTENT]
    text = snapshots.select(
        pl.concat_str(parts, separator=SEPARATOR, ignore_nulls=True)
    ).to_series()
    start = blake2b(f"{source}{SEPARATOR}{kind}{SEPARATOR}".encode(), digest_size=16)
    # the one loop over rows of the lake: no vectorised cryptographic hash is at hand, and one of
    # 64 bits would meet itself among hundreds of millions of records
    return pl.Series("event_id", [_digest(start, value) for value in text], dtype=pl.String)


def _named(name: str, type_: pl.DataType) -> pl.Expr:
    value = pl.col(name) if type_ == pl.String else pl.col(name).to_physical().cast(pl.String)
    return pl.lit(f"{name}=") + value


def _digest(start: blake2b, text: str) -> str:
    hash_ = start.copy()
    hash_.update(text.encode())
    return hash_.hexdigest()
