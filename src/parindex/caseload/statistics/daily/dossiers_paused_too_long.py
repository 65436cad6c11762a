"""Dossiers paused too long. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_paused_too_long"
DENOMINATOR = "dossiers_open"
WORDS = {"vi": "Hồ sơ tạm dừng quá lâu", "en": "Dossiers paused too long"}
SOURCE = "Board of the day"
denominator = wholes.still_open


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("is_open") & col("paused_too_long")
