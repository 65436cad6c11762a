"""The check `unit_refuses_without_reason`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, units

REFUSED = {"status": 3, "refused_at": at("08-04 09:00"), "received_at": None}


def refusals(without: int, with_reason: int, unknown: int = 0) -> dict[str, int]:
    rows = [
        *[REFUSED | {"has_reason": False}] * without,
        *[REFUSED | {"has_reason": True}] * with_reason,
        *[REFUSED | {"has_reason": None}] * unknown,
    ]
    return units("unit_refuses_without_reason", dossiers(*rows))


def test_half_of_ten_is_seen_less_than_half_is_not() -> None:
    assert refusals(5, 5) == {"H44.45": 5}
    assert refusals(5, 6) == {}


def test_nine_refusals_are_too_few_and_unknown_reasons_do_not_count() -> None:
    assert refusals(9, 0) == {}
    assert refusals(9, 0, unknown=5) == {}
    assert refusals(10, 0) == {"H44.45": 10}
