"""Ended within 1 day. Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import DAY

NUMERATOR = "waited_up_to_1_day"
DENOMINATOR = "dossiers_timed"
WORDS = {"vi": "Xử lý trong 1 ngày", "en": "Ended within 1 day"}
SOURCE = "Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg"
denominator = wholes.timed


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_timed") & (col("waited") <= 1 * DAY)
