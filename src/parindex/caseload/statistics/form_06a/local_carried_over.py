"""Carried over from before. Circular 01/2020/TT-VPCP, form II.06a, column 6."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_carried_over"
DENOMINATOR = "local_in_hand"
WORDS = {"vi": "Từ kỳ trước chuyển sang (cột 6)", "en": "Carried over from before"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 6"
denominator = wholes.in_local


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & ~col("received")
