"""Finished before it was received."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class FinishedBeforeReceipt(Check):
    """Finished before it was received."""

    title = Text(
        vi="Kết thúc trước khi tiếp nhận",
        en="Finished before receipt",
    )
    seen = Text(
        vi="Thời điểm kết thúc xử lý sớm hơn thời điểm tiếp nhận.",
        en="Finish lies before receipt.",
    )
    matters = Text(
        vi="Thời gian xử lý âm làm sai thời gian trung bình và mọi phép so với hạn.",
        en="A negative time spoils the mean and every comparison with the due date.",
    )
    honest = Text(
        vi="Hồ sơ giấy nhập sau khi đã giải quyết; đồng hồ của hai hệ thống lệch nhau.",
        en="A paper dossier entered after it was done; clocks of two systems that differ.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} kết thúc lúc {finished_at}, trước khi tiếp nhận lúc "
            "{received_at}."
        ),
        en=(
            "Dossier {dossier_code} was finished {finished_at}, before it was received "
            "{received_at}."
        ),
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        in_period = looking.within(pl.col("received_at")) | looking.within(pl.col("finished_at"))
        return (
            frames["dossiers"]
            .filter(looking.counted, in_period, pl.col("finished_at") < pl.col("received_at"))
            .select("unit_code", "dossier_code", "received_at", "finished_at")
        )
