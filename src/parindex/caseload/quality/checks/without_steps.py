"""Received some time ago, and no step is recorded."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class WithoutSteps(Check):
    """Received some time ago, and no step is recorded."""

    title = Text(
        vi="Không có bước xử lý",
        en="No steps",
    )
    seen = Text(
        vi="Hồ sơ tiếp nhận đã quá số ngày đặt trước mà không có bước xử lý nào được ghi.",
        en="A dossier was received more than the days set ago and no step is recorded.",
    )
    matters = Text(
        vi="Các bước gửi lỗi chỉ được ghi nhật ký; trên Cổng hồ sơ đứng yên.",
        en="Failed steps were merely logged; on the portal the dossier stands still.",
    )
    honest = Text(
        vi="Hệ thống chuyên ngành xử lý và chưa gửi bước về.",
        en="A ministry's system handles it and has not sent its steps.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} tiếp nhận lúc {received_at} chưa có bước xử lý nào; trạng "
            "thái {status}."
        ),
        en="Dossier {dossier_code}, received {received_at}, has no step; status {status}.",
    )

    days: int = parameter(1, vi="Sau hơn bao nhiêu ngày", en="After more than so many days")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        waited = pl.lit(looking.at) - pl.col("received_at") > pl.duration(days=self.days)
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("steps") == 0, waited)
            .select("unit_code", "dossier_code", "received_at", "status")
        )
