"""Paused longer than is plausible."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class LongPause(Check):
    """Paused longer than is plausible."""

    title = Text(
        vi="Tạm dừng quá lâu",
        en="Paused too long",
    )
    seen = Text(
        vi="Một lần tạm dừng chờ bổ sung hoặc chờ nghĩa vụ tài chính dài hơn số ngày đã đặt.",
        en="One pause for a supplement or a financial duty lasts longer than the days set.",
    )
    matters = Text(
        vi=("Thời gian tạm dừng được trừ khi tính hạn; tạm dừng lâu có thể che hồ sơ bị bỏ quên."),
        en="Pauses are subtracted; a long one may hide a dossier that was forgotten.",
    )
    honest = Text(
        vi="Công dân chưa nộp bổ sung hoặc chưa nộp thuế.",
        en="The citizen has not yet supplied the papers or paid the tax.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} tạm dừng từ {paused_from} đến {paused_until}, {days} ngày.",
        en=("Dossier {dossier_code} was paused from {paused_from} to {paused_until}, {days} days."),
    )
    duties = ("paused_too_long_days",)
    components = ("2.1",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        until = pl.coalesce(looking.before(pl.col("last_pause_until")), looking.ended_at)
        last = _pause("last_pause_from", until.fill_null(looking.at))
        first = _pause("first_pause_from", pl.col("first_pause_until"))
        is_longer = (pl.col("first").struct["days"] > pl.col("last").struct["days"]).fill_null(
            value=False
        )
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("last_pause_from") < looking.at)
            .with_columns(first=first, last=last)
            .with_columns(pause=pl.when(is_longer).then("first").otherwise("last"))
            .select("unit_code", "dossier_code", pl.col("pause").struct.unnest())
            .filter(pl.col("days") > looking.duty.paused_too_long_days)
        )


def _pause(begun: str, until: pl.Expr) -> pl.Expr:
    """Return a pause with its whole days."""
    days = (until - pl.col(begun)).dt.total_days()
    return pl.struct(pl.col(begun).alias("paused_from"), until.alias("paused_until"), days=days)
