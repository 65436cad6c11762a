"""Second half of the year: appraised, explained, disputed, ruled, surveyed, closed, verified."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import year_facts as facts
from tests.browser.make_year import UNITS
from tests.browser.year_self_score import FIRST_UNIT, attach, close_up, printed
from tests.browser.year_site import Year, expect_notice, press
from tests.web.evidence.files import pdf

REASON_KEYS = {"agreed": "1", "no_evidence": "2", "wrong_facts": "4", "new_evidence": "8"}
SECOND_UNIT, SILENT_UNIT = list(UNITS.values())[1:]
AGREE_WITH_THE_REST = """
from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.models import Row
from parindex.web.org.models import User
from tests.browser.year_facts import self_scored
user = User.objects.get(username="appraiser")
points = {"mau.thue": self_scored(0), "mau.bhxh": self_scored(1)}
for row in Row.objects.filter(
    sheet__unit__code__in=points, is_declared=True, rulings=None
).select_related("sheet__unit"):
    open_row(row_id=row.pk, user=user)
    own = str(points[row.sheet.unit.code][row.code])
    appraise(row_id=row.pk, version=0, points=own, reason_code="agreed", user=user)
"""
OPENINGS = """
from parindex.web.assessment.models import RowOpening
print(RowOpening.objects.filter(row__sheet__unit__code="mau.thue").count())
"""
RESULTS = """
import json
from parindex.web.assessment.models import RoundResult
found = RoundResult.objects.order_by("sheet__unit_id")
print(json.dumps([
    [each.rank, *(None if it is None else str(it) for it in (each.points, each.index))]
    for each in found
]))
"""


def advance(year: Year, step: str) -> None:
    """The secretary moves the round to its next step before the deadline, with a reason."""
    page = year.go("secretary", f"/ky-danh-gia/{year.round}/")
    page.locator("form[action$='chuyen-buoc/'] [name=reason]").fill("Các đơn vị đã xong")
    press(page, f"Chuyển sang «{step}»")
    expect(page.locator("[aria-current=step]")).to_have_text(step)


def appraise_by_keyboard(year: Year) -> None:
    """The appraiser scores item by item with the keys; no form is filled beforehand."""
    advance(year, "Thẩm định lần 1")
    page = year.go("appraiser", "/hom-nay/")
    year.look(page, "tham-dinh-hom-nay", phone=True)
    page.goto("/tham-dinh/")
    year.look(page, "tham-dinh")
    page.locator("main a", has_text=FIRST_UNIT).click()
    year.look(page, "tham-dinh-don-vi")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for code, own in _by_hand().items():
        _give(year, page, code, *own)
    expect(page.locator("h1")).to_contain_text("3.2.")
    assert int(year.site.manage(OPENINGS)) == len(_by_hand()) + 1
    year.site.manage(AGREE_WITH_THE_REST)


def _by_hand() -> dict[str, tuple[str, str]]:
    """Return points as typed and reason of the first agency's items up to 3.1, in order."""
    own = {code: (facts.typed(it), "agreed") for code, it in facts.self_scored().items()}
    items = sorted((own | facts.LOWERED).items(), key=_place)
    return {code: given for code, given in items if _place((code, given)) <= (3, 1)}


def _place(item: tuple[str, object]) -> tuple[int, ...]:
    return tuple(int(part) for part in item[0].split("."))


