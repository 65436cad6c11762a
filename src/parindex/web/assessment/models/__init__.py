"""Tables of a round, in the order in which they stand on one another."""

from parindex.web.assessment.models.council import Case, CaseReply, CouncilSession, Vote
from parindex.web.assessment.models.round import (
    Deadline,
    Reminder,
    Reopening,
    Round,
    RoundBlock,
    RulebookDocument,
    RulebookVersion,
)
from parindex.web.assessment.models.rulings import (
    Explanation,
    LedgerEntry,
    RoundResult,
    RowOpening,
    Ruling,
)
from parindex.web.assessment.models.sheet import Attachment, AutomaticValue, Row, Sheet

__all__ = [
    "Attachment",
    "AutomaticValue",
    "Case",
    "CaseReply",
    "CouncilSession",
    "Deadline",
    "Explanation",
    "LedgerEntry",
    "Reminder",
    "Reopening",
    "Round",
    "RoundBlock",
    "RoundResult",
    "Row",
    "RowOpening",
    "RulebookDocument",
    "RulebookVersion",
    "Ruling",
    "Sheet",
    "Vote",
]
