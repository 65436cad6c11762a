"""The due date itself was changed after receipt."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class DueDateMoved(Check):
    """The due date itself was changed after receipt."""

    title = Text(
        vi="Sửa ngày hẹn trả sau khi tiếp nhận",
        en="Due date moved after receipt",
    )
    seen = Text(
        vi="NgayHenTra của hồ sơ khác với ngày đã hẹn lần đầu.",
        en="NgayHenTra differs from the date first promised.",
    )
    matters = Text(
        vi=(
            "Gia hạn phải bằng văn bản xin lỗi, hẹn lại một lần và không đổi ngày hẹn cũ; sửa"
            " thẳng ngày hẹn làm hồ sơ quá hạn thành đúng hạn."
        ),
        en=(
            "An extension takes a letter of apology, once, and leaves the old date; changing "
            "the date turns late into on time."
        ),
    )
    honest = Text(
        vi="Sửa lỗi nhập; tính lại hạn sau khi bổ sung hồ sơ.",
        en="A typing error put right; a date moved after a supplement.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} đã đổi ngày hẹn trả {due_changes} lần; ngày hẹn hiện nay "
            "{due_at}, theo thời hạn của thủ tục {statutory_due_at}."
        ),
        en=(
            "Dossier {dossier_code}: due date changed {due_changes} times; now {due_at}, by "
            "the time allowed {statutory_due_at}."
        ),
    )
    components = ("2.1", "5.4")

    changes: int = parameter(1, vi="Từ bao nhiêu lần sửa", en="From so many changes")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("due_changes") >= self.changes)
            .select("unit_code", "dossier_code", "due_changes", "due_at", "statutory_due_at")
        )
