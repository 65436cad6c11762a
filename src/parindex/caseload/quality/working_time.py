"""Working time in expressions: each unit by its own calendar, a column at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
import polars as pl

from parindex.caseload.calendar import Calendar
from parindex.caseload.quality.looking import Looking

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


def _known(moment: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Return a moment if the calendar knows its day, null otherwise."""
    first = datetime.combine(calendar.first, datetime.min.time())
    last = datetime.combine(calendar.last, datetime.min.time())
    return pl.when(moment.is_between(first, last)).then(moment)


def _by_calendar(looking: Looking, expression: Callable[[Calendar], pl.Expr]) -> pl.Expr:
    """Return an expression that takes for each unit its own calendar."""
    if looking.calendar is None:
        raise ValueError("working time was asked for without a calendar")
    usual = expression(looking.calendar)
    others = {id(calendar): calendar for calendar in looking.calendars.values()}
    for calendar in others.values():
        units = [unit for unit, own in looking.calendars.items() if own is calendar]
        usual = (
            pl.when(pl.col("unit_code").is_in(units)).then(expression(calendar)).otherwise(usual)
        )
    return usual


def working_minutes(start: str, end: pl.Expr, looking: Looking) -> pl.Expr:
    """Return the whole working minutes from a column to a moment; null if one is unknown."""

    def between(calendar: Calendar) -> pl.Expr:
        def minutes(pair: pl.Series) -> pl.Series:
            begun, until = (pair.struct.field(name).to_numpy() for name in ("begun", "until"))
            worked = calendar.minutes_between(begun, until)
            known = pl.Series(~np.ma.getmaskarray(worked))
            return pl.DataFrame({"minutes": worked.data, "known": known}).select(
                pl.when("known").then("minutes")
            )["minutes"]

        begun, until = _known(pl.col(start), calendar), _known(end, calendar)
        pair = pl.struct(begun=begun, until=until)
        return pair.map_batches(minutes, return_dtype=pl.Int64)

    return _by_calendar(looking, between)


def is_outside_hours(moment: str, looking: Looking, *, minutes: int) -> pl.Expr:
    """Tell whether an office was closed all day, or opens later or closed earlier by minutes.

    The break at noon is within the hours. A day that the calendar does not know is not outside.
    """

    def outside(calendar: Calendar) -> pl.Expr:
        def tell(moments: pl.Series) -> pl.Series:
            tables, spare = calendar.tables, minutes * MINUTE
            known = moments.is_not_null()
            whole = moments.fill_null(calendar.first).to_numpy().astype("datetime64[us]")
            number, time = np.divmod(whole.astype(np.int64), DAY)
            day = number - tables.origin
            opens, closes = tables.opens[day], tables.closes[day]
            closed = (opens < 0) | (time < opens - spare) | (time > closes + spare)
            return pl.Series(closed) & known

        known_moment = _known(pl.col(moment), calendar)
        return known_moment.map_batches(tell, return_dtype=pl.Boolean)

    return _by_calendar(looking, outside)
