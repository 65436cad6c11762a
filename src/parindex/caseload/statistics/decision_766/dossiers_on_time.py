"""Dossiers finished on time or in process within time. Decision 766/QĐ-TTg, indicator 2.1."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_on_time"
DENOMINATOR = "dossiers_in_hand"
WORDS = {
    "vi": "Hồ sơ xử lý đúng hạn và đang xử lý trong hạn",
    "en": "Dossiers finished on time or in process within time",
}
SOURCE = "Decision 766/QĐ-TTg, indicator 2.1"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & ~col("overdue")
