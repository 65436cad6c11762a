"""Pauses: 766 takes off one. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting import wholes
from parindex.caseload.counting.prepare import Reason, flipped

NUMERATOR = "bridge_pauses"
DENOMINATOR = "bridge_pauses_of"
WORDS = {"vi": "Tạm dừng: 766 chỉ trừ một lần", "en": "Pauses: 766 takes off one"}
SOURCE = "From the one-stop report to Decision 766"
denominator = wholes.nothing


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return flipped(Reason.PAUSES)
