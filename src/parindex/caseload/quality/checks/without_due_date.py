"""Received, and no due date was promised."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class WithoutDueDate(Check):
    """Received, and no due date was promised."""

    title = Text(
        vi="Không có ngày hẹn trả",
        en="No due date",
    )
    seen = Text(
        vi="Hồ sơ đã tiếp nhận mà không có ngày hẹn trả.",
        en="A dossier was received without a due date.",
    )
    matters = Text(
        vi=(
            "Báo cáo một cửa tính là đúng hạn; bộ 766 so với thời hạn của thủ tục, không có "
            "thì tính là quá hạn."
        ),
        en=(
            "The one-stop report counts it as on time; the 766 set takes the time allowed by "
            "the procedure, and without that it is late."
        ),
    )
    honest = Text(
        vi="Thủ tục trả kết quả ngay, không phải hẹn.",
        en="A procedure done at once, with nothing to promise.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} tiếp nhận lúc {received_at} không có ngày hẹn trả.",
        en="Dossier {dossier_code}, received {received_at}, has no due date.",
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("due_at").is_null())
            .select("unit_code", "dossier_code", "received_at", "allowed", "allowed_unit")
        )
