"""One dossier judged by both rules: each step of the semantics, each state, each setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.judgement import (
    STATE_WORDS,
    TIMING_WORDS,
    Judgement,
    State,
    Timing,
    judge_766,
    judge_local,
)
from parindex.caseload.settings import Compare, JudgementSettings, Stopped, WithoutDue
from tests.caseload.rows_of_dossiers import moment, row

USUAL = JudgementSettings()
END = "2026-09-01T00:00"
RECEIVED = {"received_at": "2026-08-03T08:05", "due_at": "2026-08-24T17:00"}
PAUSE = {
    "first_pause_from": "2026-08-10T10:00",
    "first_pause_until": "2026-08-13T10:00",
    "last_pause_from": "2026-08-10T10:00",
    "last_pause_until": "2026-08-13T10:00",
    "paused_seconds": 3 * 86_400,
}


def whole(**values: Any) -> dict[str, Any]:
    """Return a received dossier whose local due moment is its due date unless it is named."""
    given = {**RECEIVED, **values}
    return row(**{"local_due_at": given["due_at"], **given})


def by_766(at: str = END, settings: JudgementSettings = USUAL, **values: Any) -> Judgement:
    return judge_766(whole(**values), [], moment(at), settings)


def by_local(at: str = END, settings: JudgementSettings = USUAL, **values: Any) -> Judgement:
    return judge_local(whole(**values), [], moment(at), settings)


BOTH = pytest.mark.parametrize("judge", [by_766, by_local])


@BOTH
@pytest.mark.parametrize(
    ("finished", "state"),
    [
        ("2026-08-23T23:59", State.EARLY),
        ("2026-08-24T00:00", State.ON_TIME),
        ("2026-08-24T17:30", State.ON_TIME),  # after the hour, on the day
        ("2026-08-25T00:00", State.LATE),
    ],
)
def test_a_finished_dossier_is_compared_by_date(judge, finished, state):
    found = judge(finished_at=finished)
    assert (found.state, found.timing) == (state, Timing(state.value))
    assert found.is_on_time == (state is not State.LATE)
    assert found.ended_at == moment(finished)


@BOTH
@pytest.mark.parametrize(
    ("finished", "state"),
    [
        ("2026-08-24T16:59:59", State.EARLY),
        ("2026-08-24T17:00:59", State.ON_TIME),
        ("2026-08-24T17:01", State.LATE),
    ],
)
def test_by_minutes_half_an_hour_after_the_hour_is_late(judge, finished, state):
    by_minute = replace(USUAL, compare=Compare.MINUTE)
    assert judge(settings=by_minute, finished_at=finished).state is state


@BOTH
@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-08-25T00:00", State.OPEN_WITHIN_TIME),  # judged at the last second of the 24th
        ("2026-08-25T00:00:01", State.OPEN_OVERDUE),
    ],
)
def test_an_open_dossier_is_within_time_to_the_end_of_the_day_due(judge, at, state):
    found = judge(at)
    assert found.state is state
    assert found.ended_at is None
    assert found.judged_at == moment(at) - timedelta(seconds=1)


@BOTH
def test_what_happens_later_is_not_known_yet(judge):
    later = {"finished_at": END, "withdrawn_at": "2026-09-02T08:00"}
    assert judge(**later).state is State.OPEN_OVERDUE
    assert judge("2026-09-01T00:00:01", **later).state is State.LATE


@BOTH
@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"received_at": None}, State.NOT_RECEIVED),
        ({"received_at": END}, State.NOT_RECEIVED),
        ({"status": 1}, State.NOT_RECEIVED),
        ({"status": 3}, State.REFUSED),
        ({"status": 3, "refused_at": "2026-08-04T08:00"}, State.REFUSED),
        ({"status": 3, "refused_at": END}, State.NOT_RECEIVED),
    ],
)
def test_what_was_not_received_is_not_counted(judge, values, state):
    found = judge(**values)
    assert found.state is state
    assert not found.is_counted
    assert found.is_on_time is None


@BOTH
def test_the_finish_counts_before_the_return_of_the_result(judge):
    found = judge(finished_at="2026-08-24T09:00", returned_at="2026-08-20T09:00")
    assert found.ended_at == moment("2026-08-24T09:00")
    assert judge(returned_at="2026-08-20T09:00").state is State.EARLY


def test_766_takes_one_closed_pause_off_on_the_wall_clock():
    found = by_766(finished_at="2026-08-27T10:00", **PAUSE)
    assert found.paused == timedelta(days=3)
    assert found.judged_at == moment("2026-08-24T10:00")
    assert found.state is State.ON_TIME


def test_766_takes_off_the_first_pause_only():
    two = {**PAUSE, "last_pause_from": "2026-08-17T10:00", "last_pause_until": "2026-08-25T10:00"}
    found = by_766(finished_at="2026-08-28T10:00", **two)
    assert found.paused == timedelta(days=3)
    assert found.state is State.LATE
    assert any("Các lần tạm dừng sau không được trừ" in line.vi for line in found.lines)


def test_766_takes_no_pause_off_that_ends_after_the_moment_judged():
    assert by_766(finished_at="2026-08-12T10:00", **PAUSE).paused == timedelta(0)


def test_a_second_request_for_a_supplement_makes_a_dossier_overdue_in_766_only():
    twice = {"second_supplement_at": "2026-08-12T10:00", "supplement_count": 2}
    finished = {"finished_at": "2026-08-14T10:00", **twice}
    assert by_766(**finished).state is State.LATE
    assert by_local(**finished).state is State.EARLY
    assert by_766("2026-08-20T00:00", **twice).state is State.OPEN_OVERDUE
    assert by_local("2026-08-20T00:00", **twice).state is State.OPEN_WITHIN_TIME
    assert by_766("2026-08-12T10:00", **twice).state is State.OPEN_WITHIN_TIME


def test_766_judges_a_paused_dossier_when_its_pause_began():
    lasts = {**PAUSE, "first_pause_until": None, "last_pause_until": None, "paused_seconds": 0}
    found = by_766(**lasts)
    assert found.state is State.PAUSED
    assert found.judged_at == moment("2026-08-10T10:00")
    assert found.timing is Timing.WITHIN_TIME
    late = {**lasts, "due_at": "2026-08-07T17:00"}
    assert by_766(**late).timing is Timing.OVERDUE
    assert by_766(**late).state is State.PAUSED


def test_a_pause_is_open_at_a_moment_inside_it_whatever_came_after():
    two = {**PAUSE, "last_pause_from": "2026-08-17T10:00", "last_pause_until": "2026-08-18T10:00"}
    for judge in (by_766, by_local):
        assert judge("2026-08-12T00:00", **two).state is State.PAUSED
        assert judge("2026-08-15T00:00", **two).state is State.OPEN_WITHIN_TIME
        assert judge("2026-08-18T00:00", **two).state is State.PAUSED
        assert judge("2026-08-18T10:00", **two).state is State.PAUSED
        assert judge("2026-08-18T10:00:01", **two).state is State.OPEN_WITHIN_TIME


def test_766_uses_the_calendar_where_no_due_date_is_recorded():
    by_calendar = {"due_at": None, "statutory_due_at": "2026-08-22T17:00"}
    assert by_766(**by_calendar, finished_at="2026-08-22T17:00").state is State.ON_TIME
    assert by_766(**by_calendar, finished_at="2026-08-24T07:00").state is State.LATE
    found = by_766(**by_calendar, allowed=15, allowed_unit="working_days")
    assert any("15 ngày làm việc" in line.vi for line in found.lines)


@pytest.mark.parametrize("without", list(WithoutDue))
def test_without_any_due_date_each_rule_has_its_setting(without):
    both = replace(USUAL, without_due_766=without, without_due_local=without)
    good = without is WithoutDue.ON_TIME
    for judge in (by_766, by_local):
        finished = judge(settings=both, due_at=None, finished_at="2026-08-24T09:00")
        assert finished.timing is (Timing.ON_TIME if good else Timing.LATE)
        unfinished = judge(settings=both, due_at=None)
        assert unfinished.timing is (Timing.WITHIN_TIME if good else Timing.OVERDUE)
        assert any(f"= {without}" in line.source_vi for line in finished.lines)


def test_without_any_due_date_a_finished_dossier_still_falls_in_a_class():
    assert by_766(due_at=None, finished_at="2026-08-24T09:00").state is State.LATE
    assert by_local(due_at=None, finished_at="2026-08-24T09:00").state is State.ON_TIME


def test_a_withdrawn_dossier_is_finished_and_on_time_locally_if_the_setting_says_so():
    late = {"withdrawn_at": "2026-08-28T09:00"}
    found = by_local(**late)
    assert (found.state, found.timing) == (State.WITHDRAWN, Timing.ON_TIME)
    compared = by_local(settings=replace(USUAL, withdrawn_local_is_on_time=False), **late)
    assert (compared.state, compared.timing) == (State.WITHDRAWN, Timing.LATE)
    assert by_766(**late).timing is Timing.LATE


def test_a_stopped_dossier_stays_in_process_locally_or_is_finished():
    stopped = {"stopped_at": "2026-08-28T09:00", "status": 8}
    found = by_local(**stopped)
    assert (found.state, found.timing, found.ended_at) == (
        State.STOPPED,
        Timing.WITHIN_TIME,
        None,
    )
    ended = by_local(settings=replace(USUAL, stopped_local=Stopped.FINISHED), **stopped)
    assert (ended.state, ended.timing) == (State.STOPPED, Timing.LATE)
    assert by_766(**stopped).state is State.STOPPED
    assert by_766(**stopped).ended_at == moment("2026-08-28T09:00")


def test_locally_a_paused_dossier_is_within_time_even_after_its_due_date():
    lasts = {**PAUSE, "first_pause_until": None, "last_pause_until": None}
    found = by_local(due_at="2026-08-07T17:00", **lasts)
    assert (found.state, found.timing) == (State.PAUSED, Timing.WITHIN_TIME)


def test_the_local_rule_compares_with_the_date_that_the_clock_moved():
    moved = {"local_due_at": "2026-08-27T17:00", "finished_at": "2026-08-27T09:00"}
    found = by_local(**moved, paused_seconds=3 * 86_400, extended_due_at="2026-08-26T17:00")
    assert found.state is State.ON_TIME
    told = " ".join(line.vi for line in found.lines)
    assert "thời gian tạm dừng và hẹn lại ngày trả 26/08/2026" in told
    assert "từ 17:00 ngày 24/08/2026 thành 17:00 ngày 27/08/2026" in told


def test_steps_up_to_the_moment_are_told_of():
    steps = [{"at": moment("2026-08-04T09:00")}, {"at": moment("2026-09-04T09:00")}]
    found = judge_766(whole(), steps, moment(END), USUAL)
    told = [line.vi for line in found.lines]
    assert "Đã ghi nhận 1 bước xử lý, bước gần nhất lúc 09:00 ngày 04/08/2026." in told


def test_every_state_and_class_has_words_in_both_languages():
    for words in STATE_WORDS.values():
        assert set(words) == set(State)
    for words in TIMING_WORDS.values():
        assert set(words) == set(Timing)


def test_the_reasoning_of_the_handbooks_example_reads_as_written():
    found = by_766(finished_at="2026-08-27T10:00", **PAUSE)
    assert [line.vi for line in found.lines] == [
        (
            "Hồ sơ được tiếp nhận lúc 08:05 ngày 03/08/2026, trước thời điểm xét 23:59:59 ngày "
            "31/08/2026, nên được tính."
        ),
        "Không có bước xử lý nào được ghi nhận.",
        "Thời điểm kết thúc: xử lý xong lúc 10:00 ngày 27/08/2026.",
        (
            "Trừ một lần tạm dừng từ 10:00 ngày 10/08/2026 đến 10:00 ngày 13/08/2026 (3 ngày): "
            "thời điểm so sánh là 10:00 ngày 24/08/2026."
        ),
        "Ngày hẹn trả: 17:00 ngày 24/08/2026.",
        "So theo ngày: 24/08/2026 trùng với 24/08/2026, kết luận: đúng hạn.",
        "Trạng thái: đã giải quyết đúng hạn.",
    ]
    assert found.lines[-2].en == (
        "Compared by date: 24/08/2026 is the same as 24/08/2026: on time."
    )
    assert found.lines[-2].source("vi") == ("Quyết định 766/QĐ-TTg ngày 23/6/2022, chỉ số 2.1")


FIRST = moment("2026-08-01T00:00")
MOMENTS = st.none() | st.integers(0, 80 * 1440).map(lambda n: FIRST + timedelta(minutes=n))
NAMES = (
    "received_at",
    "due_at",
    "statutory_due_at",
    "local_due_at",
    "extended_due_at",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "refused_at",
    "second_supplement_at",
    "first_pause_from",
    "first_pause_until",
    "last_pause_from",
    "last_pause_until",
)
DOSSIERS = st.builds(
    lambda moments, status: row(**dict(zip(NAMES, moments, strict=True)), status=status),
    st.tuples(*[MOMENTS] * len(NAMES)),
    st.integers(1, 10),
)
SETTINGS = st.builds(
    JudgementSettings,
    compare=st.sampled_from(Compare),
    without_due_766=st.sampled_from(WithoutDue),
    without_due_local=st.sampled_from(WithoutDue),
    stopped_local=st.sampled_from(Stopped),
    withdrawn_local_is_on_time=st.booleans(),
)
FINISHED = {Timing.EARLY, Timing.ON_TIME, Timing.LATE}


@settings(max_examples=400, deadline=None)
@given(DOSSIERS, st.integers(0, 80 * 1440).map(lambda n: FIRST + timedelta(minutes=n)), SETTINGS)
def test_every_dossier_falls_in_exactly_one_class_and_says_why(dossier, at, chosen):
    for judge in (judge_766, judge_local):
        found = judge(dossier, [], at, chosen)
        counted = (
            dossier["received_at"] is not None
            and dossier["received_at"] < at
            and dossier["status"] not in {1, 3}
        )
        assert found.is_counted == counted
        assert found.lines[-1].vi == f"Trạng thái: {STATE_WORDS['vi'][found.state]}."
        assert all(line.vi and line.en and "{" not in line.vi + line.en for line in found.lines)
        if counted:
            assert (found.timing in FINISHED) == (found.ended_at is not None)
            assert found.ended_at is None or found.ended_at < at
            assert found.judged_at is not None


@settings(max_examples=200, deadline=None)
@given(DOSSIERS, st.integers(0, 80 * 1440).map(lambda n: FIRST + timedelta(minutes=n)), SETTINGS)
def test_a_later_due_date_never_makes_a_dossier_worse(dossier, at, chosen):
    names = ("due_at", "local_due_at", "statutory_due_at")
    known = [name for name in names if dossier[name] is not None]
    later = {**dossier, **{name: dossier[name] + timedelta(days=1) for name in known}}
    for judge in (judge_766, judge_local):
        one, other = (judge(each, [], at, chosen) for each in (dossier, later))
        assert one.is_counted == other.is_counted
        assert not (one.is_on_time and not other.is_on_time)
