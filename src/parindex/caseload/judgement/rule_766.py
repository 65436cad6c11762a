"""Decision 766: how the national portal judges one dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from parindex.caseload.judgement.reading import (
    NOTHING,
    SECOND,
    Dossier,
    allowed_words,
    before,
    first_end,
    hold_against,
    not_counted,
    open_pause,
    opening_lines,
    without_due,
)
from parindex.caseload.judgement.values import Judgement, Line, State, Timing
from parindex.caseload.judgement.wording import say
from parindex.caseload.settings import JudgementSettings

ENDS = ("finished_at", "returned_at", "stopped_at", "withdrawn_at")
"""In the order in which the rule looks for them."""
STATES = {Timing.EARLY: State.EARLY, Timing.ON_TIME: State.ON_TIME, Timing.LATE: State.LATE}


def judge_766(
    dossier: Dossier,
    steps: Iterable[Dossier],
    at: datetime,
    settings: JudgementSettings | None = None,
) -> Judgement:
    """Judge a dossier as indicator 2.1 of Decision 766 does.

    Parameters
    ----------
    dossier : Mapping
        A row of the table `dossiers` as plain values; None is not known.
    steps : iterable of Mapping
        Its rows of the table `steps`; they are told of, they decide nothing.
    at : datetime
        The first moment that is not looked at, such as the end of a period: what happened before
        it is known, and a dossier in process is judged one second before it.
    settings : JudgementSettings, optional
        What the texts leave open.

    References
    ----------
    .. [1] Decision 766/QĐ-TTg of 23/6/2022; the four steps as the handbook of dossiers has them,
       section 2: end, second request for a supplement, one pause, due date.
    """
    settings = settings or JudgementSettings()
    if (found := not_counted(dossier, at)) is not None:
        return found
    lines = opening_lines(dossier, steps, at)
    name, ended = first_end(dossier, ENDS, at)
    paused_since = open_pause(dossier, at) if ended is None else None
    end = ended or paused_since or at - SECOND
    lines.append(say(name or ("paused_766" if paused_since else "open"), "766", end=end))
    second = before(dossier, "second_supplement_at", at)
    if second is not None:
        lines.append(say("asked_twice", "766", second=second))
    pause = _pause(dossier, end, lines)
    judged = end - pause
    due = _due(dossier, lines)
    timing = _timing(judged, due, second, settings, lines, is_open=ended is None)
    state = _state(name, timing, is_paused=paused_since is not None)
    lines.append(say("state", "766", state=state))
    return Judgement(state, timing, ended, judged, pause, due, tuple(lines))


def _pause(dossier: Dossier, end: datetime, lines: list[Line]) -> timedelta:
    """Return what is taken off: the first pause, if it was over by the end; once, wall clock."""
    begun, over = dossier["first_pause_from"], dossier["first_pause_until"]
    if begun is None or over is None or not begun < over <= end:
        lines.append(say("no_pause", "766"))
        return NOTHING
    pause: timedelta = over - begun
    judged = end - pause
    lines.append(say("pause_taken_off", "766", begun=begun, over=over, paused=pause, judged=judged))
    if dossier["last_pause_from"] not in {None, begun}:
        lines.append(say("one_pause_only", "766"))
    return pause


def _due(dossier: Dossier, lines: list[Line]) -> datetime | None:
    due: datetime | None = dossier["due_at"]
    if due is not None:
        lines.append(say("due", "record", due=due))
        return due
    by_calendar: datetime | None = dossier["statutory_due_at"]
    if by_calendar is not None:
        allowed = allowed_words(dossier)
        lines.append(say("due_by_calendar", "calendar", allowed=allowed, due=by_calendar))
    return by_calendar


def _timing(
    judged: datetime,
    due: datetime | None,
    second: datetime | None,
    settings: JudgementSettings,
    lines: list[Line],
    *,
    is_open: bool,
) -> Timing:
    if second is not None:
        timing = Timing.OVERDUE if is_open else Timing.LATE
        lines.append(say("asked_twice_stays", "766", timing=timing))
        return timing
    if due is None:
        timing, line = without_due(settings.without_due_766, "without_due_766", is_open=is_open)
    else:
        timing, line = hold_against(judged, due, settings, "766", is_open=is_open)
    lines.append(line)
    return timing


def _state(name: str, timing: Timing, *, is_paused: bool) -> State:
    if name == "stopped_at":
        return State.STOPPED
    if name == "withdrawn_at":
        return State.WITHDRAWN
    if name:
        return STATES[timing]
    if is_paused:
        return State.PAUSED
    return State.OPEN_WITHIN_TIME if timing is Timing.WITHIN_TIME else State.OPEN_OVERDUE
