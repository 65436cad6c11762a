"""A late dossier was removed in the local system."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class DeletedWhileLate(Check):
    """A late dossier was removed in the local system."""

    title = Text(
        vi="Xóa hồ sơ đang quá hạn",
        en="Deleted while late",
    )
    seen = Text(
        vi="Hồ sơ quá ngày hẹn trả có lý do xóa (LyDoXoa) trong phần mềm.",
        en="A dossier past its due date carries a reason of deletion (LyDoXoa).",
    )
    matters = Text(
        vi=("Xóa hồ sơ quá hạn làm sạch báo cáo của địa phương, bản sao trên Cổng vẫn quá hạn."),
        en="Deleting it cleans the local report; the portal's copy stays overdue.",
    )
    honest = Text(
        vi="Xóa hồ sơ nhập trùng, hồ sơ thử nghiệm.",
        en="A double or a test dossier was removed.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} hẹn trả {promised_at} đã quá hạn và bị xóa trong phần mềm.",
        en=("Dossier {dossier_code}, due {promised_at}, is late and was deleted in the system."),
    )
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("has_delete_reason"), looking.is_late)
            .select("unit_code", "dossier_code", "status", promised_at=looking.promised)
        )
