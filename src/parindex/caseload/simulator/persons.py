"""Invented persons for files that name somebody: nobody bears these names and numbers."""

from __future__ import annotations

import polars as pl

from parindex.caseload.columns import Subject
from parindex.caseload.simulator.records import DUMMY

NUMBERS = 1_000_000_000


def _number(column: str) -> pl.Expr:
    """Return a number below a thousand millions that follows from a hash."""
    return pl.col(column).str.slice(0, 12).str.to_integer(base=16, strict=False) % NUMBERS


def persons(dossiers: pl.DataFrame, dummy: str | None) -> pl.DataFrame:
    """Return name, identity and phone for each dossier; equal hashes give equal ones.

    Identity numbers begin with 999 and phones with 0000, which none in the country does. The
    dossiers whose hash is `dummy` get 000000001.
    """
    is_dummy = pl.lit(value=False) if dummy is None else pl.col("subject_hash") == dummy
    number = _number("subject_hash").cast(pl.String).str.zfill(9)
    kind = (
        pl.when(pl.col("subject") == int(Subject.CITIZEN))
        .then(pl.lit("Công dân mô phỏng "))
        .otherwise(pl.lit("Tổ chức mô phỏng "))
    )
    phone = (_number("phone_hash") % 1_000_000).cast(pl.String).str.zfill(6)
    return dossiers.select(
        (kind + number).alias("name"),
        pl.when(is_dummy).then(pl.lit(DUMMY)).otherwise(pl.lit("999") + number).alias("identity"),
        (pl.lit("0000") + phone).alias("phone"),
    )
