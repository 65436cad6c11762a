"""The quarter of the article of 31/3/2023 as dossiers: 113,905 = 111,340 + 15 + 2,550.

The three figures and the fifteen late dossiers, mostly of land and late because something had to be
verified again, are published [P]; the units, and how the dossiers lie in them, are invented.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl
import pyarrow as pa

from parindex.caseload.periods import Period
from parindex.caseload.quality.letters import LETTERS
from parindex.caseload.simulator.exact import Counts, caseload_with
from parindex.caseload.simulator.units import FICTIONAL_PROVINCE, shared_out

QUARTER: Final = Period.parse("2023-Q1")
ON_TIME, LATE, IN_PROCESS = 111_340, 15, 2_550
UNITS: Final = 40
LAND_OFFICE: Final = f"{FICTIONAL_PROVINCE}.45"
LAND: Final = "9.000001"
LATE_LAND: Final = 12
"""Of the fifteen; the article says "mostly land"."""
CAUSE: Final = "Phải xác minh lại"


def quarter_of_the_article(seed: int = 1) -> pa.Table:
    """Return the dossiers of the quarter, in the schema `DOSSIERS`."""
    communes = UNITS - 1
    late = [LATE_LAND, *shared_out(LATE - LATE_LAND, [1] * communes)]
    weights = [6_000, *([2_700] * communes)]
    counts = [
        Counts(
            LAND_OFFICE if place == 0 else f"{FICTIONAL_PROVINCE}.{100 + place}",
            finished_early=on_time - on_time // 4,
            finished_on_time=on_time // 4,
            finished_late=late[place],
            open_within_time=in_process,
            carried_over=in_process,
            procedure_code=LAND if place == 0 else None,
        )
        for place, (on_time, in_process) in enumerate(
            zip(shared_out(ON_TIME, weights), shared_out(IN_PROCESS, weights), strict=True)
        )
    ]
    return caseload_with(counts, QUARTER, seed=seed)


def letters_of_the_article(dossiers: pa.Table) -> pl.DataFrame:
    """Return the letters of apology of the late dossiers, schema `LETTERS`; one has none."""
    late = (
        pl.DataFrame(pl.from_arrow(dossiers))
        .filter(pl.col("finished_at").dt.date() > pl.col("due_at").dt.date())
        .sort("dossier_code")
    )
    made = late.head(late.height - 1).select(
        "dossier_code",
        (pl.col("due_at") - timedelta(days=1)).alias("sent_at"),
        (pl.col("due_at") + timedelta(days=5)).alias("new_due_at"),
        pl.lit(CAUSE).alias("reason"),
    )
    return pl.DataFrame(made, schema=LETTERS)
