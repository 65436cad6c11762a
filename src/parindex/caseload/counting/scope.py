"""What a count is about: a period, the moment it is taken at, and the settings of the judgement."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from parindex.caseload.periods import Period
from parindex.caseload.settings import (
    Compare,
    DutySettings,
    JudgementSettings,
    Stopped,
    WithoutDue,
)

EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock of Viet Nam, without a zone
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
DAY: Final = 24 * 60 * MINUTE
NEVER: Final = 2**60
"""Stands for a moment that is null: later than any moment, so that it is before none."""


def micros(moment: datetime) -> int:
    """Return a wall-clock moment as microseconds since 1970, the measure all engines share.

    Examples
    --------
    >>> micros(datetime(1970, 1, 2))
    86400000000
    """
    return (moment - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CountSettings:
    """What the texts leave open in counting; see the settings of the judgement for the rest."""

    judgement: JudgementSettings = field(default_factory=JudgementSettings)
    duties: DutySettings = field(default_factory=DutySettings)
    online_needs_e_result: bool = False  # 3.3 asks for an electronic result of some procedures

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, to be kept with a published figure."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """Return the settings that `as_dict` wrote.

        Examples
        --------
        >>> CountSettings.from_dict(CountSettings().as_dict()) == CountSettings()
        True
        """
        judgement = dict(kept["judgement"])
        judgement["compare"] = Compare(judgement["compare"])
        judgement["without_due_766"] = WithoutDue(judgement["without_due_766"])
        judgement["without_due_local"] = WithoutDue(judgement["without_due_local"])
        judgement["stopped_local"] = Stopped(judgement["stopped_local"])
        return cls(
            JudgementSettings(**judgement),
            DutySettings(**kept["duties"]),
            kept["online_needs_e_result"],
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """A period, counted at a moment.

    Parameters
    ----------
    period : Period
        What is counted.
    now : datetime
        The moment of counting, wall clock of Viet Nam. While the period runs, open dossiers are
        judged just before it; afterwards at the period's last moment.
    settings : CountSettings
        How dossiers are judged.
    due_soon_until : datetime or None
        Open dossiers due before it count as due soon; None leaves that statistic missing. It is
        an argument because it needs the working days of the unit's calendar.
    """

    period: Period
    now: datetime
    settings: CountSettings = field(default_factory=CountSettings)
    due_soon_until: datetime | None = None

    @property
    def start(self) -> int:
        """The period's first moment, in microseconds."""
        return micros(self.period.start)

    @property
    def until(self) -> int:
        """The moment just before which open dossiers are judged, in microseconds."""
        return micros(self.period.until(self.now))

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended when it was counted."""
        return self.now < self.period.end

    @property
    def unit_of_time(self) -> int:
        """What an end and a due moment are cut down to before they are compared."""
        return DAY if self.settings.judgement.compare is Compare.DATE else MINUTE
