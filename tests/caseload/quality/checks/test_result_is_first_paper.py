"""The check `result_is_first_paper`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, seen


def test_equal_hashes_are_seen_unknown_ones_are_not() -> None:
    given = dossiers(
        {"result_hash": "a paper"}, {"result_hash": None, "first_paper_hash": None}, {}
    )
    assert seen("result_is_first_paper", given) == [1]
