"""Received in person or by post in the period. Circular 01/2020/TT-VPCP, form II.06a, column 5."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_direct_and_postal"
DENOMINATOR = "local_in_hand"
WORDS = {
    "vi": "Tiếp nhận trực tiếp, bưu chính trong kỳ (cột 5)",
    "en": "Received in person or by post in the period",
}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 5"
denominator = wholes.in_local


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & ~col("online")
