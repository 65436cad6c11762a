"""The check `everything_digitised`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, units


def papers(full: int, part: int, none: int = 0) -> dict[str, int]:
    rows = [
        *[{"papers": 3, "papers_digitised": 3}] * full,
        *[{"papers": 3, "papers_digitised": 2}] * part,
        *[{"papers": 0, "papers_digitised": 0}] * none,
    ]
    return units("everything_digitised", dossiers(*rows))


def test_all_of_fifty_are_seen_with_one_exception_not() -> None:
    assert papers(50, 0) == {"H44.45": 50}
    assert papers(50, 1) == {}


def test_49_are_too_few_and_dossiers_without_papers_do_not_count() -> None:
    assert papers(49, 0, none=10) == {}