def _give(year: Year, page: Page, code: str, points: str, reason: str) -> None:
    """Score the row on the screen by keyboard and go on to the next."""
    expect(page.locator("h1")).to_contain_text(f"{code}.")
    expect(page.locator("#diem")).to_have_value("")
    expect(page.locator("[name=reason_code]:checked")).to_have_count(0)
    page.locator("#diem").focus()
    page.keyboard.type(points)
    page.keyboard.press("Tab")
    page.keyboard.press(REASON_KEYS[reason])
    expect(page.locator(f"[name=reason_code][value={reason}]")).to_be_checked()
    if reason != "agreed":
        page.locator("#ly-do").fill("Tài liệu chưa chứng minh được số liệu")
        year.look(page, f"tham-dinh-muc-{code}")
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def judge_no_own_unit(year: Year) -> None:
    """An appraiser who works for the first agency sees the others and finds nothing of it."""
    page = year.go("bound_appraiser", "/tham-dinh/")
    expect(page.locator("main")).to_contain_text(SECOND_UNIT)
    expect(page.locator("main")).not_to_contain_text(FIRST_UNIT)
    page.goto(f"/tham-dinh/{year.round}/plan_done/")
    expect(page.locator("tbody")).to_contain_text(SECOND_UNIT)
    expect(page.locator("tbody")).not_to_contain_text(FIRST_UNIT)
    for address in (f"don-vi/{year.sheet()}", f"muc/{year.row('1.2')}"):
        answer = page.goto(f"/tham-dinh/{address}/")
        assert answer is not None
        assert answer.status == 404
    assert page.goto(f"/tham-dinh/don-vi/{year.sheet(1)}/").status == 200
    year.expect_quiet("404")


def explain_row_by_row(year: Year) -> None:
    """The agency reads its appraisal, answers each difference, adds evidence; the head sends."""
    page = year.go("officer", f"/giai-trinh/{year.sheet()}/")
    expect(page.locator("main")).to_contain_text("được gửi cho đơn vị khi kỳ đánh giá chuyển sang")
    advance(year, "Giải trình")
    page.reload()
    expect(page.locator("article.answer .tag.todo")).to_have_count(len(facts.LOWERED))
    year.look(page, "giai-trinh", phone=True)
    for code in facts.LOWERED:
        form = page.locator(f"form[action='/giai-trinh/muc/{year.row(code)}/']")
        form.get_by_label("Nội dung giải trình").fill(f"Giải trình mục {code}")
        if code == "2.2":
            form.get_by_label("Đồng ý với điểm thẩm định").check()
        with page.expect_navigation():
            form.get_by_role("button", name="Lưu giải trình").click()
    _add_evidence(year)
    head = year.go("head", f"/giai-trinh/{year.sheet()}/")
    expect(head.locator("article.answer .tag.todo")).to_have_count(0)
    press(head, "Ký gửi giải trình của đơn vị")
    expect(head.locator("main")).to_contain_text("Thủ trưởng đã gửi giải trình lúc")


def _add_evidence(year: Year) -> None:
    """The officer uploads one more file and attaches it to an item that lost points."""
    path = year.folder / "niem-yet-thu-tuc.pdf"
    path.write_bytes(pdf(note="Niêm yết"))
    page = year.go("officer", f"/minh-chung/don-vi/{year.site.story['units'][0]}/them/")
    page.locator("#tep").set_input_files(path)
    press(page, "Tải lên kho")
    title = page.locator("h1").inner_text()
    page.goto(f"/phieu/{year.sheet()}/muc/{year.row('3.1')}/")
    attach(page, title)


def appraise_again(year: Year) -> None:
    """The second appraisal gives the proven item its points back and keeps the other."""
    advance(year, "Thẩm định lần 2")
    for code, points, reason in (("1.2", "2", "agreed"), ("3.1", "2,25", "new_evidence")):
        page = year.go("appraiser", f"/tham-dinh/{year.round}/{_component(code)}/")
        row = page.locator("tr", has_text=FIRST_UNIT)
        with page.expect_navigation():
            row.locator("[data-open]").click()
        expect(page.locator("main")).to_contain_text(f"Giải trình mục {code}")
        expect(page.locator("#diem")).to_have_value("")
        page.locator("#diem").focus()
        page.keyboard.type(points)
        page.keyboard.press("Tab")
        page.keyboard.press(REASON_KEYS[reason])
        page.locator("#ly-do").fill("Đã xem giải trình")
        year.look(page, f"tham-dinh-lai-{code}")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu", exact=True).click()
        expect_notice(page, "Đã lưu điểm thẩm định")


