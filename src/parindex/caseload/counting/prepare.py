"""Judges all dossiers of a frame at once: what each statistic is then a plain expression over.

The judgement of one dossier, step by step and in words, is `parindex.caseload.judgement`; this is
the same in columns, and tests hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Final

import narwhals as nw
from narwhals import Expr, col, lit, when

from parindex.caseload.columns import Channel, Status
from parindex.caseload.counting.moments import ON_PORTAL, with_integers
from parindex.caseload.counting.scope import DAY, NEVER, SECOND, Scope, micros
from parindex.caseload.settings import Stopped, WithoutDue

FLAGS: Final = (
    "has_fee",
    "has_digitised_parts",
    "uses_population_data",
    "has_e_result",
    "has_complaint",
)
"""Yes-or-no columns that may be unknown: `knows_<name>` says whether they are known."""


def first_before(until: int, *names: str) -> Expr:
    """Return the first of several moments that lies before one, in the order given, or NEVER."""
    found: Expr = lit(NEVER)
    for name in reversed(names):
        found = when(col(name) < until).then(col(name)).otherwise(found)
    return found


def _ends(scope: Scope) -> dict[str, Expr]:
    """Return when a dossier ended by Decision 766 and by the one-stop report."""
    finished = ["finished_at", "returned_at"]
    by_local = [*finished, "withdrawn_at"]
    if scope.settings.judgement.stopped_local is Stopped.FINISHED:
        by_local.append("stopped_at")
    return {
        "done": first_before(scope.until, *finished),
        "ended": first_before(scope.until, *finished, "stopped_at", "withdrawn_at"),
        "ended_local": first_before(scope.until, *by_local),
    }


def relevant(scope: Scope) -> Expr:
    """Return which rows a period can count at all, over `ended` and `ended_local`.

    A period that has not begun has nothing to count, not even what is open now.
    """
    start, until = scope.start, scope.until
    lasts = (col("received_at") >= start) | (col("ended") >= start) | (col("ended_local") >= start)
    counted = (col("received_at") < until) & lasts
    refused = (col("refused_at") >= start) & (col("refused_at") < until)
    return lit(start < until) & (counted | refused)


def _counts_online(channel: Expr, scope: Scope) -> Expr:
    """Return which dossiers indicator 3.3 has as online, wherever a result is asked for or not."""
    is_online = channel == int(Channel.ONLINE)
    if scope.settings.online_needs_e_result:
        return is_online & col("has_e_result").fill_null(value=False)
    return is_online


def _pauses(until: int) -> dict[str, Expr]:
    """Return whether a pause lasts at a moment, and since when; the last one is looked at first."""
    last = (col("last_pause_from") < until) & (col("last_pause_until") >= until)
    first = (col("first_pause_from") < until) & (col("first_pause_until") >= until)
    since = when(last).then(col("last_pause_from")).otherwise(col("first_pause_from"))
    return {"is_paused": last | first, "paused_since": since}


def _standing(scope: Scope) -> dict[str, Expr]:
    """Return which dossiers count, where they stand, and how they came."""
    start, until = scope.start, scope.until
    counted = (col("received_at") < until) & ~col("status").is_in(
        [int(Status.REGISTERED), int(Status.NOT_RECEIVED)]
    )
    is_new = col("received_at") >= start
    channel = col("channel").fill_null(int(Channel.DIRECT))
    return {
        "received": counted & is_new,
        "in_hand": counted & (is_new | (col("ended") >= start)),
        "in_local": counted & (is_new | (col("ended_local") >= start)),
        "is_open": col("ended") == NEVER,
        **_pauses(until),
        "refused": (col("status") == int(Status.NOT_RECEIVED))
        & (col("refused_at") >= start)
        & (col("refused_at") < until),
        "online": channel == int(Channel.ONLINE),
        "postal": channel == int(Channel.POSTAL),
        "direct": ~channel.is_in([int(Channel.ONLINE), int(Channel.POSTAL)]),
        "counts_online": _counts_online(channel, scope),
        "by_post": (col("return_way") == 1).fill_null(value=False),
        "knows_by_post": ~col("return_way").is_null(),
    }


def _judged_at(scope: Scope) -> dict[str, Expr]:
    """Return the moment that 766 holds against the due date, before its pause is taken off."""
    still = when(col("is_paused")).then(col("paused_since")).otherwise(lit(scope.until - SECOND))
    return {"judged": when(col("is_open")).then(still).otherwise(col("ended"))}


def _after(due: Expr, scope: Scope) -> Expr:
    """Return the first moment that is late for a due moment: the next day, or minute."""
    return due - due % scope.unit_of_time + scope.unit_of_time


def _verdict_766(scope: Scope) -> dict[str, Expr]:
    """Return whether a dossier is overdue by Decision 766."""
    has_pause = (col("first_pause_until") <= col("judged")) & (
        col("first_pause_from") < col("first_pause_until")
    )
    pause = when(has_pause).then(col("first_pause_until") - col("first_pause_from")).otherwise(0)
    due = when(col("due_at") < NEVER).then(col("due_at")).otherwise(col("statutory_due_at"))
    without = scope.settings.judgement.without_due_766 is WithoutDue.OVERDUE
    is_late = when(due < NEVER).then(col("judged") - pause >= _after(due, scope)).otherwise(without)
    return {
        "asked_twice": col("second_supplement_at") < scope.until,
        "overdue": is_late | (col("second_supplement_at") < scope.until),
        "due_766": due,
    }


def _verdict_local(scope: Scope) -> dict[str, Expr]:
    """Return the one class of the one-stop report that a dossier falls in."""
    judgement, due, end = scope.settings.judgement, col("local_due_at"), col("ended_local")
    has_due, after = due < NEVER, _after(due, scope)
    undated_late = judgement.without_due_local is WithoutDue.OVERDUE
    withdrawn = (end < NEVER) & (end == col("withdrawn_at")) & (col("done") == NEVER)
    excused = withdrawn & lit(judgement.withdrawn_local_is_on_time)
    finished_late = when(has_due).then(end >= after).otherwise(undated_late) & ~excused
    finished_early = has_due & (end < after - scope.unit_of_time) & ~excused
    rests = col("is_paused") | (col("stopped_at") < scope.until)
    open_late = when(has_due).then(lit(scope.until - SECOND) >= after).otherwise(undated_late)
    is_finished = end < NEVER
    return {
        "local_finished": is_finished,
        "local_late": when(is_finished).then(finished_late).otherwise(open_late & ~rests),
        "local_early": is_finished & finished_early,
    }


def _knowledge() -> dict[str, Expr]:
    """Return yes-or-no facts with unknown as no, and beside each whether it is known."""
    known = {f"knows_{name}": ~col(name).is_null() for name in FLAGS}
    known["knows_paid_online"] = ~col("paid_online").is_null()
    known["is_paid_online"] = col("paid_online").fill_null(0).is_in([1, 2])
    return known


def _portal(names: set[str]) -> dict[str, Expr]:
    """Return whether a dossier is on the portal, by its own system's word or by the copy."""
    told = col("is_synchronised")
    if ON_PORTAL not in names:
        return {"knows_synchronised": ~told.is_null(), "synchronised": told.fill_null(value=False)}
    copied = col(ON_PORTAL).fill_null(value=False)
    return {
        "knows_synchronised": ~told.is_null() | ~col(ON_PORTAL).is_null(),
        "synchronised": told.fill_null(value=False) | copied,
    }


