"""What a browser sends while a sheet is filled, and what it hears: saved, stale, locked, wrong."""

from __future__ import annotations

import json
import unicodedata
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from parindex.web.assessment.domain.sheets import attach, save_row
from parindex.web.assessment.models import Row
from parindex.web.common.models import AuditRow
from parindex.web.evidence.models import Document
from tests.web.story import NOW, Story, give_role

QUERIES_OF_A_TEST = 2
"""The sheet and the row that `send` reads first, to know the version."""
QUERIES_OF_A_SAVE = 19
"""Session and person 2, savepoint 2, lock and rights 4, sheet 2, ledger 4, log 3, page 2."""
QUERIES_OF_A_SCORE = 4
"""The ledger of a row, when its score is another."""


def send(client: Client, story: Story, component: str = "plan_issued", **said: Any) -> HttpResponse:
    """Send a change as the page's script does."""
    row = story.row(component)
    body = {"person": story.officer.pk, "version": row.version, "facts": {}, **said}
    return client.post(
        f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/",
        json.dumps(body),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def document(story: Story, place: int) -> Document:
    """Put a document into the unit's bank."""
    return Document.objects.create(
        unit=story.units[0],
        title=f"Tài liệu {place}",
        plain=f"tai lieu {place}",
        created_by=story.officer,
        created_at=NOW,
    )


@pytest.fixture
def officer(client: Client, story: Story) -> Client:
    """Return the browser of the unit's officer."""
    client.force_login(story.officer)
    return client


def test_a_save_tells_points_sum_and_progress(officer: Client, story: Story) -> None:
    told = send(officer, story, facts={"plan_timing": "late"}, request="a1").json()
    assert (told["version"], told["at"], told["sum"], told["done"]) == (2, "09:00", "0,25", 1)
    assert told["rows"] == [
        {
            "id": story.row().pk,
            "state": "done",
            "words": "đã kê khai",
            "points": "0,25",
            "differs": {},
            "lacks": True,
            "values": {"plan_timing": "late"},
        }
    ]
    shares = {each["key"]: (each["done"], each["points"]) for each in told["progress"]}
    assert shares["direction"] == (1, "0,25")
    assert shares["annual_plan"] == (1, "0,25")
    assert shares["reports"] == (0, "–")


def test_a_save_tells_of_every_row_whose_score_hangs_on_it(officer: Client, story: Story) -> None:
    told = send(officer, story, "dossiers_on_time", facts={"has_dossiers": "no"}).json()
    ids = {each["id"] for each in told["rows"]}
    assert ids == {story.row("dossiers_on_time").pk, story.row("dossiers_online").pk}


def test_a_save_asks_the_database_a_fixed_number_of_times(
    officer: Client, story: Story, django_assert_num_queries: Any
) -> None:
    save = partial(send, officer, story)
    save(facts={"plan_timing": "late"})  # what a process reads once is read now
    with django_assert_num_queries(QUERIES_OF_A_TEST + QUERIES_OF_A_SAVE):
        save(facts={"plan_timing": "none"})
    for place in range(3):
        attach(row_id=story.row().pk, document=document(story, place), user=story.officer)
    with django_assert_num_queries(QUERIES_OF_A_TEST + QUERIES_OF_A_SAVE):
        save(facts={"plan_timing": "late"})
    with django_assert_num_queries(QUERIES_OF_A_TEST + QUERIES_OF_A_SAVE - QUERIES_OF_A_SCORE):
        save(note="Cùng một điểm.")


def test_only_changed_facts_are_written(officer: Client, story: Story) -> None:
    send(officer, story, "plan_done", facts={"plan_tasks_done": "18"})
    send(officer, story, "plan_done", facts={"plan_tasks": "20"}, note="Theo báo cáo.")
    row = story.row("plan_done")
    assert row.facts == {"plan_tasks_done": "18", "plan_tasks": "20"}
    assert row.note == "Theo báo cáo."


def test_second_of_two_people_is_told_both_values(officer: Client, story: Story) -> None:
    row = story.row("plan_done")
    save_row(row_id=row.pk, version=1, facts={"plan_tasks_done": "17"}, user=story.officer)
    answer = send(
        officer, story, "plan_done", version=1, facts={"plan_tasks_done": "18"}, note="Của tôi"
    )
    told = answer.json()
    assert (answer.status_code, told["version"], told["who"]) == (409, 2, "Người officer")
    assert told["when"] == "09:00 ngày 22/11/2026"
    fact, note = told["values"]
    assert (fact["mine"], fact["theirs"]) == ("18", "17")
    assert (note["label"], note["mine"], note["theirs"]) == ("Ghi chú", "Của tôi", "–")
    assert told["stored"] == {
        "fact:plan_tasks_done": "17",
        "fact:plan_tasks": "",
        "note": "",
        "difference_note": "",
    }
    assert story.row("plan_done").facts == {"plan_tasks_done": "17"}


def test_choosing_mine_saves_it_over_theirs(officer: Client, story: Story) -> None:
    send(officer, story, facts={"plan_timing": "late"})
    told = send(officer, story, version=1, facts={"plan_timing": "none"}).json()
    send(officer, story, version=told["version"], facts={"plan_timing": "none"})
    assert story.row().facts == {"plan_timing": "none"}
    written = AuditRow.objects.filter(verb="row.saved").order_by("id").last()
    assert written.old["facts"] == {"plan_timing": "late"}


def test_without_script_both_values_stand_on_a_page_with_two_ways_on(
    officer: Client, story: Story
) -> None:
    send(officer, story, facts={"plan_timing": "late"})
    row = story.row()
    address = f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/"
    answer = officer.post(address, {"version": 1, "fact:plan_timing": "none"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Giữ của tôi" in shown
    assert "Lấy của Người officer" in shown
    assert 'name="fact:plan_timing" value="none"' in shown
    officer.post(address, {"version": 2, "fact:plan_timing": "none"})
    assert story.row().facts == {"plan_timing": "none"}


def test_a_form_without_script_saves_and_leads_back_to_its_row(
    officer: Client, story: Story
) -> None:
    row = story.row("plan_done")
    address = f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/"
    said = {"version": 1, "fact:plan_tasks_done": "18", "fact:plan_tasks": "20"}
    answer = officer.post(address, said)
    assert answer["location"] == f"/phieu/{row.sheet_id}/#muc-{row.pk}"
    answer = officer.post(address, {"version": 2, "note": "Ghi chú", "from": "row"})
    assert answer["location"] == f"/phieu/{row.sheet_id}/muc/{row.pk}/"
    assert story.row("plan_done").facts == {"plan_tasks_done": "18", "plan_tasks": "20"}
    assert story.row("plan_done").note == "Ghi chú"


def test_late_by_a_second_is_locked_and_says_what_is_kept(
    officer: Client, story: Story, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW + timedelta(days=10))
    officer.force_login(story.officer)
    answer = send(officer, story, facts={"plan_timing": "late"})
    told = answer.json()
    assert answer.status_code == 423
    assert "Đã hết hạn lúc 09:00 ngày 02/12/2026" in told["what"]
    assert told["kept"] == "Những gì đã lưu vẫn còn nguyên."
    assert "mở lại" in told["fix"]
    assert story.row().facts == {}


@pytest.mark.parametrize(
    ("component", "facts", "said"),
    [
        ("plan_done", {"plan_tasks": "1.234"}, "«1.234» không đọc được"),
        ("plan_done", {"plan_tasks": "-1"}, "«-1» không đọc được"),
        ("plan_issued", {"plan_timing": "mai"}, "«mai» không đọc được"),
        ("plan_issued", {"sipas_percent": "99"}, "số liệu này không khai ở mục này"),
        ("plan_done", {"plan_tasks": "5", "plan_tasks_done": "6"}, "lớn hơn tổng số"),
    ],
)
def test_a_wrong_figure_is_refused_in_words(
    officer: Client, story: Story, component: str, facts: dict[str, str], said: str
) -> None:
    answer = send(officer, story, component, facts=facts)
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert said in problem["what"]
    assert problem["fix"]
    assert story.row(component).facts == {}


def test_a_unit_does_not_answer_its_own_survey(officer: Client, story: Story) -> None:
    answer = send(officer, story, "sipas", facts={"sipas_percent": "99"})
    assert answer.status_code == 422
    assert story.row("sipas").facts == {}


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"facts": 5, "version": 1}', '{"facts": {"plan_timing": 5}}', "{}"]
)
def test_an_unreadable_body_is_refused_and_writes_nothing(
    officer: Client, story: Story, body: str
) -> None:
    row = story.row()
    answer = officer.post(
        f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/",
        body,
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422
    assert story.row().version == 1


def test_what_one_person_typed_is_not_saved_as_anothers(client: Client, story: Story) -> None:
    give_role(story.viewer, "unit_officer", story.units[0])
    client.force_login(story.viewer)
    answer = send(client, story, facts={"plan_timing": "late"})
    assert answer.status_code == 403
    assert "tài khoản khác" in answer.json()["what"]
    assert story.row().facts == {}


def test_a_lost_answer_sent_again_changes_nothing_twice(officer: Client, story: Story) -> None:
    first = send(officer, story, version=1, facts={"plan_timing": "late"}, request="r1")
    again = send(officer, story, version=1, facts={"plan_timing": "late"}, request="r1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["version"] == 2
    assert AuditRow.objects.filter(verb="row.saved").count() == 1


@pytest.mark.parametrize("who", ["stranger", "head", "viewer", "secretary", "appraiser", "nobody"])
def test_for_all_others_the_row_does_not_exist(client: Client, story: Story, who: str) -> None:
    client.force_login(story.people[who])
    answer = send(client, story, person=story.people[who].pk, facts={"plan_timing": "late"})
    assert answer.status_code == 404
    assert Row.objects.exclude(facts={}).count() == 0


def test_a_section_contributor_saves_what_is_assigned_and_nothing_else(
    client: Client, story: Story
) -> None:
    client.force_login(story.section)
    said = {"person": story.section.pk}
    assert send(client, story, facts={"plan_timing": "late"}, **said).status_code == 200
    answer = send(client, story, "plan_done", facts={"plan_tasks": "1"}, **said)
    assert answer.status_code == 404


def test_without_a_token_nothing_is_written(story: Story) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(story.officer)
    assert send(strict, story, facts={"plan_timing": "late"}).status_code == 403
    assert story.row().facts == {}


def test_letters_are_stored_composed_and_without_nul(officer: Client, story: Story) -> None:
    row = story.row("plan_issued")
    note = unicodedata.normalize("NFD", "Kế hoạch đề ra") + "\x00"
    officer.post(f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/", {"version": "1", "note": note})
    assert story.row("plan_issued").note == "Kế hoạch đề ra"


@pytest.mark.parametrize("version", ["9" * 5000, "²", ""])
def test_senseless_version_is_refused_in_words(officer: Client, story: Story, version: str) -> None:
    row = story.row("plan_issued")
    answer = officer.post(f"/phieu/{row.sheet_id}/muc/{row.pk}/luu/", {"version": version})
    assert answer.status_code == 422
