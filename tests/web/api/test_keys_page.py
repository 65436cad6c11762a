"""The administrator's page of keys: shown once, revoked, with what came and what was refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.web.caseflow.domain.keys import make_key
from parindex.web.caseflow.models import IntakeKey
from parindex.web.common.models import AuditRow
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.api.conftest import Receiver, make_province
from tests.web.api.messages import dossier, message, short

PAGE = "/quan-tri/tiep-nhan-ho-so/"


def client_of(user: User) -> Client:
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browser(receiver: Receiver) -> Client:
    """Return the administrator's browser."""
    return client_of(receiver.administrator)


def make(browser: Client, receiver: Receiver, **more: Any) -> Any:
    """Ask for a key."""
    said = {"province": receiver.province.pk, "name": "Một cửa thứ hai", "source": "local", **more}
    return browser.post(f"{PAGE}khoa-moi/", said)


def test_a_new_key_is_shown_once_and_opens_the_receiver(
    receiver: Receiver, browser: Client
) -> None:
    shown = make(browser, receiver).content.decode()
    found = re.search(r'<p class="secret"><code>([\w-]{43})</code>', shown)
    assert found is not None
    assert receiver.send(message(), key=found[1]).status_code == 200
    page = browser.get(PAGE).content.decode()
    assert "Một cửa thứ hai" in page
    assert found[1] not in page
    assert AuditRow.objects.filter(verb="intake.key_made").count() == 2
    assert found[1] not in str(list(AuditRow.objects.values()))


def test_a_revoked_key_stays_listed_and_opens_nothing(receiver: Receiver, browser: Client) -> None:
    answer = browser.post(f"{PAGE}khoa/{receiver.key.pk}/thu-hoi/", follow=True)
    assert "Đã thu hồi khóa" in answer.content.decode()
    assert receiver.send(message()).status_code == 401
    assert IntakeKey.objects.get().revoked_by == receiver.administrator


def test_what_waits_and_what_was_refused_is_shown_with_its_reason(
    receiver: Receiver, browser: Client
) -> None:
    receiver.send(message(dossier(1), dossier(2, NgayHenTra="mai")))
    before = browser.get(PAGE).content.decode()
    assert "1 gói chờ nhập" in before
    receiver.take_in()
    after = browser.get(PAGE).content.decode()
    assert "Không còn thông điệp nào chờ" in after
    assert short(2) in after
    assert short(1) not in after
    assert "không đọc được ngày hẹn trả" in after


def test_rows_of_another_province_are_not_shown(receiver: Receiver) -> None:
    other = make_province("khac", "H60")
    stranger = User.objects.create_user("nguoikhac", None, name="Người khác")
    RoleAssignment.objects.create(
        user=stranger, role=Role.ADMINISTRATOR, unit=other, valid_from=date(2026, 1, 1)
    )
    receiver.send(message(dossier(2, NgayHenTra="mai")))
    receiver.take_in()
    page = client_of(stranger).get(PAGE).content.decode()
    assert short(2) not in page
    assert receiver.key.name not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_the_administrator_of_the_province_finds_the_page(
    receiver: Receiver, role: str
) -> None:
    person = User.objects.create_user("ai", None, name="Ai đó")
    RoleAssignment.objects.create(
        user=person,
        role=role,
        unit=receiver.province,
        valid_from=date(2026, 1, 1),
        components=["*"],
    )
    browser = client_of(person)
    assert browser.get(PAGE).status_code == 404
    assert make(browser, receiver).status_code == 404
    assert browser.post(f"{PAGE}khoa/{receiver.key.pk}/thu-hoi/").status_code == 404
    assert IntakeKey.objects.get().revoked_at is None


def test_an_administrator_of_one_unit_manages_no_keys(receiver: Receiver) -> None:
    unit = Unit.objects.create(
        code="mau.1",
        name="Sở Mẫu",
        plain_name="so mau",
        kind="department",
        parent=receiver.province,
    )
    person = User.objects.create_user("so", None, name="Quản trị sở")
    RoleAssignment.objects.create(
        user=person, role=Role.ADMINISTRATOR, unit=unit, valid_from=date(2026, 1, 1)
    )
    assert client_of(person).get(PAGE).status_code == 404


@pytest.mark.parametrize("wrong", [{"name": " "}, {"source": "x"}])
def test_a_key_without_name_or_source_is_refused(
    receiver: Receiver, browser: Client, wrong: dict[str, str]
) -> None:
    assert make(browser, receiver, **wrong).status_code == 422
    assert IntakeKey.objects.count() == 1


def test_the_page_asks_as_much_of_the_database_for_one_key_as_for_three(
    receiver: Receiver, browser: Client
) -> None:
    counts = []
    for number in range(3):
        make_key(
            province=receiver.province,
            name=f"hệ thống {number}",
            source="local",
            user=receiver.administrator,
        )
        receiver.send(message(dossier(number)))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(PAGE)
        counts.append(len(asked))
    assert len(set(counts)) == 1
