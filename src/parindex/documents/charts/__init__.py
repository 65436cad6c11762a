"""Charts, declared with Altair and rendered to SVG on the server."""

from parindex.documents.charts.fields import FieldBar, fields_chart
from parindex.documents.charts.series import SeriesBreak, SeriesLine, series_chart
from parindex.documents.charts.strip import Dot, strip_chart

__all__ = [
    "Dot",
    "FieldBar",
    "SeriesBreak",
    "SeriesLine",
    "fields_chart",
    "series_chart",
    "strip_chart",
]
