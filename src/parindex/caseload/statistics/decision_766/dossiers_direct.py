"""Dossiers filed in person. Decision 766/QĐ-TTg, indicator 3.3."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_direct"
DENOMINATOR = "dossiers_all_channels"
WORDS = {"vi": "Hồ sơ nộp trực tiếp", "en": "Dossiers filed in person"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.3"
denominator = wholes.received


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & col("direct")