def _duties(scope: Scope) -> dict[str, Expr]:
    """Return what needs somebody's attention at the moment of counting."""
    longest = scope.settings.duties.paused_too_long_days * DAY
    soon = -1 if scope.due_soon_until is None else micros(scope.due_soon_until)
    is_ended = col("in_hand") & ~col("is_open")
    return {
        "is_ended": is_ended,
        "is_timed": is_ended & (col("ended") >= col("received_at")),
        "waited": col("ended") - col("received_at"),
        "is_stopped": col("ended") == col("stopped_at"),
        "knows_due_soon": lit(scope.due_soon_until is not None),
        "paused_too_long": col("is_paused") & (lit(scope.until) - col("paused_since") > longest),
        "due_soon": col("is_open") & ~col("is_paused") & ~col("overdue") & (col("due_766") < soon),
    }


class Reason(IntEnum):
    """Why the one-stop report and Decision 766 count a dossier differently; 0 for no difference."""

    NONE = 0
    STOPPED_OR_WITHDRAWN = 1
    SECOND_SUPPLEMENT = 2
    OPEN_OVERDUE = 3
    NO_DUE_DATE = 4
    MOVED_DUE_DATE = 5
    PAUSES = 6
    OTHER = 7


def as_integer(name: str) -> Expr:
    """Return a yes-or-no column as 1 and 0."""
    return when(col(name)).then(1).otherwise(0)


