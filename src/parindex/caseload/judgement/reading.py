"""What both rules read from a dossier in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from parindex.caseload.columns import Status
from parindex.caseload.judgement.values import Judgement, Line, State, Timing
from parindex.caseload.judgement.wording import say, show_allowed
from parindex.caseload.settings import Compare, JudgementSettings, WithoutDue

Dossier = Mapping[str, Any]
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)


def before(dossier: Dossier, name: str, at: datetime) -> datetime | None:
    """Return a moment of the dossier if it lies before `at`, else None."""
    moment: datetime | None = dossier[name]
    return moment if moment is not None and moment < at else None


def first_end(dossier: Dossier, names: Iterable[str], at: datetime) -> tuple[str, datetime | None]:
    """Return the first of several ends that lies before `at`, in the order given, not of time."""
    for name in names:
        if (moment := before(dossier, name, at)) is not None:
            return name, moment
    return "", None


def open_pause(dossier: Dossier, at: datetime) -> datetime | None:
    """Return when the pause began that lasts at `at`, None if there is none."""
    for name in ("last", "first"):
        begun = before(dossier, f"{name}_pause_from", at)
        if begun is not None and before(dossier, f"{name}_pause_until", at) is None:
            return begun
    return None


def not_counted(dossier: Dossier, at: datetime) -> Judgement | None:
    """Return the judgement of a dossier that is not counted, None if it is."""
    refused = dossier["status"] == Status.NOT_RECEIVED
    if refused and (dossier["refused_at"] is None or dossier["refused_at"] < at):
        moment = dossier["refused_at"]
        when = (
            ("", "") if moment is None else (f" ngày {moment:%d/%m/%Y}", f" on {moment:%d/%m/%Y}")
        )
        line, state = say("refused", "record", when=when), State.REFUSED
    elif (
        refused
        or dossier["status"] == Status.REGISTERED
        or before(dossier, "received_at", at) is None
    ):
        line, state = say("not_received", "record", at=at - SECOND), State.NOT_RECEIVED
    else:
        return None
    lines = (line, say("state", "record", state=state))
    return Judgement(state, None, None, None, NOTHING, None, lines)


def opening_lines(dossier: Dossier, steps: Iterable[Mapping[str, Any]], at: datetime) -> list[Line]:
    """Say that the dossier is counted, and what steps are known."""
    known = [step["at"] for step in steps if step["at"] < at]
    line = (
        say("steps", "record", count=len(known), last=max(known))
        if known
        else say("no_steps", "record")
    )
    received = dossier["received_at"]
    return [say("received", "record", received=received, at=at - SECOND), line]


def allowed_words(dossier: Dossier) -> tuple[str, str]:
    """Return the time allowed in both languages."""
    allowed, unit = dossier["allowed"], dossier["allowed_unit"]
    if allowed is None or unit is None:
        return "theo quy định", "by the procedure"
    return show_allowed(allowed, unit, "vi"), show_allowed(allowed, unit, "en")


def cut(moment: datetime, compare: Compare) -> datetime:
    """Return a moment cut down to the day or the minute that is compared."""
    if compare is Compare.DATE:
        return moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.replace(second=0, microsecond=0)


def hold_against(
    judged: datetime,
    due: datetime,
    settings: JudgementSettings,
    source: str,
    *,
    is_open: bool,
) -> tuple[Timing, Line]:
    """Return the class of a dossier by its due moment, and the sentence that says so."""
    one, other = cut(judged, settings.compare), cut(due, settings.compare)
    if one < other:
        timing, relation = Timing.EARLY, ("trước", "before")
    elif one == other:
        timing, relation = Timing.ON_TIME, ("trùng với", "the same as")
    else:
        timing, relation = Timing.LATE, ("sau", "after")
    timing = as_open(timing) if is_open else timing
    by_date = settings.compare is Compare.DATE
    line = say(
        "compared",
        source,
        by=("theo ngày", "date") if by_date else ("đến từng phút", "minute"),
        judged=_compared(judged, by_date=by_date),
        relation=relation,
        due=_compared(due, by_date=by_date),
        timing=timing,
    )
    return timing, line


def _compared(moment: datetime, *, by_date: bool) -> datetime | str:
    return f"{date(moment.year, moment.month, moment.day):%d/%m/%Y}" if by_date else moment


def without_due(setting: WithoutDue, name: str, *, is_open: bool) -> tuple[Timing, Line]:
    """Return what a dossier without any due date counts as."""
    timing = Timing.ON_TIME if setting is WithoutDue.ON_TIME else Timing.LATE
    timing = as_open(timing) if is_open else timing
    return timing, say("no_due", "setting", f"{name} = {setting}", timing=timing)


def as_open(timing: Timing) -> Timing:
    """Return the class of a dossier in process that would be early, on time or late."""
    return Timing.OVERDUE if timing in {Timing.LATE, Timing.OVERDUE} else Timing.WITHIN_TIME
