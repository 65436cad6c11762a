"""Steps of the dossiers: who did what when."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from parindex.caseload.columns import STEPS, Source, Status
from parindex.caseload.simulator.dice import Dice, Whole, key_of, mix
from parindex.caseload.simulator.life import FINISHED, SECOND, STOPPED, WITHDRAWN, Draft
from parindex.caseload.simulator.plan import MINUTE, NONE, Plan
from parindex.caseload.simulator.texts import chosen, digits, hashes

ENDS: Final = {FINISHED: Status.FINISHED, WITHDRAWN: Status.WITHDRAWN, STOPPED: Status.STOPPED}
OFFICES: Final = ("Bộ phận Một cửa", "Phòng chuyên môn", "Lãnh đạo phụ trách")


def moments_of_steps(plan: Plan, known: Draft) -> NDArray[np.int64]:
    """Return the moments of the steps, shape ``(n_dossiers, 11)``, `NONE` where there is none.

    In order: taken in, two of work, three pauses with begin and end, the end, handed over.
    """
    received, stop = known["received"], _stop(plan, known)
    room = np.maximum(stop - received, 0)
    dice = Dice(plan.seed, known["ordinal"].astype(np.uint64))
    has_work = (room > 10 * MINUTE) & (received != NONE)
    begun = received + np.minimum(room // 3, (2 + dice.below("step", 120)) * MINUTE)
    second = begun + (stop - begun) // 1000 * (200 + dice.below("second step", 500))
    more = has_work & (room > 60 * MINUTE) & dice.chance("two steps", 600_000)
    columns = [
        received,
        np.where(has_work, begun // SECOND * SECOND, NONE),
        np.where(more, second // SECOND * SECOND, NONE),
    ]
    for place in (1, 2, 3):
        columns += [known[f"from_{place}"], known[f"until_{place}"]]
    columns += [known["end"], known["returned"]]
    at = np.stack(columns, axis=1)
    at[known["is_quick"], 1:3] = NONE
    at[known["without_steps"]] = NONE
    return at


def _stop(plan: Plan, known: Draft) -> Whole:
    """Return the moment up to which a dossier was worked on: its end, a pause, or now."""
    ended = np.where(known["end"] != NONE, known["end"], known["returned"])
    stop = np.where(ended != NONE, ended, plan.end - 1)
    paused = known["from_1"]
    return np.where(paused != NONE, np.minimum(stop, paused), stop)


def statuses_of_steps(known: Draft) -> Whole:
    """Return the status that each step brings, shape ``(n_dossiers, 11)``."""
    result = np.full((len(known["way"]), 11), int(Status.PROCESSING))
    result[:, 0] = int(Status.RECEIVED)
    for place in (1, 2, 3):
        duty = place > known["supplements"]
        result[:, 1 + 2 * place] = np.where(
            duty, int(Status.FINANCIAL_DUTY), int(Status.SUPPLEMENT)
        )
    ends = [known["way"] == way for way in ENDS]
    result[:, 9] = np.select(ends, [int(status) for status in ENDS.values()], int(Status.FINISHED))
    result[:, 10] = int(Status.RETURNED)
    return result


def steps_of(plan: Plan, known: Draft, codes: pa.Array, *, batch: str) -> pa.Table:
    """Return the table `steps` of dossiers as known, in the order of dossiers and time."""
    at, status = moments_of_steps(plan, known), statuses_of_steps(known)
    has = at != NONE
    order = np.argsort(np.where(has, at, np.iinfo(np.int64).max), axis=1, kind="stable")
    at, status = np.take_along_axis(at, order, 1), np.take_along_axis(status, order, 1)
    row, place = np.nonzero(at != NONE)
    moments, states = at[row, place], status[row, place]
    name = known["ordinal"][row] * 16 + place
    ids = mix(name.astype(np.uint64) ^ key_of(plan.seed, "step"))
    clerk = known["unit"][row] * 10_000 + known["clerk"][row]
    office = np.where(place == 0, 0, np.where(states >= Status.FINISHED, 2, 1))
    columns = {
        "step_id": digits(ids, mix(ids)),
        "source": pa.repeat(str(Source.LOCAL), len(row)),
        "dossier_code": codes.take(pa.array(row)),
        "status": pa.array(states, pa.int8()),
        "at": pa.array(moments.view("datetime64[us]")),
        "begun_at": pa.array(moments.view("datetime64[us]")),
        "planned_end_at": pa.array(known["due"][row].view("datetime64[us]")),
        "handler_hash": hashes(plan.seed, "clerk", clerk),
        "office": chosen(OFFICES, office),
        "arrived_at": pa.array(np.minimum(moments + 10 * MINUTE, plan.end).view("datetime64[us]")),
        "batch": pa.repeat(batch, len(row)),
        "is_simulated": pa.repeat(pa.scalar(value=True), len(row)),
    }
    return pa.Table.from_arrays(
        [columns[field.name].cast(field.type) for field in STEPS], schema=STEPS
    )
