"""Sign-in by password: who may, what is refused and how, what is written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.models import User

from .conftest import PASSWORD, is_signed_in, sign_in, written

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
TOO_MANY = "Sai quá nhiều lần."


def test_a_person_signs_in_and_is_led_to_the_day_s_work(
    client: Client, person: Callable[..., User]
) -> None:
    user = person()
    response = sign_in(client, "can.bo")
    try:
        work = reverse("today")
    except NoReverseMatch:
        work = "/"
    assert (response.status_code, response["Location"]) == (302, work)
    assert is_signed_in(client)
    (row,) = written("account.signed_in")
    assert (row.actor_id, row.subject_id, row.address) == (user.pk, user.pk, "127.0.0.1")
    assert row.new == {"methods": ["password"]}


def test_capital_letters_in_the_name_do_not_matter(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    sign_in(client, " CAN.BO ")
    assert is_signed_in(client)


def test_a_person_is_led_back_to_the_page_that_asked(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    asked = client.get("/tai-khoan/khoa/")
    assert asked["Location"] == "/dang-nhap/?next=/tai-khoan/khoa/"
    assert 'name="next" value="/tai-khoan/khoa/"' in client.get(asked["Location"]).text
    assert sign_in(client, "can.bo", next="/tai-khoan/khoa/")["Location"] == "/tai-khoan/khoa/"


def test_nobody_is_led_to_a_foreign_site(client: Client, person: Callable[..., User]) -> None:
    person()
    assert "evil.example" not in sign_in(client, "can.bo", next="https://evil.example/")["Location"]


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(
    client: Client, person: Callable[..., User]
) -> None:
    user = person()
    pages = []
    for name in ("can.bo", "khong.co"):
        page = sign_in(client, name, "sai-mat-khau")
        assert page.status_code == 200
        assert WRONG in page.text
        assert 'role="alert"' in page.text
        pages.append(page.text.replace(name, ""))
        assert not is_signed_in(client)
    assert {len(page) for page in pages} == {len(pages[0])}
    known, unknown = written("account.sign_in_failed")
    assert (known.subject_id, known.new, known.actor_id) == (user.pk, {"username": "can.bo"}, None)
    assert (unknown.subject_id, unknown.new) == (0, {"username": "khong.co"})


def test_no_password_is_ever_written_down(client: Client, person: Callable[..., User]) -> None:
    person()
    sign_in(client, "can.bo", "sai-mat-khau")
    sign_in(client, "can.bo")
    rows = AuditRow.objects.filter(verb__startswith="account.")
    assert rows.count() == 2
    said = " ".join(str([row.old, row.new, row.reason, row.actor]) for row in rows)
    assert "sai-mat-khau" not in said
    assert PASSWORD not in said
    assert verify() == ()


def test_the_sixth_wrong_password_is_refused_in_words_and_the_right_one_after_it(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    person("nguoi.khac")
    for _ in range(5):
        assert WRONG in sign_in(client, "can.bo", "sai-mat-khau").text
    assert TOO_MANY in sign_in(client, "can.bo", "sai-mat-khau").text
    assert TOO_MANY in sign_in(client, "can.bo").text
    assert not is_signed_in(client)
    sign_in(client, "nguoi.khac")
    assert is_signed_in(client)


def test_five_minutes_after_the_fifth_wrong_password_the_right_one_opens(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    with time_machine.travel("2026-11-22T08:00:00+07:00", tick=False) as clock:
        for _ in range(6):
            sign_in(client, "can.bo", "sai-mat-khau")
        clock.shift(301)
        sign_in(client, "can.bo")
        assert is_signed_in(client)


def test_an_inactive_account_is_refused_in_words_and_only_to_who_knows_its_password(
    client: Client, person: Callable[..., User]
) -> None:
    user = person(is_active=False)
    page = sign_in(client, "can.bo")
    assert page.status_code == 403
    assert "đã ngừng hoạt động" in page.text
    assert not is_signed_in(client)
    assert [row.subject_id for row in written("account.sign_in_refused")] == [user.pk]
    assert WRONG in sign_in(client, "can.bo", "sai-mat-khau").text


def test_an_account_closed_in_the_middle_of_a_session_is_out_at_once(
    client: Client, person: Callable[..., User]
) -> None:
    user = person()
    sign_in(client, "can.bo")
    assert is_signed_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_an_account_without_password_is_not_opened_by_an_empty_one(
    client: Client, person: Callable[..., User]
) -> None:
    person(password=None)
    for password in ("", "!", "None"):
        sign_in(client, "can.bo", password)
        assert not is_signed_in(client)


def test_leaving_takes_a_post_and_is_written_down(
    client: Client, person: Callable[..., User]
) -> None:
    user = person()
    sign_in(client, "can.bo")
    assert client.get("/dang-xuat/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/dang-xuat/").status_code == 302
    assert not is_signed_in(client)
    assert [row.actor_id for row in written("account.signed_out")] == [user.pk]


def test_forms_need_their_token(person: Callable[..., User]) -> None:
    person()
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "can.bo").status_code == 403
    assert strict.post("/dang-xuat/").status_code == 403


def test_the_session_ends_after_twelve_hours_and_with_the_browser(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    with time_machine.travel("2026-11-22T08:00:00+07:00", tick=False) as clock:
        cookie = sign_in(client, "can.bo").cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert (cookie["max-age"], cookie["expires"]) == ("", "")
        clock.shift(12 * 3600 - 1)
        assert is_signed_in(client)
        clock.shift(2)
        assert not is_signed_in(client)


def test_sign_in_changes_the_key_of_the_session(
    client: Client, person: Callable[..., User]
) -> None:
    person()
    sign_in(client, "can.bo", "sai-mat-khau")
    client.get("/dang-nhap/khoa/", headers={"accept": "application/json"})
    before = client.session.session_key
    sign_in(client, "can.bo")
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_the_site_is_closed_to_sign_up(client: Client) -> None:
    for address in ("/dang-ky/", "/accounts/signup/", "/signup/", "/accounts/login/"):
        assert client.get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_password_is_changed_by_who_knows_the_old_one(
    client: Client, person: Callable[..., User]
) -> None:
    user = person()
    sign_in(client, "can.bo")
    new = "sen-no-trong-dam-1986"

    def change(old: str, first: str, second: str) -> str:
        form = {"oldpassword": old, "password1": first, "password2": second}
        return client.post("/tai-khoan/mat-khau/", form, follow=True).text

    assert "Mật khẩu hiện tại không đúng." in change("sai", new, new)
    assert "không giống nhau" in change(PASSWORD, new, new + "x")
    assert "quá ngắn" in change(PASSWORD, "ngan", "ngan")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "Đã đổi mật khẩu." in change(PASSWORD, new, new)
    user.refresh_from_db()
    assert user.check_password(new)
    assert [row.actor_id for row in written("account.password_changed")] == [user.pk]


def test_without_mail_there_is_no_reset(client: Client) -> None:
    assert client.get("/mat-khau/quen/").status_code == 404
    assert "Quên mật khẩu" not in client.get("/dang-nhap/").text


def test_with_mail_a_reset_says_the_same_of_known_and_unknown_addresses(
    client: Client, person: Callable[..., User], settings: LazySettings, mailoutbox: list
) -> None:
    settings.HAS_MAIL = True
    user = person(email="can.bo@mau.example")
    assert "Quên mật khẩu?" in client.get("/dang-nhap/").text
    pages = [
        client.post("/mat-khau/quen/", {"email": address}, follow=True).text
        for address in ("khong.co@mau.example", "can.bo@mau.example")
    ]
    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [["can.bo@mau.example"]]
    assert "can.bo" in mailoutbox[0].body
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    new = "sen-no-trong-dam-1986"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Đã đổi mật khẩu" in done.text
    user.refresh_from_db()
    assert user.check_password(new)
    assert len(written("account.password_reset")) == 1
    again = client.get(link.removeprefix("http://testserver"), follow=True)
    assert "Đường dẫn không đúng hoặc đã dùng rồi" in again.text
