"""First half of the year: the round is opened, declared, proven, locked by the clock, signed."""

from __future__ import annotations

import io
import json

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser import year_facts as facts
from tests.browser.make_year import UNITS
from tests.browser.year_site import Year, expect_notice, press
from tests.web.evidence.files import pdf

DEADLINES = ("self_score", "sign_off", "appraisal_1", "explanation", "appraisal_2", "council")
STATE = "#luu"
FIRST_UNIT = next(iter(UNITS.values()))
SECOND_AGENCY = """
from parindex.web.assessment.domain.sending import sign_and_send
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.models import Sheet
from parindex.web.org.models import User
from parindex.web.assessment.domain.books import book_of
from tests.browser.year_facts import SECOND
sheet = Sheet.objects.get(unit__code="mau.bhxh")
officer, head = User.objects.get(username="other_officer"), User.objects.get(username="other_head")
words = {True: "yes", False: "no"}
declares = {key: each.declares for key, each in book_of(sheet.round_block).components.items()}
for row in sheet.rows.filter(is_declared=True).order_by("position"):
    own = {name: SECOND[name] for name in declares[row.component]}
    typed = {name: words[it] if isinstance(it, bool) else str(it) for name, it in own.items()}
    save_row(row_id=row.pk, version=row.version, facts=typed, user=officer)
sheet.refresh_from_db()
sign_and_send(sheet_id=sheet.pk, version=sheet.version, user=head)
"""
LOCK_SOON = """
import time
from datetime import timedelta
from django.utils import timezone
from parindex.web.assessment.domain.rounds import move_deadline
from parindex.web.assessment.enums import DeadlineKind
from parindex.web.assessment.models import Round
from parindex.web.org.models import User
round_, at = Round.objects.get(), timezone.now() + timedelta(seconds=1)
move_deadline(
    round_id=round_.pk, version=round_.version, kind=DeadlineKind.SELF_SCORE, at=at,
    reason="Chốt số liệu", user=User.objects.get(username="secretary"),
)
time.sleep((at - timezone.now()).total_seconds() + 0.1)
"""
STORED = """
import json
from parindex.web.assessment.models import Row
rows = Row.objects.filter(sheet__unit__code="mau.thue").order_by("position")
print(json.dumps({name: value for row in rows for name, value in row.facts.items()}))
"""


def open_the_round(year: Year) -> None:
    """The secretary opens the round: set, units, six deadlines."""
    page = year.go("secretary", "/hom-nay/")
    year.look(page, "thu-ky-hom-nay", phone=True)
    page.locator("nav.places a", has_text="Kỳ đánh giá").click()
    page.locator("main a", has_text="Mở kỳ đánh giá").click()
    page.locator("[name=year]").fill("2026")
    page.locator("[name=title]").fill("Đánh giá cải cách hành chính năm 2026")
    page.locator("[name=set-0]").select_option(f"{facts.SET}|{facts.BLOCK}")
    for name in DEADLINES:
        expect(page.locator(f"[name=deadline-{name}]")).not_to_have_value("")
    page.locator("summary", has_text="3 đơn vị").click()
    for name in UNITS.values():
        expect(page.locator(".unit-choices")).to_contain_text(name)
    year.look(page, "mo-ky")
    press(page, "Mở kỳ và lập phiếu")
    expect_notice(page, "Đã mở kỳ đánh giá")
    expect(page.locator("[aria-current=step]")).to_have_text("Tự chấm điểm")
    year.look(page, "ky-danh-gia")
    year.learn_ids()
    assert len(year.site.story["rows"][0]) == 25


def declare_by_keyboard(year: Year) -> None:
    """The officer fills the first items with the keys alone."""
    page = year.go("officer", "/hom-nay/")
    year.look(page, "can-bo-hom-nay", phone=True)
    page.goto(f"/phieu/{year.sheet()}/")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    _keys(page, "B", "18", "20", "1", "C", "C", "K")
    page.keyboard.press("ArrowDown")
    expect(page.locator(STATE)).to_contain_text("Đã lưu")
    expect(page.locator("#xong")).to_have_text("4")
    year.look(page, "phieu-tu-cham", phone=True)


def _keys(page: Page, *values: str) -> None:
    """Type a value into each cell, one after the other."""
    for value in values:
        page.keyboard.type(value)
        page.keyboard.press("Enter")


def lose_the_network(year: Year) -> None:
    """The network goes in the middle: typing goes on, the page says what waits, all is sent."""
    page = year.window("officer")
    field(page, "procedures_public").focus()
    page.context.set_offline(True)
    _keys(page, "45", "60", "K")
    expect(page.locator(STATE)).to_have_text("Đang chờ mạng: 2 mục")
    expect(page.locator(".unsent")).to_have_count(3)
    year.keep(page, "phieu-mat-mang")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_contain_text("Đã lưu")
    expect(page.locator(".unsent")).to_have_count(0)
    page.reload()
    expect(field(page, "procedures_all")).to_have_value("60")
    expect(page.locator("#xong")).to_have_text("6")
    year.expect_quiet("ERR_INTERNET_DISCONNECTED")


def field(page: Page, name: str) -> Locator:
    """Return the field of a fact."""
    return page.locator(f"[name='fact:{name}']")


def paste_from_excel(year: Year) -> None:
    """The rest comes from a column of a spreadsheet in one paste."""
    page = year.window("officer")
    page.evaluate("text => navigator.clipboard.writeText(text)", facts.PASTED)
    field(page, "dossiers_early").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#xong")).to_have_text("19")
    expect(page.locator(STATE)).to_contain_text("Đã lưu")
    expect(field(page, "platform_use_level")).to_have_value("mostly")


