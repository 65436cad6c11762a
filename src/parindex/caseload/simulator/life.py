"""The life of dossiers: who files what where, and every moment until the result is handed over.

Moments are microseconds since 1970, `NONE` where there is none. All of a life is drawn, also what
lies after the end of the period; what was not known then is taken away later.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from parindex.caseload.columns import Channel, Subject
from parindex.caseload.simulator.dice import Dice, Truths, Whole
from parindex.caseload.simulator.plan import DAY, HOUR, MINUTE, NONE, Plan
from parindex.caseload.simulator.procedures import FIELDS, Catalogue, catalogue
from parindex.caseload.simulator.units import COMMUNE

Draft: TypeAlias = dict[str, NDArray[Any]]
"""Columns of dossiers being made, by name, each of shape ``(n_dossiers,)``."""

SECOND: Final = 1_000_000
OPENS, CLOSES = 7 * HOUR, 17 * HOUR
FINISHED, WITHDRAWN, STOPPED, REFUSED, REGISTERED = range(5)
"""How a dossier leaves the desk; a registered one was never taken in."""
MORNING: Final = 270
"""Working minutes before noon."""
COUNTER: Final = (0, 25, 50, 80, 110, 150, 200, 280, 330, 390, 478)
"""Working minutes of the day at which dossiers are taken in, as quantiles [M]."""
LAND: Final = 0
OFFICES: Final = 12


class Calendar:
    """Days worked, as arrays by days since 1970."""

    def __init__(self, plan: Plan) -> None:
        tables = plan.calendar.tables
        self.origin = tables.origin
        self._next = tables.next_counting
        places = np.arange(tables.n_days)
        is_worked = self._next[: tables.n_days] == places
        self._previous = np.maximum.accumulate(np.where(is_worked, places, 0))

    def forward(self, day: Whole) -> Whole:
        """Return the days themselves or the next that are worked."""
        return self._next[day - self.origin] + self.origin

    def back(self, day: Whole) -> Whole:
        """Return the days themselves or the last before that are worked."""
        return self._previous[day - self.origin] + self.origin


def at_desk(minute: Whole) -> Whole:
    """Return the time of day of a working minute, 0 to 479."""
    return OPENS + (minute + np.where(minute < MORNING, 0, 120)) * MINUTE


def lives(plan: Plan, part: slice) -> tuple[Draft, Dice]:
    """Return the dossiers received on some days of the plan, and the dice of each."""
    draft, dice = _filed(plan, part)
    days = Calendar(plan)
    _promise(plan, draft)
    _work(plan, draft, dice, days)
    _pauses(plan, draft, dice, days)
    _hand_over(draft, dice, days)
    _extend(plan, draft, dice, days)
    _leave(plan, draft, dice)
    return draft, dice


def _filed(plan: Plan, part: slice) -> tuple[Draft, Dice]:
    counts = plan.counts[part].ravel()
    cell = np.repeat(np.arange(len(counts)), counts) + part.start * len(plan.units)
    first = plan.ends - plan.counts.ravel()
    begin = int(first[part.start * len(plan.units)])
    ordinal = np.arange(begin, begin + len(cell))
    dice = Dice(plan.seed, ordinal.astype(np.uint64))
    place, unit = np.divmod(cell, len(plan.units))
    draft: Draft = {
        "ordinal": ordinal,
        "unit": unit,
        "cell": cell,
        "day": plan.days[place],
        "number": ordinal - first[cell] + 1,
        "procedure": _procedures(plan, unit, dice),
        "channel": _channels(plan, unit, dice),
        "person": _persons(plan, dice),
    }
    firm = np.where(draft["channel"] == Channel.DIRECT, 60_000, 90_000)
    kinds = np.where(dice.chance("firm", firm), int(Subject.FIRM), int(Subject.CITIZEN))
    draft["subject"] = np.where(dice.chance("agency", 4_000), int(Subject.AGENCY), kinds)
    draft["received"] = _received(plan, draft, dice)
    draft["filed"] = _filing(plan, draft, dice)
    return draft, dice


def _procedures(plan: Plan, unit: Whole, dice: Dice) -> Whole:
    """Draw procedures: a commune has those of all its fields, a department those of its own."""
    known = catalogue()
    desks = [-1 if each.kind == COMMUNE else each.office for each in plan.units]
    desk = np.array(desks)[unit]
    result = np.zeros(len(unit), dtype=np.int64)
    for each in sorted(set(desks)):
        here = desk == each
        result[here] = dice.take(here).pick("procedure", weights_at(known, each))
    return result


def weights_at(known: Catalogue, desk: int) -> Whole:
    """Return the weight of each procedure at a desk: -1 a commune's, else that of an office."""
    fields = [each.communes if desk < 0 else int(desk % OFFICES in each.offices) for each in FIELDS]
    in_field = np.bincount(known.field_of, known.weight).astype(np.int64)
    return np.array(fields)[known.field_of] * known.weight * 1000 // in_field[known.field_of]


