"""A small lake for the story's units: an exact October, a November by hand, a portal's copy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.calendar import Calendar, add_due_dates
from parindex.caseload.columns import DOSSIERS, PROCEDURES, Source
from parindex.caseload.lake import Lake
from parindex.caseload.periods import Period
from parindex.caseload.simulator.exact import Counts, caseload_with
from parindex.web.org.models import Unit
from tests.caseload.rows_of_dossiers import row, table
from tests.web.story import NOW

PROVINCE = "H44"
CODES = ("H44.07", "H44.08", "H44.09")
"""Of the story's three units."""
OCTOBER, NOVEMBER = "2026-10", "2026-11"
WALL = NOW.replace(tzinfo=None)

LATE_OPEN = "H44.07-261102-0001"
"""Due on Wednesday 18 November 2026 and still open on the 22nd."""
LATE_DONE = "H44.07-261102-0002"
NEAR = "H44.07-261102-0003"
"""Due on Monday 23 November: a letter must be there by the 22nd."""
FAR = "H44.07-261102-0004"
TWICE = "H44.07-261102-0005"
"""Overdue by Decision 766 alone, because it was supplemented twice; nobody waits for it."""
OTHER = "H44.08-261102-0001"
"""Late, of another unit."""
EXACT = {
    "H44.07": Counts(
        "H44.07",
        finished_early=20,
        finished_on_time=10,
        finished_late=3,
        open_within_time=5,
        open_overdue=2,
        supplemented_twice=1,
        carried_over=4,
        direct=6,
        postal=2,
        with_fee=10,
        paid_online=4,
        synchronised=30,
    ),
    "H44.08": Counts("H44.08", finished_on_time=8, finished_late=2, direct=1),
}
"""What October comes to; the third unit has nothing."""


def dossier(code: str, received: str, due: str, **more: Any) -> dict[str, Any]:
    """Return a dossier of November, in process unless something else is said."""
    known = {
        "dossier_code": code,
        "unit_code": code.partition("-")[0],
        "procedure_code": "2.000815",
        "channel": 2,
        "status": 4,
        "filed_at": received,
        "received_at": received,
        "due_at": due,
        "local_due_at": due,
        "statutory_due_at": due,
        "as_of": "2026-11-20T08:00",
        "arrived_at": "2026-11-20T08:00",
        "content_hash": code,
    }
    return row(**{**known, **more})


def november() -> list[dict[str, Any]]:
    """Return the dossiers of November."""
    done = {"status": 10, "finished_at": "2026-11-20T10:00", "returned_at": "2026-11-20T10:30"}
    supplements = {
        "supplement_count": 2,
        "first_pause_from": "2026-11-03T08:00",
        "first_pause_until": "2026-11-04T08:00",
        "second_supplement_at": "2026-11-05T08:00",
        "last_pause_from": "2026-11-05T08:00",
        "last_pause_until": "2026-11-06T08:00",
        "paused_seconds": 172_800,
    }
    return [
        dossier(LATE_OPEN, "2026-11-02T08:00", "2026-11-18T17:00"),
        dossier(LATE_DONE, "2026-11-02T08:10", "2026-11-16T17:00", **done),
        dossier(NEAR, "2026-11-02T08:20", "2026-11-23T17:00"),
        dossier(FAR, "2026-11-02T08:30", "2026-12-15T17:00"),
        dossier(TWICE, "2026-11-02T08:40", "2026-11-25T17:00", **done, **supplements),
        dossier(OTHER, "2026-11-02T09:00", "2026-11-17T17:00"),
    ]


def portal_of(local: pa.Table) -> pa.Table:
    """Return a copy in which some dossiers differ, each in one way."""
    frame = pl.DataFrame(pl.from_arrow(local)).filter(pl.col("dossier_code") != FAR)
    code = pl.col("dossier_code")
    later = pl.col("due_at") + pl.duration(days=2)
    changed = frame.with_columns(
        due_at=pl.when(code == LATE_DONE).then(later).otherwise(pl.col("due_at")),
        channel=pl.when(code == NEAR).then(pl.lit(1, pl.Int8)).otherwise(pl.col("channel")),
    )
    return changed.to_arrow().cast(DOSSIERS)


def make_lake(root: Path, *, portal: bool = True) -> Lake:
    """Write the lake of the tests."""
    lake = Lake(root)
    calendar = Calendar.vietnam(2025, 2027)
    exact = caseload_with(list(EXACT.values()), Period.parse(OCTOBER))
    local = pa.concat_tables([exact, table(*november())])

    def clock(rows: pa.Table) -> pa.Table:
        return add_due_dates(rows, calendar)

    at = datetime.fromisoformat("2026-11-21T01:00")
    lake.write(Batch.of("local", Source.LOCAL, at, dossiers=local), clock=clock)
    if portal:
        copy = Batch.of("portal", Source.PORTAL, at, dossiers=portal_of(local))
        lake.write(copy, clock=clock)
    lake.put("procedures", pa.Table.from_pylist([PROCEDURE], PROCEDURES))
    return lake


PROCEDURE = {
    "procedure_code": "2.000815",
    "name": "Chứng thực bản sao từ bản chính giấy tờ",
    "field_code": "G15",
    "field_name": "Chứng thực",
    "level": 4,
    "has_fee": True,
    "offers_online_payment": True,
    "is_connected": True,
    "allowed": 2,
    "allowed_unit": "working_days",
}


def give_codes(province: Unit, units: list[Unit]) -> None:
    """Give the story's units the codes that the lake speaks of."""
    Unit.objects.filter(pk=province.pk).update(agency_code=PROVINCE)
    for unit, code in zip(units, CODES, strict=False):
        Unit.objects.filter(pk=unit.pk).update(agency_code=code)
        unit.agency_code = code
    province.agency_code = PROVINCE
