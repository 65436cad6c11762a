"""The common path of all records: from what a source wrote to the columns of the lake.

Good rows become snapshots, bad ones lines of the quarantine, one line a reason; personal data are
in neither.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Final

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.codes import units_of_dossiers
from parindex.caseload.columns import (
    DOSSIERS,
    KEPT,
    QUARANTINE,
    RECORDED,
    STEPS,
    Channel,
    Status,
)
from parindex.caseload.readers.fields import BY_NAME, FIELDS, REQUIRED, STEP_BY_NAME, STEP_FIELDS
from parindex.caseload.readers.intake import Intake, Raw
from parindex.caseload.readers.moments import DTYPE
from parindex.caseload.readers.parsing import Parsed, parse
from parindex.caseload.readers.refusing import quarantine_of

SEPARATOR: Final = "\x1f"
UNDATED: Final = datetime(2010, 1, 1)  # noqa: DTZ001 - wall clock of Viet Nam
ENDED: Final = (int(Status.NOT_RECEIVED), int(Status.WITHDRAWN), int(Status.STOPPED))
SPOKEN: Final = tuple(each.name for each in FIELDS if each.kind == "moment" and not each.is_future)
"""Moments that have been, so that a record speaks of the latest of them."""


def batch_of_dossiers(raw: Raw, intake: Intake, name: str) -> Batch:
    """Return the batch that rows of dossiers make.

    Parameters
    ----------
    raw : Raw
        What the source wrote, shape ``(n_rows, n_fields)``.
    intake : Intake
        Whose records they are, and how they are read.
    name : str
        The import that they belong to.

    Returns
    -------
    Batch
        Every row of `raw` is in `dossiers` or, with all its reasons, in `quarantine`.
    """
    parsed = parse(raw.frame, FIELDS, REQUIRED, intake)
    good = parsed.good()
    frame = _filled(parsed).filter(good)
    return Batch.of(
        name,
        intake.source,
        intake.arrived_at,
        dossiers=_arrow(_kept(_derived(frame), intake, name), DOSSIERS),
        quarantine=_arrow(quarantine_of(raw, parsed, BY_NAME, intake, name), QUARANTINE),
    )


def batch_of_steps(raw: Raw, intake: Intake, name: str) -> Batch:
    """Return the batch that rows of steps make; see `batch_of_dossiers`."""
    parsed = parse(raw.frame, STEP_FIELDS, ("dossier_code", "at"), intake)
    if "at" in raw.frame.columns:
        is_missing = parsed.values["at"].is_null()
        for fault in parsed.faults:
            is_missing &= ~fault.mask
        parsed.refuse("at", is_missing, "thiếu thời điểm xử lý; bổ sung rồi gửi lại")
    types = dict(pl.DataFrame(STEPS.empty_table()).schema)
    told = [n for n in types if n in STEP_BY_NAME]
    frame = pl.DataFrame([_column(parsed, n, types[n]) for n in told]).filter(parsed.good())
    frame = frame.with_columns(pl.lit(str(intake.source)).alias("source"))
    marked = frame.with_columns(
        _hashes(frame, ("source", *told), "step_id"),
        pl.lit(intake.arrived_at, dtype=DTYPE).alias("arrived_at"),
        pl.lit(name).alias("batch"),
        pl.lit(intake.is_simulated).alias("is_simulated"),
    )
    return Batch.of(
        name,
        intake.source,
        intake.arrived_at,
        steps=_arrow(marked, STEPS),
        quarantine=_arrow(quarantine_of(raw, parsed, STEP_BY_NAME, intake, name), QUARANTINE),
    )


def _column(parsed: Parsed, name: str, dtype: pl.DataType) -> pl.Series:
    found = parsed.values.get(name)
    if found is None:
        return pl.Series(name, [None], dtype=dtype).new_from_index(0, parsed.height)
    return found.alias(name).cast(dtype, strict=False)


def _filled(parsed: Parsed) -> pl.DataFrame:
    """Return all columns of a record, null where the source says nothing."""
    types = dict(pl.DataFrame(RECORDED.empty_table()).schema)
    types |= {"declined_at": DTYPE, "allowed_unit_told": pl.String()}
    frame = pl.DataFrame([_column(parsed, name, dtype) for name, dtype in types.items()])
    units = units_of_dossiers(frame["dossier_code"])
    return frame.with_columns(
        pl.coalesce("unit_code", units).alias("unit_code"),
        pl.col("channel").fill_null(int(Channel.DIRECT)),
        pl.coalesce("allowed_unit_told", "allowed_unit").alias("allowed_unit"),
    )


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill what follows from other columns: the end by its kind, and the pauses."""
    return (
        frame.with_columns(_ends()).with_columns(_last_pause()).with_columns(_pauses())
    ).with_columns(
        pl.col(field.name).fill_null(0)
        for field in RECORDED
        if not field.nullable and pa.types.is_integer(field.type) and field.name != "status"
    )


