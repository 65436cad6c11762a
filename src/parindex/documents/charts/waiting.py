"""How long people wait: the share of dossiers finished within so many days, as a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from parindex.documents.charts.theme import THEMES, data_of, render

WORDS = {
    "vi": ("Số ngày từ khi tiếp nhận", "Đã giải quyết (%)"),
    "en": ("Days since receipt", "Finished (%)"),
}


@dataclass(frozen=True, slots=True)
class WaitingCurve:
    """One curve: its name, and the share finished (in percent) by the end of each class."""

    name: str
    points: tuple[tuple[str, Decimal], ...]


def waiting_chart(
    curves: Sequence[WaitingCurve], *, language: str = "vi", theme: str = "light"
) -> str:
    """Return rising curves over classes of days, as SVG; the last one is drawn strongest.

    Parameters
    ----------
    curves : sequence of WaitingCurve
        At most three; each rises from 0 to 100 percent.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    days, share = WORDS[language]
    colours = THEMES[theme]
    rows = [
        {"curve": curve.name, "days": label, "share": float(value)}
        for curve in curves
        for label, value in curve.points
    ]
    classes = [label for label, _ in curves[0].points] if curves else []
    names = [curve.name for curve in curves]
    palette = [colours.muted, colours.lost, colours.won][-len(names) :]
    chart = (
        alt.Chart(data_of(rows))
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=alt.X("days:O", sort=classes, title=days, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title=share, scale=alt.Scale(domain=[0, 100])),
            color=alt.Color("curve:N", scale=alt.Scale(domain=names, range=palette)),
            strokeDash=alt.StrokeDash("curve:N", legend=None, scale=alt.Scale(domain=names)),
        )
        .properties(width=560, height=220)
    )
    return render(chart, colours, language)
