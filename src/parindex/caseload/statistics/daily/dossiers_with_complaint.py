"""Dossiers with a complaint. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_with_complaint"
DENOMINATOR = "dossiers_in_hand"
WORDS = {"vi": "Hồ sơ bị phản ánh, kiến nghị", "en": "Dossiers with a complaint"}
SOURCE = "Board of the day"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("has_complaint")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & ~col("knows_has_complaint")
