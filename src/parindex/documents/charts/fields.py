"""Points won and lost by field, as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from parindex.documents.charts.theme import THEMES, data_of, render

WORDS = {"vi": ("Đạt được", "Mất", "điểm"), "en": ("Won", "Lost", "points")}


@dataclass(frozen=True, slots=True)
class FieldBar:
    """One bar: name, points won and points lost; None where nothing is known."""

    name: str
    won: Decimal | None
    lost: Decimal | None


def fields_chart(bars: Sequence[FieldBar], *, language: str = "vi", theme: str = "light") -> str:
    """Return stacked bars of points won and lost, in the order given, as SVG.

    Parameters
    ----------
    bars : sequence of FieldBar
        In points; a bar without points leaves its row empty.
    language : str
        "vi" or "en".
    theme : str
        "light" or "dark".
    """
    won, lost, points = WORDS[language]
    colours = THEMES[theme]
    rows = [
        {"name": bar.name, "part": part, "points": float(value), "order": order}
        for bar in bars
        for order, (part, value) in enumerate(((won, bar.won), (lost, bar.lost)))
        if value is not None
    ]
    names = [bar.name for bar in bars]
    chart = (
        alt.Chart(data_of(rows))
        .mark_bar(cornerRadius=1)
        .encode(
            x=alt.X("points:Q", title=points, stack=True, axis=alt.Axis(tickCount=6)),
            y=alt.Y("name:N", sort=names, title=None, scale=alt.Scale(domain=names)),
            color=alt.Color(
                "part:N", scale=alt.Scale(domain=[won, lost], range=[colours.won, colours.lost])
            ),
            order=alt.Order("order:Q"),
        )
        .properties(width=330, height=alt.Step(30))
    )
    return render(chart, colours, language)
