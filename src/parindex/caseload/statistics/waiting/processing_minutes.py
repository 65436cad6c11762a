"""Minutes from receipt to the end. Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg."""

from narwhals import Expr, col, when

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import MINUTE

NUMERATOR = "processing_minutes"
DENOMINATOR = "dossiers_timed"
WORDS = {"vi": "Tổng số phút xử lý", "en": "Minutes from receipt to the end"}
SOURCE = "Handbook of dossiers, indicator 2.2 of Decision 766/QĐ-TTg"
denominator = wholes.timed


def numerator() -> Expr:
    """Return what is counted."""
    return when(col("is_timed")).then(col("waited") // MINUTE).otherwise(0)
