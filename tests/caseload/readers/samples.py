"""Rows, messages and files for the tests of readers; every person in them is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import polars as pl

from parindex.caseload.batch import Batch
from parindex.caseload.columns import Source
from parindex.caseload.privacy import Pseudonyms
from parindex.caseload.readers.intake import Intake, Raw
from parindex.caseload.readers.normal import batch_of_dossiers

NOW = datetime(2026, 11, 28, 10)  # noqa: DTZ001 - wall clock of Viet Nam
INTAKE = Intake(Source.LOCAL, NOW, Pseudonyms(b"k" * 32))
GOOD = {
    "dossier_code": "H44.45-260803-0012",
    "procedure_code": "2.000815",
    "status": "4",
    "received_at": "03/08/2026 08:05",
}


def batch_of(*rows: dict[str, str | None], intake: Intake = INTAKE, **names: str) -> Batch:
    """Return the batch of rows of fields, numbered from 1."""
    fields = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in fields},
        schema=dict.fromkeys(fields, pl.String),
    )
    numbers = pl.int_range(1, len(rows) + 1, eager=True, dtype=pl.Int64)
    return batch_of_dossiers(Raw(frame, numbers, names, "sample"), intake, "sample#1")


def record_of(**fields: str | None) -> dict[str, Any]:
    """Return the one record that a good row with other fields gives."""
    batch = batch_of(GOOD | fields)
    assert batch.quarantine.to_pylist() == []
    (record,) = batch.dossiers.to_pylist()
    return dict(record)


def reasons_of(**fields: str | None) -> list[tuple[str, str]]:
    """Return field and reason of every fault of a good row with other fields."""
    batch = batch_of(GOOD | fields)
    assert batch.dossiers.num_rows == (not batch.quarantine.num_rows)
    return [(each["field"], each["reason"]) for each in batch.quarantine.to_pylist()]


def rows_of(batches: Iterable[Batch]) -> list[dict[str, Any]]:
    """Return the good rows of all batches."""
    return [row for batch in batches for row in batch.dossiers.to_pylist()]


def dossier(**fields: Any) -> dict[str, Any]:
    """Return a dossier of the exchanged model."""
    return {
        "MaHoSo": "000.00.45.H44-260803-0012",
        "MaTTHC": "2.000815",
        "KenhThucHien": "2",
        "TrangThaiHoSo": "4",
        "NgayTiepNhan": "20260803080500",
        "NgayHenTra": "20260824170000",
        **fields,
    }


def step(**fields: Any) -> dict[str, Any]:
    """Return a step of the exchanged model."""
    return {
        "MaHoSo": "H44.45-260803-0012",
        "TrangThai": "4",
        "ThoiDiemXuLy": "20260803090000",
        "NguoiXuLy": "canbo01",
        "PhongBanXuLy": "Phòng Kinh tế",
        **fields,
    }


def message(
    *records: Any, service: str = "DongBoHoSoMC", is_updating: str = "False"
) -> dict[str, Any]:
    """Return a message with these records."""
    return {
        "madonvi": "000.00.00.H44",
        "service": service,
        "isUpdating": is_updating,
        "data": list(records),
    }
