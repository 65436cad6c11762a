"""Ended after more than 60 days. Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import DAY

NUMERATOR = "waited_over_60_days"
DENOMINATOR = "dossiers_timed"
WORDS = {"vi": "Xử lý trên 60 ngày", "en": "Ended after more than 60 days"}
SOURCE = "Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg"
denominator = wholes.timed


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_timed") & (col("waited") > 60 * DAY)
