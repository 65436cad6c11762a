"""Takes the pictures of the guided tours: `python -m docs.tour`, on a practice province of its own.

Needs Debian's Chromium, as the tests do. The pictures show simulated data and say so.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from sys import executable

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.round_site import environment_of, serving

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@contextmanager
def practice_site() -> Iterator[str]:
    """Serve a fresh practice province and give its address."""
    with tempfile.TemporaryDirectory(prefix="parindex-tour-") as folder:
        home = Path(folder)
        environment = {**environment_of(home), "PARINDEX_PRACTICE": "1"}
        for command in (["migrate"], ["load_practice"], ["collectstatic", "--no-input"]):
            manage = [executable, "-m", "parindex.web.manage", *command, "--verbosity", "0"]
            run(manage, env=environment, check=True, capture_output=True)  # noqa: S603  our own command
        with serving(home, environment) as address:
            yield address


def signed_in(browser: Browser, address: str, username: str, *, phone: bool = False) -> Page:
    """Return a window of a practice person."""
    size = PHONE if phone else SIZE
    context = browser.new_context(base_url=address, viewport=size, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.locator("section.practice details").evaluate_all("all => all.forEach(d => d.open = true)")
    page.locator(f"section.practice button[value='{username}']").click()
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)
    return page


def picture(page: Page, name: str) -> None:
    """Write a picture in 256 colours: a page is text, and the repository stays small."""
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        IMAGES / f"tour-{name}.png", optimize=True
    )


def follow(page: Page, words: str) -> None:
    """Follow the first link that says so."""
    page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("load")


def officer(browser: Browser, address: str) -> None:
    """Show what an officer works with: the day, the sheet, evidence from a phone."""
    page = signed_in(browser, address, "canbo.noivu")
    picture(page, "can-bo-hom-nay")
    page.goto("/phieu/")
    follow(page, "năm 2026 (mô phỏng)")
    page.locator("main [name^='fact:']").nth(3).focus()
    page.wait_for_timeout(800)
    picture(page, "can-bo-phieu")
    phone = signed_in(browser, address, "canbo.noivu", phone=True)
    picture(phone, "can-bo-dien-thoai")


def head(browser: Browser, address: str) -> None:
    """Show what a head reads before signing."""
    page = signed_in(browser, address, "thutruong.yte")
    picture(page, "thu-truong-hom-nay")
    page.goto("/phieu/")
    follow(page, "năm 2026 (mô phỏng)")
    page.locator("main a[href*='ky-gui']").first.click()
    page.wait_for_load_state("load")
    picture(page, "thu-truong-ky-gui")


def appraiser(browser: Browser, address: str) -> None:
    """Show a component across all units."""
    page = signed_in(browser, address, "thamdinh.1")
    page.goto("/tham-dinh/")
    picture(page, "tham-dinh-danh-sach")
    trial = page.locator("main section, main").filter(has_text="6 tháng").last
    trial.locator("tbody a[href*='/tham-dinh/']").first.click()
    page.wait_for_load_state("load")
    picture(page, "tham-dinh-luoi")


def secretary(browser: Browser, address: str) -> None:
    """Show progress and the case list."""
    page = signed_in(browser, address, "thuky")
    page.goto("/tien-do/")
    picture(page, "thu-ky-tien-do")
    page.goto("/ky-danh-gia/")
    picture(page, "thu-ky-ky-danh-gia")


def council(browser: Browser, address: str) -> None:
    """Show a case with both arguments, precedents and votes."""
    page = signed_in(browser, address, "uyvien.1")
    page.goto("/hoi-dong/")
    page.locator("main tbody th a, main tbody td a").first.click()
    page.wait_for_load_state("load")
    picture(page, "hoi-dong-vu-viec")


def others(browser: Browser, address: str) -> None:
    """Show one page of each other role."""
    for username, path, name in (
        ("khaosat", "/khao-sat/", "khao-sat"),
        ("lanhdao", "/hom-nay/", "lanh-dao"),
        ("quantri", "/quan-tri/", "quan-tri"),
        ("kiemsoat", "/nhat-ky/", "nhat-ky"),
    ):
        page = signed_in(browser, address, username)
        page.goto(path)
        picture(page, name)


def main() -> None:
    """Take all pictures."""
    with practice_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for show in (officer, head, appraiser, secretary, council, others):
            show(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
