"""Days off by law from the package `holidays`, and swapped days from a dated table of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from parindex.errors import Problem, ProblemsError

SWAPPED = "Ngày nghỉ (thay cho ngày"
"""How the package names a day off that was swapped; such days come from our table only."""


class CalendarError(ProblemsError):
    """A table of swapped days cannot be used."""

    title = "The table of swapped days is refused"


@dataclass(frozen=True, slots=True)
class Swap:
    """A weekday off and the weekend day worked instead."""

    day_off: date
    worked_instead: date
    source: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What was decided year by year: swaps, corrected names, and the last year that is known."""

    until: int
    swaps: tuple[Swap, ...]
    names: tuple[tuple[date, str], ...] = ()

    def without_swaps(self) -> Announced:
        """Return the same without any swap, as systems have it that ignore make-up days."""
        return Announced(self.until, (), self.names)


def _swap_problems(rows: Iterable[Mapping[str, Any]], origin: str) -> Iterator[Problem]:
    seen: set[date] = set()
    for number, row in enumerate(rows, start=1):
        where = f"{origin}, swap {number}"
        off, worked = row.get("day_off"), row.get("worked_instead")
        if not isinstance(off, date) or not isinstance(worked, date):
            yield Problem(where, f"{off!r} and {worked!r} are no two dates", "Write 2026-01-02")
            continue
        if off.weekday() >= 5 or worked.weekday() < 5:
            yield Problem(
                where,
                f"{off} is swapped with {worked}, but only a weekday can be given for a day of "
                "the weekend",
                "Check the two dates against the notice",
            )
        if not row.get("source"):
            yield Problem(where, "there is no source", "Name the notice that says so")
        for day in (off, worked):
            if day in seen:
                yield Problem(where, f"{day} is swapped twice", "Remove one of the two")
            seen.add(day)


def read_announced(text: str, origin: str) -> Announced:
    """Read a table of swapped days.

    Parameters
    ----------
    text : str
        YAML with `announced_until`, `swaps` and, as needed, `names`.
    origin : str
        Name of the file, for messages.

    Raises
    ------
    CalendarError
        With every problem of the table.
    """
    content = yaml.safe_load(text)
    if not isinstance(content, dict) or not isinstance(content.get("announced_until"), int):
        raise CalendarError([Problem(origin, "announced_until is missing", "Write a year")])
    rows = content.get("swaps") or []
    if problems := list(_swap_problems(rows, origin)):
        raise CalendarError(problems)
    return Announced(
        content["announced_until"],
        tuple(Swap(row["day_off"], row["worked_instead"], row["source"]) for row in rows),
        tuple((row["day"], row["name"]) for row in content.get("names") or []),
    )


@cache
def shipped() -> Announced:
    """Return the table that comes with parindex, `swaps.yaml`."""
    text = files(__package__).joinpath("swaps.yaml").read_text(encoding="utf-8")
    return read_announced(text, "swaps.yaml")


@cache
def _by_law(from_year: int, to_year: int) -> tuple[tuple[date, str], ...]:
    """Return the days off that need no notice: by law, and in lieu of a weekend."""
    import holidays  # noqa: PLC0415 - of the extra `caseload`, and slow to import

    law = holidays.country_holidays("VN", years=range(from_year, to_year + 1), language="vi")
    return tuple((day, name) for day, name in law.items() if not name.startswith(SWAPPED))


def days_off(from_year: int, to_year: int, announced: Announced) -> dict[date, str]:
    """Return every public holiday of the years, its name in Vietnamese.

    Weekends are not among them unless a holiday falls on one. Days that make up for a holiday
    on a weekend are.

    Examples
    --------
    >>> days_off(2026, 2026, shipped())[date(2026, 1, 2)]
    'Nghỉ hoán đổi, làm bù ngày 10/01/2026'
    """
    found = dict(_by_law(from_year, to_year))
    found |= {day: name for day, name in announced.names if day in found}
    for swap in announced.swaps:
        if from_year <= swap.day_off.year <= to_year:
            found[swap.day_off] = f"Nghỉ hoán đổi, làm bù ngày {swap.worked_instead:%d/%m/%Y}"
    return found
