"""The check `finished_before_receipt`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen


def test_a_second_before_is_seen_and_the_same_second_is_not() -> None:
    given = dossiers(
        {"finished_at": at("08-03 08:04:59")}, {"finished_at": at("08-03 08:05:00")}, {}
    )
    assert seen("finished_before_receipt", given) == [1]


def test_a_finish_in_july_of_a_dossier_received_in_august_is_seen() -> None:
    assert seen("finished_before_receipt", dossiers({"finished_at": at("07-01 08:00")})) == [1]


def test_a_dossier_that_was_turned_away_is_not_looked_at() -> None:
    assert (
        seen("finished_before_receipt", dossiers({"finished_at": at("08-03 08:00"), "status": 3}))
        == []
    )
