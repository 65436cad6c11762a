"""Filed online and not taken in within the working hours allowed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.columns import Channel, Status
from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.working_time import working_minutes
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class LateIntake(Check):
    """Filed online and not taken in within the working hours allowed."""

    title = Text(
        vi="Hồ sơ trực tuyến tiếp nhận trễ",
        en="Online dossier taken in late",
    )
    seen = Text(
        vi=(
            "Hồ sơ nộp trực tuyến được tiếp nhận, hoặc vẫn chưa được tiếp nhận, sau hơn số "
            "giờ làm việc quy định."
        ),
        en=(
            "An online dossier was taken in, or still waits, after more working hours than allowed."
        ),
    )
    matters = Text(
        vi=(
            "Hồ sơ trực tuyến phải được kiểm tra trong 8 giờ làm việc; Cổng thống kê riêng hồ"
            " sơ tiếp nhận trễ."
        ),
        en=(
            "An online dossier is to be checked within 8 working hours; the portal lists "
            "those taken in late."
        ),
    )
    honest = Text(
        vi=("Hệ thống gián đoạn; công dân nộp thiếu và được đề nghị bổ sung trước khi tiếp nhận."),
        en="The system was down; papers were lacking and were asked for before receipt.",
    )
    words = Text(
        vi=(
            "Hồ sơ trực tuyến {dossier_code} nộp lúc {filed_at}, tiếp nhận lúc {received_at}:"
            " chờ {working_minutes} phút làm việc."
        ),
        en=(
            "Online dossier {dossier_code}, filed {filed_at}, received {received_at}: it "
            "waited {working_minutes} working minutes."
        ),
    )
    needs = ("dossiers", "calendar")
    duties = ("online_check_working_hours",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        waiting = pl.col("status") == Status.REGISTERED
        taken_in = looking.before(pl.col("received_at"))
        in_period = looking.within(taken_in) | (taken_in.is_null() & waiting)
        found = frames["dossiers"].filter(
            pl.col("channel") == Channel.ONLINE, pl.col("filed_at") < looking.at, in_period
        )
        minutes = working_minutes("filed_at", taken_in.fill_null(looking.at), looking)
        return found.select(
            "unit_code", "dossier_code", "filed_at", received_at=taken_in, working_minutes=minutes
        ).filter(pl.col("working_minutes") > 60 * looking.duty.online_check_working_hours)
