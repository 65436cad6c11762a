"""What the simulator plants, the checks of data quality see."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from parindex.caseload.calendar import Calendar
from parindex.caseload.periods import Period
from parindex.caseload.quality import Frames, QualitySettings, run_checks
from parindex.caseload.simulator.records import KEY
from tests.caseload.simulator.worlds import frame, joined, portion, world

CHECKS = {
    "closed_within_a_minute": "closed_within_a_minute",
    "finished_before_receipt": "finished_before_receipt",
    "finish_is_receipt": "finished_at_receipt",
    "due_date_moved": "due_date_moved",
    "withdrawn_and_refiled": "withdrawn_and_refiled",
    "doubled_by_suffix": "same_dossier_other_code",
    "stopped_sent_as_done": "finished_only_on_portal",
    "no_result_file": "finished_without_result",
    "paper_sent_as_result": "result_is_first_paper",
    "dummy_identity": "identity_dummy",
    "filing_overwritten": "filing_equals_receipt",
    "received_outside_hours": "received_outside_hours",
    "paused_for_weeks": "long_pause",
    "late_and_deleted": "deleted_while_late",
    "returned_without_finish": "returned_without_finish",
    "handed_over_late": "returned_long_after_finish",
    "without_steps": "without_steps",
    "refused_without_reason": "refused_without_reason",
    "paid_online_on_portal_only": "paid_online_on_portal_only",
}


@cache
def signals() -> pl.DataFrame:
    frames = Frames(
        dossiers=frame(portion().dossiers).lazy(),
        portal=frame(portion().portal).lazy(),
        steps=frame(portion().steps).lazy(),
    )
    found = run_checks(
        frames,
        Period.parse("2026"),
        QualitySettings(dummies=KEY.dummies()),
        now=world().plan.until,
        calendar=Calendar.vietnam(2025, 2027),
        only=sorted(set(CHECKS.values())),
    )
    return found.signals


@pytest.mark.parametrize("pattern", sorted(CHECKS))
def test_a_check_sees_what_was_planted(pattern: str) -> None:
    planted = joined().filter((pl.col("pattern") == pattern) & pl.col("twin_of").is_null())
    seen = signals().filter(pl.col("check") == CHECKS[pattern])["dossier_code"]

    assert planted.height > 0
    assert planted.filter(~pl.col("dossier_code").is_in(seen.implode())).height == 0
