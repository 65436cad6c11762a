"""Dossiers paused. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_paused"
DENOMINATOR = "dossiers_open"
WORDS = {"vi": "Hồ sơ đang tạm dừng", "en": "Dossiers paused"}
SOURCE = "Board of the day"
denominator = wholes.still_open


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("is_open") & col("is_paused")
