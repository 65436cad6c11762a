"""A result is there, and the status is still open."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class DoneButOpen(Check):
    """A result is there, and the status is still open."""

    title = Text(
        vi="Đã có kết quả nhưng hồ sơ còn mở",
        en="Done but open",
    )
    seen = Text(
        vi="Hồ sơ có giấy tờ kết quả mà trạng thái vẫn là đang xử lý hoặc đang chờ.",
        en="A dossier has its result and is still in process or waiting.",
    )
    matters = Text(
        vi="Hồ sơ treo: đã xong thật nhưng chưa kết thúc trên phần mềm, sẽ thành quá hạn.",
        en="A hanging dossier: really done, not closed in the system, soon overdue.",
    )
    honest = Text(
        vi="Kết quả dự thảo; kết quả của một phần hồ sơ.",
        en="A draft result, or the result of a part.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} đã có {results} giấy tờ kết quả nhưng còn ở trạng thái "
            "{status}; hẹn trả {promised_at}."
        ),
        en=(
            "Dossier {dossier_code} has {results} results and is still in status {status}; "
            "due {promised_at}."
        ),
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.is_open, pl.col("results") > 0)
            .select("unit_code", "dossier_code", "results", "status", promised_at=looking.promised)
        )
