"""What stands beside one dossier: its steps, its letters, the portal's copy."""

from __future__ import annotations

from typing import Any

import polars as pl

from parindex.caseload.columns import Source
from parindex.web.caseflow.domain.words import CHANNELS, STATUSES, SUBJECTS
from parindex.web.caseflow.files import dossier_row, lake, steps_of
from parindex.web.caseflow.models import ApologyLetter, SignalNote

COMPARED = (
    *("status", "channel", "received_at", "due_at", "finished_at", "returned_at", "stopped_at"),
    *("withdrawn_at", "supplement_count", "paid_online", "has_e_result"),
)
"""Columns in which the portal's copy may differ from the local record."""


def beside_dossier(row: dict[str, Any]) -> dict[str, Any]:
    """Return steps, letters, notes and the portal's copy of a dossier that was let to."""
    code = row["dossier_code"]
    portal = dossier_row(code, source=Source.PORTAL)
    return {
        "has_portal": lake().exists("portal"),
        "portal": portal,
        "differs": [] if portal is None else [n for n in COMPARED if row[n] != portal[n]],
        "steps": [{**step, "words": STATUSES.get(step["status"], "–")} for step in steps_of(code)],
        "letters": ApologyLetter.objects.filter(dossier_code=code).select_related("written_by"),
        "notes": SignalNote.objects.filter(dossier_code=code).select_related("by"),
        "procedure": procedure_of(row["procedure_code"]),
        "status": STATUSES.get(row["status"], row["status"]),
        "channel": CHANNELS.get(row["channel"], row["channel"]),
        "subject": SUBJECTS.get(row["subject"], ""),
    }


def procedure_of(code: str) -> dict[str, Any] | None:
    """Return a procedure of the catalogue, None when it does not have it."""
    return procedures([code]).get(code)


def procedures(codes: list[str]) -> dict[str, dict[str, Any]]:
    """Return procedures of the catalogue by code."""
    if not lake().exists("procedures"):
        return {}
    wanted = pl.col("procedure_code").is_in(codes)
    found = lake().scan("procedures").filter(wanted).collect()
    return {row["procedure_code"]: row for row in found.iter_rows(named=True)}
