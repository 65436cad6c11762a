"""The check `bulk_closing`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, units

LAST = {"finished_at": at("08-31 00:00"), "returned_at": None}


def closed(last: int, before: int, **change: object) -> dict[str, int]:
    day_before = LAST | {"finished_at": at("08-30 23:59")}
    return units("bulk_closing", dossiers(*[LAST | change] * last, *[day_before] * before))


def test_30_of_100_on_the_last_day_are_seen() -> None:
    assert closed(30, 70) == {"H44.45": 30}


def test_29_are_too_few_and_less_than_30_percent_is_too_small_a_part() -> None:
    assert closed(29, 0) == {}
    assert closed(30, 71) == {}


def test_an_unknown_account_is_no_account() -> None:
    assert closed(30, 0, closed_by_hash=None) == {}


def test_two_accounts_are_not_added() -> None:
    rows = [LAST | {"closed_by_hash": f"account {number % 2}"} for number in range(58)]
    assert units("bulk_closing", dossiers(*rows)) == {}


def test_before_the_last_day_has_come_nothing_is_seen() -> None:
    given = dossiers(*[LAST] * 40)
    assert units("bulk_closing", given, now=at("08-31 00:00")) == {}
