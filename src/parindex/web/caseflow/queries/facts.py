"""Counts of units by period, as the last refresh left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parindex.web.caseflow.models import UnitPeriod

Pair = tuple[int, int | None]
"""Numerator and denominator; the denominator is None where it is missing."""
Facts = Mapping[str, Pair]
"""Statistics of a unit in a period by name; what is missing is not there."""


def _pairs(facts: Mapping[str, list[int | None]]) -> dict[str, Pair]:
    return {name: (top or 0, whole) for name, (top, whole) in facts.items()}


def facts_of_units(codes: Iterable[str], period: str) -> dict[str, Facts]:
    """Return the statistics of units in one period, in one query; a unit without any is empty."""
    found: dict[str, Facts] = {code: {} for code in codes}
    rows = UnitPeriod.objects.filter(unit_code__in=found, period=period)
    found |= {code: _pairs(facts) for code, facts in rows.values_list("unit_code", "facts")}
    return found


def facts_of_unit(code: str, period: str) -> Facts:
    """Return the statistics of one unit in one period."""
    return facts_of_units([code], period)[code]


def facts_by_period(
    codes: Iterable[str], periods: Iterable[str]
) -> Mapping[tuple[str, str], Facts]:
    """Return the statistics of units over periods, by unit code and period, in one query."""
    rows = UnitPeriod.objects.filter(unit_code__in=list(codes), period__in=list(periods))
    return {
        (code, period): _pairs(facts)
        for code, period, facts in rows.values_list("unit_code", "period", "facts")
    }


def sum_of(pairs: Iterable[Pair | None]) -> Pair | None:
    """Return the sum of shares; None when none is known, a whole of None when one lacks."""
    known = [each for each in pairs if each is not None]
    if not known:
        return None
    wholes = [whole for _, whole in known if whole is not None]
    return sum(top for top, _ in known), sum(wholes) if len(wholes) == len(known) else None
