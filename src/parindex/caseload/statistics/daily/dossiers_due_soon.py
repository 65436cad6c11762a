"""Dossiers due soon. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_due_soon"
DENOMINATOR = "dossiers_open"
WORDS = {"vi": "Hồ sơ sắp đến hạn", "en": "Dossiers due soon"}
SOURCE = "Board of the day"
denominator = wholes.still_open


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("is_open") & col("due_soon")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & col("is_open") & ~col("knows_due_soon")
