"""Pages around the round: who may open them, what they say, how many queries they take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.domain.remap import replace_rulebook
from parindex.web.assessment.domain.rounds import lay_out_sheets
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Case, Reminder, Reopening, Round
from parindex.web.common.models import AuditRow
from parindex.web.org.models import User
from tests.web.committed import committed
from tests.web.story import NOW, Story, make_story, make_unit

EVERYBODY = (
    *("officer", "head", "section", "viewer", "stranger", "other_head", "appraiser"),
    *("secretary", "chair", "member", "surveyor", "leader", "administrator"),
    *("unit_administrator", "auditor", "nobody"),
)
WATCHERS = {"secretary", "chair", "member", "second_member", "leader", "auditor"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=person.pk),
        backend="parindex.web.signin.backends.AccountBackend",
    )
    return client


def status(story: Story, who: str, address: str) -> int:
    return signed_in(story.people[who]).get(address).status_code


def declare(story: Story) -> None:
    save_row(
        row_id=story.row("plan_issued").pk,
        version=1,
        facts={"plan_timing": "late"},
        user=story.officer,
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_today_answers_everybody_and_nobody_sees_a_foreign_unit(story: Story, who: str) -> None:
    declare(story)
    page = signed_in(story.people[who]).get(reverse("today"))
    assert page.status_code == 200
    text = page.content.decode()
    if who in {"officer", "head", "section", "viewer"}:
        assert "Sở Mẫu 2" not in text
    if who in {"stranger", "other_head"}:
        assert "Sở Mẫu 1" not in text
    if who == "nobody":
        assert "chưa được giao vai trò nào" in text


def test_officer_reads_what_is_left_and_how_long(story: Story) -> None:
    declare(story)
    text = signed_in(story.officer).get(reverse("today")).content.decode()
    assert "còn 10 ngày" in text
    assert "Thiếu minh chứng</dt><dd>1</dd>" in text
    assert "1.3. " in text


def test_head_reads_points_changes_and_whether_to_sign(story: Story) -> None:
    declare(story)
    text = signed_in(story.head).get(reverse("today")).content.decode()
    assert "0,25" in text
    assert "Ký được, nhưng phải xác nhận" in text


def test_secretary_reads_who_has_not_sent_and_whether_to_close(story: Story) -> None:
    text = signed_in(story.secretary).get(reverse("today")).content.decode()
    assert "0/3" in text
    assert "Chưa khóa được" in text
    assert "Sở Mẫu 3" in text


def test_appraiser_reads_rows_of_assigned_components_only(story: Story) -> None:
    declare(story)
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    Round.objects.update(phase=Phase.APPRAISAL_1)
    wide = signed_in(story.appraiser).get(reverse("today")).content.decode()
    narrow = signed_in(story.narrow_appraiser).get(reverse("today")).content.decode()
    assert "1.1. " in narrow
    assert "2.1. " not in narrow
    assert "và " in wide


def test_member_reads_cases_to_vote(story: Story) -> None:
    text = signed_in(story.member).get(reverse("today")).content.decode()
    assert "Không có vụ việc nào" in text
    assert Case.objects.count() == 0


def test_auditor_reads_the_last_verification(story: Story) -> None:
    client = signed_in(story.auditor)
    assert "Chưa kiểm tra chuỗi" in client.get(reverse("today")).content.decode()
    client.get(reverse("audit_verify"))
    assert "nguyên vẹn" in client.get(reverse("today")).content.decode()


@pytest.mark.parametrize("who", EVERYBODY)
def test_progress_is_for_those_who_watch_over_the_province(story: Story, who: str) -> None:
    wanted = 200 if who in WATCHERS else 404
    assert status(story, who, reverse("round_progress", args=[story.round.pk])) == wanted
    assert status(story, who, reverse("progress_csv", args=[story.round.pk])) == wanted


def test_progress_names_who_is_behind_first(story: Story) -> None:
    declare(story)
    sign_and_send(sheet_id=story.sheet(1).pk, version=1, user=story.other_head, accepts_gaps=True)
    page = signed_in(story.secretary).get(reverse("round_progress", args=[story.round.pk]))
    text = page.content.decode()
    assert text.index("Sở Mẫu 3</a>") < text.index("Sở Mẫu 1</a>") < text.index("Sở Mẫu 2</a>")
    assert "chưa bắt đầu" in text
    assert "đang kê khai 1/" in text
    assert "đã ký gửi lúc 09:00 ngày 22/11/2026" in text
    assert "0,25" in text


def test_progress_filters_and_hands_out_the_same_as_csv(story: Story) -> None:
    declare(story)
    client = signed_in(story.secretary)
    address = reverse("round_progress", args=[story.round.pk])
    text = client.get(address, {"loc": "not_started"}).content.decode()
    assert "Sở Mẫu 1</a>" not in text
    csv = client.get(reverse("progress_csv", args=[story.round.pk]), {"loc": "not_started"})
    lines = b"".join(csv.streaming_content).decode().splitlines()
    assert len(lines) == 3


PAGES = (
    *(("secretary", name, True) for name in ("round_progress", "round", "reopen")),
    *(("secretary", name, False) for name in ("open_round", "rounds", "audit")),
    *(("administrator", name, False) for name in ("accounts", "unit_list", "new_person")),
    *((who, "today", False) for who in EVERYBODY),
)


def count_queries(story: Story) -> dict[tuple[str, str], int]:
    """Return how many queries each page takes when it is opened a second time."""
    found = {}
    for who, name, takes_round in PAGES:
        client = signed_in(story.people[who])
        address = reverse(name, args=[story.round.pk] if takes_round else [])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[who, name] = len(queries)
    return found


def more_units(story: Story, number: int) -> None:
    """Give the open round more units, as if it had been opened with them."""
    block = story.round.blocks.get()
    made = [
        make_unit(f"mau.9{place:02d}", f"Sở Thêm {place}", parent=story.province)
        for place in range(number)
    ]
    lay_out_sheets(block, book_of(block), made)


def test_pages_take_as_many_queries_for_thirty_units_as_for_three(story: Story) -> None:
    few = count_queries(story)
    more_units(story, 27)
    assert count_queries(story) == few


def remind_all(story: Story, clock: time_machine.Traveller, days: int) -> None:
    clock.move_to(NOW + timedelta(days=10 - days))
    call_command("send_reminders", verbosity=0)


@committed
def test_reminder_leaves_once_for_each_day_left(clock: time_machine.Traveller) -> None:
    story = make_story()
    declare(story)
    remind_all(story, clock, days=7)
    first = len(mail.outbox)
    assert first == 4
    assert {address for each in mail.outbox for address in each.to} == {
        *("officer@example.test", "head@example.test"),
        *("stranger@example.test", "other_head@example.test"),
    }
    call_command("send_reminders", verbosity=0)
    assert len(mail.outbox) == first
    remind_all(story, clock, days=6)
    assert len(mail.outbox) == first
    remind_all(story, clock, days=3)
    assert len(mail.outbox) == 2 * first


@committed
def test_letter_names_what_is_missing_the_minute_and_the_page(
    clock: time_machine.Traveller,
) -> None:
    story = make_story()
    declare(story)
    remind_all(story, clock, days=3)
    letter = next(each for each in mail.outbox if each.to == ["officer@example.test"])
    assert letter.subject == "Nhắc hạn tự chấm điểm: Sở Mẫu 1, còn 3 ngày"
    assert "khóa trên máy chủ lúc 09:00 ngày 02/12/2026" in letter.body
    assert "Mục có điểm mà chưa có tài liệu kiểm chứng: 1" in letter.body
    assert "1.3. " in letter.body
    assert "/hom-nay/" in letter.body
    assert "Sở Mẫu 2" not in letter.body


@committed
def test_who_has_sent_is_not_reminded(clock: time_machine.Traveller) -> None:
    story = make_story()
    sign_and_send(sheet_id=story.sheet().pk, version=1, user=story.head, accepts_gaps=True)
    remind_all(story, clock, days=7)
    assert {each.unit_id for each in Reminder.objects.all()} == {story.units[1].pk}


@committed
def test_letter_that_was_refused_is_tried_again(
    clock: time_machine.Traveller, settings: object, tmp_path: Path
) -> None:
    story = make_story()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    remind_all(story, clock, days=7)
    assert Reminder.objects.count() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_reminders", verbosity=0)
    assert Reminder.objects.count() == 4


@committed
def test_secretary_reminds_chosen_units_by_hand(clock: time_machine.Traveller) -> None:
    story = make_story()
    address = reverse("remind", args=[story.round.pk])
    chosen = {"unit": [story.units[0].pk]}
    assert signed_in(story.leader).post(address, chosen).status_code == 404
    assert signed_in(story.secretary).get(address).status_code == 405
    assert signed_in(story.secretary).post(address, chosen).status_code == 302
    assert {each.to[0] for each in mail.outbox} == {"officer@example.test", "head@example.test"}
    row = AuditRow.objects.get(verb="reminder.sent_by_hand")
    assert row.unit_id == story.units[0].pk
    assert signed_in(story.secretary).post(address, {"unit": []}).status_code == 422


@pytest.mark.parametrize("who", EVERYBODY)
def test_rounds_are_for_the_secretary(story: Story, who: str) -> None:
    wanted = 200 if who == "secretary" else 404
    for name, arguments in (("rounds", []), ("open_round", []), ("round", [story.round.pk])):
        assert status(story, who, reverse(name, args=arguments)) == wanted


def opening(**more: str) -> dict[str, str]:
    deadlines = {
        f"deadline-{kind}": (NOW + timedelta(days=10 * place)).strftime("%Y-%m-%dT%H:%M")
        for place, kind in enumerate(DeadlineKind, 1)
    }
    return {
        "year": "2027",
        "title": "Kỳ năm 2027",
        "remind_days": "5, 2",
        "set-0": "model/2026/department|department",
        "name-0": "Các sở",
        **deadlines,
        **more,
    }


def test_secretary_opens_a_round_from_the_form(story: Story) -> None:
    client = signed_in(story.secretary)
    left_out = {f"unit-{unit.pk}": "0" for unit in story.units[:2]}
    page = client.post(reverse("open_round"), opening(**left_out))
    opened = Round.objects.get(year=2027)
    assert page.status_code == 302
    assert (opened.title, opened.remind_days, opened.sheets.count()) == ("Kỳ năm 2027", [5, 2], 2)
    assert opened.blocks.get().name == "Các sở"
    assert client.get(reverse("round", args=[opened.pk])).status_code == 200


def test_refused_opening_keeps_what_was_typed(story: Story) -> None:
    wrong = opening(**{"deadline-council": "2026-01-01T10:00", "title": "Tên đã gõ"})
    page = signed_in(story.secretary).post(reverse("open_round"), wrong)
    assert page.status_code == 422
    assert "Tên đã gõ" in page.content.decode()
    assert "hạn sớm hơn bước" in page.content.decode()
    assert not Round.objects.filter(year=2027).exists()


def test_moving_a_deadline_and_a_step_takes_a_reason_and_the_page_that_is_current(
    story: Story,
) -> None:
    client, number = signed_in(story.secretary), story.round.pk
    asked = {"kind": "council", "at": "2027-12-01T17:00", "version": "1"}
    assert client.post(reverse("move_deadline", args=[number]), asked).status_code == 422
    asked["reason"] = "Hội đồng họp muộn"
    assert client.post(reverse("move_deadline", args=[number]), asked).status_code == 302
    assert client.post(reverse("move_deadline", args=[number]), asked).status_code == 422
    step = {"version": "2", "reason": "Các đơn vị đã gửi đủ"}
    assert client.post(reverse("advance_round", args=[number]), step).status_code == 302
    assert Round.objects.get(pk=number).phase == Phase.APPRAISAL_1


def test_secretary_reopens_one_component_of_one_unit(story: Story) -> None:
    client, address = signed_in(story.secretary), reverse("reopen", args=[story.round.pk])
    page = client.get(address, {"phieu": story.sheet().pk})
    assert "plan_issued" in page.content.decode()
    asked = {
        "sheet": story.sheet().pk,
        "component": "plan_issued",
        "kind": "self_score",
        "until": "2026-12-20T17:00",
        "reason": "Đơn vị bị mất điện",
    }
    assert client.post(address, asked).status_code == 302
    assert Reopening.objects.get().component == "plan_issued"
    text = client.get(reverse("round", args=[story.round.pk])).content.decode()
    assert "Đơn vị bị mất điện" in text
    assert signed_in(story.head).post(address, asked).status_code == 404


def test_set_is_replaced_only_after_its_report_was_shown(story: Story) -> None:
    client = signed_in(story.secretary)
    plan = reverse("plan_remap", args=[story.round.pk, "department"])
    assert client.get(plan).status_code == 200
    other = "766/2026/department"
    page = client.get(plan, {"bo": other})
    assert "Mục không còn" in page.content.decode()
    block = story.round.blocks.get()
    assert client.get(plan, {"bo": other}).status_code == 200
    assert story.round.blocks.get().rulebook_id == block.rulebook_id
    asked = {"version": "1", "bo": other, "reason": "Quyết định 766/QĐ-TTg"}
    act = reverse("replace_rulebook", args=[story.round.pk, "department"])
    assert signed_in(story.chair).post(act, asked).status_code == 404
    done = client.post(act, asked, follow=True)
    assert "Quyết định 766/QĐ-TTg" in done.content.decode()
    assert story.round.blocks.get().rulebook_id != block.rulebook_id


@pytest.mark.parametrize("who", EVERYBODY)
def test_gap_list_is_for_those_who_may_see_the_evidence(story: Story, who: str) -> None:
    declare(story)
    address = reverse("missing_evidence", args=[story.sheet().pk])
    may = {"officer", "head", "section", "appraiser", "secretary", "chair", "member", "auditor"}
    found = signed_in(story.people[who]).get(address)
    assert found.status_code == (200 if who in may else 404)
    if who in may:
        assert "Kế hoạch cải cách hành chính năm của sở" in found.content.decode()
    else:
        assert status(story, who, reverse("inspection_bundle", args=[story.sheet().pk])) == 404
        assert status(story, who, reverse("inspection_pdf", args=[story.sheet().pk])) == 404


def test_inspection_bundle_is_a_zip_and_its_document_a_pdf(story: Story) -> None:
    client = signed_in(story.head)
    archive = client.get(reverse("inspection_bundle", args=[story.sheet().pk]))
    assert b"".join(archive.streaming_content)[:2] == b"PK"
    document = client.get(reverse("inspection_pdf", args=[story.sheet().pk]))
    assert b"".join(document.streaming_content)[:5] == b"%PDF-"
    assert timezone.now() == NOW


def test_every_page_stands_after_a_set_was_replaced(lived: Story) -> None:
    replace_rulebook(
        round_id=lived.round.pk,
        version=Round.objects.get(pk=lived.round.pk).version,
        key="department",
        rulebook="766/2026/department",
        reason="Quyết định 766/QĐ-TTg",
        user=lived.secretary,
        until=NOW + timedelta(days=200),
    )
    sheet, number = lived.sheet().pk, lived.round.pk
    pages = (
        *(("head", name, sheet) for name in ("sheet", "sheet_signing", "sheet_report")),
        *(("head", name, sheet) for name in ("sheet_points", "missing_evidence", "sheet_workbook")),
        *(("secretary", name, number) for name in ("round", "round_progress", "round_results")),
        *((who, "today", None) for who in EVERYBODY),
        *(("auditor", "audit", None), ("appraiser", "appraisal", None)),
    )
    for who, name, key in pages:
        address = reverse(name, args=[] if key is None else [key])
        assert status(lived, who, address) == 200, (who, name)
