"""Units and events of a province follow from its register."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from parindex.register import Plan, PlannedEvent, PlannedLine, plan_of, province_of, read_register
from tests.register.folder import DATA, replaced, small

DAY, LAST = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_of(province_of(read_register(small(tmp_path)), "91"), agency_code="H91")


def event_of(plan: Plan, successor: str) -> PlannedEvent:
    return next(
        each for each in plan.events if any(line.successor == successor for line in each.lines)
    )


def test_each_fate_has_its_kind_of_event(plan: Plan) -> None:
    kinds = {
        line.successor: event.kind
        for event in plan.events
        for line in event.lines
        if line.successor
    }
    assert kinds == {
        "xa-90001-2025": "merge",
        "xa-90003-2025": "split",
        "xa-90004-2025": "rename",
        "xa-90009-2025": "rename",
        "xa-90010-2025": "rearrange",
    }


def test_a_commune_that_goes_on_is_one_unit_without_event(plan: Plan) -> None:
    (found,) = [each for each in plan.units if "90005" in each.code]
    assert (found.code, found.name, found.parent) == ("xa-90005", "Xã Hòa An", "tinh-91")
    assert (found.valid_from, found.valid_to) == (None, None)


def test_old_and_new_communes_of_one_statistics_code_are_two_units(plan: Plan) -> None:
    found = {each.code: each for each in plan.units if each.statistics_code == "90001"}
    assert {code: (each.valid_from, each.valid_to) for code, each in found.items()} == {
        "xa-90001": (None, LAST),
        "xa-90001-2025": (DAY, None),
    }
    assert (found["xa-90001"].parent, found["xa-90001-2025"].parent) == ("huyen-901", "tinh-91")


def test_a_district_ends_with_its_communes_in_the_note(plan: Plan) -> None:
    (end,) = [each for each in plan.events if each.kind == "abolish"]
    assert end.lines == (PlannedLine("huyen-901", "", is_whole=True),)
    assert (end.on, end.document) == (DAY, "chưa có")
    assert end.note.startswith("Đơn vị cấp xã trực thuộc đến hết ngày 30/6/2025: Xã Một (90001);")
    assert "Xã Hoà An (90005)" in end.note


def test_a_district_that_became_a_commune_is_not_abolished(plan: Plan) -> None:
    assert event_of(plan, "xa-90009-2025").lines == (
        PlannedLine("huyen-902", "xa-90009-2025", is_whole=True),
    )


def test_documents_are_those_of_the_register_or_the_given_one(tmp_path: Path) -> None:
    found = province_of(read_register(small(tmp_path)), "91")
    plan = plan_of(found, document="Nghị quyết 2")
    assert event_of(plan, "xa-90001-2025").document == "1/NQ"
    assert event_of(plan, "xa-90003-2025").document == "chưa có"
    assert {each.document for each in plan.events if each.kind == "abolish"} == {"Nghị quyết 2"}


def test_a_province_that_goes_on_is_one_unit(plan: Plan) -> None:
    (found,) = [each for each in plan.units if each.kind == "province"]
    assert (found.code, found.valid_from, found.name_en) == ("tinh-91", None, "Mau Province")
    assert found.agency_code == "H91"


def test_a_province_that_got_another_name_is_renamed(tmp_path: Path) -> None:
    folder = replaced(small(tmp_path), "province_map_63_to_34.csv", "91,Tỉnh Mẫu", "91,Tỉnh Cũ")
    plan = plan_of(province_of(read_register(folder), "91"))
    assert event_of(plan, "tinh-91-2025").kind == "rename"
    assert [each.parent for each in plan.units if each.code == "huyen-901"] == ["tinh-91"]


@pytest.mark.parametrize(
    ("code", "units", "events"),
    [
        ("12", {"province": 1, "district": 8, "commune": 142}, {"merge": 36, "abolish": 8}),
        (
            "31",
            {"province": 3, "district": 27, "commune": 488},
            {"merge": 48, "rearrange": 66, "rename": 1, "abolish": 26},
        ),
        (
            "79",
            {"province": 4, "district": 38, "commune": 604},
            {"merge": 93, "rearrange": 68, "split": 2, "rename": 1, "abolish": 37},
        ),
        (
            "82",
            {"province": 3, "district": 23, "commune": 407},
            {"merge": 91, "rearrange": 12, "abolish": 23},
        ),
    ],
)
def test_a_real_province_has_its_units_and_events(
    code: str, units: dict[str, int], events: dict[str, int]
) -> None:
    plan = plan_of(province_of(read_register(DATA), code))
    assert Counter(each.kind for each in plan.units) == units
    assert Counter(each.kind for each in plan.events) == events
    codes = [each.code for each in plan.units]
    assert len(set(codes)) == len(codes)
    assert {each.parent for each in plan.units} - {""} <= set(codes)


def test_merged_provinces_become_one(tmp_path: Path) -> None:
    plan = plan_of(province_of(read_register(DATA), "79"))
    assert plan.province == "tinh-79-2025"
    merger = event_of(plan, "tinh-79-2025")
    assert (merger.kind, merger.document) == ("merge", "chưa có")
    assert {line.predecessor for line in merger.lines} == {"tinh-74", "tinh-77", "tinh-79"}
