"""What is known of the dossiers at the end of the period, as tables of the lake."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from parindex.caseload.columns import DOSSIERS, MOMENT, Status, TimeUnit
from parindex.caseload.privacy import Pseudonyms, Secret
from parindex.caseload.simulator.dice import Truths, Whole, key_of, mix
from parindex.caseload.simulator.gaming import DUMMY_PERSON
from parindex.caseload.simulator.life import (
    FINISHED,
    REFUSED,
    REGISTERED,
    STOPPED,
    WITHDRAWN,
    Draft,
)
from parindex.caseload.simulator.plan import MINUTE, NONE, Plan
from parindex.caseload.simulator.procedures import TIME_UNITS, catalogue
from parindex.caseload.simulator.steps import moments_of_steps
from parindex.caseload.simulator.texts import chosen, digits, dossier_codes, hashes

DUMMY: Final = "000000001"
KEY: Final = Pseudonyms(b"the simulator hides nobody, its key is open")
"""Hashes the dummy when no installation's key is given."""
PAUSES: Final = (1, 2, 3)


def known_at(draft: Draft, end: int) -> Draft:
    """Return the dossiers as known at a moment: what came later is taken away.

    Those received later are left out. Pauses that had not begun do not count.
    """
    received = draft["received"]
    keep = (received < end) & (draft["filed"] < end)
    known: Draft = {name: values[keep] for name, values in draft.items()}
    for name in ("end", "returned", "refused"):
        known[name] = _before(known[name], end)
    for place in PAUSES:
        begun = _before(known[f"from_{place}"], end)
        known[f"from_{place}"] = begun
        known[f"until_{place}"] = _before(known[f"until_{place}"], end)
    asked = np.stack([known[f"from_{place}"] != NONE for place in PAUSES]).sum(axis=0)
    known["pauses"] = asked
    known["asked"] = np.minimum(known["supplements"], asked)
    known["status"] = _status(known)
    results = (known["end"] != NONE) | (known["returned"] != NONE)
    known["results"] = np.where(results, known["results"], 0)
    return known


def _before(moments: Whole, end: int) -> Whole:
    return np.where(moments < end, moments, NONE)


def _status(known: Draft) -> Whole:
    """Return the status that the record tells: the last thing that happened."""
    way, ended = known["way"], known["end"] != NONE
    last_is_duty = (known["duty"] > 0) & (known["pauses"] > known["supplements"])
    waits = np.where(last_is_duty, int(Status.FINANCIAL_DUTY), int(Status.SUPPLEMENT))
    conditions: list[Truths] = [
        way == REFUSED,
        way == REGISTERED,
        known["returned"] != NONE,
        ended & (way == FINISHED),
        ended & (way == WITHDRAWN),
        ended & (way == STOPPED),
        is_paused(known),
    ]
    values: list[Any] = [
        *(int(status) for status in (Status.NOT_RECEIVED, Status.REGISTERED, Status.RETURNED)),
        *(int(status) for status in (Status.FINISHED, Status.WITHDRAWN, Status.STOPPED)),
        waits,
    ]
    return np.select(conditions, values, int(Status.PROCESSING))


def is_paused(known: Draft) -> Truths:
    """Return which dossiers wait for a supplement or a payment."""
    paused = np.zeros(len(known["way"]), dtype=np.bool_)
    for place in PAUSES:
        paused |= (known[f"from_{place}"] != NONE) & (known[f"until_{place}"] == NONE)
    is_open: Truths = (known["end"] == NONE) & (known["returned"] == NONE)
    return paused & is_open


def table_of(
    plan: Plan,
    known: Draft,
    *,
    batch: str,
    pseudonyms: Pseudonyms | None = None,
    steps: int | None = None,
) -> pa.Table:
    """Return the table `dossiers` of records as known, in the schema `DOSSIERS`.

    With `steps` only so many of the first steps had been taken.
    """
    columns: dict[str, Any] = {}
    columns |= _who(plan, known) | _when(known) | _pauses(known) | _content(plan, known)
    columns |= _hands(plan, known, pseudonyms or KEY, steps)
    columns |= _kept(plan, known, columns, batch)
    arrays = [_array(columns[field.name], field.type, len(known["way"])) for field in DOSSIERS]
    return pa.Table.from_arrays(arrays, schema=DOSSIERS)


