"""A unit refuses many dossiers, most of them without a reason."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.looking_at import refusal
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class UnitRefusesWithoutReason(Check):
    """A unit refuses many dossiers, most of them without a reason."""

    title = Text(
        vi="Đơn vị thường từ chối không nêu lý do",
        en="Unit refuses without reasons",
    )
    seen = Text(
        vi="Trong kỳ, đơn vị từ chối hoặc dừng nhiều hồ sơ và phần lớn không ghi lý do.",
        en="In the period a unit refused or stopped many dossiers, most without a reason.",
    )
    matters = Text(
        vi="Có nơi dùng nút từ chối để làm sạch danh sách hồ sơ chờ.",
        en="Some press the refusal button to clear their list.",
    )
    honest = Text(
        vi="Phần mềm không có ô lý do hoặc không gửi ô đó.",
        en="The system has no field for it or does not send it.",
    )
    words = Text(
        vi=(
            "{unit_code} trong kỳ {period}: {without_reason} trên {refused} hồ sơ bị từ chối,"
            " dừng không ghi lý do."
        ),
        en=(
            "{unit_code} in {period}: {without_reason} of {refused} refused or stopped "
            "dossiers have no reason."
        ),
    )
    components = ("2.1", "5.4")
    per_unit = True

    dossiers: int = parameter(10, vi="Từ bao nhiêu hồ sơ bị từ chối", en="From so many refusals")
    percent: int = parameter(50, vi="Từ bao nhiêu phần trăm", en="From so many percent")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        without = (~pl.col("has_reason")).sum().cast(pl.Int64)
        found = (
            frames["dossiers"]
            .filter(looking.within(refusal()), pl.col("has_reason").is_not_null())
            .group_by("unit_code")
            .agg(pl.len().cast(pl.Int64).alias("refused"), without.alias("without_reason"))
        )
        is_many = pl.col("refused") >= self.dossiers
        is_most = 100 * pl.col("without_reason") >= self.percent * pl.col("refused")
        return found.filter(is_many, is_most).with_columns(dossiers="without_reason")
