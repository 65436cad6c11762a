# ruff: noqa: DTZ001 - wall clock of Viet Nam
"""Moments: five forms, days of spreadsheets, and a column read as each text alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.readers.moments import DTYPE, Form, read_moment, read_moments

MORNING = datetime(2026, 8, 3, 8, 5)
WRITTEN = {
    "20260803080500": MORNING,
    "202608030805": MORNING,
    "20260803": datetime(2026, 8, 3),
    "03/08/2026 08:05:09": datetime(2026, 8, 3, 8, 5, 9),
    "3/8/2026 8:05": MORNING,
    "03-08-2026 08:05": MORNING,
    "03.08.2026": datetime(2026, 8, 3),
    "03/08/2026": datetime(2026, 8, 3),
    "03/08/2026  08:05": MORNING,
    "2026-08-03T08:05:00": MORNING,
    "2026-08-03 08:05": MORNING,
    "2026-08-03": datetime(2026, 8, 3),
    "2026-08-03T08:05:00.125": datetime(2026, 8, 3, 8, 5, 0, 125_000),
    "2026-08-03T01:05:00Z": MORNING,
    "2026-08-03T09:05:00+08:00": MORNING,
    "46237.33680555556": MORNING,
    "46237": datetime(2026, 8, 3),
}
NOT_A_MOMENT = [
    "31/02/2026",
    "20261301000000",
    "03/08/26",
    "2026-08-03T25:00:00",
    "03/08/2026 08:60",
    "03/08/2026 08:05:60",
    "hôm qua",
    "123456",
    "03/08/2026 08:05 sáng",
    "2026-02-30T00:00:00Z",
]
LAYOUTS = [
    "%Y%m%d%H%M%S",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S+07:00",
]
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2099, 12, 31))
SERIAL = MOMENTS.map(lambda at: repr((at - datetime(1899, 12, 30)) / timedelta(days=1)))
TEXTS = st.one_of(
    st.none(),
    st.builds(datetime.strftime, MOMENTS, st.sampled_from(LAYOUTS)),
    SERIAL,
    st.sampled_from([*WRITTEN, *NOT_A_MOMENT]),
    st.text("0123456789/-: T.Z", max_size=20),
)


@pytest.mark.parametrize(("text", "moment"), WRITTEN.items())
def test_every_usual_form_is_read(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize("text", NOT_A_MOMENT)
def test_what_is_no_moment_is_not_made_one(text: str) -> None:
    assert read_moment(text) is None


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=12), st.sampled_from(Form))
def test_a_column_is_read_as_each_of_its_texts(texts: list[str | None], form: Form) -> None:
    column = read_moments(pl.Series("at", texts, dtype=pl.String), form)
    assert column.dtype == DTYPE
    assert column.to_list() == [None if each is None else read_moment(each, form) for each in texts]


@given(MOMENTS.map(lambda at: at.replace(microsecond=0)))
def test_a_spreadsheet_s_day_gives_back_the_second(at: datetime) -> None:
    assert read_moment(repr((at - datetime(1899, 12, 30)) / timedelta(days=1))) == at


def test_a_day_before_the_month_unless_the_source_says_otherwise() -> None:
    assert read_moment("03/08/2026") == datetime(2026, 8, 3)
    assert read_moment("03/08/2026", Form.MONTH_FIRST) == datetime(2026, 3, 8)


def test_a_form_named_by_the_source_is_the_only_one() -> None:
    assert read_moment("2026-08-03", Form.DAY) is None


def test_typed_columns_become_the_wall_clock_of_viet_nam() -> None:
    here = datetime(2026, 8, 3, 1, 5, tzinfo=UTC)
    zoned = pl.Series("at", [here, None], dtype=pl.Datetime("ns", "UTC"))
    assert read_moments(zoned).to_list() == [MORNING, None]
    assert read_moments(pl.Series("at", [MORNING], dtype=pl.Datetime("ms"))).to_list() == [MORNING]
    assert read_moments(pl.Series("at", [date(2026, 8, 3)])).to_list() == [datetime(2026, 8, 3)]
