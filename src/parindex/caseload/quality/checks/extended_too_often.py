"""Extended more often than the rules allow."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.letters import by_dossier
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class ExtendedTooOften(Check):
    """Extended more often than the rules allow."""

    title = Text(
        vi="Gia hạn quá số lần cho phép",
        en="Extended too often",
    )
    seen = Text(
        vi="Số lần hẹn lại bằng văn bản xin lỗi nhiều hơn số lần cho phép.",
        en="More new dates were given by letter than allowed.",
    )
    matters = Text(
        vi="Chỉ được hẹn lại một lần; hẹn nhiều lần là hồ sơ kéo dài không thời hạn.",
        en="One new date is allowed; more of them leave a dossier without an end.",
    )
    honest = Text(
        vi="Gửi lại văn bản vì sai sót của lần trước.",
        en="A letter sent again to correct the one before.",
    )
    words = Text(
        vi=("Hồ sơ {dossier_code} đã hẹn lại {extensions} lần; ngày hẹn mới nhất {new_due_at}."),
        en=(
            "Dossier {dossier_code} was extended {extensions} times; the latest date is "
            "{new_due_at}."
        ),
    )
    needs = ("dossiers", "letters")
    duties = ("most_extensions",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand)
            .join(by_dossier(looking.sent(frames["letters"])), on="dossier_code")
            .filter(pl.col("extensions") > looking.duty.most_extensions)
            .select("unit_code", "dossier_code", "extensions", "new_due_at")
        )
