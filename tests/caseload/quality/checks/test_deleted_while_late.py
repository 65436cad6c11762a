"""The check `deleted_while_late`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen

LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}
GONE = {"has_delete_reason": True}


def test_deleted_and_late_together_are_seen() -> None:
    unknown = {"has_delete_reason": None}
    assert seen("deleted_while_late", dossiers(LATE | GONE, GONE, LATE, LATE | unknown)) == [1]
