"""Who may open which page of a sheet, what it shows, and that its queries never grow."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from parindex.web.assessment.domain.sections import assign_section
from parindex.web.assessment.domain.sheets import ask_exemption, attach, save_row
from parindex.web.assessment.enums import SheetState
from parindex.web.assessment.models import AutomaticValue, Row
from parindex.web.assessment.queries.sheets import sheet_page
from parindex.web.assessment.queries.sheets_states import RowState
from parindex.web.evidence.models import Document
from parindex.web.org.models import RoleAssignment
from tests.web.story import NOW, Story, make_story

HIDDEN = "số liệu không ai ngoài đơn vị được thấy"
INSIDERS = ["officer", "head", "section", "viewer"]
OTHERS = ["secretary", "chair", "member", "leader", "auditor", "appraiser"]
STRANGERS = ["stranger", "other_head", "surveyor", "administrator", "unit_administrator", "nobody"]


def enter(client: Client, story: Story, who: str) -> Client:
    """Sign a person in."""
    client.force_login(story.people[who])
    return client


def declare(story: Story, component: str = "plan_issued", **facts: str) -> Row:
    """Let the officer save facts into a row."""
    row = story.row(component)
    given = facts or {"plan_timing": "late"}
    save_row(row_id=row.pk, version=row.version, facts=given, note=HIDDEN, user=story.officer)
    return story.row(component)


def addresses(story: Story) -> dict[str, str]:
    """Return the pages of the first unit's sheet that only show."""
    sheet, row = story.sheet().pk, story.row().pk
    return {
        "sheet": f"/phieu/{sheet}/",
        "row": f"/phieu/{sheet}/muc/{row}/",
        "history": f"/phieu/{sheet}/muc/{row}/lich-su/",
        "signing": f"/phieu/{sheet}/ky-gui/",
        "report": f"/phieu/{sheet}/bao-cao/",
        "workbook": f"/phieu/{sheet}/xlsx/",
    }


PAGES = ["sheet", "row", "history", "signing", "report", "workbook"]


@pytest.mark.parametrize("who", [*INSIDERS, *OTHERS])
@pytest.mark.parametrize("page", PAGES)
def test_people_of_the_unit_and_the_council_open_every_page(
    client: Client, story: Story, page: str, who: str
) -> None:
    declare(story)
    answer = enter(client, story, who).get(addresses(story)[page])
    assert answer.status_code == 200
    if page in {"row", "history", "report", "signing"}:
        assert HIDDEN in answer.content.decode()


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", PAGES)
def test_to_strangers_no_page_of_the_sheet_exists(
    client: Client, story: Story, page: str, who: str
) -> None:
    declare(story)
    answer = enter(client, story, who).get(addresses(story)[page])
    assert answer.status_code == 404
    assert HIDDEN not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_sheet_asks_for_sign_in(client: Client, story: Story, page: str) -> None:
    answer = client.get(addresses(story)[page])
    assert answer.status_code == 302
    assert answer["location"].startswith("/dang-nhap/")


def test_a_row_is_not_found_under_the_sheet_of_another_unit(client: Client, story: Story) -> None:
    row = declare(story)
    stranger = enter(client, story, "stranger")
    for address in (f"muc/{row.pk}/", f"muc/{row.pk}/lich-su/"):
        assert stranger.get(f"/phieu/{story.sheet(1).pk}/{address}").status_code == 404


def test_narrow_appraiser_sees_only_the_rows_that_were_assigned(
    client: Client, story: Story
) -> None:
    declare(story)
    declare(story, "reports_in_time", reports_late_or_missing="1")
    answer = enter(client, story, "narrow_appraiser").get(addresses(story)["sheet"])
    shown = set(re.findall(r'id="muc-(\d+)"', answer.content.decode()))
    assert shown == {
        str(story.row(each).pk) for each in ("plan_issued", "plan_content", "plan_done")
    }
    hidden = story.row("reports_in_time").pk
    assert client.get(f"/phieu/{story.sheet().pk}/muc/{hidden}/").status_code == 404


def test_list_names_the_sheets_of_ones_own_unit_and_no_others(client: Client, story: Story) -> None:
    shown = enter(client, story, "officer").get("/phieu/").content.decode()
    assert "Sở Mẫu 1" in shown
    assert "Sở Mẫu 2" not in shown
    assert "0/57" in shown
    assert "còn 10 ngày" in shown


