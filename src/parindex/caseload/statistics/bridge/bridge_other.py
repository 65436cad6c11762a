"""Other: the source disagrees with itself. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_other"
DENOMINATOR = "bridge_other_of"
WORDS = {"vi": "Khác: số liệu nguồn không khớp", "en": "Other: the source disagrees with itself"}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.OTHER)
