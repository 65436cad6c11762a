"""The check `idle_and_overdue`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, open_ones, seen


def idle(last_step: str | None, due: str = "07-20 17:00") -> list[int]:
    step = None if last_step is None else at(last_step)
    given = {"received_at": at("07-01 08:00"), "due_at": at(due), "last_step_at": step}
    return seen("idle_and_overdue", open_ones(given))


def test_31_whole_days_are_seen_30_are_not() -> None:
    assert idle("08-01 00:00:00") == [1]
    assert idle("08-01 00:00:01") == []


def test_within_time_it_may_rest_and_without_steps_another_check_sees_it() -> None:
    assert idle("07-15 09:00", due="08-31 17:00") == []
    assert idle(None) == []
