"""Sign-in in a real browser: passkeys, a provider, practice, and two workers at once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.oidc_provider.running import PASSWORD as PASSWORD_THERE
from tests.oidc_provider.running import RunningProvider, running_provider

from .conftest import _wait_for
from .test_accessibility import LOOKS, RULES
from .test_journeys import OVERFLOW, press_until

PASSWORD = "mua-thu-la-bay-1945"  # noqa: S105  of people who do not exist
PEOPLE = """
from datetime import date
import django; django.setup()
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.signin.practice import PRACTICE_PASSWORD
for name in ("can.bo", "khoa.may", "khoa.hai", "khoa.hong", "bi.do"):
    User.objects.create_user(name, "mua-thu-la-bay-1945", name="Cán bộ Mẫu")
for number in range(1, 15):
    name = f"Sở Mẫu {number}"
    unit = Unit.objects.create(code=f"MAU.{number}", kind=UnitKind.DEPARTMENT, name=name)
    for role, word in ((Role.UNIT_OFFICER, "dau-moi"), (Role.UNIT_HEAD, "thu-truong")):
        user = User.objects.create_user(
            f"{word}.{number:02}", PRACTICE_PASSWORD, name=f"Người tập {number}", is_practice=True
        )
        RoleAssignment.objects.create(user=user, unit=unit, role=role, valid_from=date(2020, 1, 1))
"""


def run(environment: dict[str, str], *command: str) -> None:
    """Run Python with the environment of the site."""
    subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)  # noqa: S603  our own command


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that people sign in to."""
    return tmp_path_factory.mktemp("sign-in")


