"""Finished overdue. Circular 01/2020/TT-VPCP, form II.06a, column 10."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_finished_overdue"
DENOMINATOR = "local_finished"
WORDS = {"vi": "Giải quyết quá hạn (cột 10)", "en": "Finished overdue"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 10"
denominator = wholes.local_finished


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & col("local_finished") & col("local_late")
