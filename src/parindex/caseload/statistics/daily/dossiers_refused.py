"""Dossiers not taken in. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_refused"
DENOMINATOR = "dossiers_answered_at_intake"
WORDS = {"vi": "Hồ sơ không được tiếp nhận", "en": "Dossiers not taken in"}
SOURCE = "Board of the day"
denominator = wholes.answered_at_intake


def numerator() -> Expr:
    """Return what is counted."""
    return col("refused")
