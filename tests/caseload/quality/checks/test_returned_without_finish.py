"""The check `returned_without_finish`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, seen


def test_a_return_without_a_finish_is_seen_by_date_or_by_status() -> None:
    given = dossiers(
        {"finished_at": None},
        {"finished_at": None, "returned_at": None, "status": 10},
        {"finished_at": None, "returned_at": None, "status": 4},
        {},
    )
    assert seen("returned_without_finish", given) == [1, 2]
