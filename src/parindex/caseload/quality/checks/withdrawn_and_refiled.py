"""Withdrawn, and the same person files the same procedure again soon."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class WithdrawnAndRefiled(Check):
    """Withdrawn, and the same person files the same procedure again soon."""

    title = Text(
        vi="Rút rồi nộp lại",
        en="Withdrawn and filed again",
    )
    seen = Text(
        vi=("Hồ sơ được ghi là công dân rút; cùng người, cùng thủ tục có hồ sơ mới ngay sau đó."),
        en=(
            "A dossier was marked as withdrawn and the same person has a new one for the same"
            " procedure soon after."
        ),
    )
    matters = Text(
        vi=(
            "Rút để tính lại thời hạn từ đầu: hồ sơ cũ không bị tính quá hạn, thời gian chờ "
            "thật của người dân dài hơn số liệu."
        ),
        en=(
            "Withdrawing restarts the clock: the old dossier is never late and people wait "
            "longer than figures say."
        ),
    )
    honest = Text(
        vi="Công dân nộp nhầm thành phần hoặc nhầm thủ tục và tự nộp lại.",
        en="The citizen filed wrong papers and filed again of their own will.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at}, rút lúc {withdrawn_at}; cùng người "
            "nộp lại thành {new_code} lúc {new_received_at}."
        ),
        en=(
            "Dossier {dossier_code}, due {promised_at}, was withdrawn {withdrawn_at}; the "
            "same person came again as {new_code} {new_received_at}."
        ),
    )
    components = ("2.1", "5.4")

    days: int = parameter(
        10, vi="Nộp lại trong bao nhiêu ngày", en="Filed again within so many days"
    )

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        who = ["subject_hash", "procedure_code"]
        known = frames["dossiers"].filter(pl.col("subject_hash").is_not_null())
        later = known.filter(looking.counted).select(
            *who, new_code="dossier_code", new_received_at="received_at"
        )
        left = known.filter(looking.counted, looking.within(pl.col("withdrawn_at"))).select(
            *who, "unit_code", "dossier_code", "withdrawn_at", promised_at=looking.promised
        )
        return (
            left.sort("withdrawn_at")
            .join_asof(
                later.sort("new_received_at"),
                left_on="withdrawn_at",
                right_on="new_received_at",
                by=who,
                strategy="forward",
                tolerance=f"{self.days}d",
                allow_exact_matches=False,
                check_sortedness=False,
            )
            .filter(pl.col("new_code").is_not_null())
            .drop(who)
        )
