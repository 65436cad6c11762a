"""What pages ask of the evidence bank."""

from parindex.web.evidence.queries.bank import (
    banks_for,
    documents_of,
    in_bank,
    missing_metadata,
    twins,
    years_of,
)
from parindex.web.evidence.queries.dates import DateWarning, date_warnings
from parindex.web.evidence.queries.signatures import SignatureLine, signature_lines

__all__ = [
    "DateWarning",
    "SignatureLine",
    "banks_for",
    "date_warnings",
    "documents_of",
    "in_bank",
    "missing_metadata",
    "signature_lines",
    "twins",
    "years_of",
]
