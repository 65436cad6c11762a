"""The check `second_supplement`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, seen


def test_two_are_seen_one_is_not() -> None:
    given = dossiers(*({"supplement_count": each} for each in (0, 1, 2, 3)))
    assert seen("second_supplement", given) == [3, 4]
