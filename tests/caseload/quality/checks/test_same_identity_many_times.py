"""The check `same_identity_many_times`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, units


def test_fifty_are_seen_49_and_unknown_identities_are_not() -> None:
    fifty, fewer = [{"subject_hash": "one"}] * 50, [{"subject_hash": "two"}] * 49
    nobody = [{"subject_hash": None}] * 60
    assert units("same_identity_many_times", dossiers(*fifty, *fewer, *nobody)) == {"H44.45": 50}


def test_dossiers_of_two_units_are_not_added() -> None:
    here, there = (
        [{"subject_hash": "one"}] * 25,
        [{"subject_hash": "one", "unit_code": "H44.46"}] * 25,
    )
    assert units("same_identity_many_times", dossiers(*here, *there)) == {}
