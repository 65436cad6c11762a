"""One-time codes, recovery codes, and the roles of whom a second factor is demanded."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from parindex.web.org.enums import Role
from parindex.web.org.models import User
from parindex.web.signin.second_factor import check_names
from parindex.web.urls import urlpatterns as addresses

from .conftest import confirm, is_signed_in, sign_in, written

WRONG_CODE = "Mã không đúng hoặc đã hết hạn."


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Freeze the time: a code lives for thirty seconds."""
    with time_machine.travel("2026-11-22T08:00:00+07:00", tick=False) as frozen:
        yield frozen


def code_of(secret: str) -> str:
    """Return what the person's telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def activated(
    client: Client,
    person: Callable[..., User],
    django_capture_on_commit_callbacks: Callable[..., Any],
    clock: Any,
) -> tuple[User, str]:
    """Return a person with an authenticator app, signed out again, and the app's secret."""
    user = person()
    sign_in(client, "can.bo")
    page = confirm(client, "/tai-khoan/ung-dung/").text
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    assert 'src="data:image/svg+xml;base64,' in page
    assert WRONG_CODE in client.post("/tai-khoan/ung-dung/", {"code": "000000"}).text
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/tai-khoan/ung-dung/", {"code": code_of(secret)})
    assert done["Location"] == "/tai-khoan/ma-du-phong/"
    clock.shift(60)
    return user, secret


def test_setting_up_an_app_is_written_down_with_its_recovery_codes(
    client: Client, activated: tuple[User, str]
) -> None:
    rows = written("account.second_factor_added")
    assert sorted(row.new["kind"] for row in rows) == ["recovery_codes", "totp"]
    assert {row.actor_id for row in rows} == {activated[0].pk}


def test_the_password_alone_opens_nothing_any_more(
    client: Client, activated: tuple[User, str]
) -> None:
    client.post("/dang-xuat/")
    assert sign_in(client, "can.bo")["Location"] == "/dang-nhap/hai-lop/"
    assert not is_signed_in(client)
    assert WRONG_CODE in client.post("/dang-nhap/hai-lop/", {"code": "000000"}).text
    assert not is_signed_in(client)
    assert [row.new for row in written("account.second_factor_failed")] == [{"kind": "totp"}]
    client.post("/dang-nhap/hai-lop/", {"code": code_of(activated[1])})
    assert is_signed_in(client)
    assert written("account.signed_in")[-1].new == {"methods": ["password", "totp"]}


def test_a_code_opens_once(client: Client, activated: tuple[User, str]) -> None:
    code = code_of(activated[1])
    other = Client()
    for each in (client, other):
        each.post("/dang-xuat/")
        sign_in(each, "can.bo")
        page = each.post("/dang-nhap/hai-lop/", {"code": code})
    assert is_signed_in(client)
    assert WRONG_CODE in page.text
    assert not is_signed_in(other)


def test_codes_cannot_be_guessed_for_long(client: Client, activated: tuple[User, str]) -> None:
    client.post("/dang-xuat/")
    sign_in(client, "can.bo")
    for guess in range(5):
        page = client.post("/dang-nhap/hai-lop/", {"code": f"{guess:06}"})
        assert WRONG_CODE in page.text
    page = client.post("/dang-nhap/hai-lop/", {"code": code_of(activated[1])})
    assert "Sai quá nhiều lần." in page.text
    assert not is_signed_in(client)


def test_a_recovery_code_opens_once(client: Client, activated: tuple[User, str]) -> None:
    page = client.get("/tai-khoan/ma-du-phong/").text
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(codes) == 10
    listed = client.get("/tai-khoan/ma-du-phong/tai-ve/").text.split()
    assert listed == codes
    for opens in (True, False):
        client.post("/dang-xuat/")
        sign_in(client, "can.bo")
        client.post("/dang-nhap/hai-lop/", {"code": codes[0]})
        assert is_signed_in(client) is opens


