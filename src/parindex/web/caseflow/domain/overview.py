"""All that the page of one unit shows: today, 766, the one-stop report, the bridge between both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parindex.caseload.counting.statistic import discover
from parindex.caseload.periods import Period
from parindex.web.caseflow.domain.points import (
    block_of,
    cost_of_one_more,
    facts_of_pairs,
    groups_766,
)
from parindex.web.caseflow.domain.stakes import Saving, due_first
from parindex.web.caseflow.domain.words import statistic_name
from parindex.web.caseflow.queries.board import percent
from parindex.web.caseflow.queries.facts import Facts, Pair, facts_of_unit
from parindex.web.caseflow.scopes import View
from parindex.web.org.models import Unit

FORM = (
    *((3, "local_in_hand"), (4, "local_online"), (5, "local_direct_and_postal")),
    *((6, "local_carried_over"), (7, "local_finished"), (8, "local_finished_early")),
    *((9, "local_finished_on_time"), (10, "local_finished_overdue"), (11, "local_in_process")),
    *((12, "local_within_time"), (13, "local_open_overdue")),
)
"""Columns of form II.06a and the statistics that fill them."""
TODAY = (
    *(("dossiers_open", False), ("dossiers_due_soon", False), ("dossiers_open_overdue", True)),
    *(("dossiers_paused_too_long", True), ("dossiers_overdue", True)),
)
"""What a one-stop manager asks first; true where any file at all is an alarm."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count with its name; `show` is the list of the files behind it."""

    label: str
    value: int | None
    show: str
    is_alarm: bool = False
    column: int | None = None


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step from the one-stop report's share to that of 766: files added to both, and the
    share after it."""

    label: str
    on_time: int
    whole: int
    share: Decimal | None
    show: str = ""


def unit_page(unit: Unit, view: View) -> dict[str, Any]:
    """Return what the page of a unit shows; the period may have no figures at all."""
    facts = facts_of_unit(unit.agency_code, str(view.period))
    block = block_of(unit.kind)
    known = facts_of_pairs(facts)
    groups = groups_766(known, block) if facts else ()
    return {
        "facts": facts,
        "received": Count(
            statistic_name("dossiers_all_channels"),
            _whole(facts, "dossiers_online"),
            "dossiers_all_channels",
        ),
        "today": [_count(facts, name, is_alarm) for name, is_alarm in TODAY],
        "groups": groups,
        "cost": cost_of_one_more(known, block),
        "savings": _savings(unit, view) if view.scope.is_running else (),
        "form": [_column(facts, column, name) for column, name in FORM],
        "bridge": bridge(facts),
        "local_share": percent(facts.get("local_on_time")),
        "share_766": percent(facts.get("dossiers_on_time")),
    }


def _savings(unit: Unit, view: View) -> tuple[Saving, ...]:
    """Return the files due next with what each saves in the year: a month would hide the rest."""
    year = View(view.refresh, Period.months(view.period.first.year, 1, 12))
    known = facts_of_pairs(facts_of_unit(unit.agency_code, str(year.period)))
    return due_first(year, unit.agency_code, known, block_of(unit.kind))


def _whole(facts: Facts, name: str) -> int | None:
    pair = facts.get(name)
    return None if pair is None else pair[1]


def _count(facts: Facts, name: str, is_alarm: bool) -> Count:  # noqa: FBT001 - one table's column
    pair = facts.get(name)
    value = None if pair is None else pair[0]
    return Count(statistic_name(name), value, name, is_alarm=is_alarm and bool(value))


def _column(facts: Facts, column: int, name: str) -> Count:
    pair = facts.get(name)
    return Count(statistic_name(name), None if pair is None else pair[0], name, column=column)


def bridge(facts: Facts) -> list[BridgeStep]:
    """Return the way from the one-stop report's share to that of 766, reason by reason."""
    local, portal = facts.get("local_on_time"), facts.get("dossiers_on_time")
    if local is None or portal is None or local[1] is None or portal[1] is None:
        return []
    steps = [BridgeStep(_("Báo cáo một cửa: đúng hạn trên đã giải quyết"), *_with_share(local))]
    at: tuple[int, int] = (local[0], local[1])
    for name in _reasons():
        top, whole = facts.get(name, (0, 0))
        if not top and not whole:
            continue
        at = (at[0] + top, at[1] + (whole or 0))
        steps.append(BridgeStep(statistic_name(name), top, whole or 0, percent(at)))
    steps.append(
        BridgeStep(_("Quyết định 766: đúng hạn, trong hạn trên tất cả"), *_with_share(portal))
    )
    return steps


def _with_share(pair: Pair) -> tuple[int, int, Decimal | None]:
    return pair[0], pair[1] or 0, percent(pair)


def _reasons() -> tuple[str, ...]:
    """Return the reasons of the bridge: first those that change the whole, then the others."""
    found = [name for name, each in discover().items() if each.group == "bridge"]
    return tuple(sorted(found, key=lambda name: (name != "bridge_in_process", name)))


def expected_points(facts: Mapping[str, Pair], kind: str) -> tuple[Decimal | None, Decimal]:
    """Return the points of 766 that a unit's facts give, and of how many known points."""
    groups = groups_766(facts_of_pairs(facts), block_of(kind))
    known = [group.known for group in groups if group.known is not None]
    most = sum((group.known_max for group in groups), Decimal(0))
    return (sum(known, Decimal(0)) if known else None), most
