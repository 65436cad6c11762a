"""In process and overdue. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_open_overdue"
DENOMINATOR = "bridge_open_overdue_of"
WORDS = {"vi": "Đang xử lý nhưng đã quá hạn", "en": "In process and overdue"}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.OPEN_OVERDUE)
