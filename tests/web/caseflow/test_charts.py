"""Charts of a unit: figures of the counting, as a picture, a table, a sentence and a file."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.caseload.periods import Period, periods_of
from parindex.web.caseflow.models import UnitPeriod
from parindex.web.caseflow.queries.charts import CLASSES, charts_of, period_before
from parindex.web.caseflow.scopes import View, newest_refresh, view_of
from parindex.web.org.models import Unit
from tests.web.caseflow.dossiers import EXACT, OCTOBER
from tests.web.caseflow.pages import open_page, rows_of
from tests.web.desk.attack import NOT_THERE
from tests.web.story import Story

STRANGERS = ("stranger", "other_head", "surveyor", "administrator", "nobody")
PICTURES = ("thang", "kenh", "cho")


def view(period: str = OCTOBER) -> View:
    """Return the view of a period."""
    refresh = newest_refresh()
    assert refresh is not None
    return view_of(refresh, period)


def test_months_are_those_of_the_counting(counted: Story) -> None:
    shown = charts_of(view(), counted.units[0]).months
    assert shown is not None
    counts = EXACT["H44.07"]
    assert shown.months[9].counts == (counts.on_time, counts.in_hand - counts.on_time)
    assert shown.months[9].total == counts.in_hand
    assert shown.months[2].counts == (None, None)
    assert shown.months[2].total is None


def test_channels_add_up_to_what_was_received(counted: Story) -> None:
    shown = charts_of(view(), counted.units[0]).channels
    assert shown is not None
    counts = EXACT["H44.07"]
    assert shown.months[9].total == counts.received
    assert shown.months[9].counts[1:] == (counts.direct, counts.postal)


def test_a_province_is_the_sum_of_its_units(counted: Story) -> None:
    parts = [charts_of(view(), unit).months for unit in counted.units[:2]]
    whole = charts_of(view(), counted.province).months
    assert whole is not None
    assert whole.months[9].total == sum(part.months[9].total for part in parts if part)


def test_the_waiting_curve_rises_and_never_passes_its_whole(counted: Story) -> None:
    shown = charts_of(view(), counted.units[0]).waiting
    assert shown is not None
    for curve in shown.curves:
        assert list(curve.within) == sorted(curve.within)
        assert curve.within[-1] <= curve.whole
        assert len(curve.shares) == len(CLASSES)
    assert [curve.period for curve in shown.curves][-1] == OCTOBER


def test_the_waiting_curve_stands_on_the_classes_of_the_counting(counted: Story) -> None:
    row = UnitPeriod.objects.get(unit_code="H44.07", period=OCTOBER)
    names = [f"waited_up_to_{days}_day{'s' if days > 1 else ''}" for days in CLASSES]
    for place, name in enumerate(names, 1):
        row.facts[name] = [place, 100]
    row.save()
    shown = charts_of(view(), counted.units[0]).waiting
    assert shown is not None
    assert shown.curves[-1].within == (1, 3, 6, 10, 15, 21, 28)


def test_a_missing_class_leaves_no_curve_rather_than_a_wrong_one(counted: Story) -> None:
    row = UnitPeriod.objects.get(unit_code="H44.07", period=OCTOBER)
    del row.facts["waited_up_to_3_days"]
    row.save()
    assert charts_of(view(), counted.units[0]).waiting is None


def test_without_figures_there_is_nothing_to_draw(counted: Story) -> None:
    charts = charts_of(view("2025"), counted.units[2])
    assert (charts.drawn, charts.waiting) == ((), None)


@pytest.mark.parametrize("chart", PICTURES)
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_pictures_are_svg_files_for_those_who_see_the_dossiers(
    counted: Story, chart: str, size: str
) -> None:
    unit = counted.units[0].pk
    for theme in ("light", "dark"):
        answer = open_page(counted.viewer, "dossier_chart", unit, chart, size, theme, ky=OCTOBER)
        assert answer["Content-Type"] == "image/svg+xml"
        ElementTree.fromstring(answer.content)  # noqa: S314  our own chart
    for who in STRANGERS:
        answer = open_page(counted.people[who], "dossier_chart", unit, chart, size, "light")
        assert answer.status_code == NOT_THERE, who


@pytest.mark.parametrize(
    ("chart", "size", "theme"),
    [("khac", "wide", "light"), ("thang", "huge", "light"), ("thang", "wide", "blue")],
)
def test_no_other_picture_exists(counted: Story, chart: str, size: str, theme: str) -> None:
    answer = open_page(counted.officer, "dossier_chart", counted.units[0].pk, chart, size, theme)
    assert answer.status_code == NOT_THERE


def test_new_figures_make_a_new_picture(counted: Story) -> None:
    def picture() -> bytes:
        unit = counted.units[0].pk
        return open_page(
            counted.officer, "dossier_chart", unit, "thang", "wide", "light", ky=OCTOBER
        ).content

    before = picture()
    row = UnitPeriod.objects.get(unit_code="H44.07", period=OCTOBER)
    row.facts["dossiers_on_time"][0] += 7
    row.save()
    assert picture() != before


def test_the_file_has_the_figures_of_the_pictures(counted: Story) -> None:
    rows = rows_of(open_page(counted.officer, "dossier_charts_csv", counted.units[0].pk))
    counts = EXACT["H44.07"]
    online = counts.received - counts.direct - counts.postal
    told = {
        row["part"]: int(row["dossiers"])
        for row in rows
        if (row["chart"], row["period"]) == ("kenh", OCTOBER)
    }
    assert told == {
        "Trực tuyến": online,
        "Trực tiếp": counts.direct,
        "Bưu chính công ích": counts.postal,
    }


@given(st.integers(2011, 2030), st.integers(0, 16))
def test_the_period_before_ends_the_day_before_and_is_of_the_same_kind(
    year: int, place: int
) -> None:
    period = list(periods_of(year))[place]
    before = period_before(period)
    assert (period.first - before.last).days == 1
    assert len(str(before)) == len(str(period))


def test_the_period_before_a_day_is_the_day_before() -> None:
    day = Period(date(2026, 3, 1), date(2026, 3, 1))
    assert str(period_before(day)) == "2026-02-28"


def test_a_unit_without_a_code_has_no_charts(counted: Story) -> None:
    Unit.objects.filter(pk=counted.units[0].pk).update(agency_code="")
    unit = Unit.objects.get(pk=counted.units[0].pk)
    charts = charts_of(view(), unit)
    assert (charts.drawn, charts.waiting) == ((), None)
