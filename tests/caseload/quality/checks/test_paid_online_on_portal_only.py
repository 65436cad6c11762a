"""The check `paid_online_on_portal_only`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, frames, seen


def test_online_there_and_not_here_is_seen_unknown_is_not() -> None:
    codes = (None, 0, 1, 2, 3)
    both = [(local, portal) for local in codes for portal in codes]
    local = dossiers(*({"paid_online": paid} for paid, _ in both))
    portal = dossiers(*({"paid_online": paid} for _, paid in both))
    numbers = seen("paid_online_on_portal_only", frames(local, portal))
    assert [both[number - 1] for number in numbers] == [(0, 1), (0, 2), (3, 1), (3, 2)]
