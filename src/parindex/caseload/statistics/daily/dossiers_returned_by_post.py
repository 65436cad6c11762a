"""Results returned by post. Board of the day."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_returned_by_post"
DENOMINATOR = "dossiers_ended"
WORDS = {"vi": "Hồ sơ trả kết quả qua bưu chính", "en": "Results returned by post"}
SOURCE = "Board of the day"
denominator = wholes.ended


def numerator() -> Expr:
    """Return what is counted."""
    return col("is_ended") & (col("by_post"))


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("is_ended") & ~col("knows_by_post")
