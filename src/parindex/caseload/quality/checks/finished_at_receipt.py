"""Finish equals receipt to the second: sent as status 9 when it came in."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class FinishedAtReceipt(Check):
    """Finish equals receipt to the second: sent as status 9 when it came in."""

    title = Text(
        vi="Kết thúc đúng lúc tiếp nhận",
        en="Finished at the moment of receipt",
    )
    seen = Text(
        vi="Thời điểm kết thúc xử lý trùng thời điểm tiếp nhận đến từng giây.",
        en="Finish equals receipt to the second.",
    )
    matters = Text(
        vi=(
            "Có phần mềm gửi trạng thái đã xử lý xong ngay khi tiếp nhận hồ sơ không có ngày "
            "hẹn trả; bản sao trên Cổng vì thế không phản ánh việc giải quyết."
        ),
        en=(
            "Some systems send status 9 at receipt for a dossier without a due date, so the "
            "portal's copy does not tell how it was handled."
        ),
    )
    honest = Text(
        vi="Kết quả do hệ thống tự cấp ngay khi tiếp nhận.",
        en="A result that the system issues at receipt.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} tiếp nhận và kết thúc cùng lúc {finished_at}; ngày hẹn trả:"
            " {due_at}."
        ),
        en=(
            "Dossier {dossier_code} was received and finished at the same moment, "
            "{finished_at}; due date: {due_at}."
        ),
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.ended, pl.col("finished_at") == pl.col("received_at"))
            .select("unit_code", "dossier_code", "finished_at", "due_at")
        )
