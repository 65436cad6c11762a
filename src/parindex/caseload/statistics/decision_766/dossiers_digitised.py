"""Dossiers with papers and result digitised. Decision 766/QĐ-TTg, indicator 4.2."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_digitised"
DENOMINATOR = "dossiers_for_digitisation"
WORDS = {
    "vi": "Hồ sơ số hóa thành phần, kết quả",
    "en": "Dossiers with papers and result digitised",
}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.2"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return (
        col("in_hand")
        & col("has_e_result")
        & (col("has_digitised_parts") | (col("papers_digitised") > 0))
    )


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & ~(col("knows_has_e_result") & col("knows_has_digitised_parts"))
