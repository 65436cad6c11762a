"""Procedures connected. Decision 766/QĐ-TTg, indicator 4.5a."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "procedures_connected"
DENOMINATOR = "procedures_total"
WORDS = {"vi": "TTHC kết nối, chia sẻ dữ liệu", "en": "Procedures connected"}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.5a"
OVER = "procedures"
population = wholes.listed
denominator = wholes.listed


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_connected")


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("is_connected").is_null()
