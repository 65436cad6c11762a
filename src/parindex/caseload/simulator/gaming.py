"""Patterns of section 7 of the handbook, planted in dossiers that are then known.

A pattern is a function of its name here: it says which dossiers it can be planted in, and changes
them. A twin is a second dossier that the pattern brings with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from parindex.caseload.columns import Channel
from parindex.caseload.simulator.dice import Dice, Truths, Whole
from parindex.caseload.simulator.life import (
    CLOSES,
    FINISHED,
    REFUSED,
    SECOND,
    STOPPED,
    WITHDRAWN,
    Calendar,
    Draft,
    due_of,
)
from parindex.caseload.simulator.plan import DAY, HOUR, MINUTE, NONE, Plan

DUMMY_PERSON: Final = 0
"""Stands for the identity number 000000001."""
SHARED_PHONE: Final = 10
"""The phones up to this one belong to units, which write them down for everybody."""
FAR: Final = 400 * DAY
TWIN: Final = 1 << 40
"""Added to a dossier's number in the world to have that of its twin."""


class Scene:
    """What patterns look at: the plan, the dossiers and their dice."""

    def __init__(self, plan: Plan, draft: Draft, dice: Dice) -> None:
        self.plan, self.draft, self.dice = plan, draft, dice
        self.days = Calendar(plan)

    @property
    def is_taken_in(self) -> Truths:
        found: Truths = self.draft["received"] != NONE
        return found

    @property
    def is_finished(self) -> Truths:
        draft = self.draft
        found: Truths = (draft["way"] == FINISHED) & (draft["end"] < self.plan.end)
        return found

    @property
    def pauses(self) -> Whole:
        return self.draft["supplements"] + self.draft["duty"]

    def without_pauses(self, rows: Whole) -> None:
        """Take the pauses of some dossiers away."""
        for place in (1, 2, 3):
            self.draft[f"from_{place}"][rows] = NONE
            self.draft[f"until_{place}"][rows] = NONE
        self.draft["supplements"][rows] = self.draft["duty"][rows] = 0

    def below(self, rows: Whole, purpose: str, bound: int) -> Whole:
        """Return throws for some dossiers."""
        return self.dice.take(rows).below(purpose, bound)

    def hand_over(self, rows: Whole) -> None:
        """Let the result be handed over soon after the end, where it is at all."""
        draft = self.draft
        later = draft["end"][rows] + 20 * MINUTE
        draft["returned"][rows] = np.where(draft["returned"][rows] == NONE, NONE, later)


Pattern: TypeAlias = Callable[[Scene, Whole], "Draft | None"]
PATTERNS: Final[dict[str, tuple[Callable[[Scene], Truths], Pattern]]] = {}


def planted(where: Callable[[Scene], Truths]) -> Callable[[Pattern], Pattern]:
    """Register a pattern with the dossiers in which it can be planted."""

    def register(pattern: Pattern) -> Pattern:
        PATTERNS[pattern.__name__] = (where, pattern)
        return pattern

    return register


@planted(lambda scene: scene.is_finished)
def closed_within_a_minute(scene: Scene, rows: Whole) -> None:
    """Taken in and finished by two clicks."""
    scene.without_pauses(rows)
    draft = scene.draft
    draft["end"][rows] = draft["received"][rows] + (10 + scene.below(rows, "q", 49)) * SECOND
    draft["is_quick"][rows] = True
    scene.hand_over(rows)


@planted(lambda scene: scene.is_finished)
def finished_before_receipt(scene: Scene, rows: Whole) -> None:
    """The finish date lies before the receipt."""
    scene.without_pauses(rows)
    draft = scene.draft
    draft["end"][rows] = draft["received"][rows] - (1 + scene.below(rows, "q", 180)) * MINUTE
    scene.hand_over(rows)


@planted(lambda scene: scene.is_finished)
def finish_is_receipt(scene: Scene, rows: Whole) -> None:
    """Without a due date, sent as done at the moment of receipt."""
    scene.without_pauses(rows)
    draft = scene.draft
    draft["end"][rows] = draft["received"][rows]
    draft["due"][rows] = NONE
    scene.hand_over(rows)


