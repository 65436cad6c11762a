"""One account closes very many dossiers of a unit as the period ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class BulkClosing(Check):
    """One account closes very many dossiers of a unit as the period ends."""

    title = Text(
        vi="Đóng hồ sơ hàng loạt cuối kỳ",
        en="Bulk closing at the end of the period",
    )
    seen = Text(
        vi=(
            "Trong những ngày cuối kỳ, một tài khoản kết thúc nhiều hồ sơ, chiếm phần lớn số "
            "hồ sơ đơn vị kết thúc trong kỳ."
        ),
        en=(
            "In the last days of the period one account finishes many dossiers, a large part "
            "of all that the unit finished."
        ),
    )
    matters = Text(
        vi="Kết thúc hàng loạt để kịp số liệu: ngày kết thúc không phải ngày giải quyết.",
        en=("Closing in bulk to meet the figures: the day of finish is not the day of the work."),
    )
    honest = Text(
        vi="Một người được giao trả kết quả một lần mỗi kỳ; hồ sơ cùng loại được ký theo lô.",
        en=(
            "One person returns results once a period; dossiers of one kind are signed in a batch."
        ),
    )
    words = Text(
        vi=(
            "{unit_code}: tài khoản {account} kết thúc {dossiers} hồ sơ trong {days} ngày "
            "cuối kỳ {period}, trên {finished} hồ sơ của cả kỳ."
        ),
        en=(
            "{unit_code}: account {account} finished {dossiers} dossiers in the last {days} "
            "days of {period}, of {finished} in all."
        ),
    )
    per_unit = True
    components = ("2.1", "5.4")

    dossiers: int = parameter(30, vi="Từ bao nhiêu hồ sơ", en="From so many dossiers")
    percent: int = parameter(
        30, vi="Từ bao nhiêu phần trăm cả kỳ", en="From so many percent of all"
    )
    days: int = parameter(1, vi="Trong bao nhiêu ngày cuối kỳ", en="In so many last days")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        begun = looking.period.end - timedelta(days=self.days)
        finished = frames["dossiers"].filter(
            looking.counted,
            looking.within(pl.col("finished_at")),
            pl.col("finished_at").is_not_null(),
        )
        all_of_unit = finished.group_by("unit_code").agg(pl.len().cast(pl.Int64).alias("finished"))
        found = (
            finished.filter(pl.col("finished_at") >= begun, pl.col("closed_by_hash").is_not_null())
            .group_by("unit_code", "closed_by_hash")
            .agg(pl.len().cast(pl.Int64).alias("dossiers"))
            .filter(pl.col("dossiers") >= self.dossiers)
        )
        is_most = 100 * pl.col("dossiers") >= self.percent * pl.col("finished")
        days = pl.lit(self.days, pl.Int64).alias("days")
        account = pl.col("closed_by_hash").str.head(8).alias("account")
        told = found.join(all_of_unit, on="unit_code").filter(is_most)
        return told.with_columns(days, account).drop("closed_by_hash")
