"""The check `without_steps`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, open_ones, seen


def test_no_step_is_seen_after_a_day() -> None:
    given = open_ones(
        {"steps": 0, "received_at": at("08-30 23:59:59")},
        {"steps": 0, "received_at": at("08-31 00:00:00")},
        {"steps": 1},
    )
    assert seen("without_steps", given) == [1]
