"""The result file is the first file handed in."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ResultIsFirstPaper(Check):
    """The result file is the first file handed in."""

    title = Text(
        vi="Tệp kết quả trùng tệp nộp đầu tiên",
        en="Result is the first file handed in",
    )
    seen = Text(
        vi="Địa chỉ của tệp kết quả trùng với tệp thành phần hồ sơ đầu tiên.",
        en="The result's file has the address of the first paper handed in.",
    )
    matters = Text(
        vi=(
            "Có phần mềm gửi tệp đầu vào làm kết quả để được tính kết quả điện tử; điểm 4.1 "
            "khi kiểm tra lại sẽ mất."
        ),
        en=(
            "Some systems send the input as the result to be counted; the points of 4.1 are "
            "lost at a check."
        ),
    )
    honest = Text(
        vi="Thủ tục trả lại chính giấy tờ đã nộp sau khi xác nhận trên đó.",
        en="A procedure that returns the very paper, confirmed.",
    )
    words = Text(
        vi=("Hồ sơ {dossier_code} kết thúc lúc {ended_at}, tệp kết quả trùng tệp nộp đầu tiên."),
        en=("Dossier {dossier_code}, ended {ended_at}: the result is the first file handed in."),
    )
    components = ("4.1", "4.2")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("result_hash") == pl.col("first_paper_hash"))
            .select("unit_code", "dossier_code", ended_at=looking.ended_at)
        )
