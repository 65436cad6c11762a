"""Finished on the portal while the local record waits or was stopped."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class FinishedOnlyOnPortal(Check):
    """Finished on the portal while the local record waits or was stopped."""

    title = Text(
        vi="Trên Cổng đã xong, tại địa phương chưa xong",
        en="Finished on the portal only",
    )
    seen = Text(
        vi=(
            "Bản sao trên Cổng có trạng thái đã xử lý xong, bản ghi của địa phương đang chờ "
            "bổ sung, chờ nghĩa vụ tài chính hoặc dừng xử lý."
        ),
        en=(
            "The portal's copy is finished; the local record waits for a supplement or a "
            "payment, or was stopped."
        ),
    )
    matters = Text(
        vi=(
            "Phần mềm đổi trạng thái 5, 6, 8 thành 9 khi gửi lên Cổng; thời hạn trên Cổng bị "
            "tính sai."
        ),
        en=(
            "A system turns 5, 6 and 8 into 9 when it sends them, so the portal judges the "
            "wrong moment."
        ),
    )
    honest = Text(
        vi="Hồ sơ vừa kết thúc, bản ghi địa phương chưa cập nhật.",
        en="The dossier has just ended and the local record is older.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code}: Cổng ghi trạng thái {portal_status}, địa phương ghi trạng "
            "thái {local_status}."
        ),
        en=(
            "Dossier {dossier_code}: status {portal_status} on the portal, {local_status} locally."
        ),
    )
    needs = ("dossiers", "portal")
    components = ("2.1", "5.4")

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        waits = (Status.SUPPLEMENT, Status.FINANCIAL_DUTY, Status.STOPPED)
        done = pl.col("status").is_in((int(Status.FINISHED), int(Status.RETURNED)))
        portal = frames["portal"].filter(done).select("dossier_code", portal_status="status")
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("status").is_in([int(each) for each in waits]))
            .join(portal, on="dossier_code")
            .select("unit_code", "dossier_code", "portal_status", local_status="status")
        )
