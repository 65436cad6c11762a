"""Letters of apology: written once, printed as an official paper, late files without one listed."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from parindex.web.caseflow.models import ApologyLetter
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit
from tests.web.caseflow.dossiers import (
    EXACT,
    FAR,
    LATE_DONE,
    LATE_OPEN,
    NEAR,
    NOVEMBER,
    OCTOBER,
    OTHER,
    TWICE,
)
from tests.web.caseflow.pages import open_page, rows_of, shown_codes, text_of
from tests.web.desk.attack import NOT_THERE, REFUSED, post, signed_in
from tests.web.story import Story

REASON = "Phải xác minh lại nguồn gốc đất tại thực địa"
WRITERS = ("officer", "head", "manager")
READERS = (*WRITERS, "section", "viewer", "appraiser", "secretary", "leader", "auditor")
STRANGERS = ("stranger", "other_head", "surveyor", "administrator", "nobody")


def write(story: Story, who: str = "officer", code: str = LATE_OPEN, **more: str) -> Any:
    """Let somebody write a letter by the form."""
    fields = {"reason": REASON, "new_due": "2026-11-30", "number": "", **more}
    return post(story.people[who], "dossier_letter_write", code, **fields)


def written(story: Story, **more: str) -> ApologyLetter:
    """Return a letter that stands."""
    assert write(story, **more).status_code == 302
    return ApologyLetter.objects.latest("pk")


def paper(story: Story, letter: ApologyLetter) -> str:
    """Return the text of the paper as a reader of English opens it."""
    with override("en"):
        page = open_page(story.officer, "dossier_letter", letter.pk).text
    said = page.split('<article class="paper" lang="vi">')[1].split("</article>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said))


@pytest.mark.parametrize("who", WRITERS)
def test_who_may_write_writes_and_is_shown_the_paper(counted: Story, who: str) -> None:
    answer = write(counted, who)
    letter = ApologyLetter.objects.get()
    assert answer["Location"] == reverse("dossier_letter", args=[letter.pk])
    assert (letter.dossier_code, letter.written_by, letter.reason) == (
        LATE_OPEN,
        counted.people[who],
        REASON,
    )
    entry = AuditRow.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("apology.written", counted.people[who].pk)


@pytest.mark.parametrize("who", [*STRANGERS, *(each for each in READERS if each not in WRITERS)])
def test_nobody_else_writes_and_nothing_is_kept(counted: Story, who: str) -> None:
    assert write(counted, who).status_code == NOT_THERE
    assert not ApologyLetter.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": "muộn"}, "chưa ghi lý do quá hạn"),
        ({"new_due": ""}, "chưa ghi ngày hẹn trả mới"),
        ({"new_due": "2026-11-10"}, "không sau ngày hẹn cũ và hôm nay"),
        ({"new_due": "mai"}, "không phải là ngày"),
        ({"code": FAR}, "còn hạn đến ngày 15/12/2026"),
        ({"code": TWICE}, "đã giải quyết trong hạn"),
    ],
)
def test_a_letter_that_says_too_little_or_comes_too_soon_is_refused(
    counted: Story, more: dict[str, str], said: str
) -> None:
    answer = write(counted, **more)
    assert answer.status_code == REFUSED
    assert said in text_of(answer)
    assert not ApologyLetter.objects.exists()


def test_a_dossier_is_put_off_once(counted: Story) -> None:
    written(counted)
    answer = write(counted, new_due="2026-12-10")
    assert answer.status_code == REFUSED
    assert "đã được hẹn lại 1 lần" in text_of(answer)
    assert ApologyLetter.objects.count() == 1


def test_a_letter_that_was_taken_back_makes_room_and_stays_on_record(counted: Story) -> None:
    first = written(counted)
    post(counted.officer, "dossier_letter_withdraw", first.pk, reason="Ghi nhầm ngày hẹn")
    second = written(counted, new_due="2026-12-01")
    page = text_of(open_page(counted.officer, "dossier_letters", counted.units[0].pk))
    assert "2 văn bản" in page
    assert "đã thu hồi Ghi nhầm ngày hẹn" in page
    assert "ĐÃ THU HỒI" in paper(counted, first)
    assert "ĐÃ THU HỒI" not in paper(counted, second)


def test_taking_back_needs_a_reason_and_the_right(counted: Story) -> None:
    letter = written(counted)
    refused = post(counted.officer, "dossier_letter_withdraw", letter.pk, reason=" ")
    assert (refused.status_code, "Chưa ghi lý do thu hồi" in refused.text) == (REFUSED, True)
    for who in (*STRANGERS, "viewer", "leader"):
        answer = post(counted.people[who], "dossier_letter_withdraw", letter.pk, reason="Thu hồi")
        assert answer.status_code == NOT_THERE, who
    letter.refresh_from_db()
    assert letter.withdrawn_at is None


@pytest.mark.parametrize("name", ["dossier_letters", "dossier_letters_csv", "dossiers_late"])
def test_pages_of_letters_open_for_those_who_see_the_dossiers_of_the_unit(
    counted: Story, name: str
) -> None:
    unit = counted.units[0].pk
    for who in READERS:
        assert open_page(counted.people[who], name, unit).status_code == 200, who
    for who in STRANGERS:
        assert open_page(counted.people[who], name, unit).status_code == NOT_THERE, who


def test_a_letter_opens_for_those_who_see_the_dossiers_of_its_unit(counted: Story) -> None:
    letter = written(counted)
    for who in READERS:
        assert open_page(counted.people[who], "dossier_letter", letter.pk).status_code == 200, who
    for who in STRANGERS:
        page = open_page(counted.people[who], "dossier_letter", letter.pk)
        assert page.status_code == NOT_THERE, who


def test_the_paper_says_in_vietnamese_all_that_form_04_asks_for(counted: Story) -> None:
    said = paper(counted, written(counted, number="15/VBXL-SM"))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH MẪU",
        "SỞ MẪU 1",
        "Số: 15/VBXL-SM",
        "Hạnh phúc Mẫu, ngày",
        "VĂN BẢN XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi:",
        f"mã hồ sơ: {LATE_OPEN}",
        "Chứng thực bản sao từ bản chính giấy tờ (mã thủ tục: 2.000815)",
        "Ngày 02/11/2026",
        "Ngày hẹn trả kết quả: 17:00 ngày 18/11/2026",
        f"Lý do: {REASON}",
        "là: 17:00 ngày 30/11/2026",
        "Nơi nhận:",
        "GIÁM ĐỐC",
    ):
        assert words in said, words
    assert "MÔ PHỎNG" not in said


def test_letters_of_practice_units_are_marked_as_simulated(counted: Story) -> None:
    Unit.objects.filter(pk=counted.units[0].pk).update(is_practice=True)
    assert "DỮ LIỆU MÔ PHỎNG" in paper(counted, written(counted))


@pytest.mark.parametrize(
    ("kind", "name", "issuer", "place", "signer"),
    [
        (UnitKind.COMMUNE, "Xã An Bình", "ỦY BAN NHÂN DÂN XÃ AN BÌNH", "An Bình", "CHỦ TỊCH"),
        (UnitKind.COMMUNE, "Phường 3", "ỦY BAN NHÂN DÂN PHƯỜNG 3", "Phường 3", "CHỦ TỊCH"),
        (UnitKind.DEPARTMENT, "Thanh tra tỉnh", "THANH TRA TỈNH", "Mẫu", "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_the_head_of_the_paper_is_that_of_the_kind_of_agency(
    counted: Story, kind: str, name: str, issuer: str, place: str, signer: str
) -> None:
    Unit.objects.filter(pk=counted.units[0].pk).update(kind=kind, name=name)
    said = paper(counted, written(counted))
    assert issuer in said
    assert f"{place} , ngày" in said or f"{place}, ngày" in said
    assert signer in said
    assert ("ỦY BAN NHÂN DÂN TỈNH MẪU" in said) == (kind == UnitKind.DEPARTMENT)


def test_late_files_are_listed_with_what_is_missing(counted: Story) -> None:
    page = open_page(counted.officer, "dossiers_late", counted.units[0].pk, ky=NOVEMBER)
    codes = shown_codes(page)
    assert {LATE_OPEN, LATE_DONE, NEAR} <= set(codes)
    assert set(codes).isdisjoint({FAR, TWICE, OTHER})
    assert f'href="{reverse("dossier", args=[LATE_OPEN])}#xin-loi"' in page.text


def test_each_state_lists_the_files_that_are_in_it(counted: Story) -> None:
    unit = counted.units[0].pk
    written(counted, code=NEAR, new_due="2026-11-30")
    written(counted, code=LATE_OPEN, new_due="2026-11-24")

    def codes(state: str) -> list[str]:
        page = open_page(counted.officer, "dossiers_late", unit, ky=NOVEMBER, loc=state)
        return shown_codes(page)

    assert codes("good") == [NEAR]
    assert codes("late") == [LATE_OPEN]
    assert LATE_DONE in codes("none")
    assert LATE_OPEN not in codes("none")
    assert codes("near") == codes("broken") == codes("undated") == []


def test_a_new_date_that_passed_as_well_is_told(
    counted: Story, clock: time_machine.Traveller
) -> None:
    letter = written(counted, new_due="2026-11-23")
    ApologyLetter.objects.filter(pk=letter.pk).update(new_due_at="2026-11-20T17:00+07:00")
    page = open_page(counted.officer, "dossiers_late", counted.units[0].pk, loc="broken")
    assert shown_codes(page) == [LATE_OPEN]
    assert "quá cả ngày hẹn mới" in text_of(page)


def test_late_files_of_the_exact_month_are_as_many_as_it_was_made_of(counted: Story) -> None:
    rows = rows_of(open_page(counted.manager, "dossiers_late_csv", counted.province.pk, ky=OCTOBER))
    late = [row for row in rows if row["is_late"] == "True"]
    found = {code: sum(row["unit_code"] == code for row in late) for code in EXACT}
    assert found == {
        code: counts.finished_late + counts.open_overdue for code, counts in EXACT.items()
    }
    assert {row["state"] for row in late} == {"none"}


def test_a_reader_is_not_led_to_a_form_that_he_may_not_send(counted: Story) -> None:
    page = open_page(counted.viewer, "dossiers_late", counted.units[0].pk)
    assert LATE_OPEN in page.text
    assert "Lập văn bản" not in page.text


def test_the_letters_of_a_province_are_those_of_all_its_units(counted: Story) -> None:
    written(counted)
    written(counted, who="manager", code=OTHER)
    own = rows_of(open_page(counted.officer, "dossier_letters_csv", counted.units[0].pk))
    every = rows_of(open_page(counted.leader, "dossier_letters_csv", counted.province.pk))
    assert [row["dossier_code"] for row in own] == [LATE_OPEN]
    assert {row["dossier_code"] for row in every} == {LATE_OPEN, OTHER}
    assert {row["days_too_late"] for row in every} == {"5", "6"}


def test_without_any_counting_pages_say_what_to_do(bare: Story) -> None:
    page = open_page(bare.officer, "dossiers_late", bare.units[0].pk)
    assert page.status_code == 200
    assert "parindex dossiers import" in text_of(page)


def test_lists_ask_as_often_for_many_letters_as_for_one(
    counted: Story,
) -> None:
    client, unit = signed_in(counted.manager), counted.province.pk

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(name, args=[unit])).status_code == 200
        return len(found)

    written(counted)
    asked("dossier_letters")
    few = {name: asked(name) for name in ("dossier_letters", "dossiers_late")}
    written(counted, code=LATE_DONE)
    written(counted, code=NEAR)
    written(counted, who="manager", code=OTHER)
    assert {name: asked(name) for name in few} == few
