"""Fee procedures offering online payment. Decision 766/QĐ-TTg, indicator 3.5."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "fee_procedures_offering_online_payment"
DENOMINATOR = "fee_procedures"
WORDS = {
    "vi": "TTHC có cung cấp thanh toán trực tuyến",
    "en": "Fee procedures offering online payment",
}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.5"
OVER = "procedures"
population = wholes.listed
denominator = wholes.fee_procedures


def numerator() -> Expr:
    """Return what is counted."""
    return col("has_fee") & col("offers_online_payment")


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("has_fee").is_null() | col("offers_online_payment").is_null()
