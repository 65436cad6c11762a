"""Finished early or on time. Circular 01/2020/TT-VPCP, form II.06a, column 8 + 9."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_on_time"
DENOMINATOR = "local_finished"
WORDS = {"vi": "Giải quyết trước hạn và đúng hạn (cột 8 + 9)", "en": "Finished early or on time"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 8 + 9"
denominator = wholes.local_finished


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & col("local_finished") & ~col("local_late")