def flipped(why: Reason) -> Expr:
    """Return what a reason takes from the dossiers on time (-1) or gives to them (+1)."""
    is_why = col("why") == int(why)
    return (
        when(is_why & col("rose"))
        .then(1)
        .otherwise(when(is_why & col("fell")).then(-1).otherwise(0))
    )


def _bridge() -> dict[str, Expr]:
    """Return what a dossier adds on the way from the local ratio to that of 766, and why.

    A dossier first joins (or leaves) the whole, as if on time; `flip` is then -1 where 766 finds
    overdue what the one-stop report has on time or not yet finished, +1 for the opposite.
    """
    in_766, in_local = col("in_hand"), col("in_local") & col("local_finished")
    good_766, good_local = in_766 & ~col("overdue"), ~in_local | ~col("local_late")
    fell, rose = in_766 & ~good_766 & good_local, good_766 & ~good_local
    ceased = (col("done") == NEVER) & ~col("is_open")
    paused = (col("first_pause_from") < NEVER) | (col("paused_seconds") > 0)
    reason: Expr = when(paused).then(int(Reason.PAUSES)).otherwise(int(Reason.OTHER))
    for condition, why in reversed(
        [
            (col("asked_twice"), Reason.SECOND_SUPPLEMENT),
            (col("is_open"), Reason.OPEN_OVERDUE),
            (ceased, Reason.STOPPED_OR_WITHDRAWN),
            (col("due_at") == NEVER, Reason.NO_DUE_DATE),
            (col("extended_due_at") < NEVER, Reason.MOVED_DUE_DATE),
        ]
    ):
        reason = when(condition).then(int(why)).otherwise(reason)
    return {
        "joins_open": in_766 & col("is_open"),
        "joins_ceased": in_766 & ~in_local & ~col("is_open"),
        "leaves_on_time": in_local & ~in_766 & ~col("local_late"),
        "leaves": in_local & ~in_766,
        "fell": fell,
        "rose": rose,
        "why": when(fell | rose).then(reason).otherwise(int(Reason.NONE)),
    }


def _named(exprs: dict[str, Expr]) -> list[Expr]:
    return [expr.alias(name) for name, expr in exprs.items()]


def prepare(frame: Any, scope: Scope, keep: Iterable[str] = ()) -> nw.LazyFrame[Any]:
    """Return the dossiers that a period concerns, each judged, as columns to count.

    Parameters
    ----------
    frame : polars, DuckDB or PySpark frame
        Rows of the table `dossiers`, a row a dossier, shape ``(n_dossiers, n_columns)``.
    scope : Scope
        Period, moment and settings.
    keep : iterable of str
        Further columns that are wanted beside the judgement, such as `dossier_code`.

    Returns
    -------
    narwhals.LazyFrame
        A row a dossier, with the keys of the grain and these columns, none of them null:
        `received` (in the period), `in_hand` (766: received or in process), `in_local` (column 3
        of form II.06a), `is_open`, `is_paused`, `overdue` (766), `local_finished`, `local_late`,
        `local_early`, `refused`, the channels, what is known (`knows_…`), and moments in
        microseconds.

    References
    ----------
    .. [1] Decision 766/QĐ-TTg of 23/6/2022, indicator 2.1.
    .. [2] Circular 01/2020/TT-VPCP, form II.06a.
    """
    given = with_integers(frame, keep)
    names = set(given.collect_schema().names())
    return (
        given.with_columns(*_named(_ends(scope)))
        .filter(relevant(scope))
        .with_columns(*_named({**_standing(scope), **_knowledge(), **_portal(names)}))
        .with_columns(*_named(_judged_at(scope)))
        .with_columns(*_named({**_verdict_766(scope), **_verdict_local(scope)}))
        .with_columns(*_named(_bridge()))
        .with_columns(
            *_named(_duties(scope)), *(col(name).fill_null(value=False) for name in FLAGS)
        )
    )
