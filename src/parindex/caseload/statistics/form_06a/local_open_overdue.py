"""In process overdue. Circular 01/2020/TT-VPCP, form II.06a, column 13."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_open_overdue"
DENOMINATOR = "local_in_process"
WORDS = {"vi": "Đang giải quyết quá hạn (cột 13)", "en": "In process overdue"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 13"
denominator = wholes.local_in_process


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & ~col("local_finished") & col("local_late")
