"""The state of a dossier: the same from any order of arrival, equal to a fold done by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.lake.fold import fold
from parindex.caseload.lake.identity import event_ids
from tests.caseload.lake.records import (
    code,
    dossiers,
    hours,
    slow_fold,
    snapshot,
    states_of,
    step,
    steps,
)

Rows = list[dict[str, Any]]

maybe = st.one_of(st.none(), st.integers(0, 30).map(hours))
statuses = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])


@st.composite
def snapshots(draw: st.DrawFn) -> dict[str, Any]:
    paused = draw(st.sampled_from(["never", "open", "closed"]))
    begun, until = hours(draw(st.integers(0, 5))), hours(draw(st.integers(6, 9)))
    return snapshot(
        draw(st.integers(1, 3)),
        as_of=draw(st.integers(0, 20)),
        arrived=draw(st.integers(0, 5)),
        content_hash=draw(st.sampled_from("abc")),
        status=draw(statuses),
        received_at=draw(st.one_of(st.none(), st.just(hours(0)))),
        due_at=draw(maybe),
        extended_due_at=draw(maybe),
        finished_at=draw(maybe),
        returned_at=draw(maybe),
        supplement_count=draw(st.integers(0, 2)),
        first_pause_from=None if paused == "never" else begun,
        last_pause_from=None if paused == "never" else begun,
        first_pause_until=until if paused == "closed" else None,
        last_pause_until=until if paused == "closed" else None,
        paused_seconds=int((until - begun).total_seconds()) if paused == "closed" else 0,
        steps=draw(st.integers(0, 3)),
        last_step_at=draw(maybe),
        shortest_step_seconds=draw(st.one_of(st.none(), st.integers(0, 9000))),
    )


@st.composite
def moves(draw: st.DrawFn) -> dict[str, Any]:
    return step(
        draw(st.integers(1, 3)),
        at=draw(st.integers(0, 30)),
        status=draw(st.one_of(st.none(), statuses)),
        arrived=draw(st.integers(0, 5)),
        handler_hash=draw(st.sampled_from([None, "h1", "h2"])),
    )


def one_content_a_step(rows: Rows) -> Rows:
    """Two steps of one id have one content: the id is its hash."""
    return list({each["step_id"]: each for each in rows}.values())


def named(rows: Rows) -> pl.DataFrame:
    frame = pl.DataFrame(dossiers(rows))
    return frame.with_columns(event_ids(frame, "local"))


def folded(said: Rows, done: Rows) -> Rows:
    return states_of(fold(named(said), pl.DataFrame(steps(done))))


@settings(max_examples=100, deadline=None)
@given(st.lists(snapshots(), max_size=6), st.lists(moves(), max_size=9).map(one_content_a_step))
def test_the_fold_equals_a_fold_done_by_hand(said: Rows, done: Rows) -> None:
    assert folded(said, done) == slow_fold(named(said).to_dicts(), done)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(snapshots(), min_size=1, max_size=6),
    st.lists(moves(), max_size=9).map(one_content_a_step),
    st.data(),
)
def test_no_order_of_arrival_and_no_repetition_changes_a_state(
    said: Rows, done: Rows, data: st.DataObject
) -> None:
    again = data.draw(
        st.permutations(said + data.draw(st.lists(st.sampled_from(said), max_size=4)))
    )
    repeated = done + (data.draw(st.lists(st.sampled_from(done), max_size=4)) if done else [])
    assert folded(again, data.draw(st.permutations(repeated))) == folded(said, done)


def test_the_newest_snapshot_speaks_for_the_whole_dossier() -> None:
    old = snapshot(as_of=5, arrived=9, status=4, has_fee=True)
    new = snapshot(as_of=6, arrived=1, status=9, has_fee=None, finished_at=hours(6))
    [state] = folded([new, old], [])
    assert (state["status"], state["has_fee"], state["as_of"]) == (9, None, hours(6))


def test_a_late_step_before_the_snapshot_moves_nothing_but_is_counted() -> None:
    [state] = folded([snapshot(as_of=9, status=9, finished_at=hours(9))], [step(at=3, status=5)])
    assert (state["status"], state["supplement_count"], state["steps"]) == (9, 0, 1)
    assert state["first_step_at"] == hours(3)


def test_steps_after_the_snapshot_pause_resume_and_finish_the_dossier() -> None:
    done = [step(at=at, status=status) for at, status in ((2, 5), (3, 5), (7, 4), (9, 9), (10, 10))]
    [state] = folded([snapshot(as_of=1)], done)
    assert state["supplement_count"] == 1
    assert (state["first_pause_from"], state["first_pause_until"]) == (hours(2), hours(7))
    assert state["paused_seconds"] == 5 * 3600
    assert (state["finished_at"], state["returned_at"], state["status"]) == (
        hours(9),
        hours(10),
        10,
    )


def test_a_second_request_for_supplements_is_dated() -> None:
    done = [step(at=at, status=status) for at, status in ((2, 5), (4, 4), (6, 5))]
    [state] = folded([snapshot(as_of=1)], done)
    assert (state["supplement_count"], state["second_supplement_at"]) == (2, hours(6))
    assert (state["first_pause_until"], state["last_pause_from"]) == (hours(4), hours(6))
    assert state["last_pause_until"] is None


def test_a_supplement_request_counts_beside_a_pause_for_financial_duty() -> None:
    done = [step(at=at, status=status) for at, status in ((2, 6), (4, 5), (6, 4))]
    [state] = folded([snapshot(as_of=1)], done)
    assert (state["supplement_count"], state["paused_seconds"]) == (1, 4 * 3600)


@pytest.mark.parametrize(("status", "expected"), [(9, 9), (2, 4)])
def test_of_the_same_moment_only_a_step_further_on_the_way_counts(
    status: int, expected: int
) -> None:
    [state] = folded([snapshot(as_of=1, status=4)], [step(at=1, status=status)])
    assert state["status"] == expected


def test_an_extension_does_not_move_the_promised_date() -> None:
    promised = snapshot(as_of=1, due_at=hours(100))
    moved = snapshot(as_of=2, due_at=hours(200), extended_due_at=hours(200))
    [state] = folded([promised, moved], [])
    assert (state["due_at"], state["extended_due_at"]) == (hours(100), hours(200))
    assert state["due_changes"] == 1


def test_a_due_date_moved_without_an_extension_moves_and_is_counted() -> None:
    said = [snapshot(as_of=day, due_at=hours(due)) for day, due in ((1, 100), (2, 90), (3, 100))]
    [state] = folded(said, [])
    assert (state["due_at"], state["due_changes"]) == (hours(100), 1)


def test_steps_without_a_snapshot_make_no_dossier() -> None:
    assert folded([], [step(at=1, status=9)]) == []
    assert [each["dossier_code"] for each in folded([snapshot(2)], [step(1, at=1, status=9)])] == [
        code(2)
    ]


def test_what_arrived_twice_keeps_its_first_arrival() -> None:
    [state] = folded([snapshot(arrived=7), snapshot(arrived=3)], [])
    assert state["arrived_at"] == hours(3)


def test_the_name_of_a_record_hangs_on_all_that_it_says_and_on_nothing_else() -> None:
    base = snapshot()
    same = [
        {"arrived_at": hours(9)},
        {"batch": "x"},
        {"content_hash": "x"},
        {"local_due_at": hours(1)},
    ]
    other = [{"has_fee": False}, {"papers": 1}, {"as_of": hours(1)}, {"field_code": ""}]
    ids = named([base, *({**base, **each} for each in same + other)])["event_id"].to_list()
    assert set(ids[: len(same) + 1]) == {ids[0]}
    assert len(set(ids[len(same) :])) == len(other) + 1
    frame = pl.DataFrame(dossiers([base]))
    assert event_ids(frame, "portal").item() != ids[0]


def test_a_moment_far_back_is_kept_to_the_microsecond() -> None:
    [state] = folded([snapshot(received_at=hours(0) + timedelta(microseconds=1))], [])
    assert state["received_at"].microsecond == 1
