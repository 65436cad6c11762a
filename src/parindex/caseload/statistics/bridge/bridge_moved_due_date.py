"""Due date extended: 766 keeps the first. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_moved_due_date"
DENOMINATOR = "bridge_moved_due_date_of"
WORDS = {
    "vi": "Ngày hẹn trả được gia hạn: 766 giữ ngày hẹn đầu",
    "en": "Due date extended: 766 keeps the first",
}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.MOVED_DUE_DATE)
