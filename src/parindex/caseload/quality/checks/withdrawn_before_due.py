"""Withdrawn just before the due date, without the citizen's paper."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class WithdrawnBeforeDue(Check):
    """Withdrawn just before the due date, without the citizen's paper."""

    title = Text(
        vi="Rút ngay trước hạn không có đơn",
        en="Withdrawn just before due",
    )
    seen = Text(
        vi=(
            "Hồ sơ chuyển sang công dân yêu cầu rút trong những ngày cuối trước hẹn trả, "
            "không ghi lý do hay đơn của công dân."
        ),
        en=(
            "A dossier was marked as withdrawn in the last days before it was due, with no "
            "reason or paper of the citizen."
        ),
    )
    matters = Text(
        vi="Rút hồ sơ để khỏi quá hạn làm đẹp tỷ lệ đúng hạn và buộc người dân nộp lại.",
        en=(
            "Withdrawing to avoid being late embellishes the share on time and makes people "
            "file again."
        ),
    )
    honest = Text(
        vi="Công dân xin rút thật, đơn chưa được ghi vào phần mềm.",
        en="The citizen did ask, and the paper was not recorded.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at}, được ghi là công dân rút lúc "
            "{withdrawn_at}, không có lý do."
        ),
        en=(
            "Dossier {dossier_code}, due {promised_at}, was marked as withdrawn "
            "{withdrawn_at} without a reason."
        ),
    )
    components = ("2.1", "5.4")

    days: int = parameter(2, vi="Trong bao nhiêu ngày trước hạn", en="In so many days before due")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        left = looking.promised.dt.date() - pl.col("withdrawn_at").dt.date()
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("withdrawn_at")), ~pl.col("has_reason"))
            .filter(left.dt.total_days().is_between(0, self.days))
            .select("unit_code", "dossier_code", "withdrawn_at", promised_at=looking.promised)
        )
