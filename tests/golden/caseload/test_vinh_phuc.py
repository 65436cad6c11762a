"""Vĩnh Phúc 2021: on time of what fell due, a third way beside the two ratios."""

from __future__ import annotations

import pytest

from parindex.caseload.periods import Period
from parindex.caseload.simulator import Counts, caseload_with
from tests.golden.caseload.counted import counted, rows_of

ROWS = rows_of("vinh_phuc_2021.csv")


def number(row: dict[str, str], name: str) -> int | None:
    """Return a published figure; an empty cell was not published."""
    return int(row[name]) if row[name] else None


def least_in_hand(row: dict[str, str]) -> int:
    """Return the dossiers in hand; where unpublished, as few as the other figures allow."""
    least = int(row["due"]) + int(row["returned"])
    return number(row, "in_hand") or max(least, int(row["received"]))


def counts(row: dict[str, str]) -> Counts:
    in_hand = least_in_hand(row)
    return Counts(
        "H62.01",
        finished_on_time=int(row["on_time"]),
        finished_late=int(row["overdue"]),
        withdrawn=int(row["returned"]),
        open_within_time=in_hand - int(row["due"]) - int(row["returned"]),
        carried_over=in_hand - int(row["received"]),
        direct=int(row["received"]) - (number(row, "online") or 0),
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["period"])
def test_the_published_figures_come_out_of_dossiers(row: dict[str, str]) -> None:
    period = Period.parse(row["period"])
    found = counted(caseload_with([counts(row)], period), period)["H62.01"]
    finished_late = found["local_finished_overdue"]
    on_time = found["local_on_time"] - found["dossiers_withdrawn"]

    assert on_time == int(row["on_time"])
    assert finished_late == int(row["overdue"])
    assert on_time + finished_late == int(row["due"])
    assert found["dossiers_withdrawn"] == int(row["returned"])
    assert found["dossiers_all_channels"] == int(row["received"])
    for name, fact in (
        ("carried_over", "local_carried_over"),
        ("in_hand", "local_in_hand"),
        ("online", "dossiers_online"),
    ):
        told = number(row, name)
        assert told is None or found[fact] == told, name


def test_the_departments_of_september_are_known_in_full() -> None:
    (row,) = (row for row in ROWS if row["period"] == "2021-09")
    period = Period.parse("2021-09")
    found = counted(caseload_with([counts(row)], period), period)["H62.01"]

    assert found["local_in_hand"] == 4131 + 2171 == 6302
    assert found["local_in_process"] == 6302 - 4169 - 90
    assert round(10_000 * 4157 / 4169) == 9971
    # By Decision 766 the same dossiers: all but the twelve.
    assert found["dossiers_on_time"] == 6302 - 12
    assert found["dossiers_in_hand"] == 6302
