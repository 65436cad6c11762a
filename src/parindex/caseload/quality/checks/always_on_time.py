"""Nothing is ever late, and many dossiers are withdrawn or stopped."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class AlwaysOnTime(Check):
    """Nothing is ever late, and many dossiers are withdrawn or stopped."""

    title = Text(
        vi="Đúng hạn 100%, nhiều hồ sơ rút và dừng",
        en="Always on time, many withdrawn",
    )
    seen = Text(
        vi=(
            "Trong kỳ, đơn vị không có hồ sơ nào kết thúc quá hạn trong khi nhiều hồ sơ được "
            "ghi là rút hoặc dừng xử lý."
        ),
        en=(
            "In the period no dossier of the unit ended late, while many were withdrawn or stopped."
        ),
    )
    matters = Text(
        vi="Hồ sơ sắp quá hạn có thể được chuyển sang rút, dừng để giữ tỷ lệ 100%.",
        en=("Dossiers about to be late may be moved to withdrawn or stopped to keep 100 percent."),
    )
    honest = Text(
        vi="Đơn vị có nhiều thủ tục mà công dân hay đổi ý.",
        en="A unit with procedures in which people often change their mind.",
    )
    words = Text(
        vi=(
            "{unit_code} trong kỳ {period}: {ended} hồ sơ kết thúc, không có hồ sơ quá hạn, "
            "{dossiers} hồ sơ rút hoặc dừng."
        ),
        en=(
            "{unit_code} in {period}: {ended} dossiers ended, none late, {dossiers} withdrawn"
            " or stopped."
        ),
    )
    per_unit = True
    components = ("2.1", "5.4")

    ended: int = parameter(50, vi="Từ bao nhiêu hồ sơ kết thúc", en="From so many ended dossiers")
    percent: int = parameter(
        10, vi="Từ bao nhiêu phần trăm rút, dừng", en="From so many percent withdrawn or stopped"
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        given_up = pl.col("status").is_in((int(Status.WITHDRAWN), int(Status.STOPPED)))
        found = (
            frames["dossiers"]
            .filter(looking.ended)
            .group_by("unit_code")
            .agg(
                pl.len().cast(pl.Int64).alias("ended"),
                given_up.sum().cast(pl.Int64).alias("dossiers"),
                looking.is_late.sum().alias("late"),
            )
        )
        is_many = 100 * pl.col("dossiers") >= self.percent * pl.col("ended")
        enough = pl.col("ended") >= self.ended
        return found.filter(enough, pl.col("late") == 0, is_many).drop("late")
