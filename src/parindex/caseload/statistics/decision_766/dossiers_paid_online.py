"""Dossiers paid online. Decision 766/QĐ-TTg, indicator 3.6."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_paid_online"
DENOMINATOR = "dossiers_with_fee"
WORDS = {"vi": "Hồ sơ thanh toán trực tuyến", "en": "Dossiers paid online"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.6"
population = wholes.received
denominator = wholes.received_with_fee


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & col("has_fee") & col("is_paid_online")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("received") & (~col("knows_has_fee") | (col("has_fee") & ~col("knows_paid_online")))
