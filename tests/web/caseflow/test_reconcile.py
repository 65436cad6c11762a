"""Reconciliation: the differences that the package finds, in words and in points of the unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from parindex.web.caseflow.queries import reconcile as queries
from tests.web.caseflow.dossiers import FAR, LATE_DONE, NEAR, NOVEMBER
from tests.web.caseflow.pages import open_page, rows_of, shown_codes, text_of
from tests.web.desk.attack import NOT_THERE
from tests.web.story import Story

READERS = ("officer", "head", "manager", "section", "viewer", "appraiser", "leader", "auditor")
STRANGERS = ("stranger", "other_head", "surveyor", "administrator", "nobody")
DIFFERENT = {(FAR, "missing_on_portal"), (LATE_DONE, "due"), (NEAR, "channel")}
"""What the copy of the tests was made to differ in."""


def differences(story: Story, **query: str) -> list[dict[str, str]]:
    """Return the differences of the first unit as its file tells them."""
    unit = story.units[0].pk
    return rows_of(open_page(story.officer, "dossier_reconcile_csv", unit, ky=NOVEMBER, **query))


def test_every_planted_difference_is_found_and_none_besides(counted: Story) -> None:
    assert {(row["dossier_code"], row["kind"]) for row in differences(counted)} == DIFFERENT


def test_the_page_explains_each_difference_and_leads_to_the_dossier(counted: Story) -> None:
    page = open_page(counted.officer, "dossier_reconcile", counted.units[0].pk, ky=NOVEMBER)
    said = text_of(page)
    assert set(shown_codes(page)) == {code for code, _kind in DIFFERENT}
    assert f"Hồ sơ {FAR} có tại địa phương nhưng chưa có trên Cổng" in said
    assert f"Hồ sơ {NEAR}: kênh nộp tại địa phương là «trực tuyến», trên Cổng là" in said
    assert "Chỗ sửa được thêm nhiều điểm nhất ở trên" in said


def test_sums_by_kind_are_those_of_the_lines(counted: Story) -> None:
    page = open_page(counted.officer, "dossier_reconcile", counted.units[0].pk, ky=NOVEMBER)
    shown = page.context["list"]
    assert {each.id: each.files for each in shown.kinds} == dict.fromkeys(
        (kind for _code, kind in DIFFERENT), 1
    )
    assert (shown.files, shown.differences, shown.total) == (3, 3, 3)


def test_components_after_repair_are_before_plus_change(counted: Story) -> None:
    page = open_page(counted.officer, "dossier_reconcile", counted.units[0].pk, ky=NOVEMBER)
    shown = page.context["list"]
    known = [each for each in shown.effects if each.change is not None]
    assert "2.1" in {each.code for each in known}
    for each in known:
        assert abs(each.after - each.before - each.change) <= Decimal("0.01")
    added = sum((each.change for each in known), Decimal(0))
    assert abs(shown.gain - added) < Decimal("1E-20")


def test_a_missing_dossier_that_is_on_time_gives_points_when_it_is_sent(counted: Story) -> None:
    [row] = [row for row in differences(counted) if row["dossier_code"] == FAR]
    assert Decimal(row["points"]) > 0
    assert "+1" in row["changes"]


def test_one_kind_is_shown_alone(counted: Story) -> None:
    page = open_page(
        counted.officer, "dossier_reconcile", counted.units[0].pk, ky=NOVEMBER, loai="channel"
    )
    assert shown_codes(page) == [NEAR]
    assert [row["dossier_code"] for row in differences(counted, loai="channel")] == [NEAR]
    wrong = open_page(counted.officer, "dossier_reconcile", counted.units[0].pk, loai="none")
    assert wrong.status_code == NOT_THERE


def test_pages_hold_all_lines_once(counted: Story, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    unit, seen = counted.units[0].pk, []
    for number in ("1", "2"):
        page = open_page(counted.officer, "dossier_reconcile", unit, ky=NOVEMBER, trang=number)
        assert "trang 1/2" in text_of(page) or "trang 2/2" in text_of(page)
        seen += shown_codes(page)
    assert seen == [row["dossier_code"] for row in differences(counted)]


def test_without_the_portal_the_page_says_what_to_do(lone: Story) -> None:
    page = open_page(lone.officer, "dossier_reconcile", lone.units[0].pk)
    said = text_of(page)
    assert "Chưa có bản sao dữ liệu trên Cổng" in said
    assert "nạp vào hệ thống với nguồn là Cổng Dịch vụ công quốc gia" in said
    csv = open_page(lone.officer, "dossier_reconcile_csv", lone.units[0].pk)
    assert csv.status_code == NOT_THERE


def test_a_unit_that_agrees_is_told_so(counted: Story) -> None:
    page = open_page(counted.stranger, "dossier_reconcile", counted.units[1].pk, ky=NOVEMBER)
    assert "Hai bên khớp nhau trong kỳ này" in text_of(page)


@pytest.mark.parametrize("name", ["dossier_reconcile", "dossier_reconcile_csv"])
def test_it_opens_for_those_who_see_the_dossiers_of_the_unit(counted: Story, name: str) -> None:
    unit = counted.units[0].pk
    for who in READERS:
        assert open_page(counted.people[who], name, unit).status_code == 200, who
    for who in STRANGERS:
        assert open_page(counted.people[who], name, unit).status_code == NOT_THERE, who


def test_a_province_has_no_dossiers_of_its_own(counted: Story) -> None:
    page = open_page(counted.leader, "dossier_reconcile", counted.province.pk)
    assert page.status_code == NOT_THERE


def test_what_was_found_is_kept_until_the_next_counting(counted: Story, monkeypatch: Any) -> None:
    first = differences(counted)

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("both sides were read again")

    monkeypatch.setattr(queries, "reconcile", never)
    assert differences(counted) == first
