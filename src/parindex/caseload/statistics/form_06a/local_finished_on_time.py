"""Finished on time. Circular 01/2020/TT-VPCP, form II.06a, column 9."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_finished_on_time"
DENOMINATOR = "local_finished"
WORDS = {"vi": "Giải quyết đúng hạn (cột 9)", "en": "Finished on time"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 9"
denominator = wholes.local_finished


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & col("local_finished") & ~col("local_early") & ~col("local_late")
