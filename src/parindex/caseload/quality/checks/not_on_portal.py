"""Received, and after days still not on the portal."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class NotOnPortal(Check):
    """Received, and after days still not on the portal."""

    title = Text(
        vi="Chưa có trên Cổng Dịch vụ công quốc gia",
        en="Not on the portal",
    )
    seen = Text(
        vi="Hồ sơ tiếp nhận trong kỳ chưa có bản sao trên Cổng sau số ngày đã đặt.",
        en="A dossier received in the period has no copy on the portal after the days set.",
    )
    matters = Text(
        vi="Chỉ hồ sơ có trên Cổng mới được tính điểm; thiếu hồ sơ làm giảm thành phần 1.4.",
        en="Only what is on the portal is scored; a missing dossier lowers component 1.4.",
    )
    honest = Text(
        vi="Thủ tục thuộc diện mật hoặc do hệ thống của bộ, ngành tiếp nhận.",
        en="A classified procedure, or one that a ministry's system takes in.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} tiếp nhận lúc {received_at} chưa có trên Cổng Dịch vụ công "
            "quốc gia."
        ),
        en="Dossier {dossier_code}, received {received_at}, is not on the national portal.",
    )
    needs = ("dossiers", "portal")
    components = ("1.4",)

    days: int = parameter(1, vi="Sau hơn bao nhiêu ngày", en="After more than so many days")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        waited = pl.lit(looking.at) - pl.col("received_at") > pl.duration(days=self.days)
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")), waited)
            .join(frames["portal"].select("dossier_code"), on="dossier_code", how="anti")
            .select("unit_code", "dossier_code", "received_at", "procedure_code")
        )
