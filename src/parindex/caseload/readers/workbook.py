"""Reads exports as spreadsheets (XLSX, XLSB, XLS, ODS) through a fast reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import fastexcel
import polars as pl

from parindex.caseload.batch import Batch
from parindex.caseload.readers.content import Content, name_of
from parindex.caseload.readers.intake import ROWS, Intake, IntakeError
from parindex.caseload.readers.mapping import Columns, Mapping_, header_row
from parindex.caseload.readers.rows import batch_of_rows

LOOKED_AT: Final = 20


def read_workbook(
    content: Content, intake: Intake, *, origin: str, mapping: Mapping_ | None = None
) -> Iterator[Batch]:
    """Yield the batches of an export as a spreadsheet; see `read_table`.

    Every sheet with headers of dossiers is read, others are passed over. A sheet is in memory as a
    whole, as the format demands; a row is counted as the spreadsheet shows it.
    """
    mapping = mapping or Mapping_()
    name = name_of(content, origin)
    found = 0
    for sheet, cells in sheets(content, origin):
        where = f"{origin}, {sheet}"
        at = _headers_at(cells, mapping, where)
        if at is None:
            continue
        found += 1
        columns = mapping.required(mapping.columns(texts_of(cells, at)), where)
        frame = _fields(cells.slice(at + 1), columns)
        rows = pl.int_range(at + 2, at + 2 + frame.height, eager=True, dtype=pl.Int64)
        for start in range(0, max(frame.height, 1), ROWS):
            part, numbers = frame.slice(start, ROWS), rows.slice(start, ROWS)
            yield batch_of_rows(part, numbers, columns, mapping, intake, origin=where, name=name)
    if not found:
        raise IntakeError(
            f"{origin}: no sheet has a row of headers among its first {LOOKED_AT} rows. Give the "
            "columns Vietnamese headers such as Mã hồ sơ, Mã TTHC, Trạng thái, or name them in a "
            "mapping"
        )


def headers_of_workbook(content: Content, origin: str) -> list[str]:
    """Return the headers of the first sheet that has some."""
    for _, cells in sheets(content, origin):
        at = _headers_at(cells, Mapping_(), origin)
        if at is not None:
            return texts_of(cells, at)
    raise IntakeError(f"{origin}: no sheet has a row of headers. Give the columns headers")


def sheets(content: Content, origin: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the name of each sheet with its cells as texts, from the first row on."""
    try:
        book: Any = fastexcel.read_excel(content if isinstance(content, bytes) else str(content))
    except fastexcel.FastExcelError as error:
        raise IntakeError(
            f"{origin}: the spreadsheet cannot be opened ({str(error).splitlines()[0]}). Take away "
            "its password, or save it as XLSX again"
        ) from None
    for sheet in book.sheet_names:
        yield (
            sheet,
            book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars(),
        )


def texts_of(cells: pl.DataFrame, at: int) -> list[str]:
    """Return the texts of one row, without the empty cells at its end."""
    return [text or "" for text in cells.row(at)]


def _headers_at(cells: pl.DataFrame, mapping: Mapping_, where: str) -> int | None:
    rows = [texts_of(cells, at) for at in range(min(LOOKED_AT, cells.height))]
    try:
        return header_row(rows, mapping, where)
    except IntakeError:
        return None


def _fields(cells: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    return pl.DataFrame(
        [cells.to_series(place).alias(field) for field, place in columns.places.items()]
    )
