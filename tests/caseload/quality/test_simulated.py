"""On a simulated province, where it is known what was planted, the checks see all of it."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from parindex.caseload.calendar import Calendar
from parindex.caseload.periods import Period
from parindex.caseload.privacy import Secret
from parindex.caseload.quality import (
    Findings,
    Frames,
    QualitySettings,
    discover,
    letters_frame,
    run_checks,
)
from parindex.caseload.simulator.records import KEY
from tests.caseload.simulator.worlds import frame, joined, portion, world

SEEN_BY = {
    "closed_within_a_minute": "closed_within_a_minute",
    "finished_before_receipt": "finished_before_receipt",
    "finish_is_receipt": "finished_at_receipt",
    "due_date_moved": "due_date_moved",
    "doubled_by_suffix": "same_dossier_other_code",
    "stopped_sent_as_done": "finished_only_on_portal",
    "no_result_file": "finished_without_result",
    "paper_sent_as_result": "result_is_first_paper",
    "dummy_identity": "identity_dummy",
    "filing_overwritten": "filing_equals_receipt",
    "taken_in_late": "late_intake",
    "received_outside_hours": "received_outside_hours",
    "paused_for_weeks": "long_pause",
    "late_and_deleted": "deleted_while_late",
    "returned_without_finish": "returned_without_finish",
    "handed_over_late": "returned_long_after_finish",
    "without_steps": "without_steps",
    "refused_without_reason": "refused_without_reason",
    "paid_online_on_portal_only": "paid_online_on_portal_only",
}
"""Pattern that was planted, and the check that is to see it in the dossier."""
ONLY_PLANTED = {
    "closed_within_a_minute",
    "finished_at_receipt",
    "finished_before_receipt",
    "due_date_moved",
    "result_is_first_paper",
    "filing_equals_receipt",
    "identity_dummy",
    "deleted_while_late",
    "returned_without_finish",
    "refused_without_reason",
}
"""Checks that see nothing but what was planted for them."""


@cache
def findings() -> Findings:
    """Return what all checks see in eight months."""
    whole = portion()
    dossiers, portal, steps = (
        frame(table).lazy() for table in (whole.dossiers, whole.portal, whole.steps)
    )
    dummy = KEY.of(Secret.IDENTITY, "000000001")
    return run_checks(
        Frames(dossiers, portal, steps, letters_frame()),
        Period.parse("2026"),
        QualitySettings(dummies=frozenset({str(dummy)})),
        now=world().plan.until,
        calendar=Calendar.vietnam(2025, 2027),
    )


def seen(check: str) -> set[str]:
    return set(findings().of(check=check).signals["dossier_code"])


def planted(pattern: str) -> set[str]:
    return set(joined().filter(pl.col("pattern") == pattern)["dossier_code"])


@pytest.mark.parametrize("pattern", sorted(SEEN_BY))
def test_every_planted_dossier_is_seen(pattern: str) -> None:
    assert planted(pattern)
    assert planted(pattern) - seen(SEEN_BY[pattern]) == set()


@pytest.mark.parametrize("check", sorted(ONLY_PLANTED))
def test_nothing_is_seen_where_nothing_was_planted(check: str) -> None:
    own = {pattern for pattern, name in SEEN_BY.items() if name == check}
    assert seen(check) == set().union(*map(planted, own))


def test_a_dossier_filed_again_is_seen_with_the_new_one() -> None:
    twins = joined().filter(
        pl.col("pattern") == "withdrawn_and_refiled", pl.col("twin_of").is_not_null()
    )
    told = {
        signal.dossier_code: signal.figures["new_code"]
        for signal in findings().of(check="withdrawn_and_refiled")
    }
    assert twins.height > 0
    for old, new in twins.select("twin_of", "dossier_code").iter_rows():
        assert told[old] == new


def test_the_map_names_checks_that_there_are() -> None:
    assert set(SEEN_BY.values()) | ONLY_PLANTED <= set(discover())
