"""The check `same_phone_many_times`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, look, units


def test_thirty_are_seen_29_and_unknown_phones_are_not() -> None:
    thirty, fewer = [{"phone_hash": "one"}] * 30, [{"phone_hash": "two"}] * 29
    nobody = [{"phone_hash": None}] * 60
    assert units("same_phone_many_times", dossiers(*thirty, *fewer, *nobody)) == {"H44.45": 30}


def test_it_is_told_for_how_many_persons() -> None:
    [signal] = look("same_phone_many_times", dossiers(*[{"phone_hash": "one"}] * 30))
    assert signal.figures["subjects"] == 30
    assert "30 hồ sơ của 30 chủ hồ sơ" in signal.sentence("vi")
