"""One phone number stands on very many dossiers of a unit."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class SamePhoneManyTimes(Check):
    """One phone number stands on very many dossiers of a unit."""

    title = Text(
        vi="Một số điện thoại trên nhiều hồ sơ",
        en="Same phone number many times",
    )
    seen = Text(
        vi="Trong kỳ, cùng một số điện thoại đứng trên nhiều hồ sơ của đơn vị.",
        en="In the period the same phone number stands on many dossiers of a unit.",
    )
    matters = Text(
        vi=(
            "Cán bộ nộp thay bằng điện thoại của mình làm tỷ lệ trực tuyến cao hơn thực tế; "
            "người dân không nhận được tin báo."
        ),
        en=(
            "Staff file for citizens with their own phone: the online share is higher than it"
            " is, and citizens get no message."
        ),
    )
    honest = Text(
        vi="Doanh nghiệp dịch vụ, luật sư, người được ủy quyền nộp thay nhiều người.",
        en="A service firm, a lawyer, an authorised person filing for many.",
    )
    words = Text(
        vi=(
            "{unit_code} trong kỳ {period}: một số điện thoại đứng trên {dossiers} hồ sơ của "
            "{subjects} chủ hồ sơ."
        ),
        en=(
            "{unit_code} in {period}: one phone number on {dossiers} dossiers of {subjects} "
            "persons."
        ),
    )
    per_unit = True
    components = ("3.3",)

    dossiers: int = parameter(30, vi="Từ bao nhiêu hồ sơ", en="From so many dossiers")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        one = pl.col("phone_hash")
        return (
            frames["dossiers"]
            .filter(looking.counted, looking.within(pl.col("received_at")), one.is_not_null())
            .group_by("unit_code", one)
            .agg(
                pl.len().cast(pl.Int64).alias("dossiers"),
                pl.col("subject_hash").n_unique().cast(pl.Int64).alias("subjects"),
            )
            .filter(pl.col("dossiers") >= self.dossiers)
            .with_columns(hash=one.str.head(8))
            .drop("phone_hash")
        )
