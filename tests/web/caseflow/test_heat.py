"""The heat map: units by months, missing is never zero, blocks apart, only units one may see."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from parindex.web.caseflow.models import Refresh, UnitPeriod
from parindex.web.caseflow.queries.heat import MEASURES, HeatCell, heat_map
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit
from tests.web.caseflow.dossiers import EXACT, OCTOBER
from tests.web.caseflow.pages import open_page, rows_of, text_of
from tests.web.desk.attack import NOT_THERE, signed_in
from tests.web.story import Story, make_unit


def cell(story: Story, measure: str, place: int, month: int) -> HeatCell:
    """Return one cell of the map."""
    found = heat_map(story.units, 2026, MEASURES[measure])
    [block] = found.blocks
    [row] = [row for row in block.rows if row.unit == story.units[place]]
    return row.cells[month - 1]


def test_a_cell_is_the_share_of_the_month(counted: Story) -> None:
    counts = EXACT["H44.07"]
    assert cell(counted, "766", 0, 10).pair == (counts.on_time, counts.in_hand)
    share = Decimal(counts.on_time) * 100 / counts.in_hand
    assert cell(counted, "766", 0, 10).value == share
    assert cell(counted, "qua-han", 0, 10).value == counts.in_hand - counts.on_time
    assert cell(counted, "truc-tuyen", 0, 10).pair == (
        counts.received - counts.direct - counts.postal,
        counts.received,
    )


def test_a_month_without_figures_is_missing_and_one_without_dossiers_is_no_zero(
    counted: Story,
) -> None:
    assert cell(counted, "766", 0, 3).is_missing
    row = UnitPeriod.objects.get(unit_code="H44.07", period=OCTOBER)
    row.facts["dossiers_on_time"] = [0, 0]
    row.save()
    nothing = cell(counted, "766", 0, 10)
    assert (nothing.is_missing, nothing.value, nothing.heat) == (False, None, None)
    page = text_of(open_page(counted.leader, "dossiers_heat"))
    assert "chưa có" in page


def test_an_unknown_denominator_leaves_the_sum_of_the_block_without_a_share(counted: Story) -> None:
    row = UnitPeriod.objects.get(unit_code="H44.07", period=OCTOBER)
    row.facts["dossiers_on_time"] = [5, None]
    row.save()
    [block] = heat_map(counted.units, 2026, MEASURES["766"]).blocks
    assert block.sums[9].value is None


def test_every_cell_leads_to_the_unit_in_that_month(counted: Story) -> None:
    page = open_page(counted.leader, "dossiers_heat").text
    address = reverse("dossiers_unit", args=[counted.units[0].pk])
    assert f'href="{address}?ky={OCTOBER}"' in page


def test_the_file_has_the_two_integers_of_every_known_cell(counted: Story) -> None:
    rows = rows_of(open_page(counted.leader, "dossiers_heat_csv", do="766", nam="2026"))
    known = {
        (each.unit_code, each.period): each.facts["dossiers_on_time"]
        for each in UnitPeriod.objects.filter(period__regex=r"^2026-\d\d$")
        if "dossiers_on_time" in each.facts
    }
    told = {
        (row["unit"], row["period"]): [int(row["numerator"]), int(row["denominator"])]
        for row in rows
    }
    assert told == known


def test_blocks_stand_apart_each_with_its_sums(counted: Story) -> None:
    Unit.objects.filter(pk=counted.units[1].pk).update(kind=UnitKind.COMMUNE)
    page = open_page(counted.leader, "dossiers_heat")
    kinds = [block.kind for block in page.context["map"].blocks]
    assert kinds == [UnitKind.DEPARTMENT, UnitKind.COMMUNE]
    assert len(re.findall(r"<tfoot>", page.text)) == 2


@pytest.mark.parametrize(("query", "code"), [({"do": "khac"}, 404), ({"nam": "20x6"}, 404)])
def test_an_unknown_measure_or_year_is_no_page(
    counted: Story, query: dict[str, str], code: int
) -> None:
    assert open_page(counted.leader, "dossiers_heat", **query).status_code == code


def test_a_person_sees_the_units_of_his_own_only(counted: Story) -> None:
    page = text_of(open_page(counted.officer, "dossiers_heat"))
    assert (counted.units[0].name in page, counted.units[1].name in page) == (True, False)
    for who in ("nobody", "surveyor", "administrator"):
        assert open_page(counted.people[who], "dossiers_heat").status_code == NOT_THERE


def test_the_map_asks_as_often_for_thirty_units_as_for_three(counted: Story) -> None:
    client = signed_in(counted.leader)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("dossiers_heat")).status_code == 200
        return len(found)

    asked()
    few = asked()
    refresh = Refresh.objects.latest("pk")
    for number in range(10, 37):
        unit = make_unit(f"mau.9{number}", f"Sở Khác {number}", parent=counted.province)
        Unit.objects.filter(pk=unit.pk).update(agency_code=f"H44.{number}")
        UnitPeriod.objects.create(
            refresh=refresh,
            unit_code=f"H44.{number}",
            period=OCTOBER,
            facts={"dossiers_on_time": [number, 40]},
        )
    assert asked() == few
    assert "Sở Khác 36" in client.get(reverse("dossiers_heat")).text


@given(st.sampled_from(sorted(MEASURES)), st.integers(0, 100), st.integers(0, 100))
def test_a_better_value_never_has_a_worse_colour(key: str, one: int, other: int) -> None:
    measure = MEASURES[key]
    rises = measure.is_share
    low, high = sorted((one, other))
    worse, better = (low, high) if rises else (high, low)
    assert 0 <= measure.heat(worse) <= measure.heat(better) <= 6
