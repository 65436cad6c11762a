"""Codes of dossiers, units and procedures: many ways of writing, one form here.

A unit code is kept short, the largest body first: `H44`, `H44.45`, `H44.45.12`. The long form of
older systems, `000.12.45.H44`, is turned round and its empty levels at the end are left out. An
empty level between two others stays (`012.00.45.H44` becomes `H44.45.00.012`), so that no two
units fall together.

A dossier code is the unit code in this form, then date and number as they were written:
`H44.45-260803-0012`. A date of eight digits, as ministries write it, keeps its eight digits. What
a system hangs on behind (a random suffix is a known fault) stays too, so that the checks see it.
Codes of other provinces, of the 63 former ones and of ministries have the same shape; none is
compared with a list.

A procedure code is that of the national catalogue, `2.000815`. When a unit code follows it
(`2.000815.000.00.00.H44`) it is left out: it says who publishes the procedure, not which. Any
other suffix and any other code of a local catalogue stays, in capital letters.

Every function on texts has a twin on columns; the tests hold them against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from parindex.errors import ParindexError

LONG: Final = r"(?:([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.)?"
SHORT: Final = r"([HG][0-9]{2})((?:\.[0-9]{2,3})*)"
UNIT: Final = rf"^{LONG}{SHORT}$"
DATE_AND_NUMBER: Final = r"((?:[0-9]{8}|[0-9]{6})-[0-9]{4,}(?:-[0-9A-Z]{1,12})?)$"
DOSSIER: Final = rf"^{LONG}{SHORT}-{DATE_AND_NUMBER}"
TAIL: Final = f"^{DATE_AND_NUMBER}"
PROCEDURE: Final = (
    r"^([0-9]\.[0-9]{6})(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2})?(?:\.[HG][0-9]{2}(?:\.[0-9]{2,3})*)?$"
)
OTHER_PROCEDURE: Final = r"^[0-9A-Z][0-9A-Z._/-]{2,39}$"
PERSONAL: Final = 9
"""Digits from which on a number may be that of a person's identity card or telephone."""
EMPTY_LEVELS: Final = r"(?:\.0{2,3})+$"
DASHES: Final = "[\u2010-\u2015\u2212]"


class CodeError(ParindexError):
    """A code cannot be read."""

    def __init__(self, what: str, text: str, example: str) -> None:
        super().__init__(f"{text!r} is no {what}; write it as {example}")


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(DASHES, "-", text)).upper()


def _unit(found: re.Match[str]) -> str:
    first, second, third, body, levels = found.groups()[:5]
    turned = f".{third}.{second}.{first}" if first else ""
    return re.sub(EMPTY_LEVELS, "", f"{body}{turned}{levels}")


def unit_code(text: str) -> str:
    """Return a unit code in its one form; raise `CodeError` for anything else.

    Examples
    --------
    >>> unit_code("000.00.45.H44"), unit_code("h44.100"), unit_code("000.00.00.H44")
    ('H44.45', 'H44.100', 'H44')
    """
    found = re.match(UNIT, _tidy(text))
    if found is None:
        raise CodeError("unit code", text, "H44.45")
    return _unit(found)


def dossier_code(text: str) -> str:
    """Return a dossier code in its one form; raise `CodeError` for anything else.

    Examples
    --------
    >>> dossier_code("000.00.45.H44-260803-0012")
    'H44.45-260803-0012'
    >>> dossier_code(" g09.20-20260609-0092637 ")
    'G09.20-20260609-0092637'
    """
    found = re.match(DOSSIER, _tidy(text))
    if found is None:
        raise CodeError("dossier code", text, "H44.45-260803-0012")
    return f"{_unit(found)}-{found[6]}"


def unit_of_dossier(code: str) -> str:
    """Return the unit that gave a dossier its code.

    Examples
    --------
    >>> unit_of_dossier("000.00.45.H44-260803-0012")
    'H44.45'
    """
    return dossier_code(code).partition("-")[0]


def procedure_code(text: str) -> str:
    """Return a procedure code in its one form; raise `CodeError` for anything else.

    Examples
    --------
    >>> procedure_code("2.000815.000.00.00.H44"), procedure_code("2.000815-01")
    ('2.000815', '2.000815-01')
    """
    tidy = _tidy(text)
    found = re.match(PROCEDURE, tidy)
    if found is not None:
        return found[1]
    is_number = tidy.isdigit() and len(tidy) >= PERSONAL
    if is_number or not re.match(OTHER_PROCEDURE, tidy) or not re.search(r"[0-9]", tidy):
        raise CodeError("procedure code", text, "2.000815")
    return tidy


def tidied(values: pl.Series) -> pl.Series:
    """Return codes in capitals, without blanks, with plain hyphens."""
    if values.str.contains(rf"\s|[a-z]|{DASHES}").any():
        values = values.str.replace_all(DASHES, "-").str.replace_all(r"\s+", "")
        return values.str.to_uppercase()
    return values


def _each(values: pl.Series, read: Callable[[str], str]) -> pl.Series:
    """Read every code once, however often it stands in the column: there are few of them."""
    known: dict[str, str | None] = {}
    for each in values.unique().drop_nulls():
        try:
            known[each] = read(each)
        except CodeError:
            known[each] = None
    return values.replace_strict(list(known), list(known.values()), return_dtype=pl.String)


def unit_codes(values: pl.Series) -> pl.Series:
    """Return unit codes in their one form, null where there is none."""
    return _each(values, unit_code)


def procedure_codes(values: pl.Series) -> pl.Series:
    """Return procedure codes in their one form, null where there is none."""
    return _each(values, procedure_code)


def dossier_codes(values: pl.Series) -> pl.Series:
    """Return dossier codes in their one form, null where there is none.

    The unit before the first hyphen is read once for all its dossiers.
    """
    parts = tidied(values).str.splitn("-", 2).struct
    units, tails = unit_codes(parts.field("field_0")), parts.field("field_1")
    tails = tails.set(~tails.str.contains(TAIL), None)
    return (
        pl.DataFrame([units, tails])
        .select(pl.concat_str("field_0", "field_1", separator="-"))["field_0"]
        .alias(values.name)
    )


def units_of_dossiers(codes: pl.Series) -> pl.Series:
    """Return the units of dossier codes that are in their one form already."""
    return codes.str.splitn("-", 2).struct.field("field_0").alias(codes.name)
