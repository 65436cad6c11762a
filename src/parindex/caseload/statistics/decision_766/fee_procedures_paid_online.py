"""Fee procedures paid online. Decision 766/QĐ-TTg, indicator 3.5b."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "fee_procedures_paid_online"
DENOMINATOR = "fee_procedures"
WORDS = {"vi": "TTHC có giao dịch thanh toán trực tuyến", "en": "Fee procedures paid online"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.5b"
OVER = "procedures"
population = wholes.listed
denominator = wholes.fee_procedures


def numerator() -> Expr:
    """Return what is counted."""
    return col("has_fee") & (col("dossiers_paid_online") > 0)


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("has_fee").is_null()
