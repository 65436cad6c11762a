"""What a reader hands over: good rows, steps, and refused rows with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from parindex.caseload.columns import DOSSIERS, QUARANTINE, STEPS, Source


@dataclass(frozen=True, slots=True)
class Batch:
    """One portion of an import.

    Parameters
    ----------
    name : str
        The import that it belongs to, such as a file's name with its hash.
    source : Source
        Whose records they are.
    arrived_at : datetime
        When they reached us, wall clock of Viet Nam.
    dossiers : pyarrow.Table
        Snapshots in the schema `DOSSIERS`, shape ``(n_records, n_columns)``; one dossier may stand
        there several times.
    steps : pyarrow.Table
        In the schema `STEPS`.
    quarantine : pyarrow.Table
        In the schema `QUARANTINE`: every reason of every refused row.
    """

    name: str
    source: Source
    arrived_at: datetime
    dossiers: pa.Table
    steps: pa.Table
    quarantine: pa.Table

    @classmethod
    def of(
        cls,
        name: str,
        source: Source,
        arrived_at: datetime,
        *,
        dossiers: pa.Table | None = None,
        steps: pa.Table | None = None,
        quarantine: pa.Table | None = None,
    ) -> Batch:
        """Return a batch; what is not given is empty."""
        return cls(
            name,
            source,
            arrived_at,
            DOSSIERS.empty_table() if dossiers is None else dossiers,
            STEPS.empty_table() if steps is None else steps,
            QUARANTINE.empty_table() if quarantine is None else quarantine,
        )
