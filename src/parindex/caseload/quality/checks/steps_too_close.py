"""Two steps of the process follow within a minute."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check, parameter
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class StepsTooClose(Check):
    """Two steps of the process follow within a minute."""

    title = Text(
        vi="Các bước xử lý sát nhau",
        en="Steps too close",
    )
    seen = Text(
        vi="Hai bước xử lý liền nhau cách nhau chưa đến số giây đã đặt.",
        en="Two steps follow each other within fewer seconds than set.",
    )
    matters = Text(
        vi="Quy trình có thể chỉ được bấm cho đủ bước, không có ai thực sự xem xét hồ sơ.",
        en=(
            "The process may merely have been clicked through, with nobody looking at the dossier."
        ),
    )
    honest = Text(
        vi="Một người làm hai bước liền nhau; bước do hệ thống tự chuyển.",
        en="One person does two steps in a row; a step that the system takes by itself.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code} có {steps} bước, hai bước gần nhau nhất cách nhau {seconds} giây."
        ),
        en=("Dossier {dossier_code} has {steps} steps, the closest two {seconds} seconds apart."),
    )

    seconds: int = parameter(60, vi="Ít hơn bao nhiêu giây", en="Fewer seconds than this")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("shortest_step_seconds") < self.seconds)
            .select("unit_code", "dossier_code", "steps", seconds="shortest_step_seconds")
        )
