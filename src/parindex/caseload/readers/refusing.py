"""Writes down what is refused: every reason, and the record without what is personal in it.

A value is shown only if it has the shape of its field. When columns have slipped, a name may stand
where a date belongs; what looks like a name, a number of a person or an address is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from parindex.caseload.codes import dossier_codes
from parindex.caseload.columns import QUARANTINE
from parindex.caseload.privacy import may_name_a_person
from parindex.caseload.readers.fields import Field, Kind
from parindex.caseload.readers.intake import Intake, Raw
from parindex.caseload.readers.moments import DTYPE
from parindex.caseload.readers.parsing import Parsed, cleaned

HIDDEN: Final = "(không hiển thị vì có thể là dữ liệu cá nhân)"
SHAPES: Final = {
    Kind.DOSSIER: r"^[0-9A-Za-z.]{1,24}[\s]*[-–—][0-9\s–—-]{4,24}[0-9A-Za-z]{0,8}$",
    Kind.UNIT: r"^(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[HGhg][0-9]{2}(?:\.[0-9]{2,3}){0,4}$",
    Kind.PROCEDURE: r"^[0-9]\.[0-9]{1,8}[0-9A-Za-z._-]{0,20}$",
    Kind.MOMENT: r"^(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[0-9T:. Z+-]{0,20}"
    r"|[12][0-9]{3}[01][0-9][0-3][0-9](?:[0-9]{4}|[0-9]{6})?|[0-9]{1,5}(?:\.[0-9]{1,11})?)$",
    Kind.COUNT: r"^-?[0-9]{1,8}(?:[.,][0-9]{1,4})?$",
    Kind.AMOUNT: r"^-?[0-9]{1,8}(?:[.,][0-9]{1,4})?$",
}
"""Texts that may be shown, by kind; they hold no name and no number of nine digits or more."""
WORDS: Final = r"^[\p{L}\p{N} .,/()_-]{1,60}$"


def shown(values: pl.Series, field: Field) -> pl.Series:
    """Return texts that may be shown, null for the others."""
    nothing = pl.Series(values.name, [None], dtype=pl.String).new_from_index(0, len(values))
    if field.is_personal or field.kind is Kind.LABEL:
        return nothing
    texts = cleaned(values)
    if field.kind in SHAPES:
        may = texts.str.contains(SHAPES[field.kind])
    else:
        may = texts.str.contains(WORDS) & ~may_name_a_person(texts)
    return texts.zip_with(may.fill_null(value=False), nothing)


def quarantine_of(
    raw: Raw, parsed: Parsed, fields: Mapping[str, Field], intake: Intake, name: str
) -> pl.DataFrame:
    """Return the lines of the quarantine: for each refused row every reason.

    Parameters
    ----------
    raw : Raw
        The rows as the source wrote them.
    parsed : Parsed
        What was read of them, with the faults.
    fields : mapping of str to Field
        The fields by name.
    intake : Intake
        When the rows came.
    name : str
        The import that they belong to.

    Returns
    -------
    polars.DataFrame
        In the columns of `QUARANTINE`, sorted by row.
    """
    if not parsed.faults and not raw.refusals:
        return pl.DataFrame(QUARANTINE.empty_table())
    bad = ~parsed.good()
    refused = raw.frame.filter(bad)
    safe = pl.DataFrame(
        [shown(refused[each], fields[each]).alias(each) for each in refused.columns]
    )
    places = pl.Series("at", bad.arg_true())
    rows = raw.rows.gather(places)
    codes = _codes(refused)
    records = _records(safe, raw.names)
    parts = []
    for fault in parsed.faults:
        inside = fault.mask.gather(places)
        value = _values(refused, safe, fault.name).filter(inside)
        parts.append(
            pl.DataFrame(
                {
                    "row": rows.filter(inside),
                    "dossier_code": codes.filter(inside),
                    "field": [raw.names.get(fault.name, fault.name)] * len(value),
                    "value": value,
                    "reason": [fault.reason] * len(value),
                    "record": records.filter(inside),
                },
                schema=LINE,
            )
        )
    parts.append(_torn(raw))
    lines = pl.concat(parts).sort("row", maintain_order=True)
    return lines.with_columns(
        pl.lit(name).alias("batch"),
        pl.lit(raw.origin).alias("origin"),
        pl.lit(intake.arrived_at, dtype=DTYPE).alias("arrived_at"),
    ).select(QUARANTINE.names)


LINE: Final = {
    "row": pl.Int64,
    "dossier_code": pl.String,
    "field": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "record": pl.String,
}


def _torn(raw: Raw) -> pl.DataFrame:
    lines = [
        {"row": each.row, "field": each.field, "value": each.value, "reason": each.reason}
        for each in raw.refusals
    ]
    frame = pl.DataFrame(lines, schema={n: t for n, t in LINE.items() if n in NARROW})
    return frame.with_columns(
        pl.lit(None, dtype=pl.String).alias("dossier_code"), pl.lit("{}").alias("record")
    ).select(*LINE)


NARROW: Final = ("row", "field", "value", "reason")


def _codes(refused: pl.DataFrame) -> pl.Series:
    if "dossier_code" not in refused.columns:
        return pl.Series([None], dtype=pl.String).new_from_index(0, refused.height)
    return dossier_codes(cleaned(refused["dossier_code"]))


def _values(refused: pl.DataFrame, safe: pl.DataFrame, name: str) -> pl.Series:
    """Return what was found: nothing, the text, or a word that it is not shown."""
    if name not in refused.columns:
        return pl.Series([""]).new_from_index(0, refused.height)
    was_there = cleaned(refused[name]).is_not_null()
    hidden = pl.Series([HIDDEN]).new_from_index(0, len(was_there))
    nothing = pl.Series([""]).new_from_index(0, len(was_there))
    told = safe[name].zip_with(safe[name].is_not_null(), hidden)
    return told.zip_with(was_there, nothing)


def _records(safe: pl.DataFrame, names: Mapping[str, str]) -> pl.Series:
    """Return each row as JSON, under the names of the source."""
    if not safe.width or not safe.height:
        return pl.Series([], dtype=pl.String)
    taken: dict[str, str] = {}
    for each in safe.columns:  # fields made of one list have one name in the source
        told = names.get(each, each)
        taken[each] = each if told in taken.values() else told
    return safe.rename(taken).select(pl.struct(pl.all()).struct.json_encode()).to_series()
