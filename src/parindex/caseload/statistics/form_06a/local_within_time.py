"""In process within time. Circular 01/2020/TT-VPCP, form II.06a, column 12."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "local_within_time"
DENOMINATOR = "local_in_process"
WORDS = {"vi": "Đang giải quyết trong hạn (cột 12)", "en": "In process within time"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 12"
denominator = wholes.local_in_process


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_local") & ~col("local_finished") & ~col("local_late")
