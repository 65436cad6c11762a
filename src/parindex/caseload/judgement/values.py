"""What a judgement is made of: plain values, no frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands at a moment."""

    NOT_RECEIVED = "not_received"
    REFUSED = "refused"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    PAUSED = "paused"
    OPEN_WITHIN_TIME = "open_within_time"
    OPEN_OVERDUE = "open_overdue"


class Timing(StrEnum):
    """The class of a report that a dossier falls in, whatever its state."""

    EARLY = "early"  # columns 8 to 10 of form II.06a
    ON_TIME = "on_time"
    LATE = "late"
    WITHIN_TIME = "within_time"  # columns 12 and 13
    OVERDUE = "overdue"


GOOD = frozenset({Timing.EARLY, Timing.ON_TIME, Timing.WITHIN_TIME})

STATE_WORDS = {
    "vi": {
        State.NOT_RECEIVED: "chưa được tiếp nhận",
        State.REFUSED: "bị từ chối tiếp nhận",
        State.EARLY: "đã giải quyết trước hạn",
        State.ON_TIME: "đã giải quyết đúng hạn",
        State.LATE: "đã giải quyết quá hạn",
        State.STOPPED: "đã dừng giải quyết",
        State.WITHDRAWN: "công dân, tổ chức đã rút hồ sơ",
        State.PAUSED: "đang tạm dừng tính thời gian",
        State.OPEN_WITHIN_TIME: "đang giải quyết, trong hạn",
        State.OPEN_OVERDUE: "đang giải quyết, quá hạn",
    },
    "en": {
        State.NOT_RECEIVED: "not received yet",
        State.REFUSED: "refused at intake",
        State.EARLY: "settled early",
        State.ON_TIME: "settled on time",
        State.LATE: "settled late",
        State.STOPPED: "stopped",
        State.WITHDRAWN: "withdrawn by the citizen",
        State.PAUSED: "paused",
        State.OPEN_WITHIN_TIME: "in process, within time",
        State.OPEN_OVERDUE: "in process, overdue",
    },
}
TIMING_WORDS = {
    "vi": {
        Timing.EARLY: "trước hạn",
        Timing.ON_TIME: "đúng hạn",
        Timing.LATE: "quá hạn",
        Timing.WITHIN_TIME: "trong hạn",
        Timing.OVERDUE: "quá hạn",
    },
    "en": {
        Timing.EARLY: "early",
        Timing.ON_TIME: "on time",
        Timing.LATE: "late",
        Timing.WITHIN_TIME: "within time",
        Timing.OVERDUE: "overdue",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the reasoning: a sentence with its figures, and what it rests on."""

    vi: str
    en: str
    source_vi: str
    source_en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in "vi" or "en"."""
        return self.vi if language == "vi" else self.en

    def source(self, language: str) -> str:
        """Return what the step rests on, in "vi" or "en"."""
        return self.source_vi if language == "vi" else self.source_en


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of a dossier at a moment.

    Parameters
    ----------
    state : State
        Where it stands.
    timing : Timing or None
        The class it is counted in; None if it is not counted.
    ended_at : datetime or None
        When it ended for this rule; None while it is in process.
    judged_at : datetime or None
        The moment that was held against the due moment, pauses taken off; None if not counted.
    paused : timedelta
        What was taken off for a pause, wall clock.
    due_at : datetime or None
        The due moment that was used.
    lines : tuple of Line
        The reasoning, step by step.
    """

    state: State
    timing: Timing | None
    ended_at: datetime | None
    judged_at: datetime | None
    paused: timedelta
    due_at: datetime | None
    lines: tuple[Line, ...]

    @property
    def is_counted(self) -> bool:
        """Whether the dossier was received and is part of the reports."""
        return self.timing is not None

    @property
    def is_on_time(self) -> bool | None:
        """Whether it is early, on time or within time; None if it is not counted."""
        return None if self.timing is None else self.timing in GOOD
