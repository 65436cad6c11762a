"""Dossiers with an electronic result. Decision 766/QĐ-TTg, indicator 4.1."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_with_e_result"
DENOMINATOR = "dossiers_for_digitisation"
WORDS = {"vi": "Hồ sơ cấp kết quả điện tử", "en": "Dossiers with an electronic result"}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.1"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("has_e_result")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & ~col("knows_has_e_result")
