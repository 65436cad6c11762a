"""A letter of apology gives no reason."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class LetterWithoutReason(Check):
    """A letter of apology gives no reason."""

    title = Text(
        vi="Văn bản xin lỗi không nêu lý do",
        en="Letter without a reason",
    )
    seen = Text(
        vi="Văn bản xin lỗi để trống phần lý do chậm.",
        en="A letter leaves the reason blank.",
    )
    matters = Text(
        vi="Mẫu 04 phải nêu lý do chậm để người dân biết và để rút kinh nghiệm.",
        en="Form 04 has to say why, for the citizen and for learning from it.",
    )
    honest = Text(
        vi="Lý do ghi trên văn bản giấy, chưa nhập vào phần mềm.",
        en="The reason stands on paper and was not entered.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code}: văn bản xin lỗi gửi lúc {sent_at} không nêu lý do.",
        en="Dossier {dossier_code}: the letter sent {sent_at} gives no reason.",
    )
    needs = ("dossiers", "letters")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        has_reason = pl.col("reason").str.strip_chars() != ""
        return (
            frames["dossiers"]
            .filter(looking.in_hand)
            .join(looking.sent(frames["letters"]), on="dossier_code")
            .filter(~has_reason.fill_null(value=False))
            .select("unit_code", "dossier_code", "sent_at")
        )
