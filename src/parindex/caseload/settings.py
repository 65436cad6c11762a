"""What the texts leave open: each is a setting with the value seen in practice, none is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Compare(StrEnum):
    """How an end is held against a due moment."""

    DATE = "date"  # finished at 17:30 on the day due is on time
    MINUTE = "minute"


class WithoutDue(StrEnum):
    """What a dossier without any due date counts as."""

    ON_TIME = "on_time"
    OVERDUE = "overdue"


class Stopped(StrEnum):
    """What a dossier that was stopped (status 8) is in the local report."""

    FINISHED = "finished"
    WITHIN_TIME = "within_time"


@dataclass(frozen=True, slots=True)
class JudgementSettings:
    """How dossiers are judged by Decision 766 and by the one-stop report.

    The comments name who was seen to do so; a province that does otherwise says so here.
    """

    compare: Compare = Compare.DATE  # one-stop systems compare dates; the portal's way is unknown
    without_due_766: WithoutDue = WithoutDue.OVERDUE  # with neither due date nor time allowed
    without_due_local: WithoutDue = WithoutDue.ON_TIME  # seen in a real report builder
    stopped_local: Stopped = Stopped.WITHIN_TIME  # seen in a real report builder
    withdrawn_local_is_on_time: bool = True  # seen in a real report builder


@dataclass(frozen=True, slots=True)
class DutySettings:
    """Duties around late dossiers: Decree 61/2018, replaced by Decree 118/2025 (wording unread)."""

    apology_days_before: int = 1  # at the latest so many days before the due date
    most_extensions: int = 1
    due_soon_working_days: int = 3
    paused_too_long_days: int = 30
    online_check_working_hours: int = 8
    retention_years: int = 5  # how long single dossiers stay in the lake; unread, so a setting
