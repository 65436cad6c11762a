"""The slow, obvious way: each dossier judged by itself, step by step, then counted in a loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from parindex.caseload.counting.scope import Scope
from parindex.caseload.judgement import Timing, judge_766, judge_local

WAITED = (
    ("waited_up_to_1_day", 0, 1),
    ("waited_up_to_3_days", 1, 3),
    ("waited_up_to_5_days", 3, 5),
    ("waited_up_to_10_days", 5, 10),
    ("waited_up_to_20_days", 10, 20),
    ("waited_up_to_30_days", 20, 30),
    ("waited_up_to_60_days", 30, 60),
    ("waited_over_60_days", 60, 10**6),
)
DONE = {Timing.EARLY, Timing.ON_TIME, Timing.LATE}


def _within(moment: Any, scope: Scope) -> bool:
    return moment is not None and scope.period.start <= moment < scope.period.until(scope.now)


def _share(counts: Counter[str], name: str, of: str, is_one: Any, whole: Any) -> None:
    counts[name] += int(bool(is_one) and bool(whole))
    counts[f"{name} of {of}"] += int(bool(whole))


def _judged(dossier: Mapping[str, Any], scope: Scope) -> tuple[Any, Any]:
    at, settings = scope.period.until(scope.now), scope.settings.judgement
    return judge_766(dossier, [], at, settings), judge_local(dossier, [], at, settings)


def _lasts(dossier: Mapping[str, Any], ended: Any, scope: Scope) -> bool:
    start = scope.period.start
    return bool(dossier["received_at"] >= start or ended is None or ended >= start)


def counts_766(dossier: Mapping[str, Any], scope: Scope) -> Counter[str]:
    """Return what a dossier adds to the components of Decision 766."""
    found: Counter[str] = Counter()
    judgement, _ = _judged(dossier, scope)
    if not judgement.is_counted:
        return found
    in_hand = _lasts(dossier, judgement.ended_at, scope)
    received = _within(dossier["received_at"], scope)
    good, online = judgement.is_on_time, dossier["channel"] == 2
    fee, paid = dossier["has_fee"], dossier["paid_online"]
    for name, is_one in {
        "dossiers_on_time": good,
        "dossiers_overdue": not good,
        "dossiers_supplemented": dossier["supplement_count"] > 0,
        "dossiers_with_complaint": dossier["has_complaint"],
    }.items():
        _share(found, name, "dossiers_in_hand", is_one, in_hand)
    for name, is_one in {
        "dossiers_with_e_result": dossier["has_e_result"],
        "dossiers_digitised": dossier["has_e_result"]
        and (dossier["has_digitised_parts"] or dossier["papers_digitised"]),
        "dossiers_reusing_data": dossier["papers_reused"],
        "dossiers_from_personal_store": dossier["papers_from_store"],
        "dossiers_with_population_data": dossier["uses_population_data"],
    }.items():
        _share(found, name, "dossiers_for_digitisation", is_one, in_hand)
    _share(
        found,
        "dossiers_received_well",
        "dossiers_received",
        good and not dossier["has_complaint"],
        in_hand,
    )
    for name, number in {"online": 2, "direct": 1, "postal": 3}.items():
        is_one = dossier["channel"] == number
        _share(found, f"dossiers_{name}", "dossiers_all_channels", is_one, received)
    _share(found, "online_on_time", "dossiers_online", good, received and online)
    _share(found, "online_overdue", "dossiers_online", not good, received and online)
    _share(found, "dossiers_paid_online", "dossiers_with_fee", paid in {1, 2}, received and fee)
    synchronised = dossier["is_synchronised"]
    _share(found, "dossiers_synchronised", "dossiers_to_synchronise", synchronised, received)
    return found


def counts_daily(dossier: Mapping[str, Any], scope: Scope) -> Counter[str]:
    """Return what a dossier adds to the board of the day and to waiting times."""
    found: Counter[str] = Counter()
    judgement, _ = _judged(dossier, scope)
    refused = dossier["status"] == 3 and _within(dossier["refused_at"], scope)
    received = judgement.is_counted and _within(dossier["received_at"], scope)
    _share(found, "dossiers_refused", "dossiers_answered_at_intake", refused, refused or received)
    if not (judgement.is_counted and _lasts(dossier, judgement.ended_at, scope)):
        return found
    is_open, state = judgement.ended_at is None, judgement.state
    _share(found, "dossiers_open", "dossiers_in_hand", is_open, True)  # noqa: FBT003
    paused = state == "paused"
    soon = (
        not paused
        and judgement.is_on_time
        and judgement.due_at is not None
        and judgement.due_at < scope.due_soon_until
    )
    longest = timedelta(days=scope.settings.duties.paused_too_long_days)
    long = paused and scope.period.until(scope.now) - judgement.judged_at - judgement.paused
    _share(found, "dossiers_paused", "dossiers_open", paused, is_open)
    _share(found, "dossiers_paused_too_long", "dossiers_open", paused and long > longest, is_open)
    _share(found, "dossiers_open_overdue", "dossiers_open", not judgement.is_on_time, is_open)
    _share(found, "dossiers_due_soon", "dossiers_open", soon, is_open)
    _share(found, "dossiers_stopped", "dossiers_ended", state == "stopped", not is_open)
    _share(found, "dossiers_withdrawn", "dossiers_ended", state == "withdrawn", not is_open)
    by_post = dossier["return_way"] == 1
    _share(found, "dossiers_returned_by_post", "dossiers_ended", by_post, not is_open)
    if not is_open:
        waited = judgement.ended_at - dossier["received_at"]
        timed = waited >= timedelta(0)
        _share(found, "ended_before_receipt", "dossiers_ended", not timed, True)  # noqa: FBT003
        found["processing_minutes"] += timed and waited // timedelta(minutes=1)
        found["processing_minutes of dossiers_timed"] += int(timed)
        for name, more, most in WAITED:
            is_one = (more == 0 or waited > timedelta(days=more)) and waited <= timedelta(days=most)
            _share(found, name, "dossiers_timed", is_one, timed)
    return found


def counts_local(dossier: Mapping[str, Any], scope: Scope) -> Counter[str]:
    """Return what a dossier adds to form II.06a."""
    found: Counter[str] = Counter()
    _, judgement = _judged(dossier, scope)
    if not judgement.is_counted:
        return found
    finished = judgement.timing in DONE
    if not _lasts(dossier, judgement.ended_at if finished else None, scope):
        return found
    received, timing = _within(dossier["received_at"], scope), judgement.timing
    online = dossier["channel"] == 2
    for name, is_one in {
        "in_hand": True,
        "online": received and online,
        "direct_and_postal": received and not online,
        "carried_over": not received,
        "finished": finished,
        "in_process": not finished,
    }.items():
        _share(found, f"local_{name}", "local_in_hand", is_one, True)  # noqa: FBT003
    for name, is_one in {
        "finished_early": timing == Timing.EARLY,
        "finished_on_time": timing == Timing.ON_TIME,
        "finished_overdue": timing == Timing.LATE,
        "on_time": timing in {Timing.EARLY, Timing.ON_TIME},
    }.items():
        _share(found, f"local_{name}", "local_finished", is_one, finished)
    within = timing == Timing.WITHIN_TIME
    _share(found, "local_within_time", "local_in_process", within, not finished)
    _share(found, "local_open_overdue", "local_in_process", not within, not finished)
    return found


def counted(rows: Iterable[Mapping[str, Any]], scope: Scope) -> Counter[str]:
    """Return all counts of a caseload by name of the statistic, wholes as ``name of whole``."""
    total: Counter[str] = Counter()
    has_begun = scope.period.start < scope.now
    for dossier in rows if has_begun else ():
        total.update(counts_766(dossier, scope))
        total.update(counts_daily(dossier, scope))
        total.update(counts_local(dossier, scope))
    return total
