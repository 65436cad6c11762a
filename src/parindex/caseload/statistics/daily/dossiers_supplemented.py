"""Dossiers asked for a supplement. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_supplemented"
DENOMINATOR = "dossiers_in_hand"
WORDS = {"vi": "Hồ sơ phải bổ sung", "en": "Dossiers asked for a supplement"}
SOURCE = "Board of the day"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & (col("supplement_count") > 0)
