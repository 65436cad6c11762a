"""Dossiers asked twice for a supplement. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_supplemented_twice"
DENOMINATOR = "dossiers_in_hand"
WORDS = {"vi": "Hồ sơ phải bổ sung từ hai lần", "en": "Dossiers asked twice for a supplement"}
SOURCE = "Board of the day"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("asked_twice")
