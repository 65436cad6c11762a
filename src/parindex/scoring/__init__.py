"""Facts and a rulebook give points with trace, index, ranks and bands. Pure."""

from __future__ import annotations

from pathlib import Path

from parindex.rulebook.load import load_rulebook
from parindex.rulebook.model import Rulebook
from parindex.scoring.engine import BlockScorer, score
from parindex.scoring.facts import Status, UnitFacts
from parindex.scoring.kinds import discover
from parindex.scoring.result import NodeScore, Result, Trace, UnitScore


def load(name: str | Path) -> Rulebook:
    """Load a rulebook with the shipped rule kinds; see `load_rulebook` for errors.

    Examples
    --------
    >>> load("766/2026/province").scale
    Decimal('100')
    """
    return load_rulebook(name, discover())


__all__ = [
    "BlockScorer",
    "NodeScore",
    "Result",
    "Status",
    "Trace",
    "UnitFacts",
    "UnitScore",
    "load",
    "score",
]
