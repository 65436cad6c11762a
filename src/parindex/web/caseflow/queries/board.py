"""The boards of dossiers: who a person may look at, and a line of figures a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from parindex.web.caseflow.models import UnitPeriod
from parindex.web.caseflow.queries.facts import Facts, Pair, facts_of_units, sum_of
from parindex.web.caseflow.scopes import View
from parindex.web.common.formats import sort_key
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may, roles_of

HANDLES = Q(agency_code__gt="")
"""Units that can have dossiers: those with an identification code."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of a board and its statistics of the period."""

    unit: Unit
    facts: Facts

    def top(self, name: str) -> int | None:
        """Return the numerator of a statistic, None when it is missing."""
        pair = self.facts.get(name)
        return None if pair is None else pair[0]

    def share(self, name: str) -> Decimal | None:
        """Return a statistic in percent, None when it is missing or its whole is 0."""
        return percent(self.facts.get(name))

    @property
    def received(self) -> int | None:
        """Dossiers received in the period."""
        pair = self.facts.get("dossiers_online")
        return None if pair is None else pair[1]

    @property
    def in_hand(self) -> int | None:
        """Dossiers received or in process."""
        pair = self.facts.get("dossiers_on_time")
        return None if pair is None else pair[1]


def percent(pair: Pair | None) -> Decimal | None:
    """Return a share in percent; None when it is missing or there is nothing to divide by."""
    if pair is None or not pair[1]:
        return None
    return Decimal(pair[0]) * 100 / Decimal(pair[1])


def units_for(user: User, on: date) -> list[Unit]:
    """Return the units of a day whose dossiers a person may look at, by the alphabet."""
    there = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    there &= Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    held = {each.unit_id for each in roles_of(user)}
    near = Q(pk__in=held) | Q(parent__in=held) | Q(parent__parent__in=held)
    units = Unit.objects.filter(HANDLES, there, near).select_related("parent__parent").distinct()
    seen = [unit for unit in units if unit.parent_id and may(user, Action.VIEW_DOSSIERS, unit=unit)]
    return sorted(seen, key=lambda unit: (unit.kind != "department", sort_key(unit.name)))


def board(units: list[Unit], view: View) -> list[UnitLine]:
    """Return a line for each unit that has figures of the period, in one query."""
    facts = facts_of_units({unit.agency_code for unit in units}, str(view.period))
    return [UnitLine(unit, facts[unit.agency_code]) for unit in units if facts[unit.agency_code]]


def sums(lines: list[UnitLine]) -> Facts:
    """Return the sums of a board: the province is the sum of its units."""
    names = dict.fromkeys(name for line in lines for name in line.facts)
    added = {name: sum_of(line.facts.get(name) for line in lines) for name in names}
    return {name: pair for name, pair in added.items() if pair is not None}


def periods_known(code: str) -> list[str]:
    """Return the periods that a unit has figures of, newest first, years before their parts."""
    found = UnitPeriod.objects.filter(unit_code=code).values_list("period", flat=True)
    return sorted(set(found), key=lambda text: (text[:4], _weight(text)), reverse=True)


def _weight(text: str) -> tuple[int, str]:
    """Order within a year: the year, then quarters, then months, each newest first."""
    return (2, "") if len(text) == 4 else (1, text) if "Q" in text else (0, text)
