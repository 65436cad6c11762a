"""Without a due date. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_no_due_date"
DENOMINATOR = "bridge_no_due_date_of"
WORDS = {"vi": "Không có ngày hẹn trả", "en": "Without a due date"}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.NO_DUE_DATE)