def test_new_recovery_codes_end_the_old_ones(
    client: Client,
    activated: tuple[User, str],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    old = client.get("/tai-khoan/ma-du-phong/tai-ve/").text.split()
    assert "hết dùng được ngay" in client.get("/tai-khoan/ma-du-phong/tao/").text
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/tai-khoan/ma-du-phong/tao/")
    assert set(client.get("/tai-khoan/ma-du-phong/tai-ve/").text.split()).isdisjoint(old)
    assert [row.new for row in written("account.second_factor_renewed")] == [
        {"kind": "recovery_codes"}
    ]


def test_secrets_are_encrypted_in_the_database(activated: tuple[User, str]) -> None:
    kept = {each.type: each.data for each in Authenticator.objects.filter(user=activated[0])}
    assert activated[1] not in str(kept)
    assert get_adapter().decrypt(kept["totp"]["secret"]) == activated[1]


def test_another_key_of_the_installation_cannot_read_a_secret(
    activated: tuple[User, str], settings: LazySettings
) -> None:
    kept = Authenticator.objects.get(type="totp").data["secret"]
    settings.SECRET_KEY = "another"  # noqa: S105  lives as long as a test
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(kept)


def test_switching_off_asks_again_who_it_is_and_is_written_down(
    client: Client, activated: tuple[User, str], clock: Any
) -> None:
    clock.shift(600)
    asked = client.post("/tai-khoan/ung-dung/tat/")
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/")
    assert Authenticator.objects.filter(type="totp").exists()
    address = asked["Location"]
    assert "Xác nhận lại" in client.get(address).text
    client.post("/tai-khoan/xac-nhan/ma/", {"code": code_of(activated[1])})
    page = client.post("/tai-khoan/ung-dung/tat/", follow=True)
    assert "Đã tắt ứng dụng xác thực." in page.text
    assert not Authenticator.objects.exists()
    removed = [row.old["kind"] for row in written("account.second_factor_removed")]
    assert sorted(removed) == ["recovery_codes", "totp"]


def test_a_person_who_lost_everything_is_let_in_by_a_command_with_a_reason(
    client: Client, activated: tuple[User, str]
) -> None:
    call_command("remove_second_factor", "CAN.BO", "--reason", "Mất điện thoại", stdout=StringIO())
    assert not Authenticator.objects.exists()
    (row,) = written("account.second_factor_removed")
    assert (row.reason, row.actor_id, row.subject_id) == ("Mất điện thoại", None, activated[0].pk)
    assert row.old == {"kinds": ["recovery_codes", "totp"]}
    client.post("/dang-xuat/")
    sign_in(client, "can.bo")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("username", "said"),
    [("khong.co", "no account is called 'khong.co'"), ("can.bo", "can.bo has no second factor")],
)
def test_a_command_that_removes_nothing_says_why(
    person: Callable[..., User], username: str, said: str
) -> None:
    person()
    with pytest.raises(CommandError, match=said):
        call_command("remove_second_factor", username, "--reason", "x")
    assert written("account.second_factor_removed") == []


def work(request: HttpRequest) -> HttpResponse:
    """Stand for a page of work."""
    return HttpResponse("work")


urlpatterns = [path("viec/", work), *addresses]


@pytest.fixture
def demanded(settings: LazySettings) -> None:
    """Demand a second factor of secretaries, on a site with a page of work."""
    settings.REQUIRE_SECOND_FACTOR_FOR = ("council_secretary",)
    settings.ROOT_URLCONF = __name__


def test_a_role_that_must_have_a_second_factor_is_led_to_set_one_up(
    client: Client, demanded: None, person: Callable[..., User], holds: Callable[..., Any]
) -> None:
    holds(person("thu.ky"), Role.COUNCIL_SECRETARY)
    sign_in(client, "thu.ky")
    turned = client.get("/viec/")
    assert (turned.status_code, turned["Location"]) == (302, "/tai-khoan/")
    assert client.post("/viec/").status_code == 302
    assert "phải có xác thực hai lớp" in client.get("/tai-khoan/").text
    for address in ("/", "/tai-khoan/khoa/", "/bang-xep-hang/"):
        assert client.get(address).status_code == 200, address
    page = confirm(client, "/tai-khoan/ung-dung/").text
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    client.post("/tai-khoan/ung-dung/", {"code": code_of(secret)})
    assert client.get("/viec/").text == "work"


def test_other_roles_and_roles_of_the_past_work_without_a_second_factor(
    client: Client, demanded: None, person: Callable[..., User], holds: Callable[..., Any]
) -> None:
    user = person()
    holds(user, Role.UNIT_OFFICER)
    holds(user, Role.COUNCIL_SECRETARY, valid_to="2026-11-21")
    sign_in(client, "can.bo")
    assert client.get("/viec/").text == "work"


def test_where_nothing_is_demanded_nothing_is_asked(
    client: Client, settings: LazySettings, person: Callable[..., User], holds: Callable[..., Any]
) -> None:
    settings.ROOT_URLCONF = __name__
    holds(person("thu.ky"), Role.COUNCIL_SECRETARY)
    sign_in(client, "thu.ky")
    assert client.get("/viec/").text == "work"


def test_a_role_that_does_not_exist_stops_the_start(settings: LazySettings) -> None:
    settings.REQUIRE_SECOND_FACTOR_FOR = ("council_secretary", "boss")
    with pytest.raises(ImproperlyConfigured, match="PARINDEX_REQUIRE_MFA names boss; roles are"):
        check_names()
