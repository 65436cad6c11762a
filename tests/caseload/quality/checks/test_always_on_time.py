"""The check `always_on_time`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, units

WITHDRAWN = {
    "status": 7,
    "finished_at": None,
    "returned_at": None,
    "withdrawn_at": at("08-05 09:00"),
}
LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}


def ended(on_time: int, withdrawn: int, late: int = 0) -> dict[str, int]:
    rows = [*[{}] * on_time, *[WITHDRAWN] * withdrawn, *[LATE] * late]
    return units("always_on_time", dossiers(*rows))


def test_five_withdrawn_of_fifty_and_none_late_are_seen() -> None:
    assert ended(45, 5) == {"H44.45": 5}


def test_a_smaller_part_fewer_dossiers_or_one_late_are_not() -> None:
    assert ended(46, 5) == {}
    assert ended(44, 5) == {}
    assert ended(45, 6, late=1) == {}