def _component(code: str) -> str:
    return {"1.2": "plan_done", "3.1": "procedures_public"}[code]


def dispute(year: Year) -> None:
    """The head brings an item before the council, the appraiser replies."""
    page = year.go("head", f"/giai-trinh/{year.sheet()}/")
    row = year.row("1.2")
    form = page.locator(f"form[action='/giai-trinh/muc/{row}/kien-nghi/']")
    page.locator("article.answer", has=form).locator("summary", has_text="Kiến nghị").click()
    form.get_by_label("Lý do kiến nghị").fill("Có 19 trên 20 sản phẩm đã nghiệm thu")
    form.get_by_label("Điểm đề nghị").fill("3,5")
    with page.expect_navigation():
        form.get_by_role("button", name="Gửi Hội đồng").click()
    year.case = page.url.removeprefix(year.site.address)
    expect(page.locator("main")).to_contain_text("Có 19 trên 20 sản phẩm")
    year.look(page, "vu-viec-don-vi")
    page = year.go("appraiser", year.case)
    page.get_by_label("Ý kiến", exact=True).fill("Một sản phẩm chưa có biên bản")
    press(page, "Gửi ý kiến")
    expect(page.locator("main")).to_contain_text("Một sản phẩm chưa có biên bản")
    advance(year, "Hội đồng")


def vote_in_two_browsers(year: Year) -> None:
    """A meeting without quorum cannot rule; a vote in writing makes it, the secretary rules."""
    page = year.go("secretary", "/hoi-dong/")
    year.look(page, "hoi-dong")
    page.locator("main a", has_text="Mở phiên họp").click()
    page.get_by_label("Địa điểm").fill("Phòng họp số 1")
    page.get_by_label("Người member").check()
    press(page, "Mở phiên")
    expect(page.locator("h2").first).to_contain_text("Có mặt 1 trên 3")
    year.look(page, "phien-hop")
    page.goto(year.case)
    page.get_by_label("Điểm đưa ra biểu quyết").fill("2,75")
    press(page, "Ghi phương án")
    _vote(year, "member", "Tán thành đề nghị")
    page.goto(year.case)
    expect(page.locator("main")).to_contain_text("chưa đủ thành viên")
    page.get_by_label("Lý do kết luận").fill("Nghiệm thu 19 sản phẩm, thiếu một biên bản")
    press(page, "Ghi kết luận của Hội đồng")
    expect(page.locator("main")).to_contain_text("phải quá nửa (trên 50%)")
    year.look(page, "chua-du-thanh-vien")
    _vote(year, "second_member", "Tán thành đề nghị", in_writing=True)
    year.expect_quiet("422")


def _vote(year: Year, member: str, choice: str, *, in_writing: bool = False) -> None:
    """A member votes in the own browser."""
    page = year.go(member, year.case)
    page.get_by_label(choice, exact=True).check()
    if in_writing:
        page.get_by_label("Biểu quyết bằng văn bản (vắng mặt)").check()
    year.look(page, f"phieu-cua-{member}")
    press(page, "Biểu quyết")
    expect_notice(page, "Đã ghi phiếu biểu quyết.")


def rule_and_write_minutes(year: Year) -> None:
    """With quorum the council's points stand; the minutes read as minutes do."""
    page = year.go("secretary", year.case)
    expect(page.locator("main")).to_contain_text("đủ thành viên (trên 50%)")
    page.get_by_label("Lý do kết luận").fill("Nghiệm thu 19 sản phẩm, thiếu một biên bản")
    press(page, "Ghi kết luận của Hội đồng")
    expect(page.locator(".ruling")).to_contain_text("2,75")
    year.look(page, "vu-viec-da-ket-luan")
    page.locator("main a", has_text="Phiên số 1").first.click()
    press(page, "Kết thúc phiên")
    page.locator("main a", has_text="Biên bản").first.click()
    year.look(page, "bien-ban")
    words = printed(page)
    for each in ("BIÊN BẢN", FIRST_UNIT, "điểm 2,75", "Tán thành 2", "Người second_member"):
        assert close_up(each) in words


