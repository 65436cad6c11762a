"""Services partly online. Decision 766/QĐ-TTg, indicator 3.1."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "procedures_partly_online"
DENOMINATOR = "procedures_under_authority"
WORDS = {"vi": "DVC trực tuyến một phần", "en": "Services partly online"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.1"
OVER = "procedures"
population = wholes.listed
denominator = wholes.listed


def numerator() -> Expr:
    """Return what is counted."""
    return col("level") == 3


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("level").is_null()
