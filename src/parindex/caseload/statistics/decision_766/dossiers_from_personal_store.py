"""Dossiers using the citizen's data store. Decision 766/QĐ-TTg, indicator 4.4."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_from_personal_store"
DENOMINATOR = "dossiers_for_digitisation"
WORDS = {"vi": "Hồ sơ dùng kho dữ liệu công dân", "en": "Dossiers using the citizen's data store"}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.4"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & (col("papers_from_store") > 0)
