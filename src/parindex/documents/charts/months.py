"""Counts month by month as stacked bars: on time and overdue, or by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from parindex.documents.charts.theme import THEMES, data_of, render


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month: its label, and a count for each part, in the order of the parts."""

    label: str
    counts: tuple[int | None, ...]


def months_chart(
    bars: Sequence[MonthBar],
    parts: Sequence[str],
    *,
    measure: str,
    language: str = "vi",
    theme: str = "light",
) -> str:
    """Return one stacked bar a month, in the order given, as SVG.

    Parameters
    ----------
    bars : sequence of MonthBar
        A count that is None leaves its part of the bar out: missing is no zero.
    parts : sequence of str
        Names of the parts, at most three, each with a colour of its own.
    measure : str
        What is counted, for the axis.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    colours = THEMES[theme]
    rows = [
        {"month": bar.label, "part": part, "count": count, "order": order}
        for bar in bars
        for order, (part, count) in enumerate(zip(parts, bar.counts, strict=True))
        if count is not None
    ]
    labels = [bar.label for bar in bars]
    palette = [colours.won, colours.lost, colours.muted][: len(parts)]
    chart = (
        alt.Chart(data_of(rows))
        .mark_bar(cornerRadius=1)
        .encode(
            x=alt.X(
                "month:N",
                sort=labels,
                title=None,
                scale=alt.Scale(domain=labels),
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y("count:Q", title=measure, stack=True, axis=alt.Axis(tickCount=5)),
            color=alt.Color("part:N", scale=alt.Scale(domain=list(parts), range=palette)),
            order=alt.Order("order:Q"),
        )
        .properties(width=560, height=220)
    )
    return render(chart, colours, language)
