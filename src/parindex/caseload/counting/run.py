"""A run of counting: what was counted from what, when and how, so that it can be repeated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa

from parindex import __version__
from parindex.caseload import counting, statistics
from parindex.caseload.columns import MOMENT
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.periods import Period

RUNS: Final = "facts_runs"
"""Table of the lake that holds a row a run."""

RUN_COLUMNS: Final = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("now", MOMENT, nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("settings", pa.string(), nullable=False),
        pa.field("versions", pa.string(), nullable=False),
        pa.field("periods", pa.string(), nullable=False),
    ]
)


class Kind(StrEnum):
    """How the facts of a run came about."""

    FULL = "full"
    CHANGES = "changes"


@cache
def code_version() -> str:
    """Return the version of parindex with a hash of the code that counts.

    Figures of different code are never added to one another: an update by changes asks for the
    same hash.
    """
    digest = hashlib.sha256()
    for package in (statistics, counting):
        folder = Path(package.__path__[0])
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Run:
    """One state of the tables of facts.

    Parameters
    ----------
    number : int
        From 1.
    kind : Kind
        Counted in full, or from the changes since the run before.
    now : datetime
        Moment of counting, wall clock of Viet Nam.
    code : str
        Version of the code that counted.
    settings : CountSettings
        How dossiers were judged.
    versions : Mapping[str, int]
        Version of each table of the lake that was counted from.
    periods : Mapping[str, tuple[int, datetime or None]]
        By period: the version of its table of facts, and until when dossiers were due soon.
    """

    number: int
    kind: Kind
    now: datetime
    code: str
    settings: CountSettings
    versions: Mapping[str, int]
    periods: Mapping[str, tuple[int, datetime | None]]

    def scope(self, period: str) -> Scope:
        """Return what was counted of a period."""
        return Scope(Period.parse(period), self.now, self.settings, self.periods[period][1])

    def as_table(self) -> pa.Table:
        """Return the run as a row of the table of runs."""
        periods = {
            name: [version, soon and soon.isoformat()]
            for name, (version, soon) in self.periods.items()
        }
        row = {
            "number": self.number,
            "kind": str(self.kind),
            "now": self.now,
            "code": self.code,
            "settings": json.dumps(self.settings.as_dict(), sort_keys=True),
            "versions": json.dumps(dict(self.versions), sort_keys=True),
            "periods": json.dumps(periods, sort_keys=True),
        }
        return pa.Table.from_pylist([row], schema=RUN_COLUMNS)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the run that a row of the table of runs tells of."""
        periods = {
            name: (version, soon and datetime.fromisoformat(soon))
            for name, (version, soon) in json.loads(row["periods"]).items()
        }
        return cls(
            row["number"],
            Kind(row["kind"]),
            row["now"],
            row["code"],
            CountSettings.from_dict(json.loads(row["settings"])),
            json.loads(row["versions"]),
            periods,
        )


def table_of(period: str) -> str:
    """Return the table of the lake that holds the facts of a period.

    Examples
    --------
    >>> table_of("2026-Q3")
    'facts_2026_q3'
    """
    return f"facts_{period.replace('-', '_').lower()}"


def names_of(periods: Iterable[Period]) -> list[str]:
    """Return the names of periods, each once, in their order."""
    return list(dict.fromkeys(str(period) for period in periods))
