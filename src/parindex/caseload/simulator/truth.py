"""What is true of a simulated caseload: what became of each dossier, what was planted in it.

It is worked out from what was drawn, by a way of its own, so that counts have something to be held
against that no engine of counting made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from parindex.caseload.columns import Channel
from parindex.caseload.simulator.dice import Truths, Whole
from parindex.caseload.simulator.life import REFUSED, SECOND, Draft
from parindex.caseload.simulator.plan import DAY, NONE, Plan
from parindex.caseload.simulator.records import codes_of, is_paused
from parindex.caseload.simulator.texts import chosen

OUTCOMES: Final = ("early", "on_time", "late", "open_within_time", "open_overdue")
EARLY, ON_TIME, LATE, OPEN_WITHIN, OPEN_OVERDUE = range(5)

TRUTH: Final = pa.schema(
    [
        pa.field("dossier_code", pa.string(), nullable=False),
        pa.field("unit_code", pa.string(), nullable=False),
        pa.field("outcome_766", pa.string()),  # at the end of the period; null: never received
        pa.field("pattern", pa.string()),  # what was planted
        pa.field("twin_of", pa.string()),  # the dossier whose second it is
        pa.field("portal_difference", pa.string()),  # how the portal's copy differs
    ]
)
"""Table of the truth, one row a dossier."""

UNIT_TRUTH: Final = pa.schema(
    [
        pa.field("unit_code", pa.string(), nullable=False),
        *(
            pa.field(name, pa.int64(), nullable=False)
            for name in (
                *("filed", "received", "refused", "online", "direct", "postal"),
                *OUTCOMES,
                *("on_time_766", "paused"),
            )
        ),
    ]
)
"""Counts that must come out for each unit over the whole period, at its end."""


def outcomes(plan: Plan, known: Draft) -> Whole:
    """Return the place in `OUTCOMES` of each dossier at the end of the period, -1 if none.

    Dates are compared, one closed pause is taken off, a second supplement makes late.
    """
    ended = np.where(known["end"] != NONE, known["end"], known["returned"])
    is_open = ended == NONE
    moment = np.where(is_open, _open_moment(plan, known), ended)
    closed = (known["until_1"] != NONE) & (known["until_1"] <= moment)
    length = np.where(closed, known["until_1"] - np.where(closed, known["from_1"], 0), 0)
    due = np.where(known["due"] != NONE, known["due"], known["statutory"])
    spent, promised = (moment - length) // DAY, due // DAY
    late = (spent > promised) | (known["asked"] >= 2)
    states = [
        known["received"] == NONE,
        is_open & late,
        is_open,
        late,
        spent == promised,
    ]
    return np.select(states, [-1, OPEN_OVERDUE, OPEN_WITHIN, LATE, ON_TIME], EARLY)


def _open_moment(plan: Plan, known: Draft) -> Whole:
    """Return the moment at which an open dossier is judged: the begin of its pause, or now."""
    begins = np.max(np.stack([known[f"from_{place}"] for place in (1, 2, 3)]), axis=0)
    return np.where(is_paused(known), begins, plan.end - SECOND)


def truth_of(
    plan: Plan, known: Draft, patterns: Sequence[str], differences: Sequence[str]
) -> pa.Table:
    """Return the table of the truth of dossiers as known.

    Parameters
    ----------
    patterns : sequence of str
        The names that column `pattern` points into.
    differences : sequence of str
        Names of differences; column `portal` points into them.
    """
    codes = codes_of(plan, known)
    origins = _origins(known)
    columns = [
        codes,
        chosen([unit.code for unit in plan.units], known["unit"]),
        chosen(OUTCOMES, outcomes(plan, known)),
        chosen(patterns, known["pattern"]),
        codes.take(pa.array(np.maximum(origins, 0), mask=origins < 0)),
        chosen(differences, known["portal"]),
    ]
    return pa.Table.from_arrays(columns, schema=TRUTH)


def _origins(known: Draft) -> Whole:
    """Return the row of the dossier of which each is the twin, -1 for those that are none."""
    order = np.argsort(known["ordinal"], kind="stable")
    place = np.searchsorted(known["ordinal"][order], known["origin"])
    found: Whole = np.where(known["origin"] >= 0, order[np.minimum(place, len(order) - 1)], -1)
    return found


def unit_truth_of(plan: Plan, known: Draft) -> Whole:
    """Return the counts of each unit, shape ``(n_units, n_counts)``, in the order of the schema."""
    outcome, received = outcomes(plan, known), known["received"] != NONE
    channel = known["channel"]
    which: list[Truths] = [
        np.ones(len(outcome), dtype=np.bool_),
        received,
        known["way"] == REFUSED,
        received & (channel == Channel.ONLINE),
        received & (channel == Channel.DIRECT),
        received & (channel == Channel.POSTAL),
        *(outcome == place for place in range(len(OUTCOMES))),
        (outcome == EARLY) | (outcome == ON_TIME) | (outcome == OPEN_WITHIN),
        is_paused(known),
    ]
    units = len(plan.units)
    return np.stack([np.bincount(known["unit"][rows], minlength=units) for rows in which], axis=1)


def unit_truth_table(plan: Plan, counts: Whole) -> pa.Table:
    """Return counts as a table in the schema `UNIT_TRUTH`."""
    columns = [pa.array([unit.code for unit in plan.units])]
    columns += [pa.array(column) for column in counts.T]
    return pa.Table.from_arrays(columns, schema=UNIT_TRUTH)
