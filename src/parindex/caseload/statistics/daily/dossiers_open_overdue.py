"""Dossiers in process and overdue. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_open_overdue"
DENOMINATOR = "dossiers_open"
WORDS = {"vi": "Hồ sơ đang xử lý đã quá hạn", "en": "Dossiers in process and overdue"}
SOURCE = "Board of the day"
denominator = wholes.still_open


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("is_open") & col("overdue")
