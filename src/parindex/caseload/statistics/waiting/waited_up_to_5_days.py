"""Ended after 3 to 5 days. Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import DAY

NUMERATOR = "waited_up_to_5_days"
DENOMINATOR = "dossiers_timed"
WORDS = {"vi": "Xử lý trên 3 đến 5 ngày", "en": "Ended after 3 to 5 days"}
SOURCE = "Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg"
denominator = wholes.timed


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_timed") & (col("waited") > 3 * DAY) & (col("waited") <= 5 * DAY)