def two_on_one_row(year: Year) -> None:
    """The section's contributor changes the row first; the officer is shown both values."""
    other, page = year.go("section", f"/phieu/{year.sheet()}/"), year.window("officer")
    expect(field(other, "dossiers_early")).to_have_count(0)
    field(other, "plan_tasks_done").fill("19")
    other.keyboard.press("Enter")
    expect(other.locator(STATE)).to_contain_text("Đã lưu")
    field(page, "plan_tasks_done").fill("17")
    page.keyboard.press("Enter")
    row = page.locator(f"#muc-{year.row('1.2')}")
    expect(row.locator(".problem")).to_contain_text("17 (vừa nhập) · 19 (của Người section")
    expect(field(page, "plan_tasks_done")).to_have_value("17")
    year.look(page, "hai-nguoi-mot-muc")
    row.get_by_role("button", name="Lấy của Người section").click()
    expect(field(page, "plan_tasks_done")).to_have_value("19")
    expect(row.locator(".problem")).to_be_hidden()
    stored = json.loads(year.site.manage(STORED))
    words = {name: _stored(value) for name, value in facts.FIRST.items()}
    assert stored == words
    year.expect_quiet("409")


def _stored(value: object) -> object:
    """Return a fact as a sheet keeps it."""
    return value if isinstance(value, bool) else str(value)


def attach_from_disk(year: Year) -> None:
    """The officer uploads a file from disk; its name says to which item it belongs."""
    path = year.folder / "1.1_ke-hoach-cai-cach.pdf"
    path.write_bytes(pdf(pages=2, note="Kế hoạch"))
    page = year.go("officer", "/minh-chung/")
    page.locator("#tep").set_input_files(path)
    year.look(page, "kho-minh-chung", phone=True)
    press(page, "Tải lên kho")
    choice = page.locator("form select")
    expect(choice).to_have_value(str(year.row("1.1")))
    year.look(page, "goi-y-tieu-chi")
    press(page, "Đính kèm vào tiêu chí đã chọn")
    page.goto(f"/phieu/{year.sheet()}/muc/{year.row('1.1')}/")
    expect(page.locator(".attached")).to_contain_text("ke-hoach-cai-cach")
    year.look(page, "muc-cua-phieu")
    page.locator(".attached a").click()
    year.look(page, "tai-lieu")


def attach(page: Page, title: str) -> None:
    """Attach a document of the bank on the page of a row."""
    choice = page.get_by_label("Đính kèm từ kho của đơn vị")
    option = choice.locator("option", has_text=title).get_attribute("value")
    choice.select_option(option)
    with page.expect_navigation():
        page.get_by_role("button", name="Đính kèm", exact=True).click()
    expect_notice(page, "Đã đính kèm")


def lock_at_the_minute(year: Year) -> None:
    """The deadline passes under an open page: the save is refused, the value stays typed."""
    year.site.manage(SECOND_AGENCY)
    page = year.go("officer", f"/phieu/{year.sheet()}/")
    year.site.manage(LOCK_SOON)
    field(page, "reports_late_or_missing").fill("0")
    page.keyboard.press("Enter")
    row = page.locator(f"#muc-{year.row('1.3')}")
    expect(row.locator(".problem")).to_contain_text("dữ liệu đã khóa trên máy chủ")
    expect(row.locator(".problem")).to_contain_text("Những gì đã lưu vẫn còn nguyên.")
    expect(field(page, "reports_late_or_missing")).to_have_value("0")
    year.look(page, "het-han")
    row.get_by_role("button", name="Bỏ giá trị chưa lưu").click()
    expect(field(page, "reports_late_or_missing")).to_have_value("1")
    page.reload()
    expect(field(page, "reports_late_or_missing")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Đã hết hạn lúc")
    assert json.loads(year.site.manage(STORED))["reports_late_or_missing"] == "1"
    year.expect_quiet("423")


def sign_with_a_gap(year: Year) -> None:
    """The officer lays the sheet before the head, who sees what changed and signs."""
    page = year.go("officer", f"/phieu/{year.sheet()}/ky-gui/")
    press(page, "Trình thủ trưởng")
    expect_notice(page, "Đã trình thủ trưởng")
    head = year.go("head", "/hom-nay/")
    year.look(head, "thu-truong-hom-nay", phone=True)
    head.goto(f"/phieu/{year.sheet()}/ky-gui/")
    change = head.locator(".events > li", has_text="Người section").first
    expect(change.locator("del").first).to_have_text("18")
    expect(change.locator("ins").first).to_have_text("19")
    expect(head.locator("ul.gaps").first).to_contain_text("2.2")
    year.look(head, "ky-gui")
    head.get_by_label("Tôi xác nhận gửi khi còn 1 mục chưa có điểm").check()
    with head.expect_navigation():
        head.get_by_role("button", name="Ký gửi", exact=True).click()
    expect_notice(head, "Đã ký gửi")
    total = facts.typed(sum(facts.self_scored().values()))
    expect(head.locator("tfoot")).to_contain_text(total)
    year.look(head, "bao-cao-tu-danh-gia")
    words = printed(head)
    assert close_up(FIRST_UNIT) in words
    assert total in words


def printed(page: Page) -> str:
    """Return the words of a page as it prints, without blanks: two fonts cut words apart."""
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) > 0
    return close_up(" ".join(sheet.extract_text() for sheet in paper.pages))


def close_up(words: str) -> str:
    """Return words in small letters without blanks."""
    return "".join(words.lower().split())


ACTS = (
    open_the_round,
    declare_by_keyboard,
    lose_the_network,
    paste_from_excel,
    two_on_one_row,
    attach_from_disk,
    lock_at_the_minute,
    sign_with_a_gap,
)
