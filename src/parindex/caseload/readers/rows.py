"""What tables of all kinds share: from columns of texts to batches."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from parindex.caseload.batch import Batch
from parindex.caseload.readers.fields import FIELDS, Kind
from parindex.caseload.readers.intake import ABSENT, Intake, Raw, Refusal
from parindex.caseload.readers.mapping import Columns, Mapping_
from parindex.caseload.readers.normal import batch_of_dossiers
from parindex.caseload.readers.parsing import cleaned


def batch_of_rows(
    frame: pl.DataFrame,
    rows: pl.Series,
    columns: Columns,
    mapping: Mapping_,
    intake: Intake,
    *,
    origin: str,
    name: str,
    refusals: Sequence[Refusal] = (),
) -> Batch:
    """Return the batch of a portion of a table, whose columns are named after fields.

    Rows in which every field is empty are no rows: spreadsheets carry thousands of them.
    """
    is_there = _any_told(frame)
    frame, rows = frame.filter(is_there), rows.filter(is_there)
    constants = [
        pl.Series(field, [value]).new_from_index(0, frame.height).alias(field)
        for field, value in mapping.constants.items()
        if field not in frame.columns
    ]
    frame = frame.with_columns(_presences(frame))
    raw = Raw(frame.with_columns(constants), rows, columns.names, origin, refusals)
    return batch_of_dossiers(raw, mapping.applied(intake), name)


def _presences(frame: pl.DataFrame) -> list[pl.Series]:
    """Return the columns of which only counts whether a cell is filled; an empty cell is a no."""
    told = [
        _presence(frame[each.name])
        for each in FIELDS
        if each.kind is Kind.PRESENCE and each.name in frame.columns
    ]
    if "result_hash" in frame.columns and "has_e_result" not in frame.columns:
        is_there = cleaned(frame["result_hash"]).is_not_null()
        told.append(is_there.alias("has_e_result"))
    return told


def _presence(values: pl.Series) -> pl.Series:
    """Return texts, `ABSENT` for an empty cell; a typed file may know neither yes nor no."""
    if values.dtype != pl.Boolean:
        return cleaned(values).fill_null(ABSENT)
    words = {True: "1", False: ABSENT}
    return values.replace_strict(list(words), list(words.values()), return_dtype=pl.String)


def _any_told(frame: pl.DataFrame) -> pl.Series:
    found = pl.Series([False]).new_from_index(0, frame.height)
    for name in frame.columns:
        column = frame[name]
        told = cleaned(column) if column.dtype == pl.String else column
        found |= told.is_not_null()
        if found.all():
            break
    return found
