"""Local records against the portal's copy, and what single dossiers cost or give in points."""

from __future__ import annotations

from parindex.caseload.reconcile.differences import DIFFERENCES, differences
from parindex.caseload.reconcile.kinds import Kind, sentence
from parindex.caseload.reconcile.losing import components, files_losing, losing
from parindex.caseload.reconcile.run import Reconciliation, reconcile
from parindex.caseload.reconcile.stakes import (
    Effect,
    Worth,
    cost_of_one_more_overdue,
    due_soonest,
    effect_in_points,
    level_of,
    total_change,
)

__all__ = [
    "DIFFERENCES",
    "Effect",
    "Kind",
    "Reconciliation",
    "Worth",
    "components",
    "cost_of_one_more_overdue",
    "differences",
    "due_soonest",
    "effect_in_points",
    "files_losing",
    "level_of",
    "losing",
    "reconcile",
    "sentence",
    "total_change",
]
