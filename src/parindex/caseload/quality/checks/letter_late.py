"""The first letter of apology came too late."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.letters import by_dossier
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class LetterLate(Check):
    """The first letter of apology came too late."""

    title = Text(
        vi="Văn bản xin lỗi gửi muộn",
        en="Letter of apology sent late",
    )
    seen = Text(
        vi="Văn bản xin lỗi đầu tiên gửi muộn hơn số ngày quy định trước ngày hẹn trả.",
        en="The first letter was sent later than the days required before the due date.",
    )
    matters = Text(
        vi="Chậm nhất 1 ngày trước ngày hẹn trả phải thông báo và gửi văn bản xin lỗi.",
        en="The letter is due at the latest one day before the date promised.",
    )
    honest = Text(
        vi="Sự cố phát sinh đúng ngày trả kết quả.",
        en="Something happened on the very day of return.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at}, văn bản xin lỗi gửi lúc "
            "{first_sent_at}, muộn {days_late} ngày."
        ),
        en=(
            "Dossier {dossier_code}, due {promised_at}: letter sent {first_sent_at}, "
            "{days_late} days late."
        ),
    )
    needs = ("dossiers", "letters")
    duties = ("apology_days_before",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        ahead = pl.duration(days=looking.duty.apology_days_before)
        last_day = (looking.promised - ahead).dt.date()
        late = (pl.col("first_sent_at").dt.date() - last_day).dt.total_days()
        return (
            frames["dossiers"]
            .filter(looking.in_hand)
            .join(by_dossier(looking.sent(frames["letters"])), on="dossier_code")
            .filter(late > 0)
            .select(
                "unit_code",
                "dossier_code",
                "first_sent_at",
                promised_at=looking.promised,
                days_late=late,
            )
        )
