"""Reads exports as CSV, portion by portion: any usual encoding and delimiter, titles above."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

from parindex.caseload.batch import Batch
from parindex.caseload.readers.content import Content, encoding_of, name_of, open_content
from parindex.caseload.readers.intake import ROWS, Intake, IntakeError, Refusal
from parindex.caseload.readers.mapping import Columns, Mapping_, header_row
from parindex.caseload.readers.rows import batch_of_rows

DELIMITERS: Final = ";,\t|"
LOOKED_AT: Final = 20
"""Rows among which the headers are looked for."""
BLOCK: Final = 16 << 20


def read_table(
    content: Content, intake: Intake, *, origin: str, mapping: Mapping_ | None = None
) -> Iterator[Batch]:
    """Yield the batches of an export as CSV.

    Parameters
    ----------
    content : Path or bytes
        The file, compressed by gzip or not.
    intake : Intake
        Whose records they are, and how they are read.
    origin : str
        Name of the file, as it stands in the quarantine.
    mapping : Mapping_, optional
        The saved mapping of this source; without one headers are recognised.

    Yields
    ------
    Batch
        Of about 200,000 rows. A row is counted as in the file, the headers included; a row with
        more or fewer cells than there are headers is refused.

    Raises
    ------
    IntakeError
        If the file has no readable headers, or lacks a needed column.
    """
    mapping = mapping or Mapping_()
    encoding, name = encoding_of(content, origin), name_of(content, origin)
    headers, delimiter, skipped = _layout(content, encoding, mapping, origin)
    columns = mapping.required(mapping.columns(headers), origin)
    rows = _Rows(content, columns, encoding, delimiter, skipped)
    for frame, numbers, refusals in rows.portions(origin):
        yield batch_of_rows(
            frame, numbers, columns, mapping, intake, origin=origin, name=name, refusals=refusals
        )


def headers_of_table(content: Content, origin: str) -> list[str]:
    """Return the headers of an export as CSV."""
    encoding = encoding_of(content, origin)
    return _layout(content, encoding, Mapping_(), origin)[0]


def _layout(
    content: Content, encoding: str, mapping: Mapping_, origin: str
) -> tuple[list[str], str, int]:
    """Return headers, delimiter, and how many lines stand above the first record."""
    with open_content(content) as stream:
        text = stream.read(1 << 18).decode(encoding, errors="ignore").lstrip("\ufeff")
    tries = [_rows(text, each) for each in DELIMITERS]
    counts = [
        max((len(mapping.columns(row).places) for row, _ in rows), default=0) for rows in tries
    ]
    best = counts.index(max(counts))
    rows = tries[best]
    at = header_row([row for row, _ in rows], mapping, origin)
    return rows[at][0], DELIMITERS[best], rows[at][1]


def _rows(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """Return the first rows, each with the number of the line that it ends in."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    found = []
    try:
        for row in reader:
            found.append((row, reader.line_num))
            if len(found) == LOOKED_AT:
                break
    except csv.Error:
        return found
    return found


class _Rows:
    """The records of one file, and the numbers of torn ones."""

    def __init__(
        self, content: Content, columns: Columns, encoding: str, delimiter: str, skipped: int
    ) -> None:
        self.content, self.columns, self.skipped = content, columns, skipped
        self.encoding, self.delimiter = encoding, delimiter
        self.torn: list[tuple[int, int]] = []
        self.width = len(columns.headers)

    def portions(self, origin: str) -> Iterator[tuple[pl.DataFrame, pl.Series, list[Refusal]]]:
        """Yield frames of texts, the number of each row, and the torn rows so far."""
        told, seen = 0, 0
        for table in self._tables(origin):
            frame = pl.DataFrame(table, schema=list(self.columns.places))
            numbers = self._numbers(seen, frame.height)
            seen += frame.height
            yield frame, numbers, [self._refusal(*each) for each in self.torn[told:]]
            told = len(self.torn)

    def _tables(self, origin: str) -> Iterator[pa.Table]:
        """Yield portions; at least one, so that a file of torn rows alone is told of."""
        waiting: list[pa.RecordBatch] = []
        with open_content(self.content) as stream:
            try:
                reader = self._open(stream)
                for batch in reader:
                    waiting.append(batch)
                    if sum(each.num_rows for each in waiting) >= ROWS:
                        yield pa.Table.from_batches(waiting)
                        waiting = []
            except pa.ArrowInvalid as error:
                if "Empty CSV file" not in str(error):
                    raise IntakeError(
                        f"{origin}: the table cannot be read on ({error}). Often a quotation mark "
                        "is not closed; correct it and import the file again"
                    ) from None
                return
            yield pa.Table.from_batches(waiting, reader.schema)

    def _open(self, stream: object) -> arrow_csv.CSVStreamingReader:
        names = [f"c{place}" for place in range(self.width)]
        wanted = [names[place] for place in self.columns.places.values()]
        return arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,  # with threads a torn row does not know its number
                block_size=BLOCK,
                skip_rows=self.skipped,
                column_names=names,
                encoding=self.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                invalid_row_handler=self._note,
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.string()),
                null_values=[],
                strings_can_be_null=False,
            ),
        )

    def _note(self, row: arrow_csv.InvalidRow) -> str:
        self.torn.append((row.number, row.actual_columns))
        return "skip"

    def _numbers(self, seen: int, height: int) -> pl.Series:
        """Return the rows' numbers in the file: torn rows before them count, too."""
        places = np.arange(seen + 1, seen + height + 1)
        torn = np.array([number for number, _ in self.torn], dtype=np.int64) - self.skipped
        before = np.searchsorted(torn - np.arange(len(torn)), places, side="right")
        return pl.Series("row", places + before + self.skipped, dtype=pl.Int64)

    def _refusal(self, number: int, cells: int) -> Refusal:
        reason = (
            f"dòng có {cells} ô trong khi tiêu đề có {self.width} cột; kiểm tra dấu phân cách và "
            "dấu ngoặc kép trong dòng này"
        )
        return Refusal(number, "*", reason)
