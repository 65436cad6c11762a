"""The check `without_due_date`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, seen


def test_no_due_date_is_seen_even_where_the_time_allowed_gives_one() -> None:
    given = dossiers({"due_at": None}, {"due_at": None, "statutory_due_at": None}, {})
    assert seen("without_due_date", given) == [1, 2]


def test_a_registered_dossier_owes_no_due_date() -> None:
    assert seen("without_due_date", dossiers({"due_at": None, "status": 1})) == []
