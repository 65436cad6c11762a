"""Dossiers reusing digitised parts. Decision 766/QĐ-TTg, indicator 4.3."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_reusing_data"
DENOMINATOR = "dossiers_for_digitisation"
WORDS = {
    "vi": "Hồ sơ có thành phần số hóa được tái sử dụng",
    "en": "Dossiers reusing digitised parts",
}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.3"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & (col("papers_reused") > 0)
