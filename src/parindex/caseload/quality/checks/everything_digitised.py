"""Every paper of every dossier of a unit is marked as digitised."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class EverythingDigitised(Check):
    """Every paper of every dossier of a unit is marked as digitised."""

    title = Text(
        vi="Đơn vị số hóa 100%",
        en="Everything digitised",
    )
    seen = Text(
        vi="Trong kỳ, mọi thành phần của mọi hồ sơ đều đánh dấu đã số hóa.",
        en="In the period every paper of every dossier is marked as digitised.",
    )
    matters = Text(
        vi=(
            "Có phần mềm gửi DuocSoHoa cố định bằng 1; số liệu số hóa khi đó không nói lên điều gì."
        ),
        en="Some systems send a fixed DuocSoHoa = 1; the figures then say nothing.",
    )
    honest = Text(
        vi="Đơn vị chỉ nhận hồ sơ trực tuyến có đủ tệp điện tử.",
        en="A unit that takes only online dossiers with all files.",
    )
    words = Text(
        vi=(
            "{unit_code} trong kỳ {period}: {papers} thành phần của {dossiers} hồ sơ đều được"
            " ghi là đã số hóa."
        ),
        en=(
            "{unit_code} in {period}: all {papers} papers of {dossiers} dossiers are marked "
            "as digitised."
        ),
    )
    per_unit = True
    components = ("4.2", "4.3")

    dossiers: int = parameter(50, vi="Từ bao nhiêu hồ sơ", en="From so many dossiers")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        found = (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")), pl.col("papers") > 0)
            .group_by("unit_code")
            .agg(
                pl.len().cast(pl.Int64).alias("dossiers"),
                pl.col("papers").cast(pl.Int64).sum(),
                pl.col("papers_digitised").cast(pl.Int64).sum().alias("digitised"),
                (pl.col("papers_digitised") >= pl.col("papers")).all().alias("all_digitised"),
            )
        )
        return found.filter("all_digitised", pl.col("dossiers") >= self.dossiers).drop(
            "all_digitised"
        )
