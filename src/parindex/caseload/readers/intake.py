"""What every reader is told, and what it hands to the common path of all records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

import polars as pl

from parindex.caseload.columns import Source
from parindex.caseload.privacy import Pseudonyms
from parindex.caseload.readers.moments import Form
from parindex.errors import ParindexError, ProblemsError

Code = int | str | bool
Codes = Mapping[str, Mapping[str, Code]]
NOTHING: Final[Mapping[str, Mapping[str, Code]]] = MappingProxyType({})
ABSENT: Final = "\x00"
"""What stands in a field of which only counts whether it is filled, where it is not."""
ROWS: Final = 200_000
"""Rows of a portion: what is in memory at one time, however long the file."""


class IntakeError(ParindexError):
    """A file cannot be read as dossiers at all; nothing of it was taken in."""


class MappingError(ProblemsError):
    """A mapping of columns cannot be used."""

    title = "The mapping is refused"


@dataclass(frozen=True, slots=True)
class Intake:
    """Whose records come when, and how they are read.

    Parameters
    ----------
    source : Source
        Whose records they are.
    arrived_at : datetime
        When they reached us, wall clock of Viet Nam.
    pseudonyms : Pseudonyms
        Hashes under the installation's key.
    as_of : datetime, optional
        When an export was made. A record is then at least as new, so that one without any later
        moment still wins over the export of the day before.
    is_simulated : bool
        Whether the records are invented; they are marked for ever.
    form : Form
        How the source writes moments.
    codes : mapping
        For a field, its own words with what they mean: ``{"status": {"Đang thẩm định": 4}}``.
    population_databases : frozenset of str
        MaCSDL of the national population database; the code list is not public, so a setting.
        Names that say it in words are known.
    keeps_hashes : bool
        Whether hashes made by this installation are taken as they are, instead of hashed again.
    """

    source: Source
    arrived_at: datetime
    pseudonyms: Pseudonyms
    as_of: datetime | None = None
    is_simulated: bool = False
    form: Form = Form.AUTO
    codes: Codes = field(default_factory=lambda: NOTHING)
    population_databases: frozenset[str] = frozenset()
    keeps_hashes: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not even be taken apart: a torn line, an answer instead of a record."""

    row: int
    field: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """Records as a source wrote them, a column a field.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns named after fields, shape ``(n_rows, n_fields)``; texts, or the types of the file.
    rows : polars.Series
        Number of each row as a person counts it in the file.
    names : mapping of str to str
        For a field, its name in the source.
    origin : str
        File or message.
    refusals : sequence of Refusal
        Rows that are not in the frame.
    """

    frame: pl.DataFrame
    rows: pl.Series
    names: Mapping[str, str]
    origin: str
    refusals: Sequence[Refusal] = ()