@planted(lambda scene: scene.is_finished & scene.draft["is_late"] & (scene.draft["due"] != NONE))
def due_date_moved(scene: Scene, rows: Whole) -> None:
    """The due date of a late dossier is moved behind its end."""
    draft = scene.draft
    draft["due"][rows] = (draft["end"][rows] // DAY + 1) * DAY + CLOSES
    draft["due_changes"][rows] = 1


def _can_be_refiled(scene: Scene) -> Truths:
    draft = scene.draft
    far = draft["due"] - draft["received"] > 2 * DAY
    inside = draft["due"] < scene.plan.end - 5 * DAY
    found: Truths = scene.is_taken_in & (draft["due"] != NONE) & far & inside
    return found


@planted(_can_be_refiled)
def withdrawn_and_refiled(scene: Scene, rows: Whole) -> Draft:
    """Withdrawn some hours before it is due, without a reason, and filed again the next day."""
    draft = scene.draft
    twin = copied(draft, rows)
    scene.without_pauses(rows)
    draft["way"][rows] = WITHDRAWN
    draft["end"][rows] = draft["due"][rows] - (1 + scene.below(rows, "q", 4)) * HOUR
    draft["returned"][rows] = NONE
    draft["results"][rows] = 0
    draft["has_reason"][rows] = False
    _refile(scene, twin, draft["end"][rows])
    return twin


def _refile(scene: Scene, twin: Draft, withdrawn: Whole) -> None:
    """Let the twins begin on the working day after, and go their way from there."""
    day = scene.days.forward(withdrawn // DAY + 1)
    later = day - twin["received"] // DAY
    twin["day"] = day
    for name in ("received", "filed", "end", "returned"):
        known = twin[name] != NONE
        twin[name] = np.where(known, twin[name] + np.where(known, later, 0) * DAY, NONE)
    for name in [f"{edge}_{place}" for edge in ("from", "until") for place in (1, 2, 3)]:
        twin[name] = np.full(len(day), NONE)
    twin["end"] = np.where(twin["end"] == NONE, twin["received"] + DAY, twin["end"])
    twin["way"] = np.full(len(day), FINISHED)
    twin["supplements"], twin["duty"] = np.zeros_like(day), np.zeros_like(day)
    twin["statutory"] = due_of(scene.plan, twin)
    twin["due"] = twin["statutory"].copy()
    twin["number"] = twin["number"] + 5000


@planted(lambda scene: scene.is_taken_in)
def doubled_by_suffix(scene: Scene, rows: Whole) -> Draft:
    """The same dossier stands there twice, once with a random suffix in its code."""
    twin = copied(scene.draft, rows)
    twin["suffix"] = np.ones(len(rows), dtype=np.bool_)
    return twin


@planted(lambda scene: scene.is_finished & (scene.pauses == 0))
def stopped_sent_as_done(scene: Scene, rows: Whole) -> None:
    """Stopped here, done on the portal; the portal's copy is made so."""
    draft = scene.draft
    draft["way"][rows] = STOPPED
    draft["returned"][rows] = NONE
    draft["results"][rows] = 0


@planted(lambda scene: scene.is_finished)
def no_result_file(scene: Scene, rows: Whole) -> None:
    """Finished without any result."""
    scene.draft["results"][rows] = 0
    scene.draft["has_e_result"][rows] = False


@planted(lambda scene: scene.is_finished & scene.draft["has_e_result"])
def paper_sent_as_result(scene: Scene, rows: Whole) -> None:
    """The first file that was handed in goes out as the result."""
    scene.draft["same_file"][rows] = True


@planted(lambda scene: scene.is_taken_in)
def dummy_identity(scene: Scene, rows: Whole) -> None:
    """The identity number is 000000001."""
    scene.draft["person"][rows] = DUMMY_PERSON


@planted(lambda scene: scene.is_taken_in)
def same_phone(scene: Scene, rows: Whole) -> None:
    """The unit writes its own phone number down."""
    scene.draft["phone"][rows] = scene.draft["unit"][rows] % SHARED_PHONE


@planted(lambda scene: scene.is_taken_in & (scene.draft["channel"] == Channel.ONLINE))
def filing_overwritten(scene: Scene, rows: Whole) -> None:
    """The filing date is that of the receipt, to the second."""
    scene.draft["filed"][rows] = scene.draft["received"][rows]


@planted(lambda scene: scene.is_taken_in & (scene.draft["channel"] == Channel.ONLINE))
def taken_in_late(scene: Scene, rows: Whole) -> None:
    """Filed online and left lying for days before it was taken in."""
    draft = scene.draft
    day = scene.days.back(draft["received"][rows] // DAY - 5)
    draft["filed"][rows] = day * DAY + 9 * HOUR + scene.below(rows, "q", 120) * MINUTE


@planted(
    lambda scene: (
        scene.is_taken_in
        & (scene.draft["end"] - scene.draft["received"] > 2 * DAY)
        & (scene.draft["day"] < scene.plan.days[-1])
        & (scene.pauses == 0)
    )
)
def received_outside_hours(scene: Scene, rows: Whole) -> None:
    """Taken in late in the evening; its time begins on the next morning."""
    draft = scene.draft
    evening = draft["day"][rows] * DAY + 19 * HOUR + scene.below(rows, "q", 180) * MINUTE
    draft["filed"][rows] = evening - 30 * MINUTE
    draft["received"][rows] = evening
    some = {name: draft[name][rows] for name in ("received", "procedure")}
    draft["statutory"][rows] = due_of(scene.plan, some)
    draft["due"][rows] = draft["statutory"][rows]


@planted(lambda scene: (scene.pauses == 1) & scene.is_finished)
def paused_for_weeks(scene: Scene, rows: Whole) -> None:
    """A pause of more than thirty days."""
    for name in ("until_1", "end", "returned"):
        moments = scene.draft[name]
        moments[rows] = np.where(moments[rows] == NONE, NONE, moments[rows] + 42 * DAY)


def _month_ends(scene: Scene, moments: Whole) -> Whole:
    """Return the last working day of the month of each moment."""
    months = moments.view("datetime64[us]").astype("datetime64[M]")
    after = (months + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    return scene.days.back(after - 1)


def _can_wait_for_month_end(scene: Scene) -> Truths:
    ready = scene.is_finished & (scene.pauses == 0)
    end = np.where(ready, scene.draft["end"], scene.plan.end)
    last = _month_ends(scene, end)
    found: Truths = ready & (last >= end // DAY) & ((last + 1) * DAY <= scene.plan.end)
    return found


@planted(_can_wait_for_month_end)
def closed_in_bulk(scene: Scene, rows: Whole) -> None:
    """Closed by one account within half an hour on the last working day of the month."""
    draft = scene.draft
    day = _month_ends(scene, draft["end"][rows])
    draft["end"][rows] = day * DAY + CLOSES + scene.below(rows, "q", 1800) * SECOND
    draft["clerk"][rows] = 0
    scene.hand_over(rows)


@planted(lambda scene: scene.is_finished & (scene.draft["end"] < scene.plan.end - 20 * DAY))
def left_open(scene: Scene, rows: Whole) -> None:
    """Done in reality, never closed in the software (hồ sơ treo)."""
    scene.without_pauses(rows)
    scene.draft["end"][rows] = scene.plan.end + FAR
    scene.draft["returned"][rows] = NONE


@planted(lambda scene: scene.is_finished & scene.draft["is_late"])
def late_and_deleted(scene: Scene, rows: Whole) -> None:
    """A late dossier was removed in the local system."""
    scene.draft["has_delete_reason"][rows] = True


@planted(lambda scene: scene.is_finished)
def returned_without_finish(scene: Scene, rows: Whole) -> None:
    """Status 10 without any 9 before it."""
    draft = scene.draft
    draft["returned"][rows] = draft["end"][rows]
    draft["end"][rows] = NONE


@planted(lambda scene: scene.is_finished & (scene.draft["end"] < scene.plan.end - 70 * DAY))
def handed_over_late(scene: Scene, rows: Whole) -> None:
    """The result is handed over weeks after it was there."""
    draft = scene.draft
    day = scene.days.forward(draft["end"][rows] // DAY + 40 + scene.below(rows, "q", 20))
    draft["returned"][rows] = day * DAY + 9 * HOUR


@planted(lambda scene: scene.is_taken_in)
def without_steps(scene: Scene, rows: Whole) -> None:
    """No step was recorded."""
    scene.draft["without_steps"][rows] = True


@planted(lambda scene: scene.draft["way"] == REFUSED)
def refused_without_reason(scene: Scene, rows: Whole) -> None:
    """Not taken in, and nobody says why."""
    scene.draft["has_reason"][rows] = False


@planted(lambda scene: scene.is_taken_in & scene.draft["has_fee"] & (scene.draft["paid"] == 0))
def paid_online_on_portal_only(scene: Scene, rows: Whole) -> None:
    """Paid in cash here, online on the portal; the portal's copy is made so."""
    scene.draft["is_synchronised"][rows] = True


def copied(draft: Draft, rows: Whole) -> Draft:
    """Return some dossiers as new ones, numbered apart."""
    twin = {name: values[rows].copy() for name, values in draft.items()}
    twin["ordinal"] = twin["ordinal"] + TWIN
    return twin


def plant(plan: Plan, draft: Draft, dice: Dice) -> tuple[Draft, list[str]]:
    """Plant patterns; return the dossiers with twins behind them, and the names of patterns.

    Column `pattern` is the place in these names, -1 for none. A dossier has one at most.
    """
    scene = Scene(plan, draft, dice)
    names = [name for name in PATTERNS if not plan.habits.patterns or name in plan.habits.patterns]
    codes = [unit.code in plan.gaming for unit in plan.units]
    share = np.where(np.array(codes)[draft["unit"]], plan.habits.gaming_unit, plan.habits.gaming)
    wanted = np.where(dice.chance("game", share), dice.below("pattern", len(names)), -1)
    draft["pattern"] = np.full(len(wanted), -1)
    draft["origin"] = np.full(len(wanted), -1)
    twins: list[Draft] = []
    for place, name in enumerate(names):
        where, pattern = PATTERNS[name]
        rows = np.flatnonzero((wanted == place) & where(scene))
        draft["pattern"][rows] = place
        twin = pattern(scene, rows) if len(rows) else None
        if twin is not None:
            twins.append(twin | {"origin": draft["ordinal"][rows]})
    return _joined([draft, *twins]), names


def _joined(parts: list[Draft]) -> Draft:
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
