"""What the charts of a unit show: months, channels, waiting times, in figures and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from parindex.caseload.periods import Period
from parindex.web.caseflow.domain.words import period_words
from parindex.web.caseflow.queries.board import percent
from parindex.web.caseflow.queries.facts import Facts, facts_by_period, sum_of
from parindex.web.caseflow.queries.whose import units_by_code
from parindex.web.caseflow.scopes import View
from parindex.web.common.formats import show_number
from parindex.web.org.models import Unit

WAITED = ("1_day", "3_days", "5_days", "10_days", "20_days", "30_days", "60_days")
CLASSES = tuple(int(name.split("_")[0]) for name in WAITED)
"""Ends of the classes of waiting time, in days of 24 hours."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month and a count for each part; None where it is missing."""

    period: str
    words: str
    number: int
    counts: tuple[int | None, ...]

    @property
    def total(self) -> int | None:
        """All parts together, None when one is missing."""
        known = [count for count in self.counts if count is not None]
        return sum(known) if len(known) == len(self.counts) else None


@dataclass(frozen=True, slots=True)
class MonthsPicture:
    """Bars of a year, in parts."""

    key: str
    title: str
    year: int
    parts: tuple[str, ...]
    months: tuple[MonthFigures, ...]
    sentence: str

    @property
    def known(self) -> tuple[MonthFigures, ...]:
        """The months of which anything is known."""
        return tuple(m for m in self.months if any(count is not None for count in m.counts))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers of a period ended within so many days, of how many."""

    period: str
    words: str
    whole: int
    within: tuple[int, ...]

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """The same in percent."""
        return tuple(Decimal(count) * 100 / self.whole for count in self.within)


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """One or two curves: the period before, then the period itself."""

    key: str
    title: str
    curves: tuple[Waiting, ...]
    lines: tuple[tuple[int, tuple[tuple[int, Decimal], ...]], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of a unit and period; None where nothing is known to draw."""

    unit: Unit
    period: str
    months: MonthsPicture | None
    channels: MonthsPicture | None
    waiting: WaitingPicture | None

    @property
    def drawn(self) -> tuple[MonthsPicture, ...]:
        """The charts made of bars."""
        return tuple(each for each in (self.months, self.channels) if each is not None)


