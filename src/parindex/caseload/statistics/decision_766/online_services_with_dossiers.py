"""Online services with dossiers. Decision 766/QĐ-TTg, indicator 3.2."""

from narwhals import Expr, col

from parindex.caseload.counting import wholes

NUMERATOR = "online_services_with_dossiers"
DENOMINATOR = "online_services"
WORDS = {"vi": "DVC trực tuyến có phát sinh hồ sơ", "en": "Online services with dossiers"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.2"
OVER = "procedures"
population = wholes.listed
denominator = wholes.online_services


def numerator() -> Expr:
    """Return what is counted."""
    return col("level").is_in([3, 4]) & (col("dossiers_online") > 0)


def unknown() -> Expr:
    """Return the procedures of which the catalogue does not say so."""
    return col("level").is_null()
