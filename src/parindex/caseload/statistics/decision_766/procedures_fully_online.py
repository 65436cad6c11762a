"""Services fully online. Decision 766/QĐ-TTg, indicator 3.1."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "procedures_fully_online"
DENOMINATOR = "procedures_under_authority"
WORDS = {"vi": "DVC trực tuyến toàn trình", "en": "Services fully online"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.1"
OVER = "procedures"
population = wholes.listed
denominator = wholes.listed


def numerator() -> Expr:
    """Return what is counted."""
    return col("level") == 4


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("level").is_null()
