"""The check `filing_equals_receipt`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen


def filed(moment: str | None, channel: int = 2) -> list[int]:
    given = {"filed_at": None if moment is None else at(moment), "channel": channel}
    return seen("filing_equals_receipt", dossiers(given))


def test_the_same_second_is_seen_a_second_apart_and_unknown_are_not() -> None:
    assert filed("08-03 08:05:00") == [1]
    assert filed("08-03 08:04:59") == []
    assert filed(None) == []


def test_at_the_counter_filing_and_receipt_are_one() -> None:
    assert filed("08-03 08:05:00", channel=1) == []
