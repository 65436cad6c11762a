"""Signals of quality checks: asked over what was counted, grouped, noted, never a verdict."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.caseload.calendar import Calendar
from parindex.caseload.lake import Lake
from parindex.caseload.periods import Period
from parindex.caseload.quality import Frames, discover, letters_frame, run_checks
from parindex.web.caseflow.models import SignalNote
from parindex.web.caseflow.queries import signals as queries
from parindex.web.common.models import AuditRow
from tests.web.caseflow.dossiers import LATE_OPEN, NOVEMBER, OTHER, TWICE, WALL
from tests.web.caseflow.pages import open_page, rows_of, text_of
from tests.web.desk.attack import NOT_THERE, REFUSED, post, signed_in
from tests.web.story import Story

NOTE = "Đã gọi điện cho người dân, hồ sơ đang chờ giấy tờ"
WRITERS = ("officer", "head", "manager")
READERS = (*WRITERS, "section", "viewer", "appraiser", "secretary", "leader", "auditor")
STRANGERS = ("stranger", "other_head", "surveyor", "administrator", "nobody")


def note(story: Story, who: str = "officer", **more: str) -> Any:
    """Let somebody note what was found behind a signal."""
    fields = {"check": "second_supplement", "outcome": "explained", "text": NOTE, "ky": NOVEMBER}
    return post(story.people[who], "dossier_signal_note", story.units[0].pk, **{**fields, **more})


def signals_of(root: str, unit: str) -> set[tuple[str, str]]:
    """Return the signals that the checks themselves give over the lake, without any cache."""
    lake, own = Lake(root), Frames.of_lake(Lake(root), letters=letters_frame())
    assert lake.exists("portal")
    found = run_checks(
        own, Period.parse(NOVEMBER), now=WALL, calendar=Calendar.vietnam(2025, 2028), unit=unit
    )
    return {(each.check, each.dossier_code or "") for each in found}


@pytest.mark.parametrize("place", [0, 1, None])
def test_the_page_has_just_the_signals_that_the_checks_give(
    counted: Story, lake_root: Any, place: int | None
) -> None:
    unit = counted.province if place is None else counted.units[place]
    rows = rows_of(open_page(counted.manager, "dossier_signals_csv", unit.pk, ky=NOVEMBER))
    told = {(row["check"], row["dossier_code"]) for row in rows}
    assert told == signals_of(str(lake_root), unit.agency_code)
    assert len(told) == len(rows) > 0


def test_each_check_says_what_it_saw_why_and_what_an_honest_reason_may_be(counted: Story) -> None:
    page = text_of(open_page(counted.officer, "dossier_signals", counted.units[0].pk, ky=NOVEMBER))
    check = discover()["second_supplement"]
    for words in (check.title, check.seen, check.matters, check.honest):
        assert words.vi in page
    assert "Dấu hiệu để xem xét, không phải kết luận" in page
    assert TWICE in page


def test_what_could_not_be_asked_is_told_with_the_reason(lone: Story) -> None:
    page = text_of(open_page(lone.officer, "dossier_signals", lone.units[0].pk, ky=NOVEMBER))
    title = discover()["finished_only_on_portal"].title.vi
    assert f"{title}: chưa có bản sao trên Cổng Dịch vụ công quốc gia" in page
    assert f"{discover()['broken_identity'].title.vi}: chưa có biểu số II.06a" in page


def test_signals_open_for_those_who_see_the_dossiers_of_the_unit(counted: Story) -> None:
    unit = counted.units[0].pk
    for who in READERS:
        assert open_page(counted.people[who], "dossier_signals", unit).status_code == 200, who
    for who in STRANGERS:
        for name in ("dossier_signals", "dossier_signals_csv"):
            assert open_page(counted.people[who], name, unit).status_code == NOT_THERE, who


def test_only_people_of_the_province_see_the_signals_of_all_units(counted: Story) -> None:
    province = counted.province.pk
    page = open_page(counted.leader, "dossier_signals", province, ky=NOVEMBER)
    assert {LATE_OPEN, OTHER} <= set(page.text.split('"')) | set(text_of(page).split())
    assert open_page(counted.officer, "dossier_signals", province).status_code == NOT_THERE


@pytest.mark.parametrize("who", WRITERS)
def test_a_note_is_kept_with_its_author_and_the_signal_stays(counted: Story, who: str) -> None:
    answer = note(counted, who, code=TWICE)
    assert answer.status_code == 302
    kept = SignalNote.objects.get()
    assert (kept.by, kept.dossier_code, kept.period) == (counted.people[who], TWICE, NOVEMBER)
    assert AuditRow.objects.latest("pk").verb == "signal.noted"
    page = open_page(counted.viewer, "dossier_signals", counted.units[0].pk, ky=NOVEMBER)
    said = text_of(page)
    assert NOTE in said
    assert f"Hồ sơ {TWICE}" in said


@pytest.mark.parametrize("who", ["viewer", "leader", "auditor", *STRANGERS])
def test_who_may_only_look_notes_nothing(counted: Story, who: str) -> None:
    assert note(counted, who).status_code == NOT_THERE
    assert not SignalNote.objects.exists()


def test_nobody_notes_at_a_dossier_of_another_unit(counted: Story) -> None:
    assert note(counted, code=OTHER).status_code == NOT_THERE
    assert note(counted, "manager", code=OTHER).status_code == 302
    assert SignalNote.objects.get().unit == counted.units[1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"outcome": "guilty"}, REFUSED),
        ({"text": "ok"}, REFUSED),
        ({"check": "no_such_check"}, NOT_THERE),
        ({"check": ""}, NOT_THERE),
        ({"code": "H44.07-261102-9999"}, NOT_THERE),
    ],
)
def test_a_note_about_nothing_is_refused(counted: Story, more: dict[str, str], code: int) -> None:
    assert note(counted, **more).status_code == code
    assert not SignalNote.objects.exists()


def test_one_check_is_shown_page_by_page_and_whole(counted: Story, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    monkeypatch.setattr("parindex.web.desk.views.dossiers_signals.PAGE", 3)
    unit = counted.units[0].pk
    rows = rows_of(open_page(counted.officer, "dossier_signals_csv", unit, ky=NOVEMBER))
    wanted = [row["dossier_code"] for row in rows if row["check"] == "without_steps"]
    seen: list[str] = []
    for number in range(1, -(-len(wanted) // 3) + 1):
        page = open_page(
            counted.officer,
            "dossier_signals",
            unit,
            ky=NOVEMBER,
            xem="without_steps",
            trang=str(number),
        )
        seen += [line.code for line in page.context["signals"].checks[0].lines]
    assert seen == wanted
    assert len(wanted) > 3


def test_an_unknown_check_is_no_page(counted: Story) -> None:
    page = open_page(counted.officer, "dossier_signals", counted.units[0].pk, xem="__init__")
    assert page.status_code == NOT_THERE


def test_a_new_letter_is_seen_at_once_though_findings_are_kept(counted: Story) -> None:
    unit = counted.units[0].pk

    def without_letter() -> set[str]:
        rows = rows_of(open_page(counted.officer, "dossier_signals_csv", unit, ky=NOVEMBER))
        return {row["dossier_code"] for row in rows if row["check"] == "overdue_without_letter"}

    assert LATE_OPEN in without_letter()
    fields = {"reason": "Chờ xác minh tại thực địa", "new_due": "2026-11-30"}
    post(counted.officer, "dossier_letter_write", LATE_OPEN, **fields)
    assert LATE_OPEN not in without_letter()


def test_findings_are_kept_and_not_looked_for_again(counted: Story, monkeypatch: Any) -> None:
    unit = counted.units[0].pk
    first = open_page(counted.officer, "dossier_signals", unit, ky=NOVEMBER)

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("the checks ran again")

    monkeypatch.setattr(queries, "run_checks", never)
    again = open_page(counted.viewer, "dossier_signals", unit, ky=NOVEMBER)
    assert again.context["signals"].checks == first.context["signals"].checks


def test_the_way_without_a_unit_leads_to_what_one_may_see(counted: Story) -> None:
    def leads(who: str) -> str:
        return signed_in(counted.people[who]).get(reverse("dossiers_signals")).headers["Location"]

    assert leads("leader") == reverse("dossier_signals", args=[counted.province.pk])
    assert leads("officer") == reverse("dossier_signals", args=[counted.units[0].pk])
    assert open_page(counted.nobody, "dossiers_signals").status_code == NOT_THERE


def test_the_page_asks_as_often_for_many_notes_as_for_one(counted: Story) -> None:
    client, address = (
        signed_in(counted.manager),
        reverse("dossier_signals", args=[counted.province.pk]),
    )

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, {"ky": NOVEMBER}).status_code == 200
        return len(found)

    note(counted)
    asked()
    few = asked()
    for who in WRITERS:
        note(counted, who, code=TWICE)
    assert asked() == few
