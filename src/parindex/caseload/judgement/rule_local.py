"""The one-stop report, form II.06a: how a province's own system judges one dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parindex.caseload.judgement.reading import (
    NOTHING,
    SECOND,
    Dossier,
    allowed_words,
    first_end,
    hold_against,
    not_counted,
    open_pause,
    opening_lines,
    without_due,
)
from parindex.caseload.judgement.rule_766 import STATES
from parindex.caseload.judgement.values import Judgement, Line, State, Timing
from parindex.caseload.judgement.wording import say
from parindex.caseload.settings import JudgementSettings, Stopped

ENDS = ("finished_at", "returned_at", "withdrawn_at", "stopped_at")
"""In the order in which the rule looks for them."""


def judge_local(
    dossier: Dossier,
    steps: Iterable[Dossier],
    at: datetime,
    settings: JudgementSettings | None = None,
) -> Judgement:
    """Judge a dossier as the one-stop report does; each falls in one class only.

    Parameters
    ----------
    dossier : Mapping
        A row of the table `dossiers` as plain values; None is not known.
    steps : iterable of Mapping
        Its rows of the table `steps`; they are told of, they decide nothing.
    at : datetime
        The first moment that is not looked at; see `judge_766`.
    settings : JudgementSettings, optional
        What the texts leave open: dossiers that were stopped, withdrawn, or have no due date.

    References
    ----------
    .. [1] Circular 01/2020/TT-VPCP of 21/10/2020, form II.06a; what a real report builder does
       with each status, handbook of dossiers, section 6.
    """
    settings = settings or JudgementSettings()
    if (found := not_counted(dossier, at)) is not None:
        return found
    lines = opening_lines(dossier, steps, at)
    name, ended = first_end(dossier, ENDS, at)
    if name == "withdrawn_at" and settings.withdrawn_local_is_on_time:
        return _withdrawn(dossier, ended, lines)
    if name == "stopped_at" and settings.stopped_local is Stopped.WITHIN_TIME:
        return _rests(dossier, ended, lines, State.STOPPED)
    if ended is None and (begun := open_pause(dossier, at)) is not None:
        return _rests(dossier, begun, lines, State.PAUSED)
    judged = ended or at - SECOND
    lines.append(say(name or "open", "local", end=judged))
    due, is_open = _due(dossier, lines), ended is None
    if due is None:
        timing, line = without_due(settings.without_due_local, "without_due_local", is_open=is_open)
    else:
        timing, line = hold_against(judged, due, settings, "local", is_open=is_open)
    lines.append(line)
    state = _state(name, timing)
    lines.append(say("state", "local", state=state))
    return Judgement(state, timing, ended, judged, NOTHING, due, tuple(lines))


def _withdrawn(dossier: Dossier, ended: datetime | None, lines: list[Line]) -> Judgement:
    setting = "withdrawn_local_is_on_time = True"
    lines += [
        say("withdrawn_at", "local", end=ended),
        say("withdrawn_on_time", "setting", setting),
        say("state", "local", state=State.WITHDRAWN),
    ]
    due = dossier["local_due_at"]
    return Judgement(State.WITHDRAWN, Timing.ON_TIME, ended, ended, NOTHING, due, tuple(lines))


def _rests(dossier: Dossier, since: datetime | None, lines: list[Line], state: State) -> Judgement:
    """Return the judgement of a dossier that is within time because nobody works on it."""
    lines.append(
        say("stopped_within_time", "setting", "stopped_local = within_time", end=since)
        if state is State.STOPPED
        else say("paused_local", "local", end=since)
    )
    lines.append(say("state", "local", state=state))
    due = dossier["local_due_at"]
    return Judgement(state, Timing.WITHIN_TIME, None, since, NOTHING, due, tuple(lines))


def _due(dossier: Dossier, lines: list[Line]) -> datetime | None:
    """Return the due moment as the clock moved it, and say what moved it."""
    due: datetime | None = dossier["local_due_at"]
    base: datetime | None = dossier["due_at"]
    if base is not None:
        lines.append(say("due", "record", due=base))
    elif due is not None and (base := dossier["statutory_due_at"]) is not None:
        allowed = allowed_words(dossier)
        lines.append(say("due_by_calendar", "calendar", allowed=allowed, due=base))
    if due is not None and base is not None and due != base:
        lines.append(say("due_moved", "calendar", reasons=_reasons(dossier), base=base, due=due))
    elif due is not None and base is None:
        lines.append(say("due", "record", due=due))
    return due


def _reasons(dossier: Dossier) -> tuple[str, str]:
    vi, en = [], []
    if dossier["paused_seconds"]:
        vi.append("thời gian tạm dừng")
        en.append("pauses")
    if (extended := dossier["extended_due_at"]) is not None:
        vi.append(f"hẹn lại ngày trả {extended:%d/%m/%Y}")
        en.append(f"a new appointment on {extended:%d/%m/%Y}")
    return " và ".join(vi) or "thiết lập của đồng hồ", " and ".join(en) or "the clock's settings"


def _state(name: str, timing: Timing) -> State:
    if name == "stopped_at":
        return State.STOPPED
    if name == "withdrawn_at":
        return State.WITHDRAWN
    if name:
        return STATES[timing]
    return State.OPEN_WITHIN_TIME if timing is Timing.WITHIN_TIME else State.OPEN_OVERDUE