def enter_the_survey(year: Year) -> None:
    """The survey operator enters what units do not declare, with the source."""
    page = year.go("surveyor", "/khao-sat/")
    page.locator("main a", has_text="2026").click()
    for unit in (0, 1):
        for code, points in facts.GIVEN.items():
            page.locator(f"[name=row-{year.row(code, unit)}]").fill(points[unit])
    page.locator("[name=source]").fill("Báo cáo điều tra xã hội học năm 2026")
    year.look(page, "khao-sat")
    press(page, "Lưu điểm")
    expect_notice(page, "Đã lưu 10 điểm.")


def close_the_round(year: Year) -> None:
    """The secretary sees who is silent and closes; ranks are those that the rules give."""
    page = year.go("secretary", f"/tien-do/{year.round}/")
    expect(page.locator("tbody tr").first).to_contain_text(SILENT_UNIT)
    year.look(page, "tien-do")
    page.goto(f"/ky-danh-gia/{year.round}/")
    form = page.locator("form[action$='/khoa/']")
    form.get_by_label("Tôi xác nhận khóa khi còn mục chưa có điểm").check()
    form.get_by_label("Lý do, căn cứ").fill("Một cơ quan không gửi phiếu")
    year.look(page, "khoa-ket-qua")
    press(page, "Khóa kết quả vĩnh viễn")
    expect_notice(page, "Đã khóa kết quả")
    year.look(page, "ket-qua", phone=True)
    _expect_results(year, page)


def _expect_results(year: Year, page: Page) -> None:
    """Compare the results, digit by digit, with those computed apart from what was typed."""
    final = facts.final()
    stored = json.loads(year.site.manage(RESULTS))
    for (code, name), (rank, points, index) in zip(UNITS.items(), stored, strict=True):
        unit = final.unit(code)
        line = page.locator("tbody tr", has_text=name)
        assert (rank, _number(points), _number(index)) == (unit.rank, unit.points, unit.index)
        if unit.index is None:
            expect(line.locator("td").first).to_have_text("chưa có")
            continue
        expect(line.locator("td").nth(0)).to_have_text(str(unit.rank))
        expect(line.locator("td").nth(2)).to_have_text(facts.typed(unit.index))
        expect(line.locator("td").nth(3)).to_have_text(unit.band.label.vi)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def read_the_log(year: Year) -> None:
    """The log tells the year, its chain is whole on the screen and for the command."""
    page = year.go("auditor", "/nhat-ky/")
    closing = page.locator("tbody tr", has_text="Khóa kết quả kỳ đánh giá")
    expect(closing).to_contain_text("Người secretary")
    expect(closing).to_contain_text("Một cơ quan không gửi phiếu")
    year.look(page, "nhat-ky")
    page.locator("main a", has_text="Kiểm tra chuỗi nhật ký").click()
    expect_notice(page, "Chuỗi nhật ký nguyên vẹn")
    year.look(page, "chuoi-nhat-ky")
    command = [str(Path(sys.executable).with_name("parindex")), "audit", "verify"]
    done = subprocess.run(command, env=year.site.environment, capture_output=True, text=True)  # noqa: S603,PLW1510  the code is what is asked
    assert (done.returncode, done.stderr) == (0, "")


ACTS = (
    appraise_by_keyboard,
    judge_no_own_unit,
    explain_row_by_row,
    appraise_again,
    dispute,
    vote_in_two_browsers,
    rule_and_write_minutes,
    enter_the_survey,
    close_the_round,
    read_the_log,
)
