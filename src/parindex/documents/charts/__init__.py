"""Charts, declared with Altair and rendered to SVG on the server."""

from parindex.documents.charts.fields import FieldBar, fields_chart
from parindex.documents.charts.months import MonthBar, months_chart
from parindex.documents.charts.series import SeriesBreak, SeriesLine, series_chart
from parindex.documents.charts.strip import Dot, strip_chart
from parindex.documents.charts.waiting import WaitingCurve, waiting_chart

__all__ = [
    "Dot",
    "FieldBar",
    "MonthBar",
    "SeriesBreak",
    "SeriesLine",
    "WaitingCurve",
    "fields_chart",
    "months_chart",
    "series_chart",
    "strip_chart",
    "waiting_chart",
]
