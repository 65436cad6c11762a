"""Dossiers using the population database. Decision 766/QĐ-TTg, indicator 4.5b."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_with_population_data"
DENOMINATOR = "dossiers_for_digitisation"
WORDS = {"vi": "Hồ sơ khai thác CSDL dân cư", "en": "Dossiers using the population database"}
SOURCE = "Decision 766/QĐ-TTg, indicator 4.5b"
denominator = wholes.in_hand


def numerator() -> Expr:
    """Return what is counted."""
    return col("in_hand") & col("uses_population_data")


def unknown() -> Expr:
    """Return the dossiers of which the source does not say so."""
    return col("in_hand") & ~col("knows_uses_population_data")
