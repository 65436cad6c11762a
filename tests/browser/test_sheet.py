"""A unit fills its sheet in a real browser: by keyboard, offline, two at once, on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, Route, expect

from .round_site import RoundSite
from .test_accessibility import LOOKS, RULES
from .test_journeys import OVERFLOW

READ = """
import json
from parindex.web.assessment.models import Row
print(json.dumps(Row.objects.get(pk={row}).facts))
"""
FIRST_PAGE = 150 * 1024
PASTE = """([field, text]) => {
  const data = new DataTransfer(); data.setData('text/plain', text);
  field.dispatchEvent(new ClipboardEvent("paste",
    {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def field(page: Page, site: RoundSite, component: str, fact: str, unit: int = 0) -> Locator:
    """Return the field of a fact."""
    return page.locator(f"#o-{site.row(component, unit)}-{fact}")


def stored(site: RoundSite, component: str, unit: int = 0) -> dict[str, str | bool]:
    """Return what the server keeps of a row."""
    return json.loads(site.manage(READ.format(row=site.row(component, unit))))


def state(page: Page) -> Locator:
    """Return the place that tells how saving stands."""
    return page.locator("#luu")


def test_a_row_is_filled_by_keyboard_alone(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet())
    page.keyboard.press("/")
    expect(page.locator("#tim-muc")).to_be_focused()
    page.keyboard.type("muc do hoan thanh ke hoach")
    page.keyboard.press("Enter")
    done = field(page, round_site, "plan_done", "plan_tasks_done")
    expect(done).to_be_focused()
    page.keyboard.type("18")
    page.keyboard.press("Enter")
    expect(field(page, round_site, "plan_done", "plan_tasks")).to_be_focused()
    page.keyboard.type("20")
    page.keyboard.press("ArrowUp")
    expect(done).to_be_focused()
    line = page.locator(f"#muc-{round_site.row('plan_done')}")
    expect(line.locator(".got")).to_have_text("1,33")
    expect(line.locator(".state")).to_have_text("đã kê khai")
    expect(state(page)).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d$"))
    page.keyboard.press("Escape")
    expect(line).to_be_focused()
    expect(page.locator(".sheet-panel")).to_contain_text("1,33 trên 2 điểm")
    assert stored(round_site, "plan_done") == {"plan_tasks": "20", "plan_tasks_done": "18"}


def test_an_answer_is_chosen_by_its_first_letter(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet())
    first = field(page, round_site, "plan_content", "plan_covers_all_fields")
    first.focus()
    page.keyboard.type("c")
    page.keyboard.press("ArrowDown")
    expect(field(page, round_site, "plan_content", "plan_names_products")).to_be_focused()
    expect(state(page)).to_contain_text("Đã lưu")
    expect(first).to_have_value("yes")


def test_typed_without_network_is_kept_and_sent_when_it_is_back(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    page.context.set_offline(True)
    field(page, round_site, "drafts_in_time", "drafts_assigned").fill("7")
    field(page, round_site, "texts_lawful", "texts_found_unlawful").fill("0")
    field(page, round_site, "reviewed_texts_handled", "reviewed_texts_to_handle").fill("4")
    expect(state(page)).to_have_text("Đang chờ mạng: 3 mục")
    assert stored(round_site, "texts_lawful") == {}
    page.context.set_offline(False)
    expect(state(page)).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d$"))
    assert stored(round_site, "drafts_in_time") == {"drafts_assigned": "7"}
    assert stored(round_site, "texts_lawful") == {"texts_found_unlawful": "0"}


def test_the_queue_survives_a_closed_page(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    page.route("**/luu/", lambda route: route.abort())
    field(page, round_site, "monitoring_followed_up", "monitoring_results").fill("9")
    expect(state(page)).to_have_text("Đang chờ mạng: 1 mục")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.route("**/luu/", lambda route: route.abort())
    again.goto(round_site.sheet())
    kept = field(again, round_site, "monitoring_followed_up", "monitoring_results")
    expect(kept).to_have_value("9")
    expect(state(again)).to_have_text("Đang chờ mạng: 1 mục")
    again.unroute("**/luu/")
    expect(state(again)).to_contain_text("Đã lưu", timeout=20_000)
    assert stored(round_site, "monitoring_followed_up") == {"monitoring_results": "9"}


def test_leaving_with_unsent_values_is_warned_of(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.route("**/luu/", lambda route: route.abort())
    number = field(page, round_site, "petitions_answered", "petitions")
    number.click()
    number.fill("3")
    expect(state(page)).to_have_text("Đang chờ mạng: 1 mục")
    page.goto("/phieu/")
    assert asked == ["beforeunload"]


def test_an_answer_lost_on_the_way_is_asked_for_again_and_counts_once(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    seen: list[str] = []

    def lose(route: Route) -> None:
        seen.append(route.request.post_data)
        if len(seen) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/luu/", lose)
    field(page, round_site, "rotation_done", "staff_due_for_rotation").fill("12")
    expect(state(page)).to_contain_text("Đã lưu", timeout=20_000)
    assert len(seen) == 2
    assert seen[0] == seen[1]
    expect(page.locator(f"#muc-{round_site.row('rotation_done')} .problem")).to_be_hidden()


def test_two_people_on_one_row_see_both_values_and_lose_none(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    mine = desk_window("officer", round_site.sheet(), quiet=False)
    theirs = desk_window("section", round_site.sheet(), quiet=False)
    chosen = field(theirs, round_site, "plan_issued", "plan_timing")
    chosen.select_option("late")
    expect(state(theirs)).to_contain_text("Đã lưu")
    field(mine, round_site, "plan_issued", "plan_timing").select_option("none")
    problem = mine.locator(f"#muc-{round_site.row('plan_issued')} .problem")
    expect(problem).to_contain_text("vừa nhập")
    expect(problem).to_contain_text("của Người section")
    expect(state(mine)).to_contain_text("1 mục chưa lưu được")
    assert stored(round_site, "plan_issued") == {"plan_timing": "late"}
    problem.get_by_role("button", name="Giữ của tôi").click()
    expect(state(mine)).to_contain_text("Đã lưu")
    expect(problem).to_be_hidden()
    assert stored(round_site, "plan_issued") == {"plan_timing": "none"}
    chosen.select_option("on_time")
    other = theirs.locator(f"#muc-{round_site.row('plan_issued')} .problem")
    other.get_by_role("button", name="Lấy của Người officer").click()
    expect(chosen).to_have_value("none")
    expect(other).to_be_hidden()


def test_a_refused_figure_stays_beside_its_row_until_it_is_mended(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    part = field(page, round_site, "training_plan_done", "staff_trained")
    field(page, round_site, "training_plan_done", "staff_to_train").fill("40")
    expect(state(page)).to_contain_text("Đã lưu")
    part.fill("45")
    problem = page.locator(f"#muc-{round_site.row('training_plan_done')} .problem")
    expect(problem).to_contain_text("số thành phần lớn hơn tổng số")
    expect(part).to_have_value("45")
    field(page, round_site, "training_plan_done", "staff_to_train").fill("45")
    expect(problem).to_be_hidden()
    expect(state(page)).to_contain_text("Đã lưu")


def test_an_ended_session_keeps_what_was_typed(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    field(page, round_site, "open_data", "datasets_shared").fill("2")
    expect(state(page)).to_contain_text("Đăng nhập lại")
    page.context.add_cookies(session)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state(page)).to_have_text(re.compile(r"^Đã lưu \d\d:\d\d$"))
    assert stored(round_site, "open_data") == {"datasets_shared": "2"}


def test_a_block_from_excel_fills_the_facts_from_the_cursor_on(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet(), quiet=False)
    start = field(page, round_site, "investment_disbursed", "has_public_investment")
    start.focus()
    block = "Có\t90,5\r\n1.234.567,25\tchuyện lạ\r\n"
    page.evaluate(PASTE, [start.element_handle(), block])
    expect(start).to_have_value("yes")
    amount = field(page, round_site, "investment_disbursed", "investment_disbursed")
    expect(amount).to_have_value("90,5")
    planned = field(page, round_site, "investment_disbursed", "investment_planned")
    expect(planned).to_have_value("1234567,25")
    refused = page.locator(f"#muc-{round_site.row('budget_disclosed')} .problem")
    expect(refused).to_contain_text("«chuyện lạ» không có trong danh sách")
    expect(state(page)).to_contain_text("1 mục chưa lưu được")
    assert stored(round_site, "investment_disbursed")["investment_planned"] == "1234567.25"
    page.reload()
    expect(refused).to_contain_text("«chuyện lạ» không có trong danh sách")
    refused_answer = field(page, round_site, "budget_disclosed", "budget_disclosure")
    refused_answer.select_option(index=1)
    expect(refused).to_be_hidden()


def test_evidence_is_attached_beside_the_row_without_leaving_the_sheet(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    round_site.manage(
        "from parindex.web.evidence.models import Document\n"
        "from django.utils import timezone\n"
        f"Document.objects.create(unit_id={round_site.story['units'][0]}, title='Báo cáo quý I', "
        f"plain='', created_by_id={round_site.story['people']['officer']}, "
        "created_at=timezone.now())"
    )
    page = desk_window("officer", round_site.sheet())
    field(page, round_site, "reports_in_time", "reports_late_or_missing").fill("0")
    expect(state(page)).to_contain_text("Đã lưu")
    line = page.locator(f"#muc-{round_site.row('reports_in_time')}")
    expect(line.locator(".lacks")).to_be_visible()
    panel = page.locator(".sheet-panel")
    panel.get_by_role("button", name="Đính kèm").click()
    expect(panel.locator(".attached")).to_contain_text("Báo cáo quý I")
    expect(line.locator(".lacks")).to_be_hidden()
    assert page.url.endswith(round_site.sheet())


def test_a_note_in_the_panel_is_saved_with_its_row(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet())
    field(page, round_site, "initiatives", "initiatives_recognised").focus()
    note = page.locator(".sheet-panel textarea[name=note]")
    note.fill("Theo Quyết định 12.")
    expect(state(page)).to_contain_text("Đã lưu")
    page.reload()
    field(page, round_site, "initiatives", "initiatives_recognised").focus()
    expect(note).to_have_value("Theo Quyết định 12.")


def test_without_scripts_the_sheet_is_forms(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("stranger", round_site.sheet(1), scripts=False)
    field(page, round_site, "plan_done", "plan_tasks_done", 1).fill("5")
    field(page, round_site, "plan_done", "plan_tasks", 1).fill("10")
    page.get_by_role("button", name="Lưu mục 1.3", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("Đã lưu mục 1.3.")
    expect(page.locator(f"#muc-{round_site.row('plan_done', 1)} .got")).to_have_text("0")
    page.locator(f"#muc-{round_site.row('plan_done', 1)} .open").click()
    expect(page.locator("h1")).to_contain_text("Mức độ hoàn thành")
    page.get_by_label("Ghi chú").fill("Không script")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_label("Ghi chú")).to_have_value("Không script")


@pytest.mark.parametrize("page_of", ["", "muc/{row}/", "ky-gui/", "bao-cao/", "nhap-xlsx/"])
def test_a_phone_never_scrolls_a_sheet_sideways(
    desk_window: Callable[..., Page], round_site: RoundSite, page_of: str
) -> None:
    address = round_site.sheet() + page_of.format(row=round_site.row("plan_done"))
    page = desk_window("officer", address, width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate("innerWidth") <= 390


def test_on_a_phone_the_panel_opens_inside_its_row(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window(
        "officer", round_site.sheet(), width=390, height=844, has_touch=True, is_mobile=True
    )
    line = page.locator(f"#muc-{round_site.row('plan_done')}")
    line.locator(".open").tap()
    expect(line.locator(".panel-body")).to_contain_text("Đến 70% được 0 điểm")
    line.locator(".open").tap()
    expect(line.locator(".panel-body")).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page_of", ["", "muc/{row}/", "ky-gui/", "bao-cao/", "phan-cong/"])
def test_axe_finds_nothing_on_a_sheet(
    desk_window: Callable[..., Page], round_site: RoundSite, page_of: str, look: str
) -> None:
    page = desk_window("officer", **LOOKS[look])
    page.goto(round_site.sheet() + page_of.format(row=round_site.row("plan_done")))
    if not page_of:
        page.locator(f"#muc-{round_site.row('plan_done')} .open").click()
        expect(page.locator(".panel-body")).to_be_visible()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [
        (each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"][:3]])
        for each in found
    ] == []


def test_report_prints_its_table_across_with_heads_on_every_page(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer", round_site.sheet() + "bao-cao/")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    across = [float(width) > float(height) for width, height in boxes]
    assert not across[0]
    assert sum(across) >= 2
    page.emulate_media(media="print")
    expect(page.locator("nav.places")).to_be_hidden()
    head = page.locator(".report-table thead").evaluate("it => getComputedStyle(it).display")
    assert head == "table-header-group"


def test_a_first_visit_to_the_sheet_weighs_under_150_kb(
    desk_window: Callable[..., Page], round_site: RoundSite
) -> None:
    page = desk_window("officer")
    done: list[Request] = []

    def keep(request: Request) -> None:
        done.append(request)

    page.on("requestfinished", keep)
    page.goto(round_site.sheet(), wait_until="networkidle")
    weight = sum(each.sizes()["responseBodySize"] for each in done)
    assert 0 < weight < FIRST_PAGE
