"""Runs the checks and keeps what they saw, with the checks that could not be asked and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from parindex.caseload.periods import Period
from parindex.caseload.quality.check import SIGNALS, Check, discover
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.words import Figure, shown_figure
from parindex.caseload.settings import DutySettings, JudgementSettings
from parindex.errors import NotFoundError
from parindex.rulebook.model import Text

if TYPE_CHECKING:
    from parindex.caseload.calendar import Calendar
    from parindex.caseload.lake import Lake

LACKING: Mapping[str, Text] = {
    "dossiers": Text(vi="chưa có hồ sơ của địa phương", en="there are no local dossiers"),
    "portal": Text(
        vi="chưa có bản sao trên Cổng Dịch vụ công quốc gia",
        en="there is no copy of the national portal",
    ),
    "steps": Text(vi="chưa có các bước xử lý hồ sơ", en="there are no steps of dossiers"),
    "letters": Text(vi="chưa có danh sách văn bản xin lỗi", en="letters of apology are unknown"),
    "form": Text(vi="chưa có biểu số II.06a đã báo cáo", en="no reported form II.06a is known"),
    "calendar": Text(vi="chưa có lịch làm việc", en="no working calendar was given"),
    "dummies": Text(
        vi="chưa biết mã băm của các số định danh giả",
        en="the hashes of dummy identity numbers are unknown",
    ),
}
"""Why a check was not asked, by what it lacked."""


@dataclass(frozen=True, slots=True)
class QualitySettings:
    """Settings of all checks.

    Parameters
    ----------
    duty, judgement : DutySettings, JudgementSettings
        Shared with the rest of the caseload.
    parameters : mapping
        Own settings of checks that differ from their defaults, by id and name.
    dummies : frozenset of str
        Keyed hashes of identity numbers that are nobody's.
    """

    duty: DutySettings = field(default_factory=DutySettings)
    judgement: JudgementSettings = field(default_factory=JudgementSettings)
    parameters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    dummies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing for a person to look at.

    `figures` made the signal; `sentence` says it in the language asked for.
    """

    check: str
    unit_code: str
    dossier_code: str | None
    period: str | None
    dossiers: int
    figures: Mapping[str, Figure]

    @property
    def about(self) -> type[Check]:
        """The check that saw it."""
        return discover()[self.check]

    def sentence(self, language: str) -> str:
        """Return what was seen as a sentence, "vi" or "en"."""
        known = {
            "unit_code": self.unit_code,
            "dossier_code": self.dossier_code,
            "period": self.period,
            "dossiers": self.dossiers,
            **self.figures,
        }
        shown = {name: shown_figure(value, language) for name, value in known.items()}
        return self.about.words.in_language(language).format(**shown)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks saw in a period.

    Parameters
    ----------
    signals : polars.DataFrame
        Schema `SIGNALS`, checks that touch most dossiers first.
    asked : tuple of str
        Ids of the checks that were asked; one of them without a signal saw nothing.
    skipped : mapping
        Checks that could not be asked, with the reason: not asked is not "nothing seen".
    """

    period: Period
    at: datetime
    signals: pl.DataFrame
    asked: tuple[str, ...]
    skipped: Mapping[str, Text]

    def __iter__(self) -> Iterator[Signal]:
        yield from (signal_of(row) for row in self.signals.iter_rows(named=True))

    def of(
        self, *, check: str | None = None, unit: str | None = None, dossier: str | None = None
    ) -> Findings:
        """Return the findings of one check, unit or dossier."""
        wanted = {"check": check, "unit_code": unit, "dossier_code": dossier}
        tests = [pl.col(name) == value for name, value in wanted.items() if value is not None]
        kept = self.signals.filter(*tests) if tests else self.signals
        return Findings(self.period, self.at, kept, self.asked, self.skipped)

    def summary(self) -> pl.DataFrame:
        """Return a row a check and unit: `check`, `unit_code`, `signals`, `dossiers`."""
        return (
            self.signals.group_by("check", "unit_code")
            .agg(pl.len().cast(pl.Int64).alias("signals"), pl.col("dossiers").sum())
            .sort(["dossiers", "check", "unit_code"], descending=[True, False, False])
        )


def signal_of(row: Mapping[str, Any]) -> Signal:
    """Return a row of `SIGNALS` as a plain value."""
    return Signal(**{**row, "figures": json.loads(row["figures"])})


def chosen(only: Iterable[str] | None, parameters: Mapping[str, Mapping[str, int]]) -> list[Check]:
    """Return checks with their settings; `NotFoundError` for an id or a setting nobody knows."""
    known = discover()
    ids = list(known) if only is None else list(dict.fromkeys(only))
    if unknown := [each for each in [*ids, *parameters] if each not in known]:
        raise NotFoundError(f"no check {unknown[0]!r}; there are {', '.join(known)}")
    for each, values in parameters.items():
        names = [setting.name for setting in known[each].settings()]
        if wrong := [name for name in values if name not in names]:
            raise NotFoundError(
                f"check {each}: no setting {wrong[0]!r}; it has {', '.join(names) or 'none'}"
            )
    return [known[each](**parameters.get(each, {})) for each in ids]


def run_checks(
    source: Frames | Lake,
    period: Period,
    settings: QualitySettings | None = None,
    *,
    now: datetime,
    calendar: Calendar | None = None,
    calendars: Mapping[str, Calendar] | None = None,
    only: Iterable[str] | None = None,
    unit: str | None = None,
) -> Findings:
    """Ask the checks and return what they saw.

    Parameters
    ----------
    source : Frames or Lake
        What is known; with a lake its tables are read as they are now.
    period : Period
        Dossiers received, ended or in hand in it are looked at.
    settings : QualitySettings, optional
        Defaults are those of the reference page.
    now : datetime
        Wall clock of Viet Nam.
    calendar, calendars : Calendar, mapping, optional
        Working time, and that of units with other hours.
    only : iterable of str, optional
        Ids; all checks when not given.
    unit : str, optional
        A unit with the units below it.

    Returns
    -------
    Findings
        Signals ordered by check, those that touch most dossiers first.

    Raises
    ------
    NotFoundError
        For an id or a setting that nobody knows.
    """
    settings = settings or QualitySettings()
    frames = source if isinstance(source, Frames) else Frames.of_lake(source)
    frames = frames if unit is None else frames.of_unit(unit)
    looking = Looking(
        period,
        now,
        settings.duty,
        settings.judgement,
        calendar,
        calendars or {},
        settings.dummies,
    )
    there = {*frames.known()}
    there |= {"calendar"} if calendar is not None else set()
    there |= {"dummies"} if settings.dummies else set()
    asked: list[Check] = []
    skipped: dict[str, Text] = {}
    for check in chosen(only, settings.parameters):
        if lacking := [name for name in check.needs if name not in there]:
            skipped[check.id] = LACKING[lacking[0]]
        else:
            asked.append(check)
    found = pl.collect_all([check.signals(frames, looking) for check in asked])
    signals = _ordered(pl.concat([SIGNALS.to_frame(), *found]))
    return Findings(period, looking.at, signals, tuple(check.id for check in asked), skipped)


def _ordered(signals: pl.DataFrame) -> pl.DataFrame:
    """Order by how many dossiers a check touches, then by what a single signal touches."""
    touched = pl.col("dossiers").sum().over("check")
    order = [touched, *map(pl.col, ("check", "dossiers", "unit_code", "dossier_code"))]
    return signals.sort(order, descending=[True, False, True, False, False])
