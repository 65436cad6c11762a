"""Quality of dossiers: signals for people, never verdicts. Checks stand in `checks`."""

from __future__ import annotations

from parindex.caseload.quality.check import SIGNALS, Check, discover
from parindex.caseload.quality.form import FORM
from parindex.caseload.quality.letters import LETTERS, letters_frame
from parindex.caseload.quality.looking import Frames, Looking
from parindex.caseload.quality.run import Findings, QualitySettings, Signal, run_checks, signal_of

__all__ = [
    "FORM",
    "LETTERS",
    "SIGNALS",
    "Check",
    "Findings",
    "Frames",
    "Looking",
    "QualitySettings",
    "Signal",
    "discover",
    "letters_frame",
    "run_checks",
    "signal_of",
]
