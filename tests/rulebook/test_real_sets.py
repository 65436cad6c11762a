"""Real sets that are no CCHC set: what is peculiar to each, and figures that were published."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parindex.scoring import Status, UnitFacts, load, score
from parindex.scoring.explain import explain

# Lai Châu 2021, departments: points of the nine indices, printed total, printed class.
LAI_CHAU = {
    "Sở Thông tin và Truyền thông": ("1.8 1.8 2 2 1 1.5 1.978 2 1.675", "15.753", "Xuất sắc"),
    "Sở Tài chính": ("2 2 2 2 1 1.5 1.907 2 1.34", "15.747", "Xuất sắc"),
    "Sở Tư pháp": ("1.8 1.8 2 1.5 1 1.5 1.904 2 2", "15.504", "Xuất sắc"),
    "Sở Nông nghiệp và PTNT": ("1.8 1.8 1.5 1.5 1 1.5 1.847 2 2", "14.947", "Tốt"),
    "Sở Tài nguyên và Môi trường": ("1.6 1.6 0 0.5 2 1.5 1.752 2 1.34", "12.292", "Tốt"),
}
PLANNING = "1.8 1.8 0.5 1 2 1.5 1.919 2 0.34"
"""Sở Kế hoạch và Đầu tư, printed with a total of 13.859."""


def published(name: str, points: str) -> UnitFacts:
    """Return a unit with the points of the nine indices as they were published."""
    imported = {str(code): Decimal(one) for code, one in enumerate(points.split(), start=1)}
    return UnitFacts(name, name, "department", {}, points=imported)


@pytest.mark.parametrize("name", LAI_CHAU)
def test_lai_chau_totals_and_classes_are_reproduced(name: str) -> None:
    points, total, label = LAI_CHAU[name]
    rulebook = load("tt01-vpcp/2018/nine_indicators")
    (unit,) = score(rulebook, [published(name, points)]).units
    assert unit.points == Decimal(total)
    assert unit.band is not None
    assert unit.band.label.vi == label


def test_wrong_printed_total_of_lai_chau_is_found() -> None:
    rulebook = load("tt01-vpcp/2018/nine_indicators")
    (unit,) = score(rulebook, [published("Sở Kế hoạch và Đầu tư", PLANNING)]).units
    assert unit.points == Decimal("12.859")
    assert unit.points != Decimal("13.859")


def test_explanation_shows_the_thresholds_of_the_units_own_level() -> None:
    rulebook = load("tt01-vpcp/2018/nine_indicators")
    facts = {
        "level": "district",
        "procedures_settled_on_the_spot": 49,
        "procedures_listed": 100,
        "procedures_at_one_stop": 100,
        "procedures_eligible": 100,
    }
    (unit,) = score(rulebook, [UnitFacts("D", "D", "district", facts)]).units
    rule = explain(rulebook, "5", unit.nodes["5"], "en").rule
    assert "from 50%: 2 points" in rule
    assert "20%" not in rule


def khanh_hoa(**changes: int | bool | str | None) -> UnitFacts:
    """Return a department with every fact of the monthly set."""
    values = {
        "periodic_report_due": True,
        "periodic_reports_in_order": True,
        "innovations": 2,
        "committee_tasks_done_on_time": 20,
        "committee_tasks": 20,
        "province_tasks_done_on_time": 10,
        "province_tasks": 10,
        "database_in_scope": True,
        "database_phase": "operating",
        "database_operation": "stable_updated",
        "training_group": "with_plan",
        "classes_held": 4,
        "classes_planned": 4,
        "people_reached": 100,
        "items_posted": 100,
        "funds_disbursed": 850,
        "funds_assigned": 1000,
        "self_assessment_in_order": True,
        "submission": "on_time",
        "ad_hoc_reports_not_made": 0,
        "other_penalty_points": 0,
    }
    return UnitFacts("S", "Sở", "department", values).replace(**changes)


def test_khanh_hoa_full_marks_are_100_and_a_day_late_costs_2() -> None:
    rulebook = load("khanh-hoa-nq57/2026/monthly")
    on_time, late = (
        score(rulebook, [khanh_hoa(submission=when)]).units[0]
        for when in ("on_time", "up_to_one_day_late")
    )
    assert (on_time.points, on_time.index) == (Decimal(100), Decimal(100))
    assert (late.points, late.index) == (Decimal(98), Decimal(98))


def test_khanh_hoa_reduces_the_maximum_and_compares_with_it() -> None:
    rulebook = load("khanh-hoa-nq57/2026/monthly")
    facts = khanh_hoa(periodic_report_due=False, database_in_scope=False, database_phase=None)
    (unit,) = score(rulebook, [facts]).units
    assert unit.nodes["II.1.3.1"].status is Status.NOT_APPLICABLE
    assert (unit.points, unit.max_applicable, unit.index) == (72, 72, 100)
    assert unit.band is None
