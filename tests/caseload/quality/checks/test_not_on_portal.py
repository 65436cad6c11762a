"""The check `not_on_portal`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, frames, seen


def missing(received: str, **how: object) -> list[int]:
    given = frames(dossiers({"received_at": at(received)}), dossiers())
    return seen("not_on_portal", given, **how)


def test_a_copy_is_enough_and_none_is_seen() -> None:
    assert seen("not_on_portal", frames(dossiers({}, {}), dossiers({}))) == [2]


def test_after_a_day_and_a_second_it_is_seen_after_a_day_not_yet() -> None:
    assert missing("08-19 23:59:59", now=at("08-21 00:00:00")) == [1]
    assert missing("08-20 00:00:00", now=at("08-21 00:00:00")) == []


def test_a_dossier_received_before_the_period_is_not_asked_for() -> None:
    assert missing("07-31 23:59:59") == []