@pytest.fixture(scope="module")
def port() -> Iterator[socket.socket]:
    """Take a port before anybody must know it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


@pytest.fixture(scope="module")
def provider(home: Path, port: socket.socket) -> Iterator[RunningProvider]:
    """Run the provider that the site knows, and that knows the site."""
    folder = home / "provider"
    folder.mkdir()
    back = f"http://localhost:{port.getsockname()[1]}/tai-khoan/cong-dang-nhap/sso/tra-loi/"
    with running_provider(folder, [back]) as running:
        yield running


@pytest.fixture(scope="module")
def site(home: Path, port: socket.socket, provider: RunningProvider) -> Iterator[str]:
    """Serve a practice site with a provider; a passkey needs a name, so it is localhost."""
    environment = {
        **os.environ,
        **provider.environment(),
        "PARINDEX_HOME": str(home),
        "PARINDEX_HOSTS": "localhost",
        "PARINDEX_DEBUG": "0",
        "PARINDEX_PRACTICE": "1",
        "DJANGO_SETTINGS_MODULE": "parindex.web.settings",
    }
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        run(environment, "-m", "parindex.web.manage", *command, "--verbosity", "0")
    run(environment, "-c", PEOPLE)
    log, address = home / "gunicorn.log", f"http://localhost:{port.getsockname()[1]}"
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603  our own command
            [
                *(sys.executable, "-m", "gunicorn", "parindex.web.wsgi"),
                *("--bind", f"fd://{port.fileno()}", "--workers", "2", "--threads", "4"),
            ],
            env=environment,
            pass_fds=[port.fileno()],
            stdout=output,
            stderr=output,
        )
        try:
            _wait_for(f"{address}/dang-nhap/", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


WORK = re.compile(r"^http://localhost:\d+/(hom-nay/)?$")


def wait_for_work(page: Page) -> None:
    """Wait for the page that sign-in leads to."""
    page.wait_for_url(WORK)


def sign_in(page: Page, username: str) -> None:
    """Fill in the form."""
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_load_state()


def sign_out(page: Page) -> None:
    """Leave by the button of the own account."""
    page.goto("/tai-khoan/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_load_state()


def expect_account_of(page: Page, username: str) -> None:
    """Check that the page of the own account opens, and whose it is."""
    page.goto("/tai-khoan/")
    expect(page.locator("h1")).to_have_text("Tài khoản và bảo mật")
    expect(page.locator(".whose")).to_contain_text(f"({username})")


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a virtual authenticator with a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, added["authenticatorId"]


def add_key(page: Page, *, instead_of_password: bool) -> None:
    """Add a passkey to the own account, confirming the password on the way."""
    page.goto("/tai-khoan/khoa/them/")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Tên khóa").fill("Máy ở cơ quan")
    if instead_of_password:
        page.get_by_label("Dùng thay cả mật khẩu").check()
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.locator("h1")).to_have_text("Mã dự phòng")


def test_a_passkey_opens_the_account_without_password(window: Callable[..., Page]) -> None:
    page = window(scripts=True)
    plug_in(page)
    sign_in(page, "khoa.may")
    add_key(page, instead_of_password=True)
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/tai-khoan/khoa/")
    expect(page.locator("tbody tr")).to_contain_text("Máy ở cơ quan")
    expect(page.locator("tbody tr")).to_contain_text("thay mật khẩu")
    sign_out(page)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()
    wait_for_work(page)
    expect_account_of(page, "khoa.may")


def test_a_key_is_the_second_factor_after_the_password(window: Callable[..., Page]) -> None:
    page = window(scripts=True)
    plug_in(page)
    sign_in(page, "khoa.hai")
    add_key(page, instead_of_password=False)
    sign_out(page)
    sign_in(page, "khoa.hai")
    expect(page.locator("h1")).to_have_text("Xác thực lớp thứ hai")
    page.get_by_role("button", name="Dùng khóa đăng nhập").click()
    wait_for_work(page)
    expect_account_of(page, "khoa.hai")


def test_a_key_that_does_not_answer_is_told_in_words(window: Callable[..., Page]) -> None:
    page = window(scripts=True)
    devtools, key = plug_in(page)
    sign_in(page, "khoa.hong")
    add_key(page, instead_of_password=True)
    sign_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/dang-nhap/")
    expect(page.locator("#key-failed")).to_be_hidden()
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()
    expect(page.locator("#key-failed")).to_contain_text("Chưa có gì thay đổi")
    page.goto("/tai-khoan/")
    expect(page.locator("h1")).to_have_text("Đăng nhập")


def test_the_province_s_provider_leads_in(
    chromium: Browser, site: str, provider: RunningProvider
) -> None:
    context = chromium.new_context(base_url=site, locale="vi-VN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng Cổng của tỉnh").click()
    expect(page.locator("h1")).to_have_text("Provider")
    assert page.url.startswith(provider.site)
    page.get_by_label("Username").fill("can.bo")
    page.get_by_label("Password").fill(PASSWORD_THERE)
    page.get_by_role("button", name="Sign in").click()
    wait_for_work(page)
    expect_account_of(page, "can.bo")
    context.close()
    assert not [each for each in said if "Content Security Policy" in each]


def test_one_press_opens_a_practice_account_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/dang-nhap/")
    expect(page.get_by_role("heading", name="Tài khoản thực hành")).to_be_visible()
    page.get_by_text("Thủ trưởng đơn vị").click()
    page.get_by_role("button", name="thu-truong.03").click()
    wait_for_work(page)
    expect_account_of(page, "thu-truong.03")


def test_sign_in_and_out_by_keyboard_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/dang-nhap/")
    press_until(page, 'id="id_login"')
    page.keyboard.type("can.bo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    wait_for_work(page)
    expect_account_of(page, "can.bo")
    press_until(page, ">Đăng xuất<")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^http://localhost:\d+/$"))
    page.goto("/tai-khoan/")
    expect(page.locator("h1")).to_have_text("Đăng nhập")


def attempt(site: str, password: str) -> str:
    """Try a password over HTTP, as a browser of its own."""
    browser = requests.Session()
    page = browser.get(f"{site}/dang-nhap/", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    form = {"login": "bi.do", "password": password, "csrfmiddlewaretoken": token}
    return browser.post(f"{site}/dang-nhap/", form, timeout=30).text


def test_five_wrong_passwords_are_all_that_two_workers_allow_at_once(site: str) -> None:
    with ThreadPoolExecutor(8) as many:
        pages = list(many.map(lambda number: attempt(site, f"sai-{number}"), range(16)))
    wrong = sum("Tên đăng nhập hoặc mật khẩu không đúng." in page for page in pages)
    refused = sum("Sai quá nhiều lần." in page for page in pages)
    assert wrong + refused == 16
    assert 1 <= wrong <= 5
    while wrong < 5:
        wrong += "mật khẩu không đúng" in attempt(site, "sai")
    assert "Sai quá nhiều lần." in attempt(site, PASSWORD)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(visit: Callable[..., Page], look: str) -> None:
    page = visit("/dang-nhap/", scripts=True, **LOOKS[look])
    check(page)
    sign_in(page, "can.bo")
    page.goto("/tai-khoan/khoa/them/")
    check(page)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url("**/khoa/them/")
    for address in ("/tai-khoan/", "/tai-khoan/ung-dung/", "/tai-khoan/mat-khau/", "/dang-xuat/"):
        check(page)
        page.goto(address)
    check(page)


def check(page: Page) -> None:
    """Check one page against WCAG 2.1 AA, and that it does not scroll sideways."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    assert [(page.url, each["id"], each["nodes"][0]["failureSummary"]) for each in found] == []
    assert page.evaluate(OVERFLOW) == 0, page.url
