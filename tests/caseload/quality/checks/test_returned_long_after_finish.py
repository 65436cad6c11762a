"""The check `returned_long_after_finish`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, seen


def returned(moment: str | None, **how: object) -> list[int]:
    given = {"finished_at": at("08-07 10:00")}
    end = None if moment is None else at(moment)
    return seen("returned_long_after_finish", dossiers(given | {"returned_at": end}), **how)


def test_16_whole_days_are_seen_15_are_not() -> None:
    assert returned("08-23 10:00") == [1]
    assert returned("08-23 09:59") == []


def test_a_result_that_still_lies_there_is_seen() -> None:
    assert returned(None, now=at("08-23 10:00")) == [1]
    assert returned(None, now=at("08-23 09:59")) == []


def test_a_result_of_july_returned_in_august_is_seen() -> None:
    july = {"received_at": at("07-01 08:00"), "finished_at": at("07-10 08:00")}
    assert seen(
        "returned_long_after_finish", dossiers(july | {"returned_at": at("08-01 08:00")})
    ) == [1]
