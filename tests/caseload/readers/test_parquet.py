# ruff: noqa: DTZ001 - wall clock of Viet Nam
"""Parquet: our own columns come back as they were; others are recognised like headers."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parindex.caseload.columns import RECORDED
from parindex.caseload.readers import IntakeError, read_dossiers, read_parquet
from parindex.caseload.readers import parquet as module
from tests.caseload.readers.samples import GOOD, INTAKE, batch_of, rows_of


def written(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


SAMPLE = batch_of(
    GOOD | {"subject_hash": "012345678901", "phone_hash": "0912000000", "has_fee": "có"},
    GOOD | {"status": "8", "declined_at": "05/08/2026", "has_reason": "x", "allowed": "3 giờ"},
    GOOD | {"first_pause_from": "04/08/2026", "first_pause_until": "06/08/2026", "papers": "3"},
    GOOD | {"status": "3", "has_reason": "\x00", "received_at": None},
).dossiers


def test_our_own_columns_come_back_as_they_were() -> None:
    (batch,) = read_dossiers(written(SAMPLE), INTAKE, origin="a.parquet")
    assert batch.quarantine.num_rows == 0
    assert batch.dossiers.select(RECORDED.names).equals(SAMPLE.select(RECORDED.names))
    assert batch.dossiers["content_hash"].equals(SAMPLE["content_hash"])


def test_headers_of_other_systems_are_recognised_with_their_types() -> None:
    table = pa.table(
        {
            "MaHoSo": ["000.00.45.H44-260803-0012"],
            "MaTTHC": ["2.000815"],
            "TrangThaiHoSo": pa.array([4], pa.int64()),
            "NgayTiepNhan": pa.array([datetime(2026, 8, 3, 1, 5, tzinfo=UTC)]),
            "KetQuaDienTu": pa.array([True]),
            "Có kết quả điện tử": pa.array([True]),
        }
    )
    (row,) = rows_of(read_parquet(written(table), INTAKE, origin="a.parquet"))
    assert row["received_at"] == datetime(2026, 8, 3, 8, 5)
    assert (row["status"], row["has_e_result"]) == (4, True)


def test_a_file_that_says_it_is_simulated_is_simulated() -> None:
    marked = SAMPLE.set_column(
        SAMPLE.schema.get_field_index("is_simulated"), "is_simulated", [[True] * SAMPLE.num_rows]
    )
    rows = rows_of(read_parquet(written(marked), INTAKE, origin="a.parquet"))
    assert {row["is_simulated"] for row in rows} == {True}


def test_rows_of_all_portions_are_numbered_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", 3)
    codes: list[Any] = ["H44.45-260803-0012"] * 8
    codes[4] = codes[7] = "x"
    table = pl.DataFrame({"dossier_code": codes, "procedure_code": "2.000815", "status": 4})
    batches = list(read_parquet(written(table.to_arrow()), INTAKE, origin="a.parquet"))
    assert len(batches) == 3
    assert [row for each in batches for row in each.quarantine["row"].to_pylist()] == [5, 8]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"PAR1 torn", "no whole Parquet file"),
        (written(pa.table({"a": [1]})), "no column for dossier_code"),
    ],
)
def test_what_is_no_export_is_refused_whole(content: bytes, match: str) -> None:
    with pytest.raises(IntakeError, match=match):
        list(read_dossiers(content, INTAKE, origin="a.parquet"))
