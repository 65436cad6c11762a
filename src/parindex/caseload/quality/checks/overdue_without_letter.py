"""Overdue, and no letter of apology was sent."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.letters import by_dossier
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class OverdueWithoutLetter(Check):
    """Overdue, and no letter of apology was sent."""

    title = Text(
        vi="Quá hạn không có văn bản xin lỗi",
        en="Overdue without a letter",
    )
    seen = Text(
        vi="Hồ sơ quá ngày hẹn trả mà không có văn bản xin lỗi và đề nghị gia hạn (mẫu 04).",
        en="A dossier is past its due date and no letter of apology (form 04) was sent.",
    )
    matters = Text(
        vi="Hồ sơ quá hạn phải có văn bản xin lỗi nêu lý do và ngày hẹn mới.",
        en="A late dossier takes a letter with the reason and the new date.",
    )
    honest = Text(
        vi="Văn bản gửi ngoài phần mềm; đã xong nhưng chưa bấm kết thúc.",
        en="The letter was sent outside the system; the dossier is done but not closed.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} hẹn trả {promised_at}, kết thúc {ended_at}, không có văn "
            "bản xin lỗi."
        ),
        en=("Dossier {dossier_code}, due {promised_at}, ended {ended_at}: no letter of apology."),
    )
    needs = ("dossiers", "letters")
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, looking.is_late)
            .join(by_dossier(looking.sent(frames["letters"])), on="dossier_code", how="anti")
            .select(
                "unit_code", "dossier_code", promised_at=looking.promised, ended_at=looking.ended_at
            )
        )