def _channels(plan: Plan, unit: Whole, dice: Dice) -> Whole:
    """Draw channels; how few come in person differs from unit to unit."""
    habits = plan.habits
    units = Dice(plan.seed, np.arange(len(plan.units), dtype=np.uint64))
    part = units.between("direct", (20, 40, 60, 80, 100, 120, 160, 220))[unit]
    direct = (1_000_000 - habits.online - habits.postal) * part // 100
    drawn = dice.below("channel", 1_000_000)
    return np.select(
        [drawn < habits.postal, drawn < habits.postal + direct],
        [int(Channel.POSTAL), int(Channel.DIRECT)],
        int(Channel.ONLINE),
    )


def _persons(plan: Plan, dice: Dice) -> Whole:
    """Draw who files: most come once or twice, a few agents often."""
    crowd = dice.below("person", max(10, plan.dossiers * 2 // 3)) + 1_000
    return np.where(dice.chance("agent", 20_000), dice.below("which agent", 900) + 100, crowd)


def _received(plan: Plan, draft: Draft, dice: Dice) -> Whole:
    time = at_desk(dice.between("counter", COUNTER))
    time = time + dice.below("second", 60) * SECOND
    last = int(plan.days[-1])
    passed = min(10 * HOUR, max(MINUTE, plan.end - last * DAY - OPENS))
    shorter = OPENS + (time - OPENS) // 1000 * passed // (10 * HOUR) * 1000
    return draft["day"] * DAY + np.where(draft["day"] == last, shorter, time)


def _filing(plan: Plan, draft: Draft, dice: Dice) -> Whole:
    received = draft["received"]
    minutes = dice.between("taken in", plan.habits.taken_in_minutes)
    online = received - minutes * MINUTE - dice.below("filing second", 59) * SECOND
    evening = (draft["day"] - 1) * DAY + 18 * HOUR + dice.below("evening", 300) * MINUTE
    early = (received % DAY < 8 * HOUR) & dice.chance("evening before", 600_000)
    direct = received - (1 + dice.below("at the counter", 15)) * MINUTE
    postal = received - (1 + dice.below("by post", 4)) * DAY
    ways = [draft["channel"] == Channel.DIRECT, draft["channel"] == Channel.POSTAL, early]
    return np.select(ways, [direct, postal, evening], online)


def due_of(plan: Plan, draft: Draft) -> Whole:
    """Return the due moments by the calendar and the time that the procedure allows."""
    known = catalogue()
    moments = draft["received"].view("datetime64[us]")
    procedure = draft["procedure"]
    due = plan.calendar.due(moments, known.allowed[procedure], known.unit[procedure])
    return due.view(np.int64)


def _promise(plan: Plan, draft: Draft) -> None:
    draft["statutory"] = due_of(plan, draft)
    draft["due"] = draft["statutory"].copy()
    draft["due_changes"] = np.zeros(len(draft["due"]), dtype=np.int64)
    draft["extended"] = np.full(len(draft["due"]), NONE)


def _work(plan: Plan, draft: Draft, dice: Dice, days: Calendar) -> None:
    """Draw when the work is done, pauses not counted: before the due moment, or on a later day."""
    draft["is_late"] = dice.chance("late", plan.late_permille.ravel()[draft["cell"]] * 1000)
    draft["net"] = np.where(
        draft["is_late"], _late(plan, draft, dice, days), _in_time(plan, draft, dice, days)
    )


def _in_time(plan: Plan, draft: Draft, dice: Dice, days: Calendar) -> Whole:
    received, due, today = draft["received"], draft["due"], draft["day"]
    span = due // DAY - today
    day = days.back(today + span * dice.between("speed", plan.habits.speed) // 1000)
    desk = at_desk(dice.below("desk", 480))
    later = np.minimum(day * DAY + desk, due - MINUTE)
    room = np.maximum(np.minimum(due, today * DAY + CLOSES) - received, 10 * MINUTE)
    same = received + 2 * MINUTE + (room - 3 * MINUTE) // 1000 * dice.below("same day", 1000)
    net: Whole = np.where(day > today, later, same)
    return net


def _late(plan: Plan, draft: Draft, dice: Dice, days: Calendar) -> Whole:
    delay = dice.between("delay", plan.habits.late_days)
    queue = np.minimum(plan.delay.ravel()[draft["cell"]] // 2000, 20)
    delay = (delay + dice.below("in the queue", queue + 1)) * _stretch(plan, draft)
    day = days.forward(draft["due"] // DAY + np.minimum(delay, 700))
    return day * DAY + at_desk(dice.below("late desk", 480))


def _stretch(plan: Plan, draft: Draft) -> Whole:
    """Return by how much a unit that fell behind is slower, 1 for all others."""
    stretch = np.ones(len(draft["unit"]), dtype=np.int64)
    codes = [unit.code for unit in plan.units]
    for slump in plan.slumps:
        since = (slump.since.toordinal() - 719_163) * DAY
        stretch[(draft["unit"] == codes.index(slump.unit)) & (draft["received"] >= since)] = 6
    return stretch


def _pauses(plan: Plan, draft: Draft, dice: Dice, days: Calendar) -> None:
    """Draw up to three pauses. The first is whole days; it puts off the end by as much.

    Those after it lie in what is left, so that the end less the first pause stays `net`: by
    Decision 766 one pause alone is taken off.
    """
    habits, known = plan.habits, catalogue()
    supplements = dice.pick("supplements", habits.supplements)
    is_land = (known.field_of == LAND) & (known.has_fee == 1)
    duty = is_land[draft["procedure"]] & dice.chance("duty", habits.duty_land)
    draft["supplements"], draft["duty"] = supplements, duty.astype(np.int64)
    number = supplements + duty
    length = np.where(
        supplements > 0,
        dice.between("supplement days", habits.supplement_days),
        dice.between("duty days", habits.duty_days),
    )
    net = draft["net"]
    day = days.forward(net // DAY + np.where(number > 0, length, 0))
    draft["end"] = np.where(number > 0, day * DAY + net % DAY, net)
    first = _pause_begins(draft, dice, days)
    put_off = draft["end"] - net
    _set_pause(draft, 1, number >= 1, first, first + put_off)
    for place in (2, 3):
        begin = draft[f"until_{place - 1}"]
        rest = draft["end"] - begin
        begin = begin + rest * (50 + dice.below(f"pause {place}", 500)) // 1000
        length = (draft["end"] - begin) * (100 + dice.below(f"length {place}", 500)) // 1000
        _set_pause(draft, place, number >= place, begin, begin + length)


def _set_pause(draft: Draft, place: int, has: Truths, begin: Whole, end: Whole) -> None:
    whole = SECOND
    draft[f"from_{place}"] = np.where(has, begin // whole * whole, NONE)
    draft[f"until_{place}"] = np.where(has, end // whole * whole, NONE)


def _pause_begins(draft: Draft, dice: Dice, days: Calendar) -> Whole:
    received, net = draft["received"], draft["net"]
    drawn = received + (net - received) // 1000 * (50 + dice.below("first pause", 550))
    day, time = drawn // DAY, drawn % DAY
    closed = (days.back(day) != day) | (time < OPENS) | (time > CLOSES)
    before = np.where(time < OPENS, day - 1, day)
    desk = days.back(before) * DAY + 16 * HOUR
    return np.where(closed, np.where(desk > received, desk, received + MINUTE), drawn)


def _hand_over(draft: Draft, dice: Dice, days: Calendar) -> None:
    """Draw when the result is handed over, if that is recorded at all."""
    end = draft["end"] // SECOND * SECOND
    draft["end"] = end
    later = end + (dice.between("returned", (0, 0, 1, 2, 4, 8, 24, 30, 72, 120, 400))) * HOUR
    later = later + (1 + dice.below("hand", 50)) * MINUTE
    day, time = later // DAY, later % DAY
    shut = (days.back(day) != day) | (time > CLOSES) | (time < OPENS)
    opened = days.forward(np.where(time < OPENS, day, day + 1)) * DAY + OPENS + time % HOUR
    draft["returned"] = np.where(
        dice.chance("not handed over", 80_000), NONE, np.where(shut, opened, later)
    )


def _extend(plan: Plan, draft: Draft, dice: Dice, days: Calendar) -> None:
    """Give some late dossiers a letter with a new date, which is then mostly kept."""
    has = draft["is_late"] & dice.chance("letter", plan.habits.extended)
    has &= draft["due"] - DAY < plan.end
    kept = np.where(dice.chance("kept", 970_000), draft["end"], draft["due"])
    day = days.forward(kept // DAY + 1 + dice.below("new date", 3))
    draft["extended"] = np.where(has, day * DAY + CLOSES, NONE)


def _leave(plan: Plan, draft: Draft, dice: Dice) -> None:
    """Draw how dossiers leave the desk, and take away what then never was."""
    habits = plan.habits
    shares = [habits.withdrawn, habits.stopped, habits.refused]
    ways = dice.pick("way", [1_000_000 - sum(shares), *shares])
    last = draft["day"] == plan.days[plan.is_worked == 1][-1]
    waiting = last & (draft["channel"] == Channel.ONLINE) & dice.chance("waiting", 60_000)
    ways = np.where(waiting, REGISTERED, ways)
    draft["way"] = ways
    out = ways >= REFUSED
    draft["refused"] = np.where(ways == REFUSED, draft["received"], NONE)
    draft["has_reason"] = np.ones(len(ways), dtype=np.bool_)
    draft["due"][dice.chance("without due", habits.without_due)] = NONE
    draft["returned"][ways != FINISHED] = NONE
    gone = ["received", "due", "statutory", "extended", "end", "returned"]
    gone += [f"{edge}_{place}" for edge in ("from", "until") for place in (1, 2, 3)]
    for name in gone:
        draft[name][out] = NONE
    draft["supplements"][out], draft["duty"][out] = 0, 0
