"""How long people wait: the share of dossiers finished within so many days, as a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair as alt

from parindex.documents.charts.theme import THEMES, data_of, render

SIZES = {"wide": (560, 220), "narrow": (270, 190)}
"""Width and height of the plot in pixels: on a page, and on a phone."""
WORDS = {
    "vi": ("Trong vòng … ngày từ khi tiếp nhận", "Đã giải quyết (%)"),
    "en": ("Within … days of receipt", "Finished (%)"),
}
DASHES = ([2, 3], [7, 4], [1, 0])
"""Lines differ by their dashes too, since colour never speaks alone; the last is solid."""
SHAPES = ("triangle-up", "square", "circle")


@dataclass(frozen=True, slots=True)
class WaitingCurve:
    """One curve: its name, and the share finished (in percent) by the end of each class."""

    name: str
    points: tuple[tuple[str, Decimal], ...]


def waiting_chart(
    curves: Sequence[WaitingCurve],
    *,
    size: str = "wide",
    language: str = "vi",
    theme: str = "light",
) -> str:
    """Return rising curves over classes of days, as SVG; the last one is drawn strongest.

    Parameters
    ----------
    curves : sequence of WaitingCurve
        One to three over the same classes; each rises from 0 to 100 percent.
    size : str
        "wide" or "narrow", for a phone.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    days, share = WORDS[language]
    colours, (width, height) = THEMES[theme], SIZES[size]
    rows = [
        {"curve": curve.name, "days": label, "share": float(value)}
        for curve in curves
        for label, value in curve.points
    ]
    classes = [label for label, _ in curves[0].points]
    names, count = [curve.name for curve in curves], len(curves)
    legend = alt.Legend(columns=1 if size == "narrow" else 0, columnPadding=32)

    def told(values: Sequence[Any]) -> alt.Scale:
        return alt.Scale(domain=names, range=list(values[-count:]))

    base = alt.Chart(data_of(rows)).encode(
        x=alt.X(
            "days:O",
            sort=classes,
            title=days,
            scale=alt.Scale(domain=classes, type="point", padding=0.4),
            axis=alt.Axis(labelAngle=0, grid=True),
        ),
        y=alt.Y("share:Q", title=share, scale=alt.Scale(domain=[0, 100])),
        color=alt.Color(
            "curve:N", legend=legend, scale=told([colours.lost, colours.muted, colours.won])
        ),
    )
    lines = base.mark_line(strokeWidth=2.5).encode(
        strokeDash=alt.StrokeDash("curve:N", legend=None, scale=told(DASHES))
    )
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        shape=alt.Shape("curve:N", legend=legend, scale=told(SHAPES))
    )
    return render(
        alt.layer(lines, points).properties(width=width, height=height), colours, language
    )
