"""Apology letters (form 04) of late dossiers, simulated: most in time, some late, some lacking."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from parindex.caseload.quality.letters import LETTERS
from parindex.caseload.simulator.dice import Dice

REASONS: Final = (
    "Phải xác minh lại nguồn gốc đất",
    "Chờ ý kiến của cơ quan phối hợp",
    "Phải đo đạc, xác minh lại thực địa",
    "Số lượng hồ sơ tăng đột biến trong kỳ",
    "Hệ thống thông tin bị gián đoạn",
)


def letters_of(dossiers: pa.Table, seed: int) -> pl.DataFrame:
    """Return letters for the dossiers that have a new date, in the schema `LETTERS`.

    One in ten was sent after the due date, one in twenty names no new date.

    Parameters
    ----------
    dossiers : pyarrow.Table
        In the schema `DOSSIERS`.
    seed : int
        Which letters are late or lack their date.
    """
    late = pl.DataFrame(pl.from_arrow(dossiers)).filter(
        pl.col("extended_due_at").is_not_null() & pl.col("due_at").is_not_null()
    )
    names = [int(each[:15], 16) for each in late["content_hash"]]
    dice = Dice(seed, np.array(names, dtype=np.uint64))
    is_late_letter = pl.Series(dice.chance("late letter", 100_000))
    reason = pl.Series([REASONS[place] for place in dice.below("reason", len(REASONS))])
    undated = pl.Series(dice.chance("undated letter", 50_000))
    made = late.select(
        "dossier_code",
        (
            pl.when(is_late_letter)
            .then(pl.col("due_at") + pl.duration(hours=24))
            .otherwise(pl.col("due_at") - pl.duration(hours=25))
        ).alias("sent_at"),
        pl.when(~undated).then("extended_due_at").alias("new_due_at"),
        reason.cast(pl.String).alias("reason"),
    )
    return pl.DataFrame(made, schema=LETTERS)
