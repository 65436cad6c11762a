"""Ended before receipt (faulty record). Handbook of dossiers, section 7."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "ended_before_receipt"
DENOMINATOR = "dossiers_ended"
WORDS = {
    "vi": "Kết thúc trước khi tiếp nhận (số liệu sai)",
    "en": "Ended before receipt (faulty record)",
}
SOURCE = "Handbook of dossiers, section 7"
denominator = wholes.ended


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_ended") & ~col("is_timed")