def _array(values: Any, kind: pa.DataType, length: int) -> pa.Array:
    if isinstance(values, str | bool):
        return pa.repeat(pa.scalar(values, kind), length)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    if kind == MOMENT:
        return pa.array(values.astype(np.int64).view("datetime64[us]"), type=kind)
    return pa.array(values).cast(kind)


def _missing(values: NDArray[Any], missing: Truths) -> pa.Array:
    return pa.array(values, mask=missing)


def codes_of(plan: Plan, known: Draft) -> pa.Array:
    """Return the codes of the dossiers."""
    units = chosen([unit.code for unit in plan.units], known["unit"])
    rows = np.flatnonzero(known["suffix"])
    bits = mix(known["ordinal"][rows].astype(np.uint64)) % np.uint64(36**4)
    tails = ["", *(f"-{_base36(bit)}" for bit in bits.tolist())]
    places = np.zeros(len(known["unit"]), dtype=np.int64)
    places[rows] = np.arange(1, len(rows) + 1)
    return dossier_codes(units, known["day"], known["number"], chosen(tails, places))


def _base36(value: int) -> str:
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[value // 36**place % 36] for place in (3, 2, 1, 0))


def _who(plan: Plan, known: Draft) -> dict[str, Any]:
    table, procedure = catalogue().table, pa.array(known["procedure"])
    online = known["channel"] == 2
    national = (known["ordinal"] % 5) != 0
    return {
        "dossier_code": codes_of(plan, known),
        "unit_code": chosen([unit.code for unit in plan.units], known["unit"]),
        "procedure_code": table["procedure_code"].combine_chunks().take(procedure),
        "field_code": table["field_code"].combine_chunks().take(procedure),
        "channel": known["channel"],
        "subject": known["subject"],
        "filed_through": _missing(np.where(national, 1, 2), ~online),
        "return_way": np.where(known["channel"] == 3, 1, 0),
        "status": known["status"],
        "allowed": catalogue().allowed[known["procedure"]],
        "allowed_unit": chosen(
            [str(TimeUnit(unit)) for unit in TIME_UNITS], catalogue().unit[known["procedure"]]
        ),
    }


def _when(known: Draft) -> dict[str, Any]:
    way, end = known["way"], known["end"]
    reason = known["has_reason"]
    needs = np.isin(way, (REFUSED, WITHDRAWN, STOPPED))
    return {
        "filed_at": known["filed"],
        "received_at": known["received"],
        "due_at": known["due"],
        "extended_due_at": known["extended"],
        "due_changes": known["due_changes"],
        "finished_at": np.where(way == FINISHED, end, NONE),
        "returned_at": known["returned"],
        "stopped_at": np.where(way == STOPPED, end, NONE),
        "withdrawn_at": np.where(way == WITHDRAWN, end, NONE),
        "refused_at": known["refused"],
        "has_reason": _missing(reason, ~needs),
        "statutory_due_at": np.full(len(way), NONE),
        "local_due_at": np.full(len(way), NONE),
    }


def _pauses(known: Draft) -> dict[str, Any]:
    number = known["pauses"]
    begins = np.stack([known[f"from_{place}"] for place in PAUSES])
    ends = np.stack([known[f"until_{place}"] for place in PAUSES])
    last, rows = np.maximum(number - 1, 0), np.arange(len(number))
    closed = ends != NONE
    spent = np.where(closed, ends - np.where(closed, begins, 0), 0).sum(axis=0)
    return {
        "supplement_count": known["asked"],
        "second_supplement_at": np.where(known["asked"] >= 2, begins[1], NONE),
        "first_pause_from": begins[0],
        "first_pause_until": ends[0],
        "last_pause_from": begins[last, rows],
        "last_pause_until": ends[last, rows],
        "paused_seconds": spent // 1_000_000,
    }


def _content(plan: Plan, known: Draft) -> dict[str, Any]:
    handed_out = known["results"] > 0
    papers, digitised = known["papers"], known["digitised"]
    if plan.gaming:
        units = [unit.code for unit in plan.units]
        all_of_it = known["unit"] == units.index(plan.gaming[0])
        digitised = np.where(all_of_it, papers, digitised)
    return {
        "has_fee": known["has_fee"],
        "paid_online": _missing(known["paid"], ~known["has_fee"]),
        "papers": papers,
        "papers_digitised": digitised,
        "papers_reused": known["reused"],
        "papers_from_store": known["from_store"],
        "has_digitised_parts": digitised > 0,
        "uses_population_data": known["population"],
        "is_vneid": known["vneid"],
        "results": known["results"],
        "has_e_result": known["has_e_result"] & handed_out,
        "has_complaint": known["has_complaint"],
        "has_delete_reason": known["has_delete_reason"],
        "is_synchronised": known["is_synchronised"],
    }


def _hands(plan: Plan, known: Draft, pseudonyms: Pseudonyms, taken: int | None) -> dict[str, Any]:
    person, ordinal = known["person"], known["ordinal"]
    subject = hashes(plan.seed, "person", person)
    if (person == DUMMY_PERSON).any():
        dummy = pseudonyms.of(Secret.IDENTITY, DUMMY)
        subject = pc.if_else(pa.array(person == DUMMY_PERSON), dummy, subject)
    first = hashes(plan.seed, "paper", ordinal)
    result = hashes(plan.seed, "result", ordinal, ~(known["has_e_result"] & (known["results"] > 0)))
    same = pa.array(known["same_file"] & (known["results"] > 0))
    at = moments_of_steps(plan, known)[:, :taken]
    steps = (at != NONE).sum(axis=1)
    firsts, lasts, shortest = _step_figures(at)
    clerk = known["unit"] * 10_000 + known["clerk"]
    return {
        "subject_hash": subject,
        "phone_hash": hashes(plan.seed, "phone", known["phone"]),
        "first_paper_hash": first,
        "result_hash": pc.if_else(same, first, result),
        "steps": steps,
        "first_step_at": firsts,
        "last_step_at": lasts,
        "shortest_step_seconds": _missing(shortest, steps < 2),
        "closed_by_hash": hashes(plan.seed, "clerk", clerk, steps == 0),
    }


def _step_figures(at: NDArray[np.int64]) -> tuple[Whole, Whole, Whole]:
    """Return the first and the last step, and the shortest way between two, in seconds."""
    has = at != NONE
    most = np.iinfo(np.int64).max
    in_order = np.sort(np.where(has, at, most), axis=1)
    known = in_order != most
    both = known[:, 1:] & known[:, :-1]
    gaps = np.where(both, in_order[:, 1:] - np.where(both, in_order[:, :-1], 0), most)
    first = np.where(known[:, 0], in_order[:, 0], NONE)
    return first, at.max(axis=1), gaps.min(axis=1, initial=most) // 1_000_000


def last_moment(known: Draft) -> Whole:
    """Return the latest moment that each record speaks of; due dates are promises, not moments."""
    names = ["filed", "received", "end", "returned", "refused"]
    names += [f"{edge}_{place}" for edge in ("from", "until") for place in PAUSES]
    latest: Whole = np.max(np.stack([known[name] for name in names]), axis=0)
    return latest


def _kept(plan: Plan, known: Draft, columns: dict[str, Any], batch: str) -> dict[str, Any]:
    as_of = np.maximum(last_moment(known), columns["last_step_at"])
    arrived = np.minimum(as_of + 10 * MINUTE, plan.end)
    content = mix(known["ordinal"].astype(np.uint64) ^ key_of(plan.seed, "content"))
    changing = mix(as_of.astype(np.uint64) ^ known["due"].astype(np.uint64))
    return {
        "as_of": as_of,
        "arrived_at": arrived,
        "batch": batch,
        "content_hash": digits(content, content ^ changing),
        "is_simulated": True,
    }
