"""Pages of the appraisal and the explanation round, in the browser of each person."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.web.assessment.domain.appraisal import open_row
from parindex.web.assessment.domain.rounds import reopen
from parindex.web.assessment.domain.sheets import attach, save_row
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Explanation, Row, RowOpening, Ruling, Sheet
from parindex.web.assessment.queries.appraisal import lines_of_component
from parindex.web.evidence.domain import Metadata, add_document
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.assessment.process import declare, judge, move_to, send, sent
from tests.web.desk.lived import add_evidence
from tests.web.evidence.files import upload
from tests.web.story import NOW, Story, give_role, make_story


def browser(user: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def row_address(story: Story, unit: int = 0, name: str = "appraisal_row") -> str:
    """Return the address of `plan_issued` of a unit."""
    return reverse(name, args=[story.row("plan_issued", unit).pk])


def grid_address(story: Story, component: str = "plan_issued") -> str:
    """Return the address of the grid of a component."""
    return reverse("appraisal_component", args=[story.round.pk, component])


def line_of(page: str, unit: str) -> str:
    """Return the row of a unit in a grid as text."""
    lines = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    return next(re.sub(r"<[^>]+>", " ", line) for line in lines if unit in line)


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page takes."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# the lists


def test_appraiser_sees_components_and_units_with_what_is_left(story: Story) -> None:
    sent(story)
    page = browser(story.appraiser).get(reverse("appraisal")).text
    assert "Ban hành kế hoạch" in page
    assert "chưa gửi" in page
    assert "Thẩm định lần 1" in page


def test_narrow_appraiser_sees_only_what_is_assigned(story: Story) -> None:
    sent(story)
    client = browser(story.narrow_appraiser)
    page = client.get(reverse("appraisal")).text
    assert grid_address(story) in page
    assert grid_address(story, "reports_in_time") not in page
    assert client.get(grid_address(story, "reports_in_time")).status_code == 404
    assert "0 / 3" in line_of(page.split("Theo đơn vị")[1], "Sở Mẫu 1")


@pytest.mark.parametrize("who", ["officer", "head", "stranger", "secretary", "member", "leader"])
def test_others_find_no_appraisal(story: Story, who: str) -> None:
    sent(story)
    client = browser(story.people[who])
    for address in (grid_address(story), row_address(story)):
        assert client.get(address).status_code == 404
    assert client.post(row_address(story, name="appraisal_open")).status_code == 404
    page = client.get(reverse("appraisal")).text
    assert "Chưa được giao thẩm định trong kỳ đánh giá nào." in page


def test_grid_shows_the_scores_side_by_side_and_hides_drafts(story: Story) -> None:
    declare(story, unit=1)
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    page = browser(story.appraiser).get(grid_address(story)).text
    line = line_of(page, "Sở Mẫu 1")
    assert "0,25" in line
    assert "Thiếu tài liệu kiểm chứng" in line
    assert "khác tự chấm" in line
    draft = line_of(page, "Sở Mẫu 2")
    assert "0,25" not in draft
    assert "chưa ký gửi" in draft


def test_unit_of_the_appraiser_is_not_in_the_grid(story: Story) -> None:
    sent(story, 0, 1)
    give_role(story.appraiser, Role.VIEWER, story.units[0])
    client = browser(story.appraiser)
    page = client.get(grid_address(story)).text.split("<main")[1]
    assert "Sở Mẫu 1" not in page
    assert "Sở Mẫu 2" in page
    assert client.get(reverse("appraisal_unit", args=[story.sheet().pk])).status_code == 404
    assert "Sở Mẫu 1" not in client.get(reverse("appraisal")).text.split("<main")[1]


@pytest.mark.parametrize(
    ("name", "units"),
    [("open", ["Sở Mẫu 2"]), ("differs", ["Sở Mẫu 1"]), ("no_evidence", ["Sở Mẫu 2"])],
)
def test_grid_is_narrowed(story: Story, name: str, units: list[str]) -> None:
    add_evidence(story, 0)
    sent(story, 0, 1)
    judge(story, "0", "weak_evidence", "Văn bản chưa ký")
    page = browser(story.appraiser).get(grid_address(story), {"loc": name}).text
    assert re.findall(r"data-open>(Sở Mẫu \d)<", page) == units


def test_grid_says_what_changed_since_the_last_opening(
    story: Story, clock: time_machine.Traveller
) -> None:
    sent(story)
    row = story.row()
    open_row(row_id=row.pk, user=story.appraiser)
    (line, *_) = lines_of_component(story.round, "plan_issued", story.appraiser)
    assert not line.has_changed
    clock.shift(timedelta(minutes=5))
    Row.objects.filter(pk=row.pk).update(edited_at=NOW + timedelta(minutes=5))
    (line, *_) = lines_of_component(story.round, "plan_issued", story.appraiser)
    assert line.has_changed
    assert "changed" in line.tags


def test_same_document_of_two_units_is_shown(story: Story) -> None:
    for unit, user in enumerate([story.officer, story.stranger]):
        document = add_document(
            unit_id=story.units[unit].pk,
            metadata=Metadata(title="Kế hoạch chung"),
            user=user,
            file=upload("chung.pdf"),
        )
        attach(row_id=story.row(unit=unit).pk, document=document, user=user)
    sent(story, 0, 1)
    found = lines_of_component(story.round, "plan_issued", story.appraiser)
    assert [each.shared_with for each in found[:2]] == [("Sở Mẫu 2",), ("Sở Mẫu 1",)]
    assert "Cùng tài liệu với Sở Mẫu 2" in browser(story.appraiser).get(grid_address(story)).text


@pytest.mark.parametrize("place", ["grid", "list", "unit"])
def test_lists_take_as_many_queries_for_3_units_as_for_30(
    db: None, clock: time_machine.Traveller, place: str
) -> None:
    story = make_story(units=30)
    story.round.phase = Phase.APPRAISAL_1
    story.round.save()
    client = browser(story.appraiser)
    addresses = {
        "grid": grid_address(story),
        "list": reverse("appraisal"),
        "unit": reverse("appraisal_unit", args=[story.sheet().pk]),
    }
    sheets = Sheet.objects.filter(round=story.round)
    few = sheets.values_list("pk", flat=True)[:3]
    Row.objects.exclude(sheet__in=list(few)).update(is_active=False)
    sheets.update(state=SheetState.SENT, sent_at=NOW)
    before = queries_of(client, addresses[place])
    Row.objects.update(is_active=True)
    assert queries_of(client, addresses[place]) == before
    assert before < 30


# one row


def test_get_opens_nothing(story: Story) -> None:
    sent(story)
    client = browser(story.appraiser)
    page = client.get(row_address(story)).text
    assert "Mở mục này" in page
    assert 'name="points"' not in page
    assert not RowOpening.objects.exists()
    assert client.get(row_address(story, name="appraisal_open")).status_code == 405


def test_opened_row_shows_all_that_speaks_for_it_and_no_score(story: Story) -> None:
    add_evidence(story)
    sent(story)
    client = browser(story.appraiser)
    page = client.post(row_address(story, name="appraisal_open"), follow=True).text
    assert RowOpening.objects.get().user == story.appraiser
    assert 'name="points" inputmode="decimal" autocomplete="off" maxlength="20" value=""' in page
    assert not re.search(r'name="reason_code"[^>]*checked', page)
    assert "Kế hoạch ke-hoach.pdf" in page
    assert '<iframe class="evidence"' in page
    assert "Quy định chấm" in page


def test_score_is_saved_and_the_next_open_row_comes(story: Story) -> None:
    sent(story, 0, 1)
    client = browser(story.appraiser)
    client.post(row_address(story, name="appraisal_open"))
    said = {"version": "0", "points": "0,25", "reason_code": "agreed", "then": "next"}
    answer = client.post(row_address(story, name="appraisal_save"), said)
    assert answer.url == row_address(story, 1)
    assert Ruling.objects.get().points == Decimal("0.25")
    assert RowOpening.objects.filter(row=story.row(unit=1)).exists()
    done = client.post(row_address(story, 1, name="appraisal_save"), said)
    assert done.url == grid_address(story)


def test_next_row_of_one_unit_is_of_that_unit(story: Story) -> None:
    sent(story, 0, 1)
    client = browser(story.appraiser)
    answer = client.post(row_address(story, name="appraisal_next"), {"theo": "don-vi"})
    following = Row.objects.get(pk=answer.url.split("/")[-2])
    assert (following.sheet_id, following.component) == (story.sheet().pk, "plan_content")


def test_refused_score_stays_typed(story: Story) -> None:
    sent(story)
    client = browser(story.appraiser)
    client.post(row_address(story, name="appraisal_open"))
    said = {"version": "0", "points": "0,3", "reason_code": "late", "reason": "Ban hành muộn"}
    answer = client.post(row_address(story, name="appraisal_save"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "bội số" in page
    assert 'value="0,3"' in page
    assert "Ban hành muộn" in page
    assert re.search(r'value="late"[^>]*checked', page)


def test_second_appraiser_is_shown_both_scores(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    client = browser(story.narrow_appraiser)
    client.post(row_address(story, name="appraisal_open"))
    said = {"version": "0", "points": "0,25", "reason_code": "agreed"}
    answer = client.post(row_address(story, name="appraisal_save"), said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Người appraiser đã cho <b>0</b> điểm" in page
    assert 'name="version" value="1"' in page
    assert 'value="0,25"' in page


def test_corrected_facts_come_from_the_form(story: Story) -> None:
    sent(story)
    client = browser(story.appraiser)
    client.post(row_address(story, name="appraisal_open"))
    said = {
        "version": "0",
        "f-plan_timing": "on_time",
        "reason_code": "wrong_facts",
        "reason": "Văn bản đúng hạn",
    }
    page = client.post(row_address(story, name="appraisal_save"), said, follow=True).text
    assert Ruling.objects.get().points == Decimal("0.5")
    assert "Điều chỉnh" in page


def test_nothing_is_scored_in_the_explanation_round(story: Story) -> None:
    sent(story)
    judge(story)
    move_to(story, Phase.EXPLANATION)
    client = browser(story.appraiser)
    assert 'name="points"' not in client.get(row_address(story)).text
    said = {"version": "1", "points": "0", "reason_code": "late", "reason": "x"}
    assert client.post(row_address(story, name="appraisal_save"), said).status_code == 422
    assert Ruling.objects.get().points == Decimal("0.25")


# the unit's side


def test_unit_reads_nothing_of_the_appraisal_before_its_release(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Câu chỉ người thẩm định viết")
    client = browser(story.officer)
    address = reverse("explanations", args=[story.sheet().pk])
    for found in (address, reverse("sheet", args=[story.sheet().pk])):
        page = client.get(found).text
        assert "Câu chỉ người thẩm định viết" not in page
        assert "Thiếu tài liệu kiểm chứng" not in page
    move_to(story, Phase.EXPLANATION)
    assert "Câu chỉ người thẩm định viết" in client.get(address).text


@pytest.mark.parametrize("who", ["stranger", "other_head", "viewer", "appraiser", "nobody"])
def test_explanations_are_for_the_unit_alone(story: Story, who: str) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.EXPLANATION)
    client = browser(story.people[who])
    assert client.get(reverse("explanations", args=[story.sheet().pk])).status_code == 404
    answer = client.post(row_address(story, name="explain_row"), {"text": "x"})
    assert answer.status_code == 404
    assert not Explanation.objects.exists()


def test_unit_answers_and_the_head_sends(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.EXPLANATION)
    address = reverse("explanations", args=[story.sheet().pk])
    officer = browser(story.officer)
    assert "chờ giải trình" in officer.get(address).text
    said = {"row": str(story.row().pk), "agrees": "no", "text": ""}
    refused = officer.post(row_address(story, name="explain_row"), said)
    assert refused.status_code == 422
    officer.post(row_address(story, name="explain_row"), {**said, "text": "Văn bản số 5"})
    page = officer.get(address).text
    assert "Văn bản số 5" in page
    assert "chờ giải trình" not in page
    assert "Ký gửi giải trình" not in page
    sending = reverse("send_answers", args=[story.sheet().pk])
    assert officer.post(sending, {"version": "3"}).status_code == 404
    head = browser(story.head)
    assert "Ký gửi giải trình" in head.get(address).text
    head.post(sending, {"version": str(story.sheet().version)})
    assert story.sheet().explained_at == NOW


def test_unit_brings_a_row_before_the_council(story: Story) -> None:
    sent(story)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.COUNCIL)
    officer = browser(story.officer)
    assert (
        "Kiến nghị Hội đồng" in officer.get(reverse("explanations", args=[story.sheet().pk])).text
    )
    said = {"row": str(story.row().pk), "claim": "Đã có văn bản", "points": "0,3"}
    refused = officer.post(row_address(story, name="raise_case"), said)
    assert (refused.status_code, "Đã có văn bản" in refused.content.decode()) == (422, True)
    page = officer.post(
        row_address(story, name="raise_case"), {**said, "points": "0,25"}, follow=True
    )
    assert "Vụ việc số" in page.content.decode()


def test_row_reopened_and_changed_is_marked(story: Story) -> None:
    sent(story)
    reopen(
        sheet_id=story.sheet().pk,
        component="plan_issued",
        kind=DeadlineKind.SELF_SCORE,
        until=NOW + timedelta(days=1),
        reason="Sửa số liệu",
        user=story.secretary,
    )
    row = story.row()
    save_row(row_id=row.pk, version=row.version, facts={"plan_timing": "none"}, user=story.officer)
    page = browser(story.appraiser).get(grid_address(story)).text
    assert "sửa sau khi khóa" in page


def test_whole_round_of_one_row_is_side_by_side(story: Story) -> None:
    declare(story)
    send(story)
    move_to(story, Phase.APPRAISAL_1)
    judge(story, "0", "no_evidence", "Không có văn bản")
    move_to(story, Phase.APPRAISAL_2)
    judge(story, "0,5", "explained", "Đủ văn bản")
    page = browser(story.appraiser).get(row_address(story)).text
    table = page.split("sidebyside")[1].split("</table>")[0]
    assert re.findall(r'<td class="n">(?:<span[^>]*>)?([^<\s]+)', table) == [
        "0,25",
        "0",
        "0,5",
        "–",
        "–",
    ]
