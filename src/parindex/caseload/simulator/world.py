"""A simulated caseload, portion by portion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.calendar import add_due_dates
from parindex.caseload.columns import DOSSIERS, OFFERED, STEPS, Source, Status
from parindex.caseload.privacy import Pseudonyms
from parindex.caseload.simulator.dice import Whole
from parindex.caseload.simulator.gaming import plant
from parindex.caseload.simulator.life import Draft, lives, weights_at
from parindex.caseload.simulator.papers import add_papers
from parindex.caseload.simulator.plan import NONE, Plan
from parindex.caseload.simulator.portal import DIFFERENCES, add_differences, portal_copy
from parindex.caseload.simulator.procedures import catalogue
from parindex.caseload.simulator.records import PAUSES, known_at, table_of
from parindex.caseload.simulator.steps import steps_of
from parindex.caseload.simulator.truth import truth_of, unit_truth_of, unit_truth_table
from parindex.caseload.simulator.units import COMMUNE

ROWS = 200_000
"""About how many dossiers a portion has."""
LATER = ("end", "returned", *(f"{edge}_{place}" for edge in ("from", "until") for place in PAUSES))
"""Moments that are not known at receipt."""


@dataclass(frozen=True)
class Portion:
    """Some days of a simulated caseload.

    Parameters
    ----------
    dossiers, portal : pyarrow.Table
        The local records and their copies on the portal, in the schema `DOSSIERS`.
    earlier : pyarrow.Table
        Records as they were before a due date was moved, in the same schema.
    steps : pyarrow.Table
        In the schema `STEPS`.
    truth : pyarrow.Table
        In the schema `TRUTH`.
    counts : array, shape (n_units, n_counts)
        Counts of the units, to be added up over portions.
    """

    dossiers: pa.Table
    portal: pa.Table
    earlier: pa.Table
    steps: pa.Table
    truth: pa.Table
    counts: Whole


@dataclass(frozen=True)
class World:
    """A caseload that a plan describes; it is made anew whenever it is walked through.

    Parameters
    ----------
    plan : Plan
        What is to be made.
    pseudonyms : Pseudonyms, optional
        The installation's hashes, so that its checks know the dummy identity number again.

    Examples
    --------
    >>> from datetime import date, datetime
    >>> from parindex.caseload.simulator import Plan, World, units_of_province
    >>> plan = Plan(units_of_province(12, 1), date(2026, 8, 1), datetime(2026, 9, 1), 500, 1)
    >>> sum(portion.dossiers.num_rows for portion in World(plan).portions()) >= 500
    True
    """

    plan: Plan
    pseudonyms: Pseudonyms | None = None

    def portions(
        self, rows: int = ROWS, *, with_steps: bool = True, with_portal: bool = True
    ) -> Iterator[Portion]:
        """Yield the caseload in portions of about so many dossiers, in order of days."""
        for part in self.plan.portions(rows):
            yield self.portion(part, with_steps=with_steps, with_portal=with_portal)

    def portion(self, part: slice, *, with_steps: bool = True, with_portal: bool = True) -> Portion:
        """Return the dossiers of a run of days; no other portion is needed for it."""
        known, patterns = self.known(part)
        name = self.batch_name(part)
        dossiers = self._table(known, name)
        codes = dossiers["dossier_code"].combine_chunks()
        return Portion(
            dossiers=dossiers,
            portal=self._portal(known, name) if with_portal else DOSSIERS.empty_table(),
            earlier=self._earlier(known, name),
            steps=steps_of(self.plan, known, codes, batch=name)
            if with_steps
            else STEPS.empty_table(),
            truth=truth_of(self.plan, known, patterns, DIFFERENCES),
            counts=unit_truth_of(self.plan, known),
        )

    def known(self, part: slice) -> tuple[Draft, list[str]]:
        """Return the drawn dossiers of a run of days as known at the end, and pattern names."""
        draft, dice = lives(self.plan, part)
        add_papers(self.plan, draft, dice)
        draft, patterns = plant(self.plan, draft, dice)
        known = known_at(draft, self.plan.end)
        add_differences(self.plan, known, patterns)
        return known, patterns

    def batch_name(self, part: slice) -> str:
        """Return the name of a portion, such as `simulated-1-2026-08-03`."""
        day = np.datetime64(int(self.plan.days[part.start]), "D")
        return f"simulated-{self.plan.seed}-{day}"

    def _portal(self, known: Draft, name: str) -> pa.Table:
        return self._table(portal_copy(self.plan, known), name)

    def _table(self, known: Draft, name: str, *, steps: int | None = None) -> pa.Table:
        """Return records with the due dates that the clock gives them."""
        table = table_of(self.plan, known, batch=name, pseudonyms=self.pseudonyms, steps=steps)
        return add_due_dates(table, self.plan.calendar)

    def _earlier(self, known: Draft, name: str) -> pa.Table:
        """Return records as at receipt, of dossiers whose due date was moved afterwards."""
        rows = np.flatnonzero(known["due_changes"] > 0)
        if not len(rows):
            return DOSSIERS.empty_table()
        before: Draft = {column: values[rows].copy() for column, values in known.items()}
        nothing = np.full(len(before["due"]), NONE)
        before |= dict.fromkeys(LATER, nothing)
        before |= {column: np.zeros_like(nothing) for column in ("pauses", "asked", "results")}
        before |= {"due": before["statutory"], "due_changes": np.zeros_like(nothing)}
        before["status"] = np.full(len(nothing), int(Status.RECEIVED))
        return self._table(before, name, steps=1)

    def unit_truth(self, counts: Sequence[Whole]) -> pa.Table:
        """Return the counts of the units that those of portions add up to, `UNIT_TRUTH`."""
        return unit_truth_table(self.plan, np.sum(counts, axis=0))

    def batches(self, rows: int = ROWS) -> Iterator[Batch]:
        """Yield what intake would hand over: local records with their steps, then the portal's."""
        for part in self.plan.portions(rows):
            made, name = self.portion(part), self.batch_name(part)
            dossiers = pa.concat_tables([made.earlier, made.dossiers])
            yield Batch.of(name, Source.LOCAL, self.plan.until, dossiers=dossiers, steps=made.steps)
            yield Batch.of(f"{name}-portal", Source.PORTAL, self.plan.until, dossiers=made.portal)

    def procedures(self) -> pa.Table:
        """Return the catalogue, schema `PROCEDURES`."""
        return catalogue().table

    def offered(self) -> pa.Table:
        """Return which unit handles which procedure, schema `OFFERED`."""
        known, pairs = catalogue(), []
        for unit in self.plan.units:
            weights = weights_at(known, -1 if unit.kind == COMMUNE else unit.office)
            handled = known.table["procedure_code"].filter(pa.array(weights > 0))
            pairs.append(pa.table([pa.repeat(unit.code, len(handled)), handled], schema=OFFERED))
        return pa.concat_tables(pairs)
