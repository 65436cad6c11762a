"""The check `refused_without_reason`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen


def test_no_reason_is_seen_a_reason_and_an_unknown_reason_are_not() -> None:
    refused = {"status": 3, "refused_at": at("08-04 09:00"), "received_at": None}
    given = dossiers(*(refused | {"has_reason": each} for each in (False, True, None)))
    assert seen("refused_without_reason", given) == [1]


def test_a_stop_counts_as_well_and_july_does_not() -> None:
    stopped = {"status": 8, "has_reason": False}
    given = dossiers(
        stopped | {"stopped_at": at("08-01 00:00")}, stopped | {"stopped_at": at("07-31 23:59")}
    )
    assert seen("refused_without_reason", given) == [1]


def test_a_refusal_without_a_date_is_that_of_its_last_step() -> None:
    refused = {"status": 3, "refused_at": None, "has_reason": False}
    given = dossiers(
        refused | {"last_step_at": at("08-31 23:59")}, refused | {"last_step_at": at("09-01 00:00")}
    )
    assert seen("refused_without_reason", given) == [1]


def test_a_finished_dossier_without_a_reason_is_no_refusal() -> None:
    assert seen("refused_without_reason", dossiers({"has_reason": False})) == []