def test_sheet_says_deadline_sum_and_progress(client: Client, story: Story) -> None:
    declare(story)
    shown = enter(client, story, "officer").get(addresses(story)["sheet"]).content.decode()
    assert "Hạn tự chấm 09:00 ngày 02/12/2026" in shown
    assert '<output id="tong">0,25</output>' in shown
    assert '<output id="xong">1</output> <small>/ 57' in shown


@pytest.mark.parametrize("page", ["sheet", "signing", "report"])
def test_what_nobody_has_declared_is_not_zero(client: Client, story: Story, page: str) -> None:
    shown = enter(client, story, "officer").get(addresses(story)[page]).content.decode()
    figures = re.findall(r"<output[^>]*>([^<]*)</output> /|<td class=\"n\">([^<]*)</td>", shown)
    assert "0" not in {each for pair in figures for each in pair}
    assert "<b>0</b>" not in shown
    assert ">0 <small>/ 66" not in shown


def test_sum_on_the_page_is_the_sum_of_the_engine(story: Story) -> None:
    row = declare(story, "staff_within_quota", staff_over_quota="0")
    saved = save_row(
        row_id=story.row("harassment").pk,
        version=1,
        facts={"harassment_cases": "1"},
        user=story.officer,
    )
    page = sheet_page(story.sheet(), story.officer)
    assert row.self_points == Decimal(1)
    assert page.known == saved.known
    assert page.most == Decimal(66)
    assert page.waiting == Decimal(34)


def test_only_what_was_assigned_is_open_to_a_section_contributor(
    client: Client, story: Story
) -> None:
    shown = enter(client, story, "section").get(addresses(story)["sheet"]).content.decode()
    fields = set(re.findall(r'data-field="(\d+)"', shown))
    assert fields == {str(story.row(each).pk) for each in ("plan_issued", "plan_content")}
    assert "không thuộc phần anh chị phụ trách" in shown


@pytest.mark.parametrize("who", ["head", "viewer", "secretary", "leader", "auditor", "appraiser"])
def test_readers_see_no_field_to_type_into(client: Client, story: Story, who: str) -> None:
    shown = enter(client, story, who).get(addresses(story)["sheet"]).content.decode()
    assert "data-field=" not in shown
    assert "Lưu mục" not in shown


def test_survey_rows_have_no_field_for_anybody(client: Client, story: Story) -> None:
    shown = enter(client, story, "officer").get(addresses(story)["sheet"]).content.decode()
    row = story.row("head_survey").pk
    assert f'id="muc-{row}"' in shown
    assert f'data-field="{row}"' not in shown
    assert "Điểm do khảo sát" in shown


def test_after_the_deadline_the_page_says_why_and_offers_no_field(
    client: Client, story: Story, clock: time_machine.Traveller
) -> None:
    declare(story)
    clock.move_to(NOW + timedelta(days=10))
    shown = enter(client, story, "officer").get(addresses(story)["sheet"]).content.decode()
    assert "data-field=" not in shown
    assert "Đã hết hạn lúc 09:00 ngày 02/12/2026" in shown


def test_difference_from_a_system_is_marked_and_asks_for_a_reason(
    client: Client, story: Story
) -> None:
    AutomaticValue.objects.create(
        sheet=story.sheet(),
        fact="dossiers_finished",
        value="654",
        source="Hệ thống một cửa",
        as_of=timezone.localdate(),
    )
    row = declare(
        story,
        "dossiers_on_time",
        has_dossiers="yes",
        dossiers_finished="660",
        dossiers_finished_on_time="650",
    )
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/"
    shown = enter(client, story, "officer").get(address).content.decode()
    assert "chênh lệch chưa giải thích" in shown
    assert "hệ thống <b>654</b>" in shown
    save_row(
        row_id=row.pk,
        version=row.version,
        facts={},
        difference_note="Tính cả hồ sơ giấy.",
        user=story.officer,
    )
    assert "chênh lệch chưa giải thích" not in client.get(address).content.decode()


def test_a_fact_of_another_row_is_only_read_and_leads_there(client: Client, story: Story) -> None:
    home = declare(story, "dossiers_on_time", has_dossiers="no")
    row = story.row("dossiers_online")
    shown = enter(client, story, "officer").get(f"/phieu/{story.sheet().pk}/muc/{row.pk}/")
    text = shown.content.decode()
    assert "khai ở mục 13.1" in text
    assert f'href="#muc-{home.pk}"' in text
    assert 'name="fact:has_dossiers"' not in text


