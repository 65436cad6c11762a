"""Dossiers stopped. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import NEVER

NUMERATOR = "dossiers_stopped"
DENOMINATOR = "dossiers_ended"
WORDS = {"vi": "Hồ sơ dừng xử lý", "en": "Dossiers stopped"}
SOURCE = "Board of the day"
denominator = wholes.ended


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_ended") & (col("done") == NEVER) & col("is_stopped")
