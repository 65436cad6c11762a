"""Asked twice for a supplement: overdue for 766. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_second_supplement"
DENOMINATOR = "bridge_second_supplement_of"
WORDS = {
    "vi": "Yêu cầu bổ sung từ lần thứ hai: 766 coi là quá hạn",
    "en": "Asked twice for a supplement: overdue for 766",
}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.SECOND_SUPPLEMENT)