def test_states_of_rows_are_told_apart(story: Story) -> None:
    declare(story)
    declare(story, "plan_done", plan_tasks_done="5")
    declare(story, "dossiers_on_time", has_dossiers="no")
    declare(story, "offices_inspected", offices_inspected="0", offices_all="0")
    asked = story.row("initiatives")
    ask_exemption(row_id=asked.pk, reason="Đơn vị mới thành lập.", user=story.officer)
    page = sheet_page(story.sheet(), story.officer)
    states = {line.row.component: line.state for line in page.rows}
    assert states["plan_issued"] is RowState.DONE
    assert states["plan_done"] is RowState.PARTLY
    assert states["plan_content"] is RowState.EMPTY
    assert states["dossiers_on_time"] is RowState.NONE_AROSE
    assert states["offices_inspected"] is RowState.UNDECIDED
    assert states["initiatives"] is RowState.ASKED
    assert states["head_survey"] is RowState.SURVEY
    assert states["total_766"] is RowState.GIVEN
    assert page.progress.done == 5  # 31.2 reads what 13.1 declares


def test_row_says_rule_source_evidence_and_why_it_has_its_points(
    client: Client, story: Story
) -> None:
    row = declare(story, "plan_done", plan_tasks_done="18", plan_tasks="20")
    shown = enter(client, story, "officer").get(f"/phieu/{story.sheet().pk}/muc/{row.pk}/")
    text = shown.content.decode()
    assert "Đến 70% được 0 điểm" in text
    assert "Khối sở, ban, ngành, mục 1.3" in text
    assert "Báo cáo kết quả thực hiện công tác cải cách hành chính năm" in text
    assert "1,33 trên 2 điểm, mất 0,67 điểm." in text
    assert "Tỷ lệ đạt được: 90%." in text


def test_history_says_who_changed_what_from_what_to_what(client: Client, story: Story) -> None:
    declare(story)
    row = declare(story, plan_timing="none")
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/lich-su/"
    shown = enter(client, story, "officer").get(address).content.decode()
    assert "Người officer (officer)" in shown
    assert "<del>0,25</del> → <ins>0</ins>" in shown
    assert shown.index("<del>0,25</del>") < shown.index("<ins>0,25</ins>")


def test_history_keeps_the_appraisal_of_others_to_itself(client: Client, story: Story) -> None:
    from django.db import transaction  # noqa: PLC0415  only here

    from parindex.web.assessment.domain.sheets import audit_row  # noqa: PLC0415

    row = declare(story)
    with transaction.atomic():
        audit_row("row.appraised", row, user=story.appraiser, new={"points": "0"}, reason=HIDDEN)
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/lich-su/"
    shown = enter(client, story, "officer").get(address).content.decode()
    assert "Người appraiser" not in shown
    assert shown.count(HIDDEN) == 1


def document(story: Story, title: str = "Kế hoạch 12") -> Document:
    """Put a document into the unit's bank."""
    return Document.objects.create(
        unit=story.units[0],
        title=title,
        plain=title.lower(),
        created_by=story.officer,
        created_at=timezone.now(),
    )


def test_evidence_is_attached_and_taken_off_from_the_row(client: Client, story: Story) -> None:
    row, kept = declare(story), document(story)
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/"
    officer = enter(client, story, "officer")
    shown = officer.post(f"{address}dinh-kem/", {"document": kept.pk}, follow=True)
    assert "Đã đính kèm vào mục 1.1." in shown.content.decode()
    attached = row.attachments.get()
    assert "thiếu minh chứng" not in officer.get(address).content.decode()
    officer.post(f"{address}go/", {"attachment": attached.pk})
    assert row.attachments.get().taken_off_at is not None


def test_documents_of_a_bank_stay_hidden_from_whoever_may_not_see_evidence(
    client: Client, story: Story
) -> None:
    row = declare(story)
    attach(row_id=row.pk, document=document(story, HIDDEN), user=story.officer)
    save_row(row_id=row.pk, version=row.version, facts={}, note="", user=story.officer)
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/"
    assert HIDDEN not in enter(client, story, "leader").get(address).content.decode()


@pytest.mark.parametrize("who", ["stranger", "viewer", "head", "secretary", "nobody"])
@pytest.mark.parametrize("act", ["luu/", "dinh-kem/", "go/", "de-nghi/", "rut-de-nghi/"])
def test_nobody_else_writes_into_a_row(client: Client, story: Story, act: str, who: str) -> None:
    may_too = {("head", "dinh-kem/"), ("head", "go/"), ("head", "de-nghi/")}
    row = declare(story)
    said = {"version": 2, "fact:plan_timing": "none", "document": document(story).pk, "reason": "x"}
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/{act}"
    answer = enter(client, story, who).post(address, said)
    if (who, act) not in may_too | {("head", "rut-de-nghi/")}:
        assert answer.status_code == 404
        assert not row.attachments.exists()
        assert story.row().exemption == ""
    assert story.row().facts == {"plan_timing": "late"}


