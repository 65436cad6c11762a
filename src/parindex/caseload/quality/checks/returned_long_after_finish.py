"""The result was returned long after it was ready."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ReturnedLongAfterFinish(Check):
    """The result was returned long after it was ready."""

    title = Text(
        vi="Trả kết quả lâu sau khi xong",
        en="Returned long after finish",
    )
    seen = Text(
        vi="Kết quả được trả, hoặc vẫn chưa trả, sau khi xử lý xong quá số ngày đã đặt.",
        en=(
            "The result was returned, or still lies there, more than the days set after the finish."
        ),
    )
    matters = Text(
        vi="Hồ sơ có thể được bấm xong trước khi thực sự có kết quả để kịp hạn.",
        en="The dossier may have been closed before there was a result, to be in time.",
    )
    honest = Text(
        vi="Công dân chưa đến nhận; chờ nộp phí; gửi bưu chính bị trả lại.",
        en="The citizen has not come, a fee is outstanding, the post came back.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} xử lý xong lúc {finished_at}, trả kết quả lúc "
            "{returned_at}: {days} ngày."
        ),
        en=("Dossier {dossier_code}: finished {finished_at}, returned {returned_at}: {days} days."),
    )

    days: int = parameter(15, vi="Hơn bao nhiêu ngày", en="More than so many days")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        returned = looking.before(pl.col("returned_at"))
        finished = looking.before(pl.col("finished_at"))
        days = (returned.fill_null(looking.at) - finished).dt.total_days()
        in_period = looking.in_hand | looking.within(returned)
        return (
            frames["dossiers"]
            .filter(looking.counted, in_period, days > self.days)
            .select("unit_code", "dossier_code", "finished_at", returned_at=returned, days=days)
        )
