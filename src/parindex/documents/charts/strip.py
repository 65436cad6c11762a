"""All units of a block on one strip, with their mean and one unit marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from parindex.documents.charts.theme import THEMES, Theme, data_of, render
from parindex.scoring.wording import show_number

BINS = 60
MEAN = {"vi": "Bình quân", "en": "Mean"}


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: its name and its value."""

    name: str
    value: Decimal
    marked: bool = False


def _stacked(dots: Sequence[Dot], low: Decimal, high: Decimal) -> list[dict[str, object]]:
    """Return dots with a height, so that equal values stand on one another."""
    width = (high - low) / BINS or Decimal(1)
    heights: dict[int, int] = {}
    rows: list[dict[str, object]] = []
    for dot in sorted(dots, key=lambda each: (each.value, each.name)):
        place = int((dot.value - low) / width)
        heights[place] = heights.get(place, 0) + 1
        rows.append({"value": float(dot.value), "height": heights[place], "marked": dot.marked})
    return rows


def _mean_layers(
    mean: Decimal, x: alt.X, colours: Theme, language: str, *, is_right: bool
) -> list[alt.Chart]:
    """Return the mean as a broken line with its value in words above it."""
    words = f"{MEAN[language]} {show_number(mean, language, 2)}"
    rule = alt.Chart(data_of([{"value": float(mean), "words": words}]))
    text = rule.mark_text(
        align="right" if is_right else "left",
        dx=6 if is_right else -6,
        baseline="bottom",
        fontSize=13,
        color=colours.text,
    )
    return [
        rule.mark_rule(color=colours.lost, strokeWidth=2, strokeDash=[5, 3]).encode(x=x),
        text.encode(x=x, y=alt.value(-3), text=alt.Text("words:N")),
    ]


def strip_chart(
    dots: Sequence[Dot],
    *,
    title: str,
    low: Decimal,
    high: Decimal,
    mean: Decimal | None = None,
    language: str = "vi",
    theme: str = "light",
) -> str:
    """Return a dot for each unit along one axis, the mean as a line, as SVG.

    Parameters
    ----------
    dots : sequence of Dot
        Units with a value; those without one are left out by the caller.
    title : str
        What the axis measures, with its unit.
    low, high : Decimal
        Ends of the axis, `low` below `high`.
    mean : Decimal, optional
        In the measure of the dots.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    colours = THEMES[theme]
    rows = _stacked(dots, low, high)
    tallest = max((int(str(row["height"])) for row in rows), default=1)
    x = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(domain=[float(low), float(high)], nice=False),
        axis=alt.Axis(tickCount=8, labelOverlap=True),
    )
    marks = (
        alt.Chart(data_of(rows))
        .mark_circle(size=46, opacity=0.9)
        .encode(
            x=x,
            y=alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, max(tallest + 1, 6)])),
            color=alt.condition("datum.marked", alt.value(colours.mark), alt.value(colours.won)),
        )
    )
    layers = [marks]
    if mean is not None:
        layers += _mean_layers(
            mean, x, colours, language, is_right=mean > low + (high - low) * 4 / 5
        )
    height = min(40 + 9 * tallest, 260)
    return render(alt.layer(*layers).properties(width=560, height=height), colours, language)
