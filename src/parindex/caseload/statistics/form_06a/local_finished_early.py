"""Finished early. Circular 01/2020/TT-VPCP, form II.06a, column 8."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_finished_early"
DENOMINATOR = "local_finished"
WORDS = {"vi": "Giải quyết trước hạn (cột 8)", "en": "Finished early"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 8"
denominator = wholes.local_finished


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & col("local_early")
