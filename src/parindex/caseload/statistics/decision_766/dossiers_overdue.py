"""Dossiers overdue. Decision 766/QĐ-TTg, indicator 2.1."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_overdue"
DENOMINATOR = "dossiers_in_hand"
WORDS = {"vi": "Hồ sơ quá hạn", "en": "Dossiers overdue"}
SOURCE = "Decision 766/QĐ-TTg, indicator 2.1"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("overdue")
