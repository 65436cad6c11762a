"""Refused or stopped, and no reason is recorded."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.looking_at import refusal
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class RefusedWithoutReason(Check):
    """Refused or stopped, and no reason is recorded."""

    title = Text(
        vi="Từ chối, dừng giải quyết không nêu lý do",
        en="Refused without a reason",
    )
    seen = Text(
        vi="Hồ sơ bị từ chối tiếp nhận hoặc dừng giải quyết mà phần lý do để trống.",
        en="A dossier was refused or stopped and its reason is blank.",
    )
    matters = Text(
        vi=(
            "Từ chối phải bằng văn bản có lý do (mẫu 03, mẫu 05 Thông tư 03/2025/TT-VPCP); "
            "không có lý do thì người dân không biết phải làm gì tiếp."
        ),
        en=(
            "A refusal needs a paper with its reason (forms 03 and 05 of Circular 03/2025/TT-"
            "VPCP); without it the citizen does not know what to do."
        ),
    )
    honest = Text(
        vi="Lý do ghi trên phiếu giấy; bấm nhầm nút từ chối.",
        en="The reason stands on a paper; the wrong button was pressed.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} bị từ chối hoặc dừng lúc {refused_at} mà không ghi lý do.",
        en="Dossier {dossier_code} was refused or stopped {refused_at} without a reason.",
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        moment = refusal()
        return (
            frames["dossiers"]
            .filter(looking.within(moment), ~pl.col("has_reason"))
            .select("unit_code", "dossier_code", refused_at=moment)
        )
