"""Reads single dossiers from the lake for pages and verbs; the lake is opened once a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings

from parindex.caseload.codes import dossier_code
from parindex.caseload.columns import Source
from parindex.caseload.lake import Lake
from parindex.errors import ParindexError


@lru_cache(maxsize=4)
def _lake(root: str) -> Lake:
    return Lake(root)


def lake() -> Lake:
    """Return the lake of this installation."""
    return _lake(str(settings.LAKE_ROOT))


def dossier_row(code: str, *, source: Source = Source.LOCAL) -> dict[str, Any] | None:
    """Return the latest state of a dossier, None when there is no such one."""
    table = "dossiers" if source is Source.LOCAL else "portal"
    try:
        known = dossier_code(code)
    except ParindexError:
        return None
    if not lake().exists(table):
        return None
    found = lake().rows(table, [known])
    return None if found.is_empty() else found.row(0, named=True)


def steps_of(code: str, *, source: Source = Source.LOCAL) -> list[dict[str, Any]]:
    """Return the steps of a dossier in the order of time."""
    if not lake().exists("steps"):
        return []
    found = lake().rows("steps", [code]).rows(named=True)
    return sorted((each for each in found if each["source"] == source), key=lambda each: each["at"])
