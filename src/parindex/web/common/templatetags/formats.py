"""Template filters: finished values in, text out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from parindex.web.common import formats

register = template.Library()


@register.filter
def num(value: Decimal | int | None, places: int | None = None) -> str:
    """Show a number; a missing one is a dash with the words beside it."""
    return "–" if value is None else formats.show_number(value, places)


@register.filter
def day(value: date) -> str:
    """Show a date."""
    return formats.show_date(value)


@register.filter
def status(value: str) -> str:
    """Show a status in words."""
    words = {
        "scored": _("đã chấm"),
        "missing": _("chưa có"),
        "pending": _("chờ khảo sát"),
        "not_applicable": _("không đánh giá"),
    }
    return words[value]


@register.filter
def plain(value: Decimal | int) -> str:
    """Write a number for a program: a point, no separators."""
    return format(Decimal(value), "f")


@register.filter
def signed(value: Decimal, places: int | None = None) -> str:
    """Show a difference with its sign; the minus is a minus, not a hyphen."""
    shown = formats.show_number(abs(value), places)
    return f"+{shown}" if value > 0 else f"−{shown}" if value < 0 else shown
