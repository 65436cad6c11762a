"""The check `finished_only_on_portal`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, frames, look, open_ones, seen


def test_waiting_and_stopped_records_that_are_finished_on_the_portal_are_seen() -> None:
    both = [(local, portal) for local in range(2, 11) for portal in range(1, 11)]
    local = open_ones(*({"status": status} for status, _ in both))
    portal = dossiers(*({"status": status} for _, status in both))
    found = [both[number - 1] for number in seen("finished_only_on_portal", frames(local, portal))]
    assert found == [(local, portal) for local in (5, 6, 8) for portal in (9, 10)]


def test_without_the_portal_the_question_is_not_asked() -> None:
    found = look("finished_only_on_portal", open_ones({"status": 5}))
    assert found.asked == ()
    assert "Cổng Dịch vụ công quốc gia" in found.skipped["finished_only_on_portal"].vi
