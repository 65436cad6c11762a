"""Finished less than a minute after receipt."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ClosedWithinAMinute(Check):
    """Finished less than a minute after receipt."""

    title = Text(
        vi="Kết thúc trong chưa đầy một phút",
        en="Closed within a minute",
    )
    seen = Text(
        vi="Thời điểm kết thúc xử lý cách thời điểm tiếp nhận chưa đến số giây đã đặt.",
        en="Finish follows receipt by fewer seconds than set.",
    )
    matters = Text(
        vi=(
            "Hồ sơ được tính là giải quyết trước hạn nhưng thời gian xử lý không có thật; "
            "thời gian xử lý trung bình cũng sai."
        ),
        en=(
            "The dossier counts as finished early, but its processing time is not real; the "
            "mean time is wrong as well."
        ),
    )
    honest = Text(
        vi=(
            "Thủ tục trả kết quả ngay do hệ thống tự cấp, hoặc hồ sơ giấy đã giải quyết xong "
            "rồi mới nhập vào phần mềm."
        ),
        en=(
            "A procedure whose result the system issues at once, or a paper dossier entered "
            "when it was done."
        ),
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} tiếp nhận lúc {received_at}, kết thúc lúc {finished_at}, "
            "chỉ sau {seconds} giây."
        ),
        en=(
            "Dossier {dossier_code}: received {received_at}, finished {finished_at}, only "
            "{seconds} seconds later."
        ),
    )
    components = ("2.1", "5.4")

    seconds: int = parameter(60, vi="Ít hơn bao nhiêu giây", en="Fewer seconds than this")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        seconds = (pl.col("finished_at") - pl.col("received_at")).dt.total_seconds()
        return (
            frames["dossiers"]
            .filter(looking.ended, seconds.is_between(0, self.seconds, closed="left"))
            .filter(pl.col("finished_at") != pl.col("received_at"))
            .select("unit_code", "dossier_code", "received_at", "finished_at", seconds=seconds)
        )
