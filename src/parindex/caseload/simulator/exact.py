"""Caseloads with exactly the counts that are asked for.

Each dossier gets an outcome, and from it moments that leave no doubt about it under any setting.
What else is counted is given to as many dossiers as asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

from parindex.caseload.columns import DOSSIERS, MOMENT, Channel, Status
from parindex.caseload.periods import Period
from parindex.caseload.simulator.dice import Bits, Truths, Whole, key_of, mix
from parindex.caseload.simulator.plan import DAY, HOUR, MINUTE, NONE, SimulationError, microseconds
from parindex.caseload.simulator.procedures import catalogue
from parindex.caseload.simulator.texts import chosen, digits, dossier_codes, hashes

EARLY, ON_TIME, LATE, WITHIN, OVERDUE, PAUSED, TWICE, WITHDRAWN, STOPPED = range(9)
OUTCOMES: Final = (
    "finished_early",
    "finished_on_time",
    "finished_late",
    "open_within_time",
    "open_overdue",
    "paused",
    "supplemented_twice",
    "withdrawn",
    "stopped",
)
GOOD: Final = (EARLY, ON_TIME, WITHIN, PAUSED, WITHDRAWN, STOPPED)
"""Outcomes that Decision 766 counts as on time."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a unit must come to in a period. All are dossiers, none below zero.

    Parameters
    ----------
    unit_code : str
        Whose they are.
    finished_early, finished_on_time, finished_late, open_within_time, open_overdue : int
        Outcomes at the end of the period.
    paused : int
        Open, waiting for a supplement since before they were due.
    supplemented_twice : int
        Finished before they were due, after a second supplement: overdue by Decision 766, on
        time in the one-stop report.
    withdrawn, stopped : int
        Before they were due. All outcomes together are the dossiers in hand.
    carried_over : int
        Received before the period.
    direct, postal : int
        Of those received in the period; the others came online.
    with_fee, paid_online, synchronised : int
        Of those received in the period.
    with_e_result, digitised, reused, from_store, population_data : int
        Of those in hand; `digitised` are among those with an electronic result.
    complaints : int
        Among those on time by Decision 766.
    refused : int
        Never received; not in hand.
    procedure_code : str or None
        Of all of them; None takes the procedures of a commune in turn.
    """

    unit_code: str
    finished_early: int = 0
    finished_on_time: int = 0
    finished_late: int = 0
    open_within_time: int = 0
    open_overdue: int = 0
    paused: int = 0
    supplemented_twice: int = 0
    withdrawn: int = 0
    stopped: int = 0
    carried_over: int = 0
    direct: int = 0
    postal: int = 0
    with_fee: int = 0
    paid_online: int = 0
    synchronised: int = 0
    with_e_result: int = 0
    digitised: int = 0
    reused: int = 0
    from_store: int = 0
    population_data: int = 0
    complaints: int = 0
    refused: int = 0
    procedure_code: str | None = None

    @property
    def in_hand(self) -> int:
        """Dossiers received or in process."""
        return sum(getattr(self, name) for name in OUTCOMES)

    @property
    def received(self) -> int:
        """Dossiers received in the period."""
        return self.in_hand - self.carried_over

    @property
    def on_time(self) -> int:
        """Dossiers on time by Decision 766."""
        return sum(getattr(self, OUTCOMES[place]) for place in GOOD)

    def check(self) -> None:
        """Raise `SimulationError` where the counts contradict each other."""
        limits = {
            "carried_over": self.in_hand,
            "direct": self.received,
            "postal": self.received - self.direct,
            "with_fee": self.received,
            "paid_online": self.with_fee,
            "synchronised": self.received,
            "with_e_result": self.in_hand,
            "digitised": self.with_e_result,
            "reused": self.in_hand,
            "from_store": self.in_hand,
            "population_data": self.in_hand,
            "complaints": self.on_time,
        }
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int) and not 0 <= value <= limits.get(each.name, value):
                raise SimulationError(
                    f"unit {self.unit_code}: {each.name} is {value}, but it must be from 0 to "
                    f"{limits.get(each.name, 'any number')}. Correct the counts"
                )


def caseload_with(
    units: Sequence[Counts], period: Period, *, seed: int = 1, without_dates: bool = False
) -> pa.Table:
    """Return dossiers that come to exactly these counts at the end of a period.

    Parameters
    ----------
    units : sequence of Counts
        What each unit must come to.
    period : Period
        At least three days; when it is over, all is judged.
    seed : int
        Of the hashes and of the order in which properties are dealt out.
    without_dates : bool
        Leave every due date away, as some systems do.

    Returns
    -------
    pyarrow.Table
        In the schema `DOSSIERS`, shape ``(n_dossiers, n_columns)``, marked as simulated. The
        clock's columns are filled: no dossier is extended, so they are the due date, moved by
        the pauses.

    Raises
    ------
    SimulationError
        If counts contradict each other, or the period is too short.

    Examples
    --------
    >>> from parindex.caseload.periods import Period
    >>> counts = Counts("H99.101", finished_on_time=3, open_overdue=1, carried_over=1)
    >>> caseload_with([counts], Period.parse("2026-08")).num_rows
    4
    """
    if period.last - period.first < timedelta(days=2):
        raise SimulationError(f"{period} is shorter than three days; give a longer period")
    for each in units:
        each.check()
    maker = _Maker(units, period, seed)
    return maker.table(without_dates=without_dates)


class _Maker:
    """The columns of an exact caseload; every array has shape ``(n_dossiers,)``."""

    def __init__(self, units: Sequence[Counts], period: Period, seed: int) -> None:
        self.units, self.seed = units, seed
        self.start, self.end = microseconds(period.start), microseconds(period.end)
        self.days = (period.last - period.first).days + 1
        sizes = np.array([each.in_hand for each in units], dtype=np.int64)
        self.unit = np.repeat(np.arange(len(units)), sizes)
        self.first = (np.cumsum(sizes) - sizes)[self.unit]
        self.rank = np.arange(len(self.unit)) - self.first
        self.outcome = self._outcomes()
        self.is_carried = self._dealt("carried_over", np.ones(len(self.unit), dtype=np.bool_))
        self.bits = mix(self.rank.astype(np.uint64) ^ mix(self.unit.astype(np.uint64)))

    def _asked(self, name: str) -> Whole:
        counts: Whole = np.array([getattr(each, name) for each in self.units], dtype=np.int64)
        return counts[self.unit]

    def _outcomes(self) -> Whole:
        asked = np.array([[getattr(each, name) for name in OUTCOMES] for each in self.units])
        flat = asked.astype(np.int64).reshape(-1)
        return np.repeat(np.tile(np.arange(len(OUTCOMES)), len(self.units)), flat)

    def _dealt(self, name: str, among: Truths) -> Truths:
        """Give a property to so many dossiers of each unit as asked, among some of them.

        They lie as evenly as whole numbers allow, so a property meets every outcome.
        """
        units = len(self.units)
        offered = np.bincount(self.unit[among], minlength=units)
        before = np.cumsum(offered) - offered
        rank = np.cumsum(among) - 1 - before[self.unit]
        size, asked = offered[self.unit], self._asked(name)
        turn = int(key_of(self.seed, name) >> np.uint64(34))
        rank = (rank + turn) % np.maximum(size, 1)
        next_one = (rank + 1) * asked // np.maximum(size, 1)
        return among & (next_one > rank * asked // np.maximum(size, 1))

    def table(self, *, without_dates: bool) -> pa.Table:
        moments = self._moments()
        if without_dates:
            nothing = np.full(len(self.unit), NONE)
            moments |= dict.fromkeys(("due_at", "statutory_due_at", "local_due_at"), nothing)
        columns = {**moments, **self._who(moments["received_at"]), **self._rest(moments)}
        length = len(self.unit)
        arrays = [_column(columns.get(field.name), field, length) for field in DOSSIERS]
        made = pa.Table.from_arrays(arrays, schema=DOSSIERS)
        return pa.concat_tables([made, self._refused()])

    def _moments(self) -> dict[str, Whole]:
        """Return moments from the outcome: due dates lie days away from what they are held to."""
        outcome, carried = self.outcome, self.is_carried
        hour = 8 * HOUR + (self.bits % np.uint64(8 * 60)).astype(np.int64) * MINUTE
        spread = (self.bits >> np.uint64(20)).astype(np.int64) % (self.days - 2)
        day = np.where(carried, -1 - spread % 20, spread)
        received = self.start + day * DAY + hour
        latest = self.end - DAY + 16 * HOUR  # on the last day
        ended = np.where(carried, self.start + spread * DAY + hour + HOUR, received + DAY)
        is_open = np.isin(outcome, (WITHIN, OVERDUE, PAUSED))
        ended = np.minimum(ended, latest)
        due = np.select(
            [outcome == ON_TIME, outcome == LATE, outcome == OVERDUE],
            [ended // DAY * DAY + 17 * HOUR, ended // DAY * DAY - 7 * HOUR, received + DAY // 4],
            self.end + 10 * DAY + 17 * HOUR,
        )
        early = (ended // DAY + 3) * DAY + 17 * HOUR
        due = np.where(np.isin(outcome, (EARLY, TWICE, WITHDRAWN, STOPPED)), early, due)
        due = np.where(outcome == OVERDUE, np.minimum(due // DAY * DAY + 17 * HOUR, due), due)
        end = np.where(is_open, NONE, ended)
        return self._named(received, due, end) | self._paused(received)

    def _named(self, received: Whole, due: Whole, end: Whole) -> dict[str, Whole]:
        withdrawn, stopped = self.outcome == WITHDRAWN, self.outcome == STOPPED
        finished = ~withdrawn & ~stopped
        return {
            "received_at": received,
            "filed_at": received - 30 * MINUTE,
            "due_at": due,
            "statutory_due_at": due,
            "local_due_at": due,
            "finished_at": np.where(finished, end, NONE),
            "returned_at": np.where(finished & (end != NONE), end + 10 * MINUTE, NONE),
            "withdrawn_at": np.where(withdrawn, end, NONE),
            "stopped_at": np.where(stopped, end, NONE),
        }

    def _paused(self, received: Whole) -> dict[str, Whole]:
        """Return the pauses: one that lasts, or two that are over within minutes."""
        paused, twice = self.outcome == PAUSED, self.outcome == TWICE
        has = paused | twice
        begin = received + 5 * MINUTE
        second = np.where(twice, begin + 10 * MINUTE, NONE)
        first = np.where(has, begin, NONE)
        over = np.where(twice, begin + 5 * MINUTE, NONE)
        return {
            "first_pause_from": first,
            "first_pause_until": over,
            "last_pause_from": np.where(twice, second, first),
            "last_pause_until": np.where(twice, begin + 15 * MINUTE, NONE),
            "second_supplement_at": second,
            "supplement_count": np.where(twice, 2, paused.astype(np.int64)),
            "paused_seconds": np.where(twice, 600, 0),
        }

    def _who(self, received: Whole) -> dict[str, Any]:
        known = catalogue()
        units = chosen([each.unit_code for each in self.units], self.unit)
        usual = np.flatnonzero(known.field_of <= 3)
        drawn = usual[(self.bits % np.uint64(len(usual))).astype(np.int64)]
        codes = known.table["procedure_code"].to_pylist()
        fixed = [
            -1 if each.procedure_code is None else _procedure_place(codes, each)
            for each in self.units
        ]
        place = np.array(fixed, dtype=np.int64)[self.unit]
        procedure = np.where(place < 0, drawn, place)
        days = received // DAY
        return {
            "dossier_code": dossier_codes(
                units, days, self.rank + 1, chosen([""], np.zeros_like(days))
            ),
            "unit_code": units,
            "procedure_code": known.table["procedure_code"].combine_chunks().take(procedure),
            "field_code": known.table["field_code"].combine_chunks().take(procedure),
            "allowed": known.allowed[procedure],
            "allowed_unit": known.table["allowed_unit"].combine_chunks().take(procedure),
            "subject": 1,
            "subject_hash": hashes(self.seed, "person", self.first + self.rank),
            "phone_hash": hashes(self.seed, "phone", self.first + self.rank),
        }

    def _rest(self, moments: dict[str, Whole]) -> dict[str, Any]:
        new, everyone = ~self.is_carried, np.ones(len(self.unit), dtype=np.bool_)
        direct = self._dealt("direct", new)
        postal = self._dealt("postal", new & ~direct)
        fee = self._dealt("with_fee", new)
        e_result = self._dealt("with_e_result", everyone)
        digitised = self._dealt("digitised", e_result)
        good = np.isin(self.outcome, GOOD)
        ends = ("finished_at", "returned_at", "withdrawn_at", "stopped_at", "received_at")
        pauses = ("first_pause_from", "last_pause_until")
        as_of = np.max(np.stack([moments[name] for name in (*ends, *pauses)]), axis=0)
        content: Bits = mix(self.bits ^ key_of(self.seed, "content"))
        closed = (moments["finished_at"] != NONE).astype(np.int64)
        return {
            "channel": np.select(
                [direct, postal], [int(Channel.DIRECT), int(Channel.POSTAL)], int(Channel.ONLINE)
            ),
            "status": self._status(),
            "has_fee": fee,
            "paid_online": pa.array(self._dealt("paid_online", fee).astype(np.int64), mask=~fee),
            "is_synchronised": self._dealt("synchronised", new),
            "papers": 2,
            "papers_digitised": digitised * 2,
            "has_digitised_parts": digitised,
            "papers_reused": self._dealt("reused", everyone).astype(np.int64),
            "papers_from_store": self._dealt("from_store", everyone).astype(np.int64),
            "uses_population_data": self._dealt("population_data", everyone),
            "results": np.maximum(closed, e_result.astype(np.int64)),
            "has_e_result": e_result,
            "has_complaint": self._dealt("complaints", good),
            "due_changes": 0,
            "steps": 0,
            "has_delete_reason": False,
            "as_of": as_of,
            "arrived_at": as_of,
            "batch": "simulated-exact",
            "content_hash": digits(content, mix(content)),
            "is_simulated": True,
        }

    def _status(self) -> Whole:
        states = {
            PAUSED: Status.SUPPLEMENT,
            WITHIN: Status.PROCESSING,
            OVERDUE: Status.PROCESSING,
            WITHDRAWN: Status.WITHDRAWN,
            STOPPED: Status.STOPPED,
        }
        table = [int(states.get(place, Status.RETURNED)) for place in range(len(OUTCOMES))]
        return np.array(table)[self.outcome]

    def _refused(self) -> pa.Table:
        """Return the dossiers that were never received."""
        numbers = [each.refused for each in self.units]
        unit = np.repeat(np.arange(len(numbers)), numbers)
        rank = np.arange(len(unit))
        day = np.full(len(unit), self.start // DAY)
        units = chosen([each.unit_code for each in self.units], unit)
        content = mix(rank.astype(np.uint64) ^ key_of(self.seed, "refused"))
        at = self.start + 9 * HOUR + rank % 100 * MINUTE
        columns: dict[str, Any] = {
            "dossier_code": dossier_codes(
                units, day, 600_000 + rank, chosen([""], np.zeros_like(day))
            ),
            "unit_code": units,
            "procedure_code": pa.repeat(catalogue().table["procedure_code"][0], len(unit)),
            "channel": int(Channel.ONLINE),
            "status": int(Status.NOT_RECEIVED),
            "filed_at": at - HOUR,
            "refused_at": at,
            "has_reason": True,
            "as_of": at,
            "arrived_at": at,
            "batch": "simulated-exact",
            "content_hash": digits(content, mix(content)),
            "is_simulated": True,
        }
        zeros = ("due_changes", "supplement_count", "paused_seconds", "papers", "papers_digitised")
        columns |= dict.fromkeys((*zeros, "papers_reused", "papers_from_store", "results"), 0)
        columns["steps"] = 0
        arrays = [_column(columns.get(field.name), field, len(unit)) for field in DOSSIERS]
        return pa.Table.from_arrays(arrays, schema=DOSSIERS)


def _procedure_place(codes: Sequence[str], counts: Counts) -> int:
    if counts.procedure_code not in codes:
        raise SimulationError(
            f"unit {counts.unit_code}: no procedure {counts.procedure_code!r} in the simulated "
            "catalogue; its codes begin with 9"
        )
    return codes.index(counts.procedure_code)


def _column(values: Any, field: pa.Field, length: int) -> pa.Array:
    if values is None:
        return pa.nulls(length, field.type)
    if isinstance(values, str | int | bool):
        return pa.repeat(pa.scalar(values, field.type), length)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(field.type)
    if field.type == MOMENT:
        return pa.array(values.view("datetime64[us]"), type=MOMENT)
    return pa.array(values).cast(field.type)
