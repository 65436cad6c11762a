"""The check `closed_within_a_minute`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from tests.caseload.quality.making import at, dossiers, seen


def finished(*moments: str) -> list[int]:
    return seen(
        "closed_within_a_minute", dossiers(*({"finished_at": at(each)} for each in moments))
    )


def test_less_than_a_minute_is_seen_and_a_minute_is_not() -> None:
    assert finished("08-03 08:05:01", "08-03 08:05:59", "08-03 08:06:00", "08-03 09:00") == [1, 2]


def test_finish_at_or_before_receipt_is_left_to_other_checks() -> None:
    assert finished("08-03 08:05:00", "08-03 08:04:59") == []


def test_seconds_are_a_setting() -> None:
    given = dossiers({"finished_at": at("08-03 08:05:30")})
    for seconds, expected in ((30, []), (31, [1])):
        how = QualitySettings(parameters={"closed_within_a_minute": {"seconds": seconds}})
        assert seen("closed_within_a_minute", given, settings=how) == expected


def test_a_finish_of_another_month_is_not_seen() -> None:
    july = {"received_at": at("07-31 23:59:30"), "returned_at": None}
    given = dossiers(
        july | {"finished_at": at("07-31 23:59:59")}, july | {"finished_at": at("08-01 00:00:00")}
    )
    assert seen("closed_within_a_minute", given) == [2]
