"""The practice province has something to learn from, up to this morning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import polars as pl
import pyarrow as pa
import pytest

from parindex.caseload.simulator import (
    SimulationError,
    letters_of,
    practice_caseload,
    practice_roles,
    practice_world,
)

UNTIL = datetime.fromisoformat("2026-11-27T10:30")
REFORM = date(2025, 7, 1)
DEPARTMENTS = [("H99.23", "department", 4000), ("H99.21", "department", 600)]
FORMER = [
    (f"H99.{41 + place % 8}.{place:02d}", "commune", 200, None, date(2025, 6, 30))
    for place in range(30)
]
COMMUNES = [(f"H99.{100 + place}", "commune", 400 + 10 * place, REFORM) for place in range(30)]
UNITS = [*DEPARTMENTS, *FORMER, *COMMUNES]


@cache
def made() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the local records and the portal's."""
    batches = list(practice_caseload(UNITS, UNTIL, 1))
    local, portal = (
        pa.concat_tables([b.dossiers for b in batches if b.source == source])
        for source in ("local", "portal")
    )
    return pl.DataFrame(pl.from_arrow(local)), pl.DataFrame(pl.from_arrow(portal))


def open_at(moment: datetime, unit: str) -> pl.DataFrame:
    """Return what was open and overdue in a unit at a moment."""
    ended = pl.min_horizontal("finished_at", "returned_at", "stopped_at", "withdrawn_at")
    return made()[0].filter(
        (pl.col("unit_code") == unit)
        & (pl.col("received_at") < moment)
        & (pl.col("due_at") < moment)
        & ~(ended < moment).fill_null(value=False)
    )


def test_there_are_two_years_of_dossiers_and_copies() -> None:
    local, portal = made()

    assert 60_000 < local["dossier_code"].n_unique() < 100_000
    assert local["received_at"].min() < datetime.fromisoformat("2025-01-04")
    assert portal.height > local.height * 0.9
    assert local["is_simulated"].all()
    assert portal["is_simulated"].all()


def test_communes_that_ended_receive_nothing_afterwards() -> None:
    local = made()[0]
    ended = [unit[0] for unit in FORMER]
    received = local.filter(pl.col("unit_code").is_in(ended))["received_at"]

    assert len(received) > 1000
    assert received.max() < datetime.fromisoformat("2025-07-01")


def test_overdue_dossiers_of_one_commune_grow_from_a_known_week() -> None:
    roles = practice_roles(UNITS, UNTIL)
    begin = datetime.combine(roles.since, datetime.min.time())
    weeks = [open_at(begin + timedelta(weeks=week), roles.slow).height for week in (0, 8, 16, 26)]

    assert roles.since.weekday() == 0
    assert weeks == sorted(weeks)
    assert weeks[0] < 15
    assert weeks[-1] > 60


def test_no_other_commune_has_nearly_as_many() -> None:
    roles = practice_roles(UNITS, UNTIL)
    slow = open_at(UNTIL, roles.slow).height

    assert all(
        open_at(UNTIL, unit[0]).height < slow // 2 for unit in COMMUNES if unit[0] != roles.slow
    )


def test_the_board_of_today_has_files_due_soon() -> None:
    local = made()[0].filter(pl.col("status").is_in([2, 4]))
    soon = local.filter(pl.col("due_at").is_between(UNTIL, UNTIL + timedelta(days=5)))
    today = made()[0].filter(pl.col("received_at") >= UNTIL.replace(hour=0, minute=0))

    assert soon.height > 20
    assert today.height > 20
    assert today["received_at"].max() < UNTIL


def test_letters_are_there_for_most_late_files_and_some_are_late_or_undated() -> None:
    local = made()[0]
    letters = letters_of(local.to_arrow(), 1)
    late = letters.join(local, on="dossier_code").filter(pl.col("sent_at") > pl.col("due_at"))

    assert letters.height > 1000
    assert 0.03 < late.height / letters.height < 0.2
    assert 0.02 < letters["new_due_at"].null_count() / letters.height < 0.1
    assert letters["reason"].n_unique() == 5


def test_another_day_tells_another_story_of_the_same_kind() -> None:
    until = datetime.fromisoformat("2025-09-15T16:00")
    roles = practice_roles(UNITS, until)

    assert roles.since == REFORM  # the commune is younger than half a year
    assert practice_world(UNITS, until, 1).plan.until == until


def test_too_few_communes_are_refused() -> None:
    with pytest.raises(SimulationError, match="needs three"):
        practice_roles(DEPARTMENTS, UNTIL)
