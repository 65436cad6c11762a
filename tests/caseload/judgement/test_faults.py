"""Faults seen in real one-stop systems and report builders: each is a test of ours.

The handbook of dossiers lists them in section 4 (deadlines) and section 6 (report tables). Those
of section 6 that concern sums over tables are tested on a form that is built here, dossier by
dossier, from single judgements.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.calendar import Calendar, OutsideCalendarError, add_due_dates
from parindex.caseload.columns import TimeUnit
from parindex.caseload.judgement import Timing, judge_766, judge_local
from parindex.caseload.periods import Period
from tests.caseload.rows_of_dossiers import moment, row, table

AUGUST = Period.parse("2026-08")
CALENDAR = Calendar.vietnam(2024, 2027)
COLUMNS = {
    8: Timing.EARLY,
    9: Timing.ON_TIME,
    10: Timing.LATE,
    12: Timing.WITHIN_TIME,
    13: Timing.OVERDUE,
}


def form(dossiers: Iterable[dict[str, Any]], period: Period) -> dict[int, int]:
    """Return columns 3 to 13 of form II.06a, counted dossier by dossier."""
    columns = dict.fromkeys(range(3, 14), 0)
    for dossier in dossiers:
        found = judge_local(dossier, [], period.end)
        before = judge_local(dossier, [], period.start)
        is_new = not before.is_counted
        if not found.is_counted or (not is_new and before.ended_at is not None):
            continue
        columns[3] += 1
        columns[(4 if dossier["channel"] == 2 else 5) if is_new else 6] += 1
        columns[11 if found.ended_at is None else 7] += 1
        for column, timing in COLUMNS.items():
            columns[column] += found.timing is timing
    return columns


def assert_identities(found: dict[int, int]) -> None:
    assert found[3] == found[4] + found[5] + found[6]
    assert found[7] == found[8] + found[9] + found[10]
    assert found[11] == found[12] + found[13]
    assert found[3] == found[7] + found[11]


# section 4


def test_a_row_that_cannot_be_worked_out_gets_no_default_date_and_its_neighbours_keep_theirs():
    good = {"received_at": "2026-08-03T08:05", "allowed": 15, "allowed_unit": "working_days"}
    rows = table(
        row(**good),
        row(**{**good, "received_at": None}),
        row(**{**good, "allowed": None}),
        row(**{**good, "allowed": -1}),
        row(**{**good, "received_at": "1926-08-03T08:05"}),
        row(**good),
    )
    filled = add_due_dates(rows, CALENDAR)
    right = moment("2026-08-22T17:00")
    for name in ("statutory_due_at", "local_due_at"):
        assert filled[name].to_pylist() == [right, None, None, None, None, right]


def test_one_by_one_such_a_row_is_refused_aloud():
    received = np.array(["1926-08-03T08:05"], dtype="datetime64[us]")
    with pytest.raises(OutsideCalendarError, match="nothing was guessed"):
        CALENDAR.due(received, np.array([1]), TimeUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2024-04-26T09:00", "2024-05-02T17:00"),  # 29/4 swapped, 30/4 and 1/5 off
        ("2025-01-24T09:00", "2025-02-03T17:00"),  # Tết
        ("2026-08-28T09:00", "2026-09-03T17:00"),
    ],
)
def test_holidays_that_are_over_are_in_the_calendar_as_those_to_come(received, expected):
    moments = np.array([received], dtype="datetime64[us]")
    found = CALENDAR.due(moments, np.array([1]), TimeUnit.WORKING_DAYS)
    assert found[0].item() == moment(expected)


def test_a_pause_over_tet_gives_a_deadline_of_working_days_no_more_than_was_lost():
    ends = dict.fromkeys(("first_pause_from", "last_pause_from"), "2025-01-24T10:00")
    overs = dict.fromkeys(("first_pause_until", "last_pause_until"), "2025-02-03T10:00")
    paused = row(
        **ends,
        **overs,
        due_at="2025-02-05T17:00",
        paused_seconds=10 * 86_400,
        allowed_unit="working_days",
    )
    filled = add_due_dates(table(paused), CALENDAR)
    assert filled["local_due_at"].to_pylist() == [moment("2025-02-06T17:00")]


# section 6


@pytest.mark.parametrize("due", ["2026-08-20T17:00", "2026-09-20T17:00"])
def test_a_paused_dossier_is_counted_once_whether_its_due_date_is_over_or_not(due):
    paused = row(
        status=5,
        received_at="2026-08-03T08:00",
        due_at=due,
        local_due_at=due,
        first_pause_from="2026-08-10T08:00",
        last_pause_from="2026-08-10T08:00",
    )
    found = form([paused], AUGUST)
    assert (found[12], found[13]) == (1, 0)
    assert_identities(found)


def test_a_dossier_finished_on_the_first_day_was_carried_over():
    first_day = row(
        received_at="2026-07-20T08:00",
        local_due_at="2026-08-05T17:00",
        finished_at="2026-08-01T00:00",
    )
    found = form([first_day], AUGUST)
    assert (found[3], found[6], found[7], found[8]) == (1, 1, 1, 1)
    the_day_before = first_day | {"finished_at": moment("2026-07-31T23:59:59")}
    assert form([the_day_before], AUGUST)[3] == 0


def test_a_finished_dossier_without_due_date_falls_in_a_class():
    found = form([row(received_at="2026-08-03T08:00", finished_at="2026-08-04T08:00")], AUGUST)
    assert (found[7], found[9]) == (1, 1)
    assert_identities(found)


def test_a_postal_dossier_is_in_the_total():
    channels = [row(received_at="2026-08-03T08:00", channel=channel) for channel in (1, 2, 3)]
    found = form(channels, AUGUST)
    assert (found[3], found[4], found[5]) == (3, 1, 2)


JULY = moment("2026-07-01T00:00")
MOMENTS = st.none() | st.integers(0, 80 * 24).map(lambda hours: JULY + timedelta(hours=hours))
NAMES = (
    "received_at",
    "local_due_at",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "first_pause_from",
    "first_pause_until",
    "last_pause_from",
    "last_pause_until",
)
DOSSIERS = st.builds(
    lambda moments, status, channel: row(
        **dict(zip(NAMES, moments, strict=True)), status=status, channel=channel
    ),
    st.tuples(*[MOMENTS] * len(NAMES)),
    st.integers(1, 10),
    st.integers(1, 3),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(DOSSIERS, max_size=30))
def test_the_identities_of_the_form_hold_for_any_dossiers(dossiers):
    assert_identities(form(dossiers, AUGUST))


def test_the_two_rules_part_where_the_press_and_the_portal_do():
    """A supplement asked for twice: finished on time at home, late at the portal."""
    dossier = row(
        received_at="2026-08-03T08:00",
        due_at="2026-08-24T17:00",
        local_due_at="2026-08-24T17:00",
        finished_at="2026-08-20T10:00",
        second_supplement_at="2026-08-12T10:00",
        supplement_count=2,
    )
    assert judge_local(dossier, [], AUGUST.end).is_on_time
    assert not judge_766(dossier, [], AUGUST.end).is_on_time
