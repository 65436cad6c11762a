"""Returned, and never finished."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ReturnedWithoutFinish(Check):
    """Returned, and never finished."""

    title = Text(
        vi="Đã trả kết quả nhưng chưa xử lý xong",
        en="Returned without finish",
    )
    seen = Text(
        vi="Hồ sơ có trạng thái hoặc ngày trả kết quả mà không có thời điểm xử lý xong.",
        en="A dossier was returned without a moment of finish.",
    )
    matters = Text(
        vi=(
            "Thiếu bước 9, thời điểm kết thúc lấy theo ngày trả, có thể muộn hơn thực tế và "
            "thành quá hạn."
        ),
        en=(
            "Without status 9 the return date counts as the end; it may be later than the "
            "work and make it late."
        ),
    )
    honest = Text(
        vi="Phần mềm gộp hai bước làm một.",
        en="The system takes both steps in one.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} trả kết quả lúc {returned_at} mà không có bước xử lý xong.",
        en="Dossier {dossier_code} was returned {returned_at} and has no moment of finish.",
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        is_returned = looking.within(pl.col("returned_at")) | (pl.col("status") == Status.RETURNED)
        return (
            frames["dossiers"]
            .filter(looking.in_hand, is_returned, pl.col("finished_at").is_null())
            .select("unit_code", "dossier_code", "returned_at")
        )
