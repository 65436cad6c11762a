"""A reported form II.06a does not add up."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.form import identities
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class BrokenIdentity(Check):
    """A reported form II.06a does not add up."""

    title = Text(
        vi="Biểu số II.06a không khớp",
        en="Broken identity of form II.06a",
    )
    seen = Text(
        vi="Một cột tổng của biểu không bằng tổng các cột thành phần.",
        en="A total of the form is not the sum of its parts.",
    )
    matters = Text(
        vi=(
            "3 = 4 + 5 + 6 = 7 + 11; 7 = 8 + 9 + 10; 11 = 12 + 13. Không khớp nghĩa là có hồ "
            "sơ bị tính hai lần hoặc bị bỏ sót."
        ),
        en=(
            "3 = 4 + 5 + 6 = 7 + 11; 7 = 8 + 9 + 10; 11 = 12 + 13. If not, dossiers are "
            "counted twice or lost."
        ),
    )
    honest = Text(
        vi="Nhập nhầm số; cột kỳ trước lấy từ báo cáo đã chốt khác thời điểm.",
        en="A typing error; the column carried over comes from a report of another moment.",
    )
    words = Text(
        vi="{unit_code} kỳ {reported}: cột {column} là {total}, tổng cột {parts} là {sum}.",
        en=(
            "{unit_code}, {reported}: column {column} is {total}, columns {parts} add up to {sum}."
        ),
    )
    needs = ("form",)
    per_unit = True
    components = ("2.1",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        form = frames["form"].filter(pl.col("period") == str(looking.period))
        return pl.concat([_broken(form, *identity) for identity in identities()])


def _broken(form: pl.LazyFrame, total: int, parts: tuple[int, ...]) -> pl.LazyFrame:
    """Return the rows where a total differs from its parts; an empty cell breaks nothing."""
    whole = pl.col(f"column_{total}")
    added = pl.sum_horizontal([f"column_{part}" for part in parts], ignore_nulls=False)
    return form.filter(whole != added).select(
        "unit_code",
        reported="period",
        column=pl.lit(total, pl.Int64),
        total=whole,
        parts=pl.lit(" + ".join(map(str, parts))),
        sum=added,
        dossiers=(whole - added).abs(),
    )
