"""The clock: working days, due moments and waiting times, for one dossier or ten million."""

from parindex.caseload.calendar.days import Announced, CalendarError, Swap, read_announced, shipped
from parindex.caseload.calendar.deadlines import (
    NO_UNIT,
    UNITS,
    Calendar,
    NegativeTimeError,
    OutsideCalendarError,
)
from parindex.caseload.calendar.fill import (
    ClockSettings,
    Extension,
    Pauses,
    add_due_dates,
    elapsed_minutes,
    unclocked,
)
from parindex.caseload.calendar.hours import USUAL, HoursError, Opening, WorkingHours
from parindex.caseload.calendar.office_hours import read_office_hours

__all__ = [
    "NO_UNIT",
    "UNITS",
    "USUAL",
    "Announced",
    "Calendar",
    "CalendarError",
    "ClockSettings",
    "Extension",
    "HoursError",
    "NegativeTimeError",
    "Opening",
    "OutsideCalendarError",
    "Pauses",
    "Swap",
    "WorkingHours",
    "add_due_dates",
    "elapsed_minutes",
    "read_announced",
    "read_office_hours",
    "shipped",
    "unclocked",
]
