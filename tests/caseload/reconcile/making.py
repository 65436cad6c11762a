"""Both sides of a reconciliation, out of a few words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from parindex.caseload.counting.scope import Scope
from parindex.caseload.reconcile import Reconciliation, reconcile
from parindex.caseload.reconcile.differences import ReconcileSettings, differences
from tests.caseload.quality.making import AUGUST, LATER, dossiers

CODE = "H44.45-260803-{:04}"


def scope(now: datetime = LATER) -> Scope:
    """Return August 2026, looked at when it is over unless told otherwise."""
    return Scope(AUGUST, now)


def compared(
    local: pl.LazyFrame, portal: pl.LazyFrame, *, now: datetime = LATER, **how: Any
) -> Reconciliation:
    """Return what differs."""
    return reconcile(local, portal, scope(now), **how)


def told(
    local: pl.LazyFrame,
    portal: pl.LazyFrame,
    *,
    now: datetime = LATER,
    settings: ReconcileSettings | None = None,
) -> list[tuple[str, str]]:
    """Return dossier and kind of each difference, without their effects."""
    return differences(local, portal, scope(now), settings).select("dossier_code", "kind").rows()


def one_differs(local: dict[str, Any], portal: dict[str, Any], **how: Any) -> Reconciliation:
    """Return what differs between a dossier here and there, beside nine that do not."""
    same = [{}] * 9
    return compared(dossiers(local, *same), dossiers(portal, *same), **how)
