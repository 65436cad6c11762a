"""Overdue, open, and nobody has touched it for long."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class IdleAndOverdue(Check):
    """Overdue, open, and nobody has touched it for long."""

    title = Text(
        vi="Hồ sơ quá hạn bị bỏ quên",
        en="Overdue and idle",
    )
    seen = Text(
        vi="Hồ sơ đang mở, đã quá hạn, không có bước xử lý mới trong số ngày đã đặt.",
        en="An open dossier is overdue and has had no step for the days set.",
    )
    matters = Text(
        vi=("Hồ sơ treo trên phần mềm kéo tỷ lệ đúng hạn xuống mỗi tháng cho đến khi được xử lý."),
        en="It lowers the share on time every month until somebody takes it up.",
    )
    honest = Text(
        vi="Đã giải quyết xong bằng giấy; chờ cơ quan khác.",
        en="It was done on paper; another agency has it.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at} vẫn mở, bước cuối lúc {last_step_at},"
            " đã {days} ngày."
        ),
        en=(
            "Dossier {dossier_code}, due {promised_at}, is open; last step {last_step_at}, "
            "{days} days ago."
        ),
    )
    components = ("2.1", "5.4")

    days: int = parameter(
        30, vi="Hơn bao nhiêu ngày không có bước mới", en="More days without a step"
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        days = (pl.lit(looking.at) - pl.col("last_step_at")).dt.total_days()
        return (
            frames["dossiers"]
            .filter(looking.is_open, looking.is_late, days > self.days)
            .select(
                "unit_code", "dossier_code", "last_step_at", promised_at=looking.promised, days=days
            )
        )
