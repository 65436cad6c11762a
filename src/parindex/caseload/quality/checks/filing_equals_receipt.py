"""Filed online and received in the same second."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.columns import Channel
from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class FilingEqualsReceipt(Check):
    """Filed online and received in the same second."""

    title = Text(
        vi="Ngày nộp bị ghi đè bằng ngày tiếp nhận",
        en="Filing date overwritten by receipt",
    )
    seen = Text(
        vi="Hồ sơ trực tuyến có thời điểm nộp trùng thời điểm tiếp nhận đến từng giây.",
        en="An online dossier was filed and received in the same second.",
    )
    matters = Text(
        vi="Ngày nộp bị ghi đè thì không còn thấy hồ sơ tiếp nhận trễ.",
        en="With the filing date overwritten late intake can no longer be seen.",
    )
    honest = Text(
        vi="Hệ thống tự tiếp nhận ngay khi công dân nộp.",
        en="The system takes dossiers in by itself.",
    )
    words = Text(
        vi="Hồ sơ trực tuyến {dossier_code} nộp và tiếp nhận cùng lúc {received_at}.",
        en=(
            "Online dossier {dossier_code} was filed and received at the same moment, "
            "{received_at}."
        ),
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")))
            .filter(
                pl.col("channel") == Channel.ONLINE, pl.col("filed_at") == pl.col("received_at")
            )
            .select("unit_code", "dossier_code", "received_at")
        )