def period_before(period: Period) -> Period:
    """Return the period of the same kind before one."""
    if period.first == period.last:
        day = period.first - timedelta(days=1)
        return Period(day, day)
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    before = period.first - timedelta(days=1)
    start = before.year * 12 + before.month - 1 - months
    return Period.months(start // 12, start % 12 + 1, months + 1)


def charts_of(view: View, unit: Unit) -> Charts:
    """Return the charts of a unit, or of a province as the sum of its units, in one query."""
    period = view.period
    year = period.first.year
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    both = [str(period_before(period)), str(period)]
    codes = list(units_by_code(unit))
    facts = facts_by_period(codes, {*months, *both})
    by_period = {text: _summed(facts, codes, text) for text in (*months, *both)}
    return Charts(
        unit,
        str(period),
        _on_time(by_period, months, year),
        _channels(by_period, months, year),
        _waiting(by_period, both),
    )


def _summed(facts: Mapping[tuple[str, str], Facts], codes: Sequence[str], period: str) -> Facts:
    own = [facts[code, period] for code in codes if (code, period) in facts]
    if len(own) == 1:
        return own[0]
    names = dict.fromkeys(name for each in own for name in each)
    added = {name: sum_of(each.get(name) for each in own) for name in names}
    return {name: pair for name, pair in added.items() if pair is not None}


def _figures(
    by_period: Mapping[str, Facts], months: Sequence[str], names: Sequence[str]
) -> tuple[MonthFigures, ...]:
    def count(period: str, name: str) -> int | None:
        pair = by_period[period].get(name)
        return None if pair is None else pair[0]

    return tuple(
        MonthFigures(text, period_words(text), number, tuple(count(text, name) for name in names))
        for number, text in enumerate(months, 1)
    )


def _on_time(
    by_period: Mapping[str, Facts], months: Sequence[str], year: int
) -> MonthsPicture | None:
    figures = _figures(by_period, months, ("dossiers_on_time", "dossiers_overdue"))
    known = [each for each in figures if each.total]
    if not known:
        return None
    last = known[-1]
    share = percent((last.counts[0] or 0, last.total))
    said = {
        "month": last.words,
        "total": show_number(last.total or 0),
        "late": show_number(last.counts[1] or 0),
        "share": show_number(share or 0, 2),
    }
    return MonthsPicture(
        "thang",
        _("Đúng hạn và quá hạn theo tháng"),
        year,
        (_("Đúng hạn, trong hạn"), _("Quá hạn")),
        figures,
        _(
            "Trong %(month)s có %(total)s hồ sơ tiếp nhận và đang xử lý, %(late)s hồ sơ quá hạn; "
            "tỷ lệ đúng hạn theo Quyết định 766 là %(share)s%%."
        )
        % said,
    )


def _channels(
    by_period: Mapping[str, Facts], months: Sequence[str], year: int
) -> MonthsPicture | None:
    names = ("dossiers_online", "dossiers_direct", "dossiers_postal")
    figures = _figures(by_period, months, names)
    known = [each for each in figures if each.total]
    if not known:
        return None
    last = known[-1]
    online, direct, postal = (count or 0 for count in last.counts)
    said = {
        "month": last.words,
        "total": show_number(last.total or 0),
        "online": show_number(online),
        "share": show_number(percent((online, last.total)) or 0, 2),
        "direct": show_number(direct),
        "postal": show_number(postal),
    }
    return MonthsPicture(
        "kenh",
        _("Hồ sơ tiếp nhận theo hình thức nộp"),
        year,
        (_("Trực tuyến"), _("Trực tiếp"), _("Bưu chính công ích")),
        figures,
        _(
            "Trong %(month)s tiếp nhận %(total)s hồ sơ: %(online)s trực tuyến (%(share)s%%), "
            "%(direct)s trực tiếp, %(postal)s qua bưu chính công ích."
        )
        % said,
    )


def _waited(facts: Facts, period: str) -> Waiting | None:
    """Return the waiting times of a period; None when a class is missing or nothing ended."""
    pairs = [facts.get(f"waited_up_to_{name}") for name in WAITED]
    known = [pair for pair in pairs if pair is not None]
    if len(known) < len(pairs) or not known[0][1]:
        return None
    within, total = [], 0
    for count, _whole in known:
        total += count
        within.append(total)
    return Waiting(period, period_words(period), known[0][1], tuple(within))


def _waiting(by_period: Mapping[str, Facts], periods: Sequence[str]) -> WaitingPicture | None:
    found = [_waited(by_period[text], text) for text in periods]
    curves = tuple(each for each in found if each is not None)
    now = found[-1]
    if now is None:
        return None
    lines = tuple(
        (days, tuple((curve.within[place], curve.shares[place]) for curve in curves))
        for place, days in enumerate(CLASSES)
    )
    five = CLASSES.index(5)
    said = {
        "period": now.words,
        "whole": show_number(now.whole),
        "share": show_number(now.shares[five], 2),
    }
    words = _(
        "Trong %(whole)s hồ sơ kết thúc %(period)s, %(share)s%% được giải quyết trong vòng 5 ngày "
        "kể từ khi tiếp nhận."
    )
    sentence = words % said
    if len(curves) > 1:
        before = _("Kỳ trước (%(period)s): %(share)s%%.") % {
            "period": curves[0].words,
            "share": show_number(curves[0].shares[five], 2),
        }
        sentence = f"{sentence} {before}"
    return WaitingPicture("cho", _("Thời gian chờ kết quả"), curves, lines, sentence)
