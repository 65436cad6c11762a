"""Stopped or withdrawn. From the one-stop report to Decision 766."""

from narwhals import Expr

from parindex.caseload.counting.prepare import Reason, as_integer, flipped

NUMERATOR = "bridge_stopped_or_withdrawn"
DENOMINATOR = "bridge_stopped_or_withdrawn_of"
WORDS = {"vi": "Dừng xử lý hoặc rút hồ sơ", "en": "Stopped or withdrawn"}
SOURCE = "From the one-stop report to Decision 766"


def numerator() -> Expr:
    """Return what it adds to the dossiers on time."""
    return (
        flipped(Reason.STOPPED_OR_WITHDRAWN)
        + as_integer("joins_ceased")
        - as_integer("leaves_on_time")
    )


def denominator() -> Expr:
    """Return what it adds to the whole."""
    return as_integer("joins_ceased") - as_integer("leaves")
