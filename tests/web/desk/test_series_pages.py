"""Chuỗi dữ liệu: picture, tables and CSV of a unit before and after it was merged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Round, RoundResult, Sheet
from parindex.web.assessment.queries.series import series_steps, yearly
from parindex.web.desk.series_chart import picture_of
from parindex.web.org.enums import EventKind, UnitKind
from parindex.web.org.models import Lineage, LineageEvent, Unit
from tests.web.desk.attack import signed_in
from tests.web.story import NOW, Story

SIZES = [(size, theme) for size in ("wide", "narrow") for theme in ("light", "dark")]


def result(story: Story, unit: Unit, year: int, index: str | None, **more: bool) -> RoundResult:
    """Give a unit a result of a year."""
    now = story.sheet().round_block
    round_, _is_new = Round.objects.get_or_create(
        year=year,
        province=story.province,
        is_practice=more.get("is_practice", False),
        defaults={
            "title": f"Kỳ {year}",
            "phase": Phase.CLOSED,
            "opened_by": story.secretary,
            "opened_at": NOW,
            "closed_at": NOW,
        },
    )
    told = ("key", "rulebook_block", "name", "name_en", "position", "rulebook_id")
    block, _is_new = round_.blocks.get_or_create(**{name: getattr(now, name) for name in told})
    sheet = Sheet.objects.create(round=round_, round_block=block, unit=unit)
    points = None if index is None else Decimal(index)
    return RoundResult.objects.create(
        sheet=sheet,
        status="missing" if index is None else "scored",
        points=points,
        max_applicable=Decimal(100),
        index=points,
        rank=None if index is None else 1,
        tied=False,
        band=None if index is None else {"vi": "Tốt", "en": "Good"},
    )


@pytest.fixture
def merged(story: Story) -> Story:
    """Let the first unit come from two, with results on both sides of 1 July 2025."""
    unit, day = story.units[0], date(2025, 7, 1)
    Unit.objects.filter(pk=unit.pk).update(valid_from=day)
    event = LineageEvent.objects.create(kind=EventKind.MERGE, on=day, document="Nghị quyết số 7")
    for number, name in enumerate(("Sở Mẫu 1", "Sở Cũ"), 1):
        before = Unit.objects.create(
            code=f"cu.{number}",
            name=name,
            plain_name=name.lower(),
            kind=UnitKind.DEPARTMENT,
            valid_to=date(2025, 6, 30),
        )
        Lineage.objects.create(event=event, predecessor=before, successor=unit, is_whole=True)
        result(story, before, 2023, "70.5")
        result(story, before, 2024, None if number == 2 else "75.25")
    result(story, unit, 2025, "81.81")
    story.units[0].refresh_from_db()
    return story


def test_page_shows_picture_sentence_and_tables(merged: Story) -> None:
    page = signed_in(merged.officer).get(reverse("unit_series", args=[merged.units[0].pk])).text
    sentence = (
        "Chỉ số của Sở Mẫu 1 qua các năm 2023 đến 2025, năm 2025 đạt 81,81%; có thay đổi về tổ "
        "chức: hợp nhất, sáp nhập ngày 01/7/2025 (so sánh được một phần)."
    )
    assert f'alt="{sentence}"' in page
    for size, theme in SIZES:
        assert reverse("series_picture", args=[merged.units[0].pk, size, theme]) in page
    assert reverse("series_csv", args=[merged.units[0].pk]) in page
    assert "Nghị quyết số 7" in page


@pytest.mark.parametrize(("size", "theme"), SIZES)
def test_picture_is_svg_that_loads_nothing(merged: Story, size: str, theme: str) -> None:
    address = reverse("series_picture", args=[merged.units[0].pk, size, theme])
    answer = signed_in(merged.leader).get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "no-store" in answer["Cache-Control"]
    assert ElementTree.fromstring(answer.text).tag.endswith("svg")  # noqa: S314  our own picture
    for said in ("81,81", "Sở Mẫu 1 (từ 01/7/2025)", "Sở Mẫu 1 (đến 30/6/2025)", "Nghị quyết số 7"):
        assert said in answer.text


@pytest.mark.parametrize("who", ["stranger", "other_head", "nobody"])
def test_nothing_of_another_units_series_is_given_out(merged: Story, who: str) -> None:
    client, unit = signed_in(merged.people[who]), merged.units[0].pk
    for name, more in (("unit_series", []), ("series_csv", []), ("series_picture", SIZES[0])):
        assert client.get(reverse(name, args=[unit, *more])).status_code == 404, name


@pytest.mark.parametrize(("size", "theme"), [("huge", "light"), ("wide", "pink")])
def test_other_pictures_do_not_exist(merged: Story, size: str, theme: str) -> None:
    address = reverse("series_picture", args=[merged.units[0].pk, size, theme])
    assert signed_in(merged.leader).get(address).status_code == 404


def test_one_result_is_no_line(story: Story) -> None:
    result(story, story.units[0], 2025, "80")
    client, unit = signed_in(story.leader), story.units[0].pk
    assert (
        "Chưa đủ hai năm có kết quả để vẽ." in client.get(reverse("unit_series", args=[unit])).text
    )
    address = reverse("series_picture", args=[unit, "wide", "light"])
    assert client.get(address).status_code == 404


def test_picture_follows_a_new_result(merged: Story) -> None:
    client = signed_in(merged.leader)
    address = reverse("series_picture", args=[merged.units[0].pk, "wide", "light"])
    before = client.get(address).text
    RoundResult.objects.filter(sheet__round__year=2025).update(index=Decimal("82.5"))
    after = client.get(address).text
    assert "82,50" in after
    assert "82,50" not in before


def test_sentence_without_a_break_and_without_own_results(merged: Story) -> None:
    RoundResult.objects.filter(sheet__round__year=2025).delete()
    words = picture_of(series_steps(merged.units[0])).words
    assert words.startswith("Chỉ số của các đơn vị trước Sở Mẫu 1, năm 2023 đến năm 2024;")
    alone = merged.units[1]
    result(merged, alone, 2023, "60")
    result(merged, alone, 2024, "61")
    assert picture_of(series_steps(alone)).words.endswith("không có thay đổi về tổ chức.")
    with override("en"):
        assert picture_of(series_steps(alone)).words == (
            "Index of Sở Mẫu 2 over the years 2023 to 2024, in 2024 61.00%; "
            "no change of organisation."
        )


def test_real_round_counts_before_a_practice_round_of_the_same_year(merged: Story) -> None:
    unit = merged.units[0]
    result(merged, unit, 2025, "99", is_practice=True)
    found = RoundResult.objects.filter(sheet__unit=unit).select_related("sheet__round")
    assert [(year, each.index) for year, each in yearly(found)] == [(2025, Decimal("81.81"))]


def test_series_as_csv_says_what_each_unit_became(merged: Story) -> None:
    address = reverse("series_csv", args=[merged.units[0].pk])
    answer = signed_in(merged.officer).get(address)
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("unit,name,year,round,rulebook,status")
    assert len(lines) == 6
    assert lines[1].split(",")[:3] == [merged.units[0].code, "Sở Mẫu 1", "2025"]
    assert lines[1].endswith(",81.81,100,81.81,1,Tốt,,,,,")
    gap = next(line for line in lines if line.startswith("cu.2,") and ",2024," in line)
    assert ",missing,,100,,,,mau.001,2025-07-01,merge,Nghị quyết số 7,partly" in gap


def test_ledger_of_a_unit_as_csv(lived: Story) -> None:
    address = reverse("points_csv", args=[lived.sheet().pk])
    page = signed_in(lived.officer).get(reverse("sheet_points", args=[lived.sheet().pk])).text
    assert address in page
    lines = signed_in(lived.officer).get(address).getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "unit,code,component,name,max_points,state,cause,points"
    assert {line.split(",")[0] for line in lines[1:]} == {lived.units[0].code}
    assert any(",lost," in line for line in lines)
    assert signed_in(lived.stranger).get(address).status_code == 404


def test_ledger_is_not_downloaded_before_the_release(lived: Story) -> None:
    Round.objects.filter(pk=lived.round.pk).update(phase=Phase.APPRAISAL_1)
    pages = [reverse(name, args=[lived.sheet().pk]) for name in ("points_csv", "sheet_points")]
    assert signed_in(lived.officer).get(pages[0]).status_code == 404
    assert pages[0] not in signed_in(lived.officer).get(pages[1]).text
    assert signed_in(lived.secretary).get(pages[0]).status_code == 200


def test_survey_points_as_csv(lived: Story) -> None:
    client, address = signed_in(lived.surveyor), reverse("survey_csv", args=[lived.round.pk])
    assert address in client.get(reverse("survey_table", args=[lived.round.pk])).text
    lines = client.get(address).getvalue().decode("utf-8-sig").splitlines()
    head = "block,unit,unit_name,code,component,name,max_points,status,points,source,given_at"
    assert lines[0] == head
    missing = [line for line in lines if ",missing,,," in line]
    given = [line for line in lines[1:] if line not in missing]
    assert missing
    assert all("+07:00" in line for line in given)
    assert signed_in(lived.officer).get(address).status_code == 404
