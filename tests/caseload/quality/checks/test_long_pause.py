"""The check `long_pause`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from parindex.caseload.settings import DutySettings
from tests.caseload.quality.making import at, look, open_ones, seen


def paused(begun: str, until: str | None) -> dict[str, object]:
    end = None if until is None else at(until)
    return {"last_pause_from": at(begun), "last_pause_until": end}


def test_31_whole_days_are_seen_30_are_not() -> None:
    given = open_ones(
        paused("07-01 09:00", "08-01 09:00"),
        paused("07-01 09:00", "08-01 08:59"),
        paused("07-01 09:00", "07-31 09:00"),
    )
    assert seen("long_pause", given) == [1]


def test_a_pause_that_lasts_counts_up_to_the_moment_of_looking() -> None:
    given = open_ones(paused("08-01 00:00", None), paused("08-01 00:01", None))
    assert seen("long_pause", given) == [1]
    assert seen("long_pause", given, now=at("08-31 23:59:59")) == []


def test_a_long_first_pause_is_seen_behind_a_short_last_one() -> None:
    first = {"first_pause_from": at("05-01 09:00"), "first_pause_until": at("06-10 09:00")}
    [signal] = look("long_pause", open_ones(first | paused("08-01 09:00", "08-02 09:00")))
    assert signal.figures["days"] == 40


def test_the_days_are_a_duty_setting() -> None:
    given = open_ones(paused("08-01 09:00", "08-11 09:00"))
    assert seen(
        "long_pause", given, settings=QualitySettings(DutySettings(paused_too_long_days=9))
    ) == [1]
