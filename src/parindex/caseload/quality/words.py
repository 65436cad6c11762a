"""Figures as people write them."""

from __future__ import annotations

import re

Figure = int | str | None
"""A number, a text or moment, or what is not known."""

MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):(\d\d)")


def shown_figure(value: Figure, language: str) -> str:
    """Return a figure as a person writes it.

    Examples
    --------
    >>> shown_figure(184513, "vi"), shown_figure(184513, "en")
    ('184.513', '184,513')
    >>> shown_figure("2026-08-03 08:05:00", "vi"), shown_figure(None, "vi")
    ('08:05 ngày 03/8/2026', 'chưa rõ')
    """
    if value is None:
        return "unknown" if language == "en" else "chưa rõ"
    if isinstance(value, int):
        return f"{value:,}" if language == "en" else f"{value:,}".replace(",", ".")
    found = MOMENT.fullmatch(value)
    if found is None:
        return value
    year, month, day, hour, second = found.groups()
    hour = hour if second == "00" else f"{hour}:{second}"
    if language == "en":
        return f"{year}-{month}-{day} {hour}"
    # Official writing: a nought before days below 10 and before January and February only.
    month = month if int(month) < 3 else str(int(month))
    return f"{hour} ngày {day}/{month}/{year}"
