"""Paid online on the portal, in cash at home."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.caseload.quality.check import Check
from parindex.caseload.quality.looking import Frames, Looking
from parindex.rulebook.model import Text


@dataclass(frozen=True)
class PaidOnlineOnPortalOnly(Check):
    """Paid online on the portal, in cash at home."""

    title = Text(
        vi="Cổng ghi thanh toán trực tuyến, địa phương thì không",
        en="Paid online on the portal only",
    )
    seen = Text(
        vi=("Bản sao trên Cổng ghi đã thanh toán trực tuyến, bản ghi của địa phương ghi không."),
        en="The portal's copy says paid online, the local record says not.",
    )
    matters = Text(
        vi=(
            "Có phần mềm gửi mọi khoản đã thu thành thanh toán trực tuyến; điểm 3.6 khi kiểm "
            "tra lại sẽ mất."
        ),
        en=("Some systems send every payment as online; the points of 3.6 are lost at a check."),
    )
    honest = Text(
        vi="Giao dịch trực tuyến chưa ghi về phần mềm một cửa.",
        en="An online payment not yet booked in the one-stop system.",
    )
    words = Text(
        vi=(
            "Hồ sơ {dossier_code}: Cổng ghi thanh toán trực tuyến ({portal_payment}), địa "
            "phương ghi không ({local_payment})."
        ),
        en=(
            "Dossier {dossier_code}: paid online on the portal ({portal_payment}), not "
            "locally ({local_payment})."
        ),
    )
    needs = ("dossiers", "portal")
    components = ("3.6",)

    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen."""
        online = frames["portal"].filter(pl.col("paid_online").is_in((1, 2)))
        return (
            frames["dossiers"]
            .filter(looking.in_hand, pl.col("paid_online").is_in((0, 3)))
            .join(online.select("dossier_code", portal_payment="paid_online"), on="dossier_code")
            .select("unit_code", "dossier_code", "portal_payment", local_payment="paid_online")
        )
