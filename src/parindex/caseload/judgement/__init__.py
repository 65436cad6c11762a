"""One dossier judged at a moment, step by step, in words: by Decision 766 and by form II.06a.

Pure and obvious rather than fast: the counting of millions is held against it in tests.
"""

from parindex.caseload.judgement.rule_766 import judge_766
from parindex.caseload.judgement.rule_local import judge_local
from parindex.caseload.judgement.values import (
    STATE_WORDS,
    TIMING_WORDS,
    Judgement,
    Line,
    State,
    Timing,
)

__all__ = [
    "STATE_WORDS",
    "TIMING_WORDS",
    "Judgement",
    "Line",
    "State",
    "Timing",
    "judge_766",
    "judge_local",
]
