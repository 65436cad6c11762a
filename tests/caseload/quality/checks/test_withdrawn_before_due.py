"""The check `withdrawn_before_due`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen

WITHDRAWN = {"status": 7, "finished_at": None, "returned_at": None, "has_reason": False}


def withdrawn(*days: str, **more: object) -> list[int]:
    rows = [WITHDRAWN | {"withdrawn_at": at(f"08-{day} 16:00")} | more for day in days]
    return seen("withdrawn_before_due", dossiers(*rows))


def test_two_days_before_and_the_day_itself_are_seen_three_days_and_the_day_after_are_not() -> None:
    assert withdrawn("07", "08", "10", "11") == [2, 3]


def test_with_a_paper_or_when_it_is_unknown_nothing_is_seen() -> None:
    assert withdrawn("09", has_reason=True) == []
    assert withdrawn("09", has_reason=None) == []


def test_without_any_due_date_nothing_is_seen() -> None:
    assert withdrawn("09", due_at=None, statutory_due_at=None, local_due_at=None) == []
