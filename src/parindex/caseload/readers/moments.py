"""Moments in the forms that systems write: read one by one, and a column at a time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

ZONE: Final = "Asia/Ho_Chi_Minh"
DTYPE: Final = pl.Datetime("us")
EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - wall clock, as all moments here
DAY_SECONDS: Final = 86_400
EXCEL_DAY: Final = r"^[0-9]{5}(?:\.[0-9]+)?$"


class Form(StrEnum):
    """How a source writes its moments; `AUTO` tries all but the last two."""

    AUTO = "auto"
    COMPACT = "yyyyMMddHHmmss"
    TO_SECOND = "dd/MM/yyyy HH:mm:ss"
    TO_MINUTE = "dd/MM/yyyy HH:mm"
    DAY = "dd/MM/yyyy"
    ISO = "iso"
    EXCEL = "excel"
    MONTH_FIRST = "MM/dd/yyyy"  # never guessed: 03/08 is 3 August in Viet Nam
    MONTH_FIRST_TO_SECOND = "MM/dd/yyyy HH:mm:ss"


DATE: Final = "[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"
YMD: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MINUTE: Final = "[0-9]{1,2}:[0-5][0-9]"
SECOND: Final = f"{MINUTE}:[0-5][0-9]"
PATTERNS: Final[dict[Form, tuple[tuple[str, str], ...]]] = {
    Form.COMPACT: (
        ("^[0-9]{12}[0-5][0-9]$", "%Y%m%d%H%M%S"),
        ("^[0-9]{12}$", "%Y%m%d%H%M"),
        ("^[0-9]{8}$", "%Y%m%d"),
    ),
    Form.TO_SECOND: ((f"^{DATE} {SECOND}$", "%d/%m/%Y %H:%M:%S"),),
    Form.TO_MINUTE: ((f"^{DATE} {MINUTE}$", "%d/%m/%Y %H:%M"),),
    Form.DAY: ((f"^{DATE}$", "%d/%m/%Y"),),
    Form.ISO: (
        (f"^{YMD}[T ]{SECOND}$", "%Y-%m-%d %H:%M:%S"),
        (f"^{YMD}[T ]{MINUTE}$", "%Y-%m-%d %H:%M"),
        (f"^{YMD}$", "%Y-%m-%d"),
    ),
    Form.MONTH_FIRST: ((f"^{DATE}$", "%m/%d/%Y"),),
    Form.MONTH_FIRST_TO_SECOND: ((f"^{DATE} {SECOND}$", "%m/%d/%Y %H:%M:%S"),),
}
ISO_LONG: Final = (
    rf"^({YMD})[T ]({MINUTE})(?::([0-5][0-9])(\.[0-9]{{1,9}})?)?\s?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?$"
)
"""ISO 8601 with a fraction of a second or a zone."""
GUESSED: Final = (Form.COMPACT, Form.TO_SECOND, Form.TO_MINUTE, Form.DAY, Form.ISO)


def read_moment(text: str, form: Form = Form.AUTO) -> datetime | None:
    """Return the moment that a text says, None if it says none.

    The plain twin of `read_moments`, for single values.

    Examples
    --------
    >>> read_moment("20260803080500") == read_moment("03/08/2026 08:05")
    True
    >>> read_moment("2026-08-03T01:05:00Z"), read_moment("46237.33680555556")
    (datetime.datetime(2026, 8, 3, 8, 5), datetime.datetime(2026, 8, 3, 8, 5))
    >>> read_moment("31/02/2026")
    """
    text = " ".join(text.split())
    for pattern, layout in _layouts(form):
        if re.match(pattern, text):
            return _parsed(_with(layout, text), layout)
    if form in {Form.AUTO, Form.ISO} and re.match(ISO_LONG, text):
        return _iso(text)
    if form in {Form.AUTO, Form.EXCEL} and re.match(EXCEL_DAY, text):
        return EXCEL_EPOCH + timedelta(seconds=round(float(text) * DAY_SECONDS))
    return None


def _layouts(form: Form, sample: str = "") -> list[tuple[str, str]]:
    """Return patterns and layouts of a form, those that fit the sample first."""
    forms = GUESSED if form is Form.AUTO else (form,)
    layouts = [each for one in forms for each in PATTERNS.get(one, ())]
    return sorted(layouts, key=lambda each: re.match(each[0], sample) is None)


def _with(layout: str, text: str) -> str:
    """Return a text with the signs between its numbers that the layout has."""
    if "/" in layout:
        return re.sub("[.-]", "/", text)
    return text.replace("T", " ")


def _parsed(text: str, layout: str) -> datetime | None:
    try:
        return datetime.strptime(text, layout)  # noqa: DTZ007 - wall clock of Viet Nam
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    found = re.match(ISO_LONG, text)
    if found is None:
        return None
    day, minute, second, fraction, zone = found.groups()
    moment = _parsed(f"{day} {minute}:{second or '00'}", "%Y-%m-%d %H:%M:%S")
    if moment is None:
        return None
    moment += timedelta(microseconds=int((fraction or ".")[1:7].ljust(6, "0")))
    return moment - _offset(zone) + timedelta(hours=7) if zone else moment


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def read_moments(values: pl.Series, form: Form = Form.AUTO) -> pl.Series:
    """Return a column of moments, null where a text says none.

    Parameters
    ----------
    values : polars.Series
        Texts in any mixture of forms, or what a typed file gives: dates, moments with or without
        a zone (those with one are turned to the wall clock of Viet Nam).
    form : Form
        The only form that counts, or `AUTO`.

    Returns
    -------
    polars.Series
        To the microsecond, without a zone, of the same length.
    """
    if isinstance(values.dtype, pl.Datetime):
        here = values.dt.convert_time_zone(ZONE) if values.dtype.time_zone else values
        return here.dt.replace_time_zone(None).cast(DTYPE)
    if values.dtype == pl.Date:
        return values.cast(DTYPE)
    left = values.cast(pl.String)
    if left.str.contains(r"\s\s|[^\S ]").any():
        left = left.str.replace_all(r"\s+", " ")
    found = _nothing(values)
    first = left.drop_nulls().head(1)
    for pattern, layout in _layouts(form, first[0] if len(first) else ""):
        if left.null_count() == len(left):
            return found
        parsed = _column(left, pattern, layout)
        if parsed is not None:
            found = found.zip_with(found.is_not_null(), parsed)
            left = left.set(found.is_not_null(), None)
    return found.zip_with(found.is_not_null(), _rest(left, form))


def _nothing(values: pl.Series) -> pl.Series:
    return pl.Series(values.name, [None], dtype=DTYPE).new_from_index(0, len(values))


def _column(values: pl.Series, pattern: str, layout: str) -> pl.Series | None:
    """Return the moments of the texts in one layout, None when there is no such text."""
    fits = values.str.contains(pattern).fill_null(value=False)
    if not fits.any():
        return None
    texts = values if fits.all() else values.set(~fits, None)
    if "/" in layout and texts.str.contains("[.-]").any():
        texts = texts.str.replace_all("[.-]", "/")
    elif "-" in layout:
        texts = texts.str.replace("T", " ", literal=True)
    return texts.str.strptime(DTYPE, layout, strict=False)


def _rest(values: pl.Series, form: Form) -> pl.Series:
    """Read days counted by spreadsheets, then texts with a fraction or a zone one by one."""
    found = _nothing(values)
    if form in {Form.AUTO, Form.EXCEL}:
        days = values.set(~values.str.contains(EXCEL_DAY).fill_null(value=False), None)
        seconds = (days.cast(pl.Float64) * DAY_SECONDS).round().cast(pl.Int64)
        moments = (
            seconds.alias("s").to_frame().select(EXCEL_EPOCH + pl.duration(seconds="s")).to_series()
        )
        found = found.zip_with(found.is_not_null(), moments.cast(DTYPE))
    if form not in {Form.AUTO, Form.ISO}:
        return found
    left = values.set(~values.str.contains(ISO_LONG).fill_null(value=False), None)
    known = {each: _iso(" ".join(each.split())) for each in left.unique().drop_nulls()}
    if not known:
        return found
    parsed = left.replace_strict(list(known), list(known.values()), return_dtype=DTYPE)
    return found.zip_with(found.is_not_null(), parsed)
