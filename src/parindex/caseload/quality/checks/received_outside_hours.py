"""Received while the office was closed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.working_time import is_outside_hours
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ReceivedOutsideHours(Check):
    """Received while the office was closed."""

    title = Text(
        vi="Tiếp nhận ngoài giờ làm việc",
        en="Received outside hours",
    )
    seen = Text(
        vi=("Hồ sơ được tiếp nhận vào ngày nghỉ, hoặc trước, sau giờ làm việc quá số phút đã đặt."),
        en=(
            "A dossier was received on a day off, or before or after hours by more than the "
            "minutes set."
        ),
    )
    matters = Text(
        vi="Nhập hồ sơ sau giờ làm lệch thời hạn; có thể là hồ sơ nhập lại.",
        en="Entering dossiers after hours shifts deadlines; they may have been entered again.",
    )
    honest = Text(
        vi=(
            "Hệ thống tự tiếp nhận hồ sơ trực tuyến; trực ngoài giờ, tiếp nhận lưu động, ngày tiếp "
            "dân cuối tuần."
        ),
        en=(
            "The system takes online dossiers in by itself; a late shift, a mobile counter, a "
            "weekend opening."
        ),
    )
    words = Text(
        vi="Hồ sơ {dossier_code} tiếp nhận lúc {received_at}, ngoài giờ làm việc.",
        en="Dossier {dossier_code} was received {received_at}, outside hours.",
    )
    needs = ("dossiers", "calendar")

    minutes: int = parameter(
        60,
        vi="Trước hoặc sau giờ làm hơn bao nhiêu phút",
        en="Before or after hours by more minutes",
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")))
            .filter(is_outside_hours("received_at", looking, minutes=self.minutes))
            .select("unit_code", "dossier_code", "received_at", "channel")
        )
