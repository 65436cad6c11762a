"""Dossiers withdrawn. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes
from parindex.caseload.counting.scope import NEVER

NUMERATOR = "dossiers_withdrawn"
DENOMINATOR = "dossiers_ended"
WORDS = {"vi": "Hồ sơ công dân rút", "en": "Dossiers withdrawn"}
SOURCE = "Board of the day"
denominator = wholes.ended


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_ended") & (col("done") == NEVER) & ~col("is_stopped")
