"""Reads a province's working hours, with the units that open at other times, from YAML.

.. code-block:: yaml

    sessions: ["07:00-11:30", "13:30-17:00"]
    last_receipt: "16:30"            # the closing time if left out
    units:
      H29.101: {saturday: ["07:30-11:30"], saturday_counts: false}
      H29.102: {sessions: ["07:30-12:00", "13:00-16:30"]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from parindex.caseload.calendar.days import CalendarError
from parindex.caseload.calendar.deadlines import Calendar
from parindex.caseload.calendar.hours import USUAL, HoursError, Opening, WorkingHours
from parindex.errors import Problem

OF_ALL: Final = {"sessions", "last_receipt", "saturday", "saturday_counts"}
USUAL_SESSIONS: Final = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in USUAL.sessions]


def read_office_hours(
    text: str, origin: str, *, from_year: int = 2015, to_year: int = 2030
) -> tuple[Calendar, dict[str, Calendar]]:
    """Return the province's calendar, and those of units that open at other times.

    What a unit does not say it has from the province.

    Parameters
    ----------
    text : str
        YAML as above.
    origin : str
        Name of the file, for messages.
    from_year, to_year : int
        Years of the calendars.

    Raises
    ------
    CalendarError
        With every problem found.

    Examples
    --------
    >>> text = 'units: {H29.1: {saturday: ["07:30-11:30"]}}'
    >>> usual, units = read_office_hours(text, "hours.yaml")
    >>> usual.openings, len(units["H29.1"].openings)
    ((), 1)
    """
    content = yaml.safe_load(text) or {}
    if not isinstance(content, dict):
        raise CalendarError([Problem(origin, "it is no mapping", "Write sessions: and units:")])
    problems: list[Problem] = []
    others = content.pop("units", None) or {}
    usual = _calendar(content, origin, problems, (from_year, to_year))
    units = {}
    for code, own in others.items():
        if not isinstance(own, dict):
            problems.append(Problem(f"{origin}, unit {code}", f"{own!r} is no mapping", "Correct"))
            continue
        place = f"{origin}, unit {code}"
        units[str(code)] = _calendar({**content, **own}, place, problems, (from_year, to_year))
    if problems:
        raise CalendarError(problems)
    return usual, units


def _calendar(
    content: Mapping[str, Any], place: str, problems: list[Problem], years: tuple[int, int]
) -> Calendar:
    known = ", ".join(sorted(OF_ALL))
    problems += [
        Problem(place, f"{name!r} is not known", f"Write one of {known}")
        for name in sorted(set(content) - OF_ALL)
    ]
    try:
        hours, openings = _hours(content)
    except HoursError as error:
        problems.append(Problem(place, str(error), "The example in the documentation is whole"))
        hours, openings = USUAL, ()
    return Calendar.vietnam(*years, hours=hours, openings=openings)


def _hours(content: Mapping[str, Any]) -> tuple[WorkingHours, tuple[Opening, ...]]:
    last = content.get("last_receipt")
    if last is not None and not isinstance(last, str):
        raise HoursError(f'{last!r} is no time of day; write last_receipt: "16:30", in quotes')
    sessions = _texts(content.get("sessions", USUAL_SESSIONS))
    hours = WorkingHours.parse(*sessions, last_receipt=last)
    saturday = content.get("saturday")
    if saturday is None:
        return hours, ()
    morning = WorkingHours.parse(*_texts(saturday))
    return hours, (Opening(5, morning, bool(content.get("saturday_counts", False))),)


def _texts(sessions: Any) -> list[str]:
    if not isinstance(sessions, list) or not all(isinstance(each, str) for each in sessions):
        raise HoursError(f'{sessions!r} is no list of sessions; write ["07:00-11:30"]')
    return sessions
