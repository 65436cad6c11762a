"""Finished or returned, and no result is attached."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class FinishedWithoutResult(Check):
    """Finished or returned, and no result is attached."""

    title = Text(
        vi="Đã xong nhưng không có kết quả",
        en="Finished without a result",
    )
    seen = Text(
        vi="Hồ sơ đã xử lý xong hoặc đã trả kết quả mà không có giấy tờ kết quả nào.",
        en="A dossier is finished or returned and has no paper of result.",
    )
    matters = Text(
        vi=(
            "Không có kết quả điện tử thì mất điểm thành phần 4.1; cũng có thể hồ sơ chưa "
            "thực sự xong."
        ),
        en=(
            "Without an electronic result component 4.1 is lost; or the dossier may not "
            "really be done."
        ),
    )
    honest = Text(
        vi="Thủ tục không sinh giấy tờ; kết quả giấy chưa được số hóa.",
        en="A procedure that yields no paper; a result on paper not yet digitised.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} kết thúc lúc {ended_at} nhưng không có tệp kết quả.",
        en="Dossier {dossier_code} ended {ended_at} without a result.",
    )
    components = ("4.1", "4.2")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        is_done = looking.within(pl.coalesce("finished_at", "returned_at"))
        return (
            frames["dossiers"]
            .filter(looking.ended, is_done, pl.col("results") == 0)
            .select("unit_code", "dossier_code", ended_at=looking.ended_at)
        )
