"""The copy on the national portal, and how it differs from the local record."""

from __future__ import annotations

from typing import Final

import numpy as np

from parindex.caseload.columns import Channel
from parindex.caseload.simulator.dice import Dice, Whole
from parindex.caseload.simulator.gaming import TWIN
from parindex.caseload.simulator.life import FINISHED, WITHDRAWN, Draft
from parindex.caseload.simulator.plan import DAY, NONE, Plan
from parindex.caseload.simulator.records import PAUSES, is_paused

DIFFERENCES: Final = (
    "missing",  # never reached the portal
    "behind",  # finished here, still in process there
    "paused_sent_as_done",  # 5 or 6 here, 9 there
    "stopped_sent_as_done",  # 8 here, 9 there
    "due_differs",
    "received_differs",
    "finished_differs",
    "channel_differs",
    "payment_differs",
    "only_on_portal",  # a dossier that is not here
)
ONLY_THERE: Final = 1 << 41
"""Added to a dossier's number in the world to have that of one on the portal alone."""


def place_of(name: str) -> int:
    """Return the place of a difference."""
    return DIFFERENCES.index(name)


def add_differences(plan: Plan, known: Draft, patterns: list[str]) -> None:
    """Decide how each copy differs: column `portal`, a place in `DIFFERENCES` or -1."""
    dice = Dice(plan.seed, known["ordinal"].astype(np.uint64))
    kinds = ("behind", "due_differs", "received_differs", "finished_differs", "channel_differs")
    drawn = np.array([place_of(kind) for kind in kinds])[dice.below("differs", len(kinds))]
    portal = np.where(dice.chance("portal", plan.habits.portal_differs), drawn, -1)
    ended = (known["end"] != NONE) & (known["way"] == FINISHED)
    needs_end = np.isin(portal, [place_of("behind"), place_of("finished_differs")])
    needs_due = portal == place_of("due_differs")
    nothing = (known["received"] == NONE) | (needs_end & ~ended)
    nothing |= needs_due & (known["due"] == NONE)
    other = portal == place_of("received_differs")
    nothing |= other & (known["received"] == known["filed"])
    portal = np.where(nothing, -1, portal)
    alone = dice.chance("only there", plan.habits.portal_differs // 20)
    portal = np.where(alone & (known["received"] != NONE), place_of("only_on_portal"), portal)
    paused = is_paused(known) & dice.chance("paused as done", 300_000)
    portal = np.where(paused, place_of("paused_sent_as_done"), portal)
    for pattern, name in (
        ("stopped_sent_as_done", "stopped_sent_as_done"),
        ("paid_online_on_portal_only", "payment_differs"),
    ):
        if pattern in patterns:
            portal = np.where(known["pattern"] == patterns.index(pattern), place_of(name), portal)
    missing = ~known["is_synchronised"] & (portal != place_of("stopped_sent_as_done"))
    known["portal"] = np.where(missing, place_of("missing"), portal)
    known["is_synchronised"] = known["portal"] != place_of("missing")


def portal_copy(plan: Plan, known: Draft) -> Draft:
    """Return the records as they stand on the portal."""
    keep = known["portal"] != place_of("missing")
    copy: Draft = {name: values[keep].copy() for name, values in known.items()}
    dice = Dice(plan.seed, copy["ordinal"].astype(np.uint64))
    _statuses(copy)
    _dates(copy, dice)
    other = copy["portal"] == place_of("channel_differs")
    swapped = np.where(copy["channel"] == Channel.ONLINE, Channel.DIRECT, Channel.ONLINE)
    copy["channel"] = np.where(other, swapped, copy["channel"]).astype(np.int64)
    copy["paid"] = np.where(copy["portal"] == place_of("payment_differs"), 1, copy["paid"])
    return _with_strangers(copy)


def _statuses(copy: Draft) -> None:
    behind = copy["portal"] == place_of("behind")
    for name in ("end", "returned"):
        copy[name][behind] = NONE
    copy["results"][behind] = 0
    copy["status"][behind] = 4
    paused = copy["portal"] == place_of("paused_sent_as_done")
    begins = np.max(np.stack([copy[f"from_{place}"] for place in PAUSES]), axis=0)
    copy["end"] = np.where(paused, begins, copy["end"])
    stopped = copy["portal"] == place_of("stopped_sent_as_done")
    copy["way"] = np.where(stopped, FINISHED, copy["way"])
    done = paused | (stopped & (copy["end"] != NONE))
    copy["way"] = np.where(done & (copy["way"] == WITHDRAWN), FINISHED, copy["way"])
    copy["way"] = np.where(done, FINISHED, copy["way"])
    copy["status"] = np.where(done, 9, copy["status"])


def _dates(copy: Draft, dice: Dice) -> None:
    days = (1 + dice.below("other day", 3)) * DAY
    for name, column in (("due_differs", "due"), ("finished_differs", "end")):
        rows = copy["portal"] == place_of(name)
        copy[column] = np.where(rows, copy[column] + np.where(rows, days, 0), copy[column])
    rows = copy["portal"] == place_of("received_differs")
    copy["received"] = np.where(rows, copy["filed"], copy["received"])


def _with_strangers(copy: Draft) -> Draft:
    """Add dossiers that stand on the portal alone."""
    rows: Whole = np.flatnonzero(copy["portal"] == place_of("only_on_portal"))
    more: Draft = {name: values[rows] for name, values in copy.items()}
    more["ordinal"] = more["ordinal"] + ONLY_THERE
    more["number"] = more["number"] + 7000
    more["person"] = more["person"] + TWIN
    return {name: np.concatenate([copy[name], more[name]]) for name in copy}
