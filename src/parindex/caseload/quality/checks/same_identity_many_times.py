"""One identity number stands on very many dossiers of a unit."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class SameIdentityManyTimes(Check):
    """One identity number stands on very many dossiers of a unit."""

    title = Text(
        vi="Một số định danh trên nhiều hồ sơ",
        en="Same identity number many times",
    )
    seen = Text(
        vi="Trong kỳ, cùng một số định danh đứng trên nhiều hồ sơ của đơn vị.",
        en="In the period the same identity number stands on many dossiers of a unit.",
    )
    matters = Text(
        vi=(
            "Một số định danh dùng chung cho nhiều người làm sai mọi phép đối chiếu; có thể "
            "là số nhập cho đủ."
        ),
        en=(
            "One number used for many people spoils every match; it may have been entered as "
            "a filler."
        ),
    )
    honest = Text(
        vi="Tổ chức nộp nhiều hồ sơ, người được ủy quyền đứng tên.",
        en="An organisation with many dossiers, an authorised person.",
    )
    words = Text(
        vi=(
            "{unit_code} trong kỳ {period}: một số định danh đứng tên {dossiers} hồ sơ của "
            "{procedures} thủ tục."
        ),
        en=(
            "{unit_code} in {period}: one identity number on {dossiers} dossiers of "
            "{procedures} procedures."
        ),
    )
    per_unit = True

    dossiers: int = parameter(50, vi="Từ bao nhiêu hồ sơ", en="From so many dossiers")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        one = pl.col("subject_hash")
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")), one.is_not_null())
            .group_by("unit_code", one)
            .agg(
                pl.len().cast(pl.Int64).alias("dossiers"),
                pl.col("procedure_code").n_unique().cast(pl.Int64).alias("procedures"),
            )
            .filter(pl.col("dossiers") >= self.dossiers)
            .with_columns(hash=one.str.head(8))
            .drop("subject_hash")
        )
