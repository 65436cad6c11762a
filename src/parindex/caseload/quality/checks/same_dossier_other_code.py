"""Same person, procedure and moment of receipt under another code."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class SameDossierOtherCode(Check):
    """Same person, procedure and moment of receipt under another code."""

    title = Text(
        vi="Một hồ sơ mang hai mã",
        en="One dossier under two codes",
    )
    seen = Text(
        vi="Cùng chủ hồ sơ, cùng thủ tục, cùng thời điểm tiếp nhận nhưng khác mã hồ sơ.",
        en="Same person, procedure and moment of receipt, but another code.",
    )
    matters = Text(
        vi=("Có phần mềm gắn đuôi ngẫu nhiên vào mã khi gửi lại, nên một hồ sơ được tính hai lần."),
        en=(
            "Some systems hang a random suffix on the code when they send again, so a dossier"
            " counts twice."
        ),
    )
    honest = Text(
        vi="Công dân nộp hai hồ sơ giống nhau cùng lúc (hai thửa đất, hai con).",
        en="A citizen files two alike at once (two plots, two children).",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} và {other_code} cùng chủ hồ sơ, cùng thủ tục "
            "{procedure_code}, cùng tiếp nhận lúc {received_at}."
        ),
        en=(
            "Dossiers {dossier_code} and {other_code}: same person, procedure "
            "{procedure_code}, received {received_at}."
        ),
    )
    components = ("1.4", "2.1")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        same = ["subject_hash", "procedure_code", "unit_code", "received_at"]
        code = pl.col("dossier_code")
        known = frames["dossiers"].filter(
            looking.counted,
            looking.within(pl.col("received_at")),
            pl.col("subject_hash").is_not_null(),
        )
        groups = (
            known.group_by(same)
            .agg(
                pl.len().cast(pl.Int64).alias("codes"), code.min().alias("a"), code.max().alias("z")
            )
            .filter(pl.col("codes") > 1)
        )
        other = pl.when(code == pl.col("a")).then("z").otherwise("a").alias("other_code")
        return (
            known.select("dossier_code", *same)
            .join(groups, on=same)
            .select("unit_code", "dossier_code", other, "procedure_code", "received_at", "codes")
        )
