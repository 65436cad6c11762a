"""Dossiers on time and without complaint. Decision 766/QĐ-TTg, indicator 5.4."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_received_well"
DENOMINATOR = "dossiers_received"
WORDS = {
    "vi": "Hồ sơ đúng hạn và không bị phản ánh",
    "en": "Dossiers on time and without complaint",
}
SOURCE = "Decision 766/QĐ-TTg, indicator 5.4"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & ~col("overdue") & ~col("has_complaint")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & ~col("knows_has_complaint")
