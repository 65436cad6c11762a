"""The check `series_break`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, units


def months(*counts: int, **how: object) -> dict[str, int]:
    """Receipts of February to August."""
    rows = [
        {"received_at": at(f"0{month}-15 09:00")}
        for month, count in enumerate(counts, start=2)
        for _ in range(count)
    ]
    return units("series_break", dossiers(*rows), **how)


def test_three_times_the_median_is_seen_less_is_not() -> None:
    assert months(50, 50, 50, 50, 50, 50, 150) == {"H44.45": 100}
    assert months(50, 50, 50, 50, 50, 50, 149) == {}


def test_a_third_of_it_is_seen_more_is_not() -> None:
    assert months(150, 150, 150, 150, 150, 150, 50) == {"H44.45": 100}
    assert months(150, 150, 150, 150, 150, 150, 51) == {}


def test_a_month_with_nothing_is_a_month() -> None:
    assert months(100, 100, 100, 100, 100, 100, 0) == {"H44.45": 100}
    assert months(0, 0, 0, 0, 0, 0, 100) == {"H44.45": 100}


def test_a_gap_of_99_is_too_small() -> None:
    assert months(99, 99, 99, 99, 99, 99, 0) == {}


def test_one_month_out_of_line_does_not_move_the_median() -> None:
    assert months(50, 50, 900, 50, 50, 50, 60) == {}
