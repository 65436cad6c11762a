"""When things happen: fixed days for closed years, days from today for open rounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from parindex.web.assessment.enums import DeadlineKind

EVENING = time(17, 0)


def moment(year: int, month: int, day: int, hour: int = 17) -> datetime:
    """Return a moment in the time of Viet Nam."""
    return timezone.make_aware(datetime(year, month, day, hour))  # noqa: DTZ001  made aware here


def of_closed(year: int) -> dict[DeadlineKind, datetime]:
    """Return the deadlines of the round of a past year: it is scored early in the next."""
    return {
        DeadlineKind.SELF_SCORE: moment(year + 1, 1, 10),
        DeadlineKind.SIGN_OFF: moment(year + 1, 1, 14),
        DeadlineKind.APPRAISAL_1: moment(year + 1, 2, 2),
        DeadlineKind.EXPLANATION: moment(year + 1, 2, 10),
        DeadlineKind.APPRAISAL_2: moment(year + 1, 2, 16),
        DeadlineKind.COUNCIL: moment(year + 1, 2, 24),
    }


def from_today(days: Mapping[DeadlineKind, int], now: datetime) -> dict[DeadlineKind, datetime]:
    """Return deadlines so many days from now, each at five in the afternoon."""
    today = timezone.localdate(now)
    return {
        kind: timezone.make_aware(datetime.combine(today + timedelta(days=ahead), EVENING))
        for kind, ahead in days.items()
    }
