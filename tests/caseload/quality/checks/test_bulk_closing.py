"""The check `bulk_closing`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.periods import Period
from tests.caseload.quality.making import at, dossiers, units

LAST = {"finished_at": at("08-28 00:00"), "returned_at": None}
BEFORE = LAST | {"finished_at": at("08-27 23:59")}


def closed(last: int, before: int, **change: object) -> dict[str, int]:
    return units("bulk_closing", dossiers(*[LAST | change] * last, *[BEFORE] * before))


def test_30_of_100_on_a_last_day_are_seen() -> None:
    assert closed(30, 70) == {"H44.45": 30}


def test_29_are_too_few_and_less_than_30_percent_is_too_small_a_part() -> None:
    assert closed(29, 0) == {}
    assert closed(30, 71) == {}


def test_the_fifth_day_from_the_end_is_no_last_day() -> None:
    assert closed(0, 60) == {}


def test_two_days_are_not_added() -> None:
    assert closed(29, 0, finished_at=at("08-31 09:00")) == {}
    rows = [LAST] * 29 + [LAST | {"finished_at": at("08-31 09:00")}] * 29
    assert units("bulk_closing", dossiers(*rows)) == {}


def test_an_unknown_account_is_no_account() -> None:
    assert closed(30, 0, closed_by_hash=None) == {}


def test_two_accounts_are_not_added_even_when_their_hashes_begin_alike() -> None:
    rows = [LAST | {"closed_by_hash": f"account {number % 2}"} for number in range(58)]
    assert units("bulk_closing", dossiers(*rows)) == {}


def test_before_the_last_days_have_come_nothing_is_seen() -> None:
    assert units("bulk_closing", dossiers(*[LAST] * 40), now=at("08-28 00:00")) == {}


def test_of_a_quarter_each_month_is_looked_at_by_itself() -> None:
    july = {"received_at": at("07-20 09:00"), "finished_at": at("07-31 16:00"), "returned_at": None}
    rows = [july] * 30 + [BEFORE] * 300
    assert units("bulk_closing", dossiers(*rows), period=Period.parse("2026-Q3")) == {"H44.45": 30}
