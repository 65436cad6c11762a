"""The check `identity_dummy`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from tests.caseload.quality.making import dossiers, look, seen


def test_the_hash_of_a_dummy_is_seen_other_hashes_and_none_are_not() -> None:
    given = dossiers({"subject_hash": "dummy"}, {"subject_hash": "person"}, {"subject_hash": None})
    assert seen(
        "identity_dummy", given, settings=QualitySettings(dummies=frozenset({"dummy"}))
    ) == [1]


def test_without_known_dummies_the_question_is_not_asked() -> None:
    found = look("identity_dummy", dossiers({"subject_hash": "dummy"}))
    assert found.asked == ()
    assert "identity_dummy" in found.skipped
