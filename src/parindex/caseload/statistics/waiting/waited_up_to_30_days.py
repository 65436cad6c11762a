"""Ended after 20 to 30 days. Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import DAY

NUMERATOR = "waited_up_to_30_days"
DENOMINATOR = "dossiers_timed"
WORDS = {"vi": "Xử lý trên 20 đến 30 ngày", "en": "Ended after 20 to 30 days"}
SOURCE = "Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg"
denominator = wholes.timed


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_timed") & (col("waited") > 20 * DAY) & (col("waited") <= 30 * DAY)