@pytest.mark.parametrize(
    "act", ["muc/{row}/luu/", "trinh/", "ky/", "tra-lai/", "da-xem/", "phan-cong/luu/"]
)
def test_nothing_changes_by_get(client: Client, story: Story, act: str) -> None:
    address = f"/phieu/{story.sheet().pk}/{act.format(row=story.row().pk)}"
    assert enter(client, story, "head").get(address).status_code == 405


def test_an_exemption_is_asked_for_with_a_reason_and_taken_back(
    client: Client, story: Story
) -> None:
    row = story.row("initiatives")
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/"
    officer = enter(client, story, "officer")
    assert officer.post(f"{address}de-nghi/", {"reason": " "}).status_code == 422
    officer.post(f"{address}de-nghi/", {"reason": "Mới thành lập."})
    assert story.row("initiatives").exemption == "asked"
    officer.post(f"{address}rut-de-nghi/")
    assert story.row("initiatives").exemption == ""


def test_head_sees_what_changed_since_the_last_look(
    client: Client, story: Story, clock: time_machine.Traveller
) -> None:
    declare(story)
    head = enter(client, story, "head")
    signing = addresses(story)["signing"]
    assert "Người officer" in head.get(signing).content.decode()
    clock.move_to(NOW + timedelta(minutes=1))
    head.post(f"/phieu/{story.sheet().pk}/da-xem/")
    clock.move_to(NOW + timedelta(minutes=2))
    assert "Chưa có thay đổi nào." in head.get(signing).content.decode()
    declare(story, plan_timing="none")
    assert "<del>0,25</del>" in head.get(signing).content.decode()


def test_from_draft_to_sent_with_one_return(client: Client, story: Story) -> None:
    declare(story)
    base = f"/phieu/{story.sheet().pk}/"

    def post(act: str, **said: Any) -> int:
        return client.post(f"{base}{act}/", {"version": story.sheet().version, **said}).status_code

    enter(client, story, "officer")
    assert post("trinh") == 302
    assert post("ky") == 404
    enter(client, story, "head")
    assert post("tra-lai", reason=" ") == 422
    assert post("tra-lai", reason="Bổ sung mục 1.2.") == 302
    assert story.sheet().state == SheetState.DRAFT
    assert post("ky") == 422
    answer = client.post(
        f"{base}ky/", {"version": story.sheet().version, "accepts_gaps": "yes"}, follow=True
    )
    assert story.sheet().state == SheetState.SENT
    assert "Đã ký gửi" in answer.content.decode()
    assert post("ky", accepts_gaps="yes") == 423


def test_signing_page_lists_gaps_and_obstacles(client: Client, story: Story) -> None:
    declare(story)
    shown = enter(client, story, "head").get(addresses(story)["signing"]).content.decode()
    assert "56 mục chưa có điểm" in shown
    assert "1 mục chưa có minh chứng" in shown
    assert 'name="accepts_gaps"' in shown


def test_report_has_table_explanations_difficulties_and_proposals(
    client: Client, story: Story
) -> None:
    row = declare(story)
    attach(row_id=row.pk, document=document(story), user=story.officer)
    declare(story, "reports_in_time", reports_late_or_missing="1")
    address = addresses(story)["report"]
    officer = enter(client, story, "officer")
    version = story.sheet().version
    officer.post(
        f"{address}noi-dung/",
        {"version": version, "difficulties": "Thiếu máy quét.", "proposals": "Cấp kinh phí."},
    )
    shown = officer.get(address).content.decode()
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ MẪU 1",
        "Điểm tối đa",
        "Điểm tự đánh giá",
        "Tài liệu kiểm chứng",
        "Ghi chú / giải trình",
        "Kế hoạch 12",
        "ĐTXHH",
        "Thiếu máy quét.",
        "Cấp kinh phí.",
        "Nơi nhận:",
    ):
        assert said in shown
    assert shown.count("<h2>I") == 3
    explained = shown[shown.index("<h2>II.") : shown.index("<h2>III.")]
    assert "2.1. Báo cáo định kỳ" in explained
    assert "chưa có tài liệu kiểm chứng" in explained
    assert "1.1. Ban hành" not in explained


