"""The receipts of a month leap away from those of the months before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class SeriesBreak(Check):
    """The receipts of a month leap away from those of the months before."""

    title = Text(
        vi="Chuỗi số liệu đứt gãy",
        en="Break in the series",
    )
    seen = Text(
        vi=(
            "Số hồ sơ tiếp nhận của tháng cuối kỳ gấp nhiều lần, hoặc chỉ bằng một phần nhỏ, "
            "trung vị các tháng trước."
        ),
        en=(
            "Receipts of the period's last month are many times, or a small part of, the "
            "median of the months before."
        ),
    )
    matters = Text(
        vi=(
            "Chuỗi đứt thường do đổi phần mềm, sáp nhập đơn vị hoặc dữ liệu chưa gửi đủ; "
            "không được so sánh qua chỗ đứt mà không ghi chú."
        ),
        en=(
            "A break often comes from a new system, a merger or data not sent; do not compare"
            " across it without a note."
        ),
    )
    honest = Text(
        vi="Đợt cao điểm thật (tuyển sinh, cấp đổi giấy tờ), nghỉ Tết.",
        en="A real rush (enrolment, renewal of papers), the Tết holidays.",
    )
    words = Text(
        vi=(
            "{unit_code} tiếp nhận {received} hồ sơ trong tháng {month}; trung vị {months} "
            "tháng trước là {usual}."
        ),
        en=(
            "{unit_code} received {received} dossiers in {month}; the median of the {months} "
            "months before is {usual}."
        ),
    )
    per_unit = True
    components = ("1.4", "2.1")

    months: int = parameter(
        6, vi="So với bao nhiêu tháng trước", en="Against so many months before"
    )
    times: int = parameter(3, vi="Gấp hoặc kém bao nhiêu lần", en="So many times more or less")
    dossiers: int = parameter(
        100, vi="Chênh từ bao nhiêu hồ sơ", en="From a gap of so many dossiers"
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        last = looking.period.last.replace(day=1)
        months = [_months_before(last, back) for back in range(self.months, -1, -1)]
        received = pl.col("received_at")
        by_month = (
            frames["dossiers"]
            .filter(looking.counted, received >= datetime.combine(months[0], datetime.min.time()))
            .group_by("unit_code", month=received.dt.date().dt.month_start())
            .agg(pl.len().cast(pl.Int64).alias("received"))
        )
        # A month without a row had no dossier: the unit is known from its other months.
        grid = (
            by_month.select("unit_code").unique().join(pl.LazyFrame({"month": months}), how="cross")
        )
        known = grid.join(by_month, on=["unit_code", "month"], how="left").fill_null(0)
        earlier = known.filter(pl.col("month") < last).sort("received").group_by("unit_code")
        # The lower median is a count that was there, never half a dossier.
        usual = earlier.agg(pl.col("received").get((self.months - 1) // 2).alias("usual"))
        now = known.filter(pl.col("month") == last).join(usual, on="unit_code")
        is_far = (pl.col("received") >= self.times * pl.col("usual")) | (
            pl.col("received") * self.times <= pl.col("usual")
        )
        gap = (pl.col("received") - pl.col("usual")).abs()
        return now.filter(is_far, gap >= self.dossiers).select(
            "unit_code",
            "received",
            "usual",
            month=pl.col("month").dt.strftime("%m/%Y"),
            months=pl.lit(self.months, pl.Int64),
            dossiers=gap,
        )


def _months_before(month: date, back: int) -> date:
    """Return the first day of the month so many months before."""
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
