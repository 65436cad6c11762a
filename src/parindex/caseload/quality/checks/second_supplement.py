"""A supplement was asked for more than once."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class SecondSupplement(Check):
    """A supplement was asked for more than once."""

    title = Text(
        vi="Yêu cầu bổ sung quá một lần",
        en="Supplement asked for more than once",
    )
    seen = Text(
        vi="Hồ sơ có từ hai lần yêu cầu bổ sung trở lên.",
        en="A dossier has two requests for supplements or more.",
    )
    matters = Text(
        vi="Bộ 766 tính hồ sơ yêu cầu bổ sung lần thứ hai là quá hạn dù trả đúng hẹn.",
        en=(
            "The 766 set counts a dossier with a second request as overdue even when returned"
            " in time."
        ),
    )
    honest = Text(
        vi="Lần đầu ở khâu tiếp nhận, lần sau ở khâu thẩm định; công dân bổ sung chưa đủ.",
        en="One at intake and one in appraisal; the citizen's supplement was incomplete.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} đã yêu cầu bổ sung {supplement_count} lần, lần thứ hai lúc "
            "{second_supplement_at}."
        ),
        en=(
            "Dossier {dossier_code}: {supplement_count} supplements asked for, the second "
            "{second_supplement_at}."
        ),
    )
    components = ("2.1", "5.4")

    supplements: int = parameter(1, vi="Nhiều hơn bao nhiêu lần", en="More times than this")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("supplement_count") > self.supplements)
            .select("unit_code", "dossier_code", "supplement_count", "second_supplement_at")
        )
