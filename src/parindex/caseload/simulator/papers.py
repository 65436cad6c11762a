"""Money, papers, results and desks of the dossiers."""

from __future__ import annotations

import numpy as np

from parindex.caseload.columns import Channel
from parindex.caseload.simulator.dice import Dice, Whole
from parindex.caseload.simulator.life import FINISHED, Draft
from parindex.caseload.simulator.plan import Plan
from parindex.caseload.simulator.procedures import catalogue

NOT_PAID_ONLINE = 0
THROUGH_NATIONAL, THROUGH_LOCAL = 1, 2
PERSONS_A_DESK = 900
"""Dossiers of the period that one clerk closes; a unit has at least two clerks."""


def add_papers(plan: Plan, draft: Draft, dice: Dice) -> None:
    """Add what was paid, handed in and given out, and who closed the dossier."""
    _money(plan, draft, dice)
    _handed_in(plan, draft, dice)
    _given_out(draft, dice)
    clerks = np.maximum(2, plan.counts.sum(axis=0) // PERSONS_A_DESK)
    draft["clerk"] = dice.below("clerk", clerks[draft["unit"]])
    draft["phone"] = draft["person"].copy()
    draft["has_complaint"] = dice.chance("complaint", plan.habits.complaint)
    draft["has_delete_reason"] = np.zeros(len(draft["unit"]), dtype=np.bool_)
    draft["is_synchronised"] = dice.chance("synchronised", plan.habits.synchronised)
    draft["is_quick"] = np.zeros(len(draft["unit"]), dtype=np.bool_)
    draft["without_steps"] = np.zeros(len(draft["unit"]), dtype=np.bool_)
    draft["suffix"] = np.zeros(len(draft["unit"]), dtype=np.bool_)


def _of_unit(plan: Plan, draft: Draft, name: str, share: int) -> Whole:
    """Return a share per million as it is in each dossier's unit, 70 to 130 of a hundred."""
    units = Dice(plan.seed, np.arange(len(plan.units), dtype=np.uint64))
    return np.minimum(share * units.between(name, (70, 90, 100, 110, 130)) // 100, 1_000_000)[
        draft["unit"]
    ]


def _money(plan: Plan, draft: Draft, dice: Dice) -> None:
    draft["has_fee"] = catalogue().has_fee[draft["procedure"]] == 1
    share = np.minimum(_of_unit(plan, draft, "paid", plan.habits.paid_online), 990_000)
    online = draft["has_fee"] & dice.chance("paid", share)
    through = np.where(dice.chance("local", 150_000), THROUGH_LOCAL, THROUGH_NATIONAL)
    draft["paid"] = np.where(online, through, NOT_PAID_ONLINE)


def _handed_in(plan: Plan, draft: Draft, dice: Dice) -> None:
    habits = plan.habits
    papers = 1 + dice.pick("papers", (30, 30, 20, 12, 6, 2))
    draft["papers"] = papers
    draft["has_e_result"] = dice.chance("e-result", _of_unit(plan, draft, "e", habits.e_result))
    part = habits.digitised * 1_000_000 // habits.e_result
    whole = draft["has_e_result"] & dice.chance("digitised", _of_unit(plan, draft, "d", part))
    draft["digitised"] = np.where(whole, papers, 0)
    reused = dice.chance("reused", _of_unit(plan, draft, "r", habits.reused))
    draft["reused"] = np.where(reused, 1 + dice.below("how many", papers), 0)
    store = dice.chance("store", _of_unit(plan, draft, "s", habits.from_store))
    draft["from_store"] = store.astype(np.int64)
    people = _of_unit(plan, draft, "p", habits.population_data)
    draft["population"] = dice.chance("population", people)
    online = draft["channel"] == Channel.ONLINE
    draft["vneid"] = online & dice.chance("vneid", habits.vneid)


def _given_out(draft: Draft, dice: Dice) -> None:
    """Add how many results there will be; they come into being when the dossier is finished."""
    one = np.where(dice.chance("two results", 40_000), 2, 1)
    draft["results"] = np.where(draft["way"] == FINISHED, one, 0)
    draft["same_file"] = np.zeros(len(one), dtype=np.bool_)
