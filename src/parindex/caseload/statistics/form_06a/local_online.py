"""Received online in the period. Circular 01/2020/TT-VPCP, form II.06a, column 4."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_online"
DENOMINATOR = "local_in_hand"
WORDS = {"vi": "Tiếp nhận trực tuyến trong kỳ (cột 4)", "en": "Received online in the period"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 4"
denominator = wholes.in_local


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & col("online")
