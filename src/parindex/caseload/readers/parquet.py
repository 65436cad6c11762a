"""Reads Parquet, with our own column names or with headers that are recognised or mapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from parindex.caseload.batch import Batch
from parindex.caseload.readers.content import Content, name_of
from parindex.caseload.readers.fields import REQUIRED
from parindex.caseload.readers.intake import ROWS, Intake, IntakeError
from parindex.caseload.readers.mapping import Mapping_
from parindex.caseload.readers.rows import batch_of_rows

MARK = "is_simulated"


def read_parquet(
    content: Content, intake: Intake, *, origin: str, mapping: Mapping_ | None = None
) -> Iterator[Batch]:
    """Yield the batches of a Parquet file; see `read_table`.

    With our own column names hashes are taken as they are: such a file was written by an
    installation under the same key. A file that marks a record as simulated is simulated.
    """
    mapping = mapping or Mapping_()
    name = name_of(content, origin)
    try:
        file: Any = pq.ParquetFile(
            pa.BufferReader(content) if isinstance(content, bytes) else content
        )
    except pa.ArrowInvalid as error:
        raise IntakeError(
            f"{origin}: this is no whole Parquet file ({error}). Copy it again"
        ) from None
    headers = list(file.schema_arrow.names)
    columns = mapping.required(mapping.columns(headers), origin)
    if set(REQUIRED) <= set(headers):
        intake = replace(intake, keeps_hashes=True)
    wanted = [headers[place] for place in columns.places.values()]
    marks = [MARK] if MARK in headers else []
    row = 1
    for portion in file.iter_batches(batch_size=ROWS, columns=[*wanted, *marks]):
        table = pa.Table.from_batches([portion])
        frame = pl.DataFrame(table.select(wanted)).rename(
            {headers[place]: each for each, place in columns.places.items()}
        )
        if marks and pl.Series(table[MARK]).any():
            intake = replace(intake, is_simulated=True)
        rows = pl.int_range(row, row + frame.height, eager=True, dtype=pl.Int64)
        yield batch_of_rows(frame, rows, columns, mapping, intake, origin=origin, name=name)
        row += frame.height


def headers_of_parquet(content: Content) -> list[str]:
    """Return the names of the columns."""
    source = pa.BufferReader(content) if isinstance(content, bytes) else content
    return list(pq.read_schema(source).names)
