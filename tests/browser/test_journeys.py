"""Journeys of a reader without scripts: by keyboard, on a phone, in the dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from .addresses import HOME, LONG_RANKING, MAIN, RANKING, SCORECARD

A4_POINTS = (595.3, 841.9)
A4_INSIDE = 718  # css pixels between margins of one centimetre
FIRST_PAGE = 150 * 1024

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => Math.max(...[...document.querySelectorAll('table, img')]
  .map(it => it.getBoundingClientRect().right))"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 200)"


def press_until(page: Page, what: str, key: str = "Tab", limit: int = 60) -> None:
    """Press a key until what has the focus holds some markup."""
    for _ in range(limit):
        page.keyboard.press(key)
        if what in page.evaluate(FOCUSED):
            return
    pytest.fail(f"{limit} times {key} do not lead to {what}")


def test_the_first_key_offers_to_skip_to_the_content(visit: Callable[..., Page]) -> None:
    page = visit(RANKING)
    skip = page.locator("a.skip")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#noi-dung")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_from_home_to_the_trace_of_a_unit_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(HOME)
    press_until(page, 'id="tim-trang-chu"')
    page.keyboard.type("hoai nhon")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("hoai nhon")
    press_until(page, "/don-vi/766-gia-lai-2026-10-10/")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Hoài Nhơn")
    press_until(page, "<summary", limit=80)
    trace = page.locator("details.trace", has=page.locator("summary:focus"))
    was_open = trace.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (trace.get_attribute("open") is not None) is not was_open
    if was_open:
        page.keyboard.press("Enter")
    expect(trace.locator(".body").first).to_be_visible()
    expect(trace.locator(".body").first).to_contain_text("766/QĐ-TTg")


def test_focus_can_be_seen(visit: Callable[..., Page]) -> None:
    page = visit(RANKING)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const it = document.activeElement, style = getComputedStyle(it);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
              || style.boxShadow !== 'none' || style.textDecorationLine !== 'none'
              || style.backgroundColor !== 'rgba(0, 0, 0, 0)'; }"""
        )
        assert seen, page.evaluate(FOCUSED)


def test_a_ranking_is_filtered_and_ordered_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(RANKING)
    page.get_by_label("Lọc theo tên").fill("khoa hoc")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("73,01")
    page.get_by_label("Lọc theo tên").fill("")
    page.get_by_label("Sắp theo").select_option("name")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.locator("tbody tr").first).to_contain_text("Ban Quản lý")


def test_two_units_are_compared_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(SCORECARD)
    page.get_by_role("link", name="So sánh với đơn vị khác").click()
    page.get_by_label("Đơn vị thứ hai").select_option("H53")
    page.get_by_role("button", name="So sánh").click()
    expect(page.locator("caption")).to_contain_text("66,23% – 66,13%")


def test_the_other_language_is_one_click_away_and_back(visit: Callable[..., Page]) -> None:
    page = visit(SCORECARD)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Gia Lai")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(re.compile(re.escape(SCORECARD) + "$"))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_phone_never_scrolls_a_page_sideways(visit: Callable[..., Page], prefix: str) -> None:
    page = visit(HOME, width=390, height=844, has_touch=True, is_mobile=True)
    wide = []
    for address in [*MAIN, LONG_RANKING]:
        page.goto(prefix + address)
        if page.evaluate(OVERFLOW) > 0 or page.evaluate("innerWidth") > 390:
            wide.append(address)
    assert wide == []


def test_text_at_200_percent_loses_nothing(visit: Callable[..., Page]) -> None:
    page = visit(HOME, width=640, height=450)
    wide = []
    for address in [*MAIN, LONG_RANKING]:
        page.goto(address)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(address)
    assert wide == []


def test_dark_pages_are_dark_and_so_are_their_charts(visit: Callable[..., Page]) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        page = visit(SCORECARD, color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades[scheme] = sum(int(part) for part in re.findall(r"\d+", colour)[:3])
        picture = page.locator("figure.chart img").first
        picture.scroll_into_view_if_needed()
        assert f".{scheme}.svg" in picture.evaluate("it => it.currentSrc")
    assert shades["light"] > 700
    assert shades["dark"] < 150


@pytest.mark.parametrize("address", [SCORECARD, RANKING, LONG_RANKING])
def test_a_page_prints_on_a4_without_cut_columns(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, width=A4_INSIDE)
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF-")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sheets) >= 1
    for width, height in sheets:
        assert float(width) <= A4_POINTS[0] + 1  # Chromium rounds to whole css pixels
        assert float(height) <= A4_POINTS[1] + 1
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(WIDEST) <= A4_INSIDE + 1
    expect(page.locator("nav.places")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("address", [HOME, RANKING, LONG_RANKING, SCORECARD])
def test_a_first_visit_weighs_under_150_kb_without_pictures(
    window: Callable[..., Page], address: str
) -> None:
    page = window()
    done: list[Request] = []

    def keep(request: Request) -> None:
        done.append(request)

    page.on("requestfinished", keep)
    page.goto(address, wait_until="networkidle")
    weights = {
        request.url: request.sizes()["responseBodySize"]
        for request in done
        if request.resource_type != "image"
    }
    assert 0 < sum(weights.values()) < FIRST_PAGE, weights
