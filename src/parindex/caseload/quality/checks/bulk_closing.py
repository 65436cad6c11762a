"""One account closes very many dossiers of a unit as a month ends."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class BulkClosing(Check):
    """One account closes very many dossiers of a unit as a month ends."""

    title = Text(
        vi="Đóng hồ sơ hàng loạt cuối tháng",
        en="Bulk closing at the end of a month",
    )
    seen = Text(
        vi=(
            "Trong một ngày thuộc những ngày cuối tháng, một tài khoản kết thúc nhiều hồ sơ, chiếm "
            "phần lớn số hồ sơ đơn vị kết thúc trong tháng."
        ),
        en=(
            "On one of the last days of a month one account finishes many dossiers, a large part "
            "of all that the unit finished in it."
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
            "{unit_code}: ngày {day}, tài khoản {account} kết thúc {dossiers} hồ sơ, trên "
            "{finished} hồ sơ đơn vị kết thúc trong tháng."
        ),
        en=(
            "{unit_code}: on {day} account {account} finished {dossiers} dossiers, of {finished} "
            "that the unit finished in the month."
        ),
    )
    per_unit = True
    components = ("2.1", "5.4")

    dossiers: int = parameter(30, vi="Từ bao nhiêu hồ sơ", en="From so many dossiers")
    percent: int = parameter(
        30, vi="Từ bao nhiêu phần trăm cả tháng", en="From so many percent of the month"
    )
    days: int = parameter(
        4, vi="Trong bao nhiêu ngày cuối tháng", en="In so many last days of the month"
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        finished = (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("finished_at")))
            .select("unit_code", "closed_by_hash", day=pl.col("finished_at").dt.date())
            .with_columns(month=pl.col("day").dt.month_start())
        )
        count = pl.len().cast(pl.Int64)
        all_of_month = finished.group_by("unit_code", "month").agg(count.alias("finished"))
        # The last days, so that a month ending on days off has a working day among them.
        is_last = pl.col("day") > pl.col("day").dt.month_end() - pl.duration(days=self.days)
        found = (
            finished.filter(is_last, pl.col("closed_by_hash").is_not_null())
            .group_by("unit_code", "month", "day", "closed_by_hash")
            .agg(count.alias("dossiers"))
            .filter(pl.col("dossiers") >= self.dossiers)
        )
        is_most = 100 * pl.col("dossiers") >= self.percent * pl.col("finished")
        return (
            found.join(all_of_month, on=["unit_code", "month"])
            .filter(is_most)
            .select(
                "unit_code",
                "dossiers",
                "finished",
                account=pl.col("closed_by_hash").str.head(8),
                day=pl.col("day").dt.strftime("%d/%m/%Y"),
            )
        )
