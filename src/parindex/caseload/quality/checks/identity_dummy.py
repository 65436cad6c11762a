"""The identity number is a dummy such as 000000001."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class IdentityDummy(Check):
    """The identity number is a dummy such as 000000001."""

    title = Text(
        vi="Số định danh giả",
        en="Dummy identity number",
    )
    seen = Text(
        vi=("Số định danh của chủ hồ sơ là một số giả đã biết (ví dụ 000000001), so bằng mã băm."),
        en="The identity number is a known dummy (such as 000000001), compared by its hash.",
    )
    matters = Text(
        vi=("Hồ sơ không gắn với người thật nên không đối chiếu, không tái sử dụng dữ liệu được."),
        en=(
            "The dossier belongs to nobody: it cannot be matched and its data cannot be used again."
        ),
    )
    honest = Text(
        vi="Người nước ngoài, tổ chức hoặc trẻ chưa có số định danh.",
        en="A foreigner, an organisation or a child without a number yet.",
    )
    words = Text(
        vi="Hồ sơ {dossier_code} tiếp nhận lúc {received_at} dùng số định danh giả.",
        en="Dossier {dossier_code}, received {received_at}, has a dummy identity number.",
    )
    needs = ("dossiers", "dummies")
    components = ("4.4", "4.5b")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        dummies = pl.col("subject_hash").is_in(sorted(looking.dummies))
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")), dummies)
            .select("unit_code", "dossier_code", "received_at", "procedure_code")
        )
