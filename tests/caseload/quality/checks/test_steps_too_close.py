"""The check `steps_too_close`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, seen


def test_59_seconds_are_seen_60_and_unknown_are_not() -> None:
    given = dossiers(*({"shortest_step_seconds": each} for each in (0, 59, 60, None)))
    assert seen("steps_too_close", given) == [1, 2]
