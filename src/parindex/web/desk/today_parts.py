"""What Hôm nay is made of: figures, things to do, a card for each question, deadlines in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.deadlines import deadline_of
from parindex.web.assessment.enums import DeadlineKind
from parindex.web.assessment.models import Round
from parindex.web.common.formats import show_moment

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and a word beside it."""

    label: str
    value: str
    note: str = ""
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with the page where it is done."""

    text: str
    note: str = ""
    href: str = ""


@dataclass(slots=True)
class Card:
    """One question of one person in one unit, answered; a quiet one asks for nothing now."""

    title: str
    question: str
    round: str = ""
    figures: list[Figure] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    items_title: str = ""
    more: int = 0
    notices: list[str] = field(default_factory=list)
    empty: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    is_quiet: bool = False

    def list(self, title: str, items: list[Item]) -> None:
        """Show the first items, and say how many more there are."""
        self.items_title, self.items = title, items[:SHOWN]
        self.more = max(0, len(items) - SHOWN)


def days_left(at: datetime | None) -> str:
    """Return how far a deadline is, in words."""
    if at is None:
        return _("chưa đặt hạn")
    if at <= timezone.now():
        return _("đã hết hạn")
    days = (timezone.localdate(at) - timezone.localdate()).days
    return _("còn %(days)s ngày") % {"days": days} if days else _("hạn trong hôm nay")


def clock_of(round_: Round, kind: DeadlineKind) -> Figure:
    """Return a deadline of a round as a figure."""
    return clock_at(deadline_of(round_, kind), kind)


def clock_at(at: datetime | None, kind: DeadlineKind) -> Figure:
    """Return a minute as a figure that warns in the last three days."""
    is_near = at is not None and (timezone.localdate(at) - timezone.localdate()).days <= 3
    said = "" if at is None else show_moment(at)
    return Figure(str(kind.label), days_left(at), said, is_alarm=is_near)
