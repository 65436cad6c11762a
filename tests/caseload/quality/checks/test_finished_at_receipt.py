"""The check `finished_at_receipt`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen


def test_the_same_second_is_seen_and_the_next_is_not() -> None:
    given = dossiers(
        {"finished_at": at("08-03 08:05:00"), "due_at": None},
        {"finished_at": at("08-03 08:05:01")},
        {"finished_at": at("08-03 08:04:59")},
    )
    assert seen("finished_at_receipt", given) == [1]
