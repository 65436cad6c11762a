"""Rows of the table `dossiers` for tests: what is not named is unknown or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa

from parindex.caseload.columns import DOSSIERS

USUAL: dict[str, Any] = {
    "dossier_code": "H44.45-260803-0012",
    "unit_code": "H44.45",
    "procedure_code": "2.000815",
    "channel": 2,
    "status": 4,
    "as_of": datetime.fromisoformat("2026-08-03T08:05"),
    "arrived_at": datetime.fromisoformat("2026-08-03T08:06"),
    "batch": "test",
    "content_hash": "0",
    "is_simulated": False,
}
NUMBERS = [
    field.name for field in DOSSIERS if not field.nullable and pa.types.is_integer(field.type)
]


def moment(text: str) -> datetime:
    """Return a moment for its text."""
    return datetime.fromisoformat(text)


def _given(name: str, value: Any) -> Any:
    is_moment = isinstance(value, str) and name.endswith(("_at", "_of", "_from", "_until"))
    return moment(value) if is_moment else value


def row(**values: Any) -> dict[str, Any]:
    """Return a whole row as plain values; moments are given as text."""
    known = {field.name: None for field in DOSSIERS} | dict.fromkeys(NUMBERS, 0) | USUAL
    unknown = set(values) - set(known)
    assert not unknown, f"no such columns: {unknown}"
    given = {name: _given(name, value) for name, value in values.items()}
    return known | given


def table(*rows: dict[str, Any]) -> pa.Table:
    """Return rows as a table in the schema of the lake."""
    return pa.Table.from_pylist(list(rows), schema=DOSSIERS)
