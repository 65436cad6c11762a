"""Dossiers synchronised. Decision 766/QĐ-TTg, indicator 1.4."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_synchronised"
DENOMINATOR = "dossiers_to_synchronise"
WORDS = {"vi": "Hồ sơ đã đồng bộ", "en": "Dossiers synchronised"}
SOURCE = "Decision 766/QĐ-TTg, indicator 1.4"
denominator = wholes.received


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & col("synchronised")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("received") & ~col("knows_synchronised")
