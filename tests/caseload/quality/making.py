"""Makes frames of dossiers out of a few words; every dossier is clean unless told otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pyarrow as pa

from parindex.caseload.calendar import Calendar
from parindex.caseload.columns import DOSSIERS, STEPS
from parindex.caseload.periods import Period
from parindex.caseload.quality import Findings, Frames, QualitySettings, letters_frame, run_checks

AUGUST = Period.parse("2026-08")
LATER = datetime.fromisoformat("2026-09-15 09:00")
"""A moment when August is over."""


def at(text: str) -> datetime:
    """Return a moment of 2026, such as at("08-03 08:05") or at("08-03 08:05:30")."""
    return datetime.fromisoformat(f"2026-{text}")


CLEAN: dict[str, Any] = {
    "unit_code": "H44.45",
    "procedure_code": "2.000815",
    "field_code": "hộ tịch",
    "channel": 2,
    "subject": 1,
    "status": 10,
    "filed_at": at("08-03 07:35"),
    "received_at": at("08-03 08:05"),
    "due_at": at("08-10 17:00"),
    "due_changes": 0,
    "finished_at": at("08-07 10:00"),
    "returned_at": at("08-07 15:00"),
    "has_reason": True,
    "supplement_count": 0,
    "paused_seconds": 0,
    "allowed": 5,
    "allowed_unit": "working_days",
    "has_fee": True,
    "paid_online": 1,
    "papers": 3,
    "papers_digitised": 2,
    "papers_reused": 1,
    "papers_from_store": 1,
    "has_digitised_parts": True,
    "uses_population_data": True,
    "results": 1,
    "has_e_result": True,
    "first_paper_hash": "a paper",
    "result_hash": "a result",
    "has_complaint": False,
    "steps": 4,
    "first_step_at": at("08-03 08:10"),
    "last_step_at": at("08-07 15:00"),
    "shortest_step_seconds": 900,
    "closed_by_hash": "an account",
    "has_delete_reason": False,
    "is_synchronised": True,
    "statutory_due_at": at("08-10 17:00"),
    "local_due_at": at("08-10 17:00"),
    "as_of": at("08-08 00:00"),
    "arrived_at": at("08-08 01:00"),
    "batch": "test",
    "content_hash": "content",
    "is_simulated": True,
}
"""Filed, received, finished and returned in August 2026, in time, online."""

OPEN: dict[str, Any] = {
    "status": 4,
    "finished_at": None,
    "returned_at": None,
    "results": 0,
    "has_e_result": False,
    "result_hash": None,
    "last_step_at": at("08-30 09:00"),
}
"""Changes that make it open."""


def dossiers(*changes: dict[str, Any]) -> pl.LazyFrame:
    """Return dossiers that are clean but for the changes, numbered from 1, of one person each."""
    rows = []
    for number, change in enumerate(changes, start=1):
        own = {
            "dossier_code": f"H44.45-260803-{number:04}",
            "subject_hash": f"person {number}",
            "phone_hash": f"phone {number}",
        }
        row = dict.fromkeys(DOSSIERS.names) | CLEAN | own | change
        if "local_due_at" not in change and "due_at" in change:
            row["local_due_at"] = change["due_at"]
        rows.append(row)
    return pl.DataFrame(pl.from_arrow(pa.Table.from_pylist(rows, schema=DOSSIERS))).lazy()


def open_ones(*changes: dict[str, Any]) -> pl.LazyFrame:
    """Return open dossiers, due in September unless told otherwise."""
    september = {"due_at": at("09-20 17:00"), "statutory_due_at": at("09-20 17:00")}
    return dossiers(*(OPEN | september | change for change in changes))


def frames(
    local: pl.LazyFrame | None = None,
    portal: pl.LazyFrame | None = None,
    letters: list[dict[str, Any]] | None = None,
    form: pl.LazyFrame | None = None,
) -> Frames:
    """Return frames with no steps, and letters where they are given."""
    steps = pl.DataFrame(pl.from_arrow(STEPS.empty_table())).lazy()
    sent = None if letters is None else letters_frame(letters)
    return Frames(local if local is not None else dossiers(), portal, steps, sent, form)


CALENDAR = Calendar.vietnam(2025, 2027)


def look(
    check: str,
    source: Frames | pl.LazyFrame,
    *,
    now: datetime = LATER,
    period: Period = AUGUST,
    settings: QualitySettings | None = None,
    calendars: dict[str, Calendar] | None = None,
) -> Findings:
    """Return what one check sees."""
    given = source if isinstance(source, Frames) else frames(source)
    return run_checks(
        given,
        period,
        settings,
        now=now,
        calendar=CALENDAR,
        calendars=calendars,
        only=[check],
    )


def seen(check: str, source: Frames | pl.LazyFrame, **how: Any) -> list[int]:
    """Return the numbers of the dossiers in which a check saw something, after asking it."""
    found = look(check, source, **how)
    assert found.asked == (check,)
    for signal in found:
        for language in ("vi", "en"):
            assert signal.sentence(language)
    codes = found.signals["dossier_code"].to_list()
    return sorted(int(code.split("-")[2]) for code in codes)


def units(check: str, source: Frames | pl.LazyFrame, **how: Any) -> dict[str, int]:
    """Return the units in which a check saw something, with the dossiers it touches."""
    found = look(check, source, **how)
    assert found.asked == (check,)
    for signal in found:
        for language in ("vi", "en"):
            assert signal.sentence(language)
    return dict(zip(found.signals["unit_code"], found.signals["dossiers"], strict=True))
