"""Counts month by month as stacked bars: on time and overdue, or by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from parindex.documents.charts.theme import THEMES, data_of, render

SIZES = {"wide": (560, 220), "narrow": (270, 190)}
"""Width and height of the plot in pixels: on a page, and on a phone."""


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
    title: str | None = None,
    size: str = "wide",
    language: str = "vi",
    theme: str = "light",
) -> str:
    """Return one stacked bar a month, in the order given, as SVG.

    Parameters
    ----------
    bars : sequence of MonthBar
        A count that is None leaves its part of the bar out: missing is no zero.
    parts : sequence of str
        Names of the parts, at most three, each with a colour of its own; the first stands on the
        axis.
    measure : str
        What is counted, for the axis of counts.
    title : str, optional
        What the labels of the bars mean.
    size : str
        "wide" or "narrow", for a phone.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    colours, (width, height) = THEMES[theme], SIZES[size]
    rows = [
        {"month": bar.label, "part": part, "count": count, "order": order}
        for bar in bars
        for order, (part, count) in enumerate(zip(parts, bar.counts, strict=True))
        if count is not None
    ]
    labels = [bar.label for bar in bars]
    palette = [colours.won, colours.lost, colours.muted][: len(parts)]
    legend = alt.Legend(columns=1 if size == "narrow" else 0, columnPadding=32)
    chart = (
        alt.Chart(data_of(rows))
        .mark_bar(cornerRadius=1)
        .encode(
            x=alt.X(
                "month:N",
                sort=labels,
                title=title,
                scale=alt.Scale(domain=labels),
                axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
            ),
            y=alt.Y("count:Q", title=measure, stack=True, axis=alt.Axis(tickCount=5)),
            color=alt.Color(
                "part:N", legend=legend, scale=alt.Scale(domain=list(parts), range=palette)
            ),
            order=alt.Order("order:Q"),
        )
        .properties(width=width, height=height)
    )
    return render(chart, colours, language)
