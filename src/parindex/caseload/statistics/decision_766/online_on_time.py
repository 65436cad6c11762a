"""Online dossiers on time. Decision 766/QĐ-TTg, indicator 3.3."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "online_on_time"
DENOMINATOR = "dossiers_online"
WORDS = {"vi": "Hồ sơ trực tuyến đúng hạn", "en": "Online dossiers on time"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.3"
denominator = wholes.received_online


def numerator() -> Expr:
    """Return what is counted."""
    return col("received") & col("counts_online") & ~col("overdue")