def test_report_invents_no_number_date_or_signature(client: Client, story: Story) -> None:
    shown = enter(client, story, "officer").get(addresses(story)["report"]).content.decode()
    paper = shown[shown.index('class="paper"') : shown.index("</article>")]
    assert re.search(r"Số: <span class=\"blank\"></span>/BC-<span", paper)
    assert re.search(r"ngày <span class=\"blank tiny\"></span> tháng <span", paper)
    assert "Người head" not in paper


def test_head_and_officer_assign_parts_and_others_may_not(client: Client, story: Story) -> None:
    address = f"/phieu/{story.sheet().pk}/phan-cong/"
    said = {"person": story.viewer.pk, "seen": "", "components": ["annual_plan"]}
    for who in ("stranger", "section", "viewer", "secretary", "nobody"):
        other = enter(client, story, who)
        assert other.get(address).status_code == 404
        assert other.post(f"{address}luu/", said).status_code == 404
    assert not RoleAssignment.objects.filter(user=story.viewer, components=["annual_plan"]).exists()
    officer = enter(client, story, "officer")
    assert officer.get(f"{address}?nguoi={story.viewer.pk}").status_code == 200
    officer.post(f"{address}luu/", said)
    assert RoleAssignment.objects.filter(user=story.viewer, components=["annual_plan"]).exists()


@pytest.mark.parametrize("page", ["sheet", "row", "history", "signing", "report"])
def test_queries_do_not_grow_with_what_is_declared(
    client: Client, story: Story, page: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    officer, address = enter(client, story, "officer"), addresses(story)[page]
    attach(row_id=declare(story).pk, document=document(story), user=story.officer)
    officer.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        officer.get(address)
    declare(story, "plan_done", plan_tasks_done="18", plan_tasks="20")
    declare(story, "reports_in_time", reports_late_or_missing="1")
    declare(story, plan_timing="none")
    for place in range(5):
        more = document(story, f"Tài liệu {place}")
        attach(row_id=story.row().pk, document=more, user=story.officer)
        attach(row_id=story.row("plan_done").pk, document=more, user=story.officer)
    assign_section(
        sheet_id=story.sheet().pk,
        person_id=story.viewer.pk,
        components=["annual_plan"],
        seen=None,
        user=story.officer,
    )
    with django_assert_num_queries(len(few)):
        officer.get(address)


def test_queries_of_a_list_do_not_grow_with_sheets(
    client: Client, db: None, clock: time_machine.Traveller, django_assert_num_queries: Any
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from tests.web.story import give_role  # noqa: PLC0415

    story = make_story(units=3)
    officer = enter(client, story, "officer")
    officer.get("/phieu/")
    with CaptureQueriesContext(connection) as one:
        officer.get("/phieu/")
    for unit in story.units[1:]:
        give_role(story.officer, "unit_officer", unit)
    with django_assert_num_queries(len(one)):
        shown = officer.get("/phieu/").content.decode()
    assert shown.count("0/57") == 3


def test_last_year_stands_beside_this_year(client: Client, story: Story) -> None:
    from parindex.web.assessment.models import Round, Ruling, Sheet  # noqa: PLC0415

    row = declare(story, "plan_done", plan_tasks_done="18", plan_tasks="20")
    now = story.sheet()
    before = Round.objects.create(
        province=story.province,
        year=2025,
        title="Kỳ 2025",
        opened_by=story.secretary,
        opened_at=timezone.now(),
    )
    block = now.round_block
    block.pk, block.round = None, before
    block.save()
    old = Sheet.objects.create(round=before, round_block=block, unit=story.units[0])
    kept = story.row("plan_done")
    kept.pk, kept.sheet = None, old
    kept.facts = {"plan_tasks_done": "15", "plan_tasks": "16"}
    kept.self_points, kept.self_status = Decimal("1.58"), "scored"
    kept.save()
    Ruling.objects.create(
        row=kept,
        stage="council",
        status="scored",
        points=Decimal("1.5"),
        by=story.chair,
        at=timezone.now(),
    )
    address = f"/phieu/{story.sheet().pk}/muc/{row.pk}/"
    shown = enter(client, story, "officer").get(address).content.decode()
    assert "Năm 2025" in shown
    assert "Tự chấm <b>1,58</b>, kết quả <b>1,5</b> / 2" in shown
    assert 'class="before"><small class="only-narrow">Năm trước </small>16' in shown


def test_page_of_a_sheet_weighs_little(client: Client, story: Story) -> None:
    answer = enter(client, story, "officer").get(
        addresses(story)["sheet"], headers={"accept-encoding": "gzip"}
    )
    assert answer["content-encoding"] == "gzip"
    assert len(answer.content) < 60_000
