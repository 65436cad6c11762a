"""Charts, declared with Altair and rendered to SVG on the server."""

from parindex.documents.charts.fields import FieldBar, fields_chart
from parindex.documents.charts.strip import Dot, strip_chart

__all__ = ["Dot", "FieldBar", "fields_chart", "strip_chart"]