def _ends() -> list[pl.Expr]:
    """Return the end of a dossier under the name of what ended it.

    NgayTuChoi refuses a dossier that was not received and stops one that was. Of a dossier that
    was refused, stopped or withdrawn, NgayKetThucXuLy is the moment of just that: it was not
    finished. A source that names these moments apart keeps them all.
    """
    status, declined, finished = pl.col("status"), pl.col("declined_at"), pl.col("finished_at")
    told = {Status.NOT_RECEIVED: "refused_at", Status.WITHDRAWN: "withdrawn_at"}
    told[Status.STOPPED] = "stopped_at"
    moved = {
        name: pl.when(status == int(state)).then(pl.coalesce(name, declined, finished))
        for state, name in told.items()
    }
    is_other = ~status.is_in(ENDED) & declined.is_not_null()
    was_received = pl.col("received_at").is_not_null()
    is_apart = pl.any_horizontal(
        (status == int(state)) & pl.col(name).is_not_null() for state, name in told.items()
    )
    return [
        moved["refused_at"]
        .when(is_other & ~was_received)
        .then(pl.coalesce("refused_at", declined))
        .otherwise("refused_at")
        .alias("refused_at"),
        moved["stopped_at"]
        .when(is_other & was_received)
        .then(pl.coalesce("stopped_at", declined))
        .otherwise("stopped_at")
        .alias("stopped_at"),
        moved["withdrawn_at"].otherwise("withdrawn_at").alias("withdrawn_at"),
        pl.when(~status.is_in(ENDED) | is_apart).then(finished).alias("finished_at"),
        pl.when(status.is_in(ENDED)).then("has_reason").alias("has_reason"),
    ]


def _last_pause() -> list[pl.Expr]:
    last = pl.coalesce("last_pause_from", "second_supplement_at", "first_pause_from")
    until = pl.when(last == pl.col("first_pause_from")).then("first_pause_until")
    return [
        last.alias("last_pause_from"),
        pl.coalesce("last_pause_until", until).alias("last_pause_until"),
    ]


def _pauses() -> list[pl.Expr]:
    """Return how often and how long a dossier waited for its citizen.

    Status 5 says that a supplement was asked for, even where no list tells when. A pause may be
    for a financial duty, so it is taken for a supplement only where the source counts none.
    """
    first, last = pl.col("first_pause_from"), pl.col("last_pause_from")
    told = [first.is_not_null(), pl.col("second_supplement_at").is_not_null()]
    is_asked = (pl.col("status") == int(Status.SUPPLEMENT)).cast(pl.Int16)
    seen = pl.sum_horizontal(each.cast(pl.Int16) for each in told).cast(pl.Int16)
    told_count = pl.coalesce("supplement_count", seen)
    one = (pl.col("first_pause_until") - first).dt.total_seconds().clip(lower_bound=0)
    two = (pl.col("last_pause_until") - last).dt.total_seconds().clip(lower_bound=0)
    both = one.fill_null(0) + pl.when(last != first).then(two).fill_null(0)
    return [
        pl.max_horizontal(told_count, is_asked).alias("supplement_count"),
        pl.coalesce("paused_seconds", both).alias("paused_seconds"),
    ]


def _kept(frame: pl.DataFrame, intake: Intake, name: str) -> pl.DataFrame:
    """Add how the records came, and their hashes."""
    code_day = pl.col("dossier_code").str.extract(r"-(?:20)?([0-9]{6})-", 1)
    day = code_day.str.strptime(DTYPE, "%y%m%d", strict=False)
    moments = [pl.col(each) for each in SPOKEN]
    if intake.as_of is not None:
        moments.append(pl.lit(intake.as_of, dtype=DTYPE))
    spoken = pl.coalesce(pl.max_horizontal(moments), day, pl.lit(UNDATED, dtype=DTYPE))
    frame = frame.with_columns(
        spoken.alias("as_of"), pl.lit(intake.is_simulated).alias("is_simulated")
    )
    return frame.with_columns(
        _hashes(frame, (*RECORDED.names, "as_of"), "content_hash"),
        pl.lit(intake.arrived_at, dtype=DTYPE).alias("arrived_at"),
        pl.lit(name).alias("batch"),
        *(pl.lit(None, dtype=DTYPE).alias(each) for each in DOSSIERS.names if _is_clocked(each)),
    )


def _is_clocked(name: str) -> bool:
    return name not in RECORDED.names and name not in KEPT.names


def _hashes(frame: pl.DataFrame, names: tuple[str, ...], name: str) -> pl.Series:
    """Return 128 bits for each row; a missing value is left out together with its name."""
    types = frame.schema
    parts = [_named(each, types[each]) for each in names]
    texts = frame.select(pl.concat_str(parts, separator=SEPARATOR, ignore_nulls=True)).to_series()
    hashes = [blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
    return pl.Series(name, hashes, dtype=pl.String)


def _named(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name) if dtype == pl.String else pl.col(name).to_physical().cast(pl.String)
    return pl.lit(f"{name}=") + value


def _arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    return frame.select(schema.names).to_arrow().cast(schema)
