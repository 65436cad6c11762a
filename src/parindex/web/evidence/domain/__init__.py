"""What people do with evidence: one verb, one transaction, one audit row."""

from parindex.web.evidence.domain.describe import Metadata, describe
from parindex.web.evidence.domain.documents import add_document, add_version, withdraw
from parindex.web.evidence.domain.many import Outcome, add_many
from parindex.web.evidence.domain.opening import Opened, open_for, open_version
from parindex.web.evidence.domain.scanning import reread_signatures, scan_again

__all__ = [
    "Metadata",
    "Opened",
    "Outcome",
    "add_document",
    "add_many",
    "add_version",
    "describe",
    "open_for",
    "open_version",
    "reread_signatures",
    "scan_again",
    "withdraw",
]
