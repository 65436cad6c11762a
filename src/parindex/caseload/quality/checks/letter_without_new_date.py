"""A letter of apology names no new date, or one that is no later."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class LetterWithoutNewDate(Check):
    """A letter of apology names no new date, or one that is no later."""

    title = Text(
        vi="Văn bản xin lỗi không có ngày hẹn mới",
        en="Letter without a new date",
    )
    seen = Text(
        vi="Văn bản xin lỗi không ghi ngày hẹn trả mới, hoặc ngày mới không sau ngày cũ.",
        en="A letter gives no new date, or one that is not after the old.",
    )
    matters = Text(
        vi=(
            "Mẫu 04 phải có ngày hẹn trả mới; không có thì người dân không biết ngày nào đến nhận."
        ),
        en=("Form 04 has to give the new date; without it the citizen does not know when to come."),
    )
    honest = Text(
        vi="Ngày mới ghi trên văn bản giấy, chưa nhập vào phần mềm.",
        en="The new date stands on paper and was not entered.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at}: văn bản xin lỗi gửi lúc {sent_at} "
            "ghi ngày hẹn mới {new_due_at}."
        ),
        en=(
            "Dossier {dossier_code}, due {promised_at}: the letter sent {sent_at} gives the "
            "new date {new_due_at}."
        ),
    )
    needs = ("dossiers", "letters")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        is_later = pl.col("new_due_at").dt.date() > looking.promised.dt.date()
        return (
            frames["dossiers"]
            .filter(looking.in_hand)
            .join(looking.sent(frames["letters"]), on="dossier_code")
            .filter(~is_later.fill_null(value=False))
            .select(
                "unit_code", "dossier_code", "sent_at", "new_due_at", promised_at=looking.promised
            )
        )
