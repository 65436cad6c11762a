"""The look of all charts, for light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

FONT = "Arial, sans-serif"
LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one ground."""

    text: str
    muted: str
    line: str
    won: str
    lost: str
    mark: str


THEMES = {
    "light": Theme("#1d2b36", "#51616d", "#d5dde3", "#12507b", "#d9a441", "#b3261e"),
    "dark": Theme("#e6edf2", "#a9b8c4", "#38464f", "#6db3e0", "#d9a441", "#ff8a80"),
}


def data_of(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData.from_dict({"values": [dict(row) for row in rows]})


def config(theme: Theme) -> dict[str, Any]:
    """Return Vega-Lite's configuration for a theme."""
    words = {"labelColor": theme.text, "titleColor": theme.muted, "labelFontSize": 14}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **words,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "gridColor": theme.line,
            "domainColor": theme.line,
            "tickColor": theme.line,
            "labelLimit": 300,
        },
        "legend": {**words, "title": None, "orient": "top", "labelLimit": 260},
    }


def render(chart: alt.TopLevelMixin, theme: Theme, language: str) -> str:
    """Return a chart as SVG with the number signs of a language."""
    spec = chart.to_dict()
    spec["config"] = config(theme)
    locale = LOCALE if language == "vi" else None
    return str(vl_convert.vegalite_to_svg(spec, format_locale=locale))
