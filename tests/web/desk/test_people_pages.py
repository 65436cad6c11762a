"""Quản trị: accounts, units and rights in the browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.desk.test_round_pages import EVERYBODY, signed_in, status
from tests.web.story import Story

ADMINISTRATORS = {"administrator", "unit_administrator"}


@pytest.mark.parametrize("who", EVERYBODY)
def test_accounts_are_for_administrators(story: Story, who: str) -> None:
    wanted = 200 if who in ADMINISTRATORS else 404
    for name in ("accounts", "new_person", "unit_list", "rights", "new_unit"):
        assert status(story, who, reverse(name)) == wanted


def test_delegated_administrator_reads_no_name_of_another_unit(story: Story) -> None:
    client = signed_in(story.unit_administrator)
    text = client.get(reverse("accounts")).content.decode()
    assert "Người officer" in text
    for name in ("Người stranger", "Người appraiser", "Người ngoài"):
        assert name not in text
    assert client.get(reverse("person", args=[story.stranger.pk])).status_code == 404
    assert client.get(reverse("person", args=[story.head.pk])).status_code == 200
    units = client.get(reverse("unit_list")).content.decode()
    assert "Sở Mẫu 1" in units
    assert "Sở Mẫu 2" not in units
    assert client.get(reverse("unit_admin", args=[story.units[1].pk])).status_code == 404


def test_account_is_made_with_a_role_and_its_password_is_shown_once(story: Story) -> None:
    client = signed_in(story.administrator)
    asked = {
        "name": "Người Mới",
        "username": "nguoi.moi",
        "email": "",
        "role": "unit_officer",
        "unit": story.units[2].pk,
        "valid_from": "2026-11-22",
    }
    page = client.post(reverse("new_person"), asked)
    found = re.search(r"<code>([^<]+)</code>", page.content.decode())
    person = User.objects.get(username="nguoi.moi")
    assert found
    assert person.check_password(found[1])
    again = client.get(reverse("person", args=[person.pk]))
    assert found[1] not in again.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_refused_account_keeps_what_was_typed(story: Story) -> None:
    asked = {"name": "Tên Đã Gõ", "username": "officer", "email": ""}
    page = signed_in(story.administrator).post(reverse("new_person"), asked)
    assert page.status_code == 422
    assert "Tên Đã Gõ" in page.content.decode()
    assert "đã có người dùng" in page.content.decode()


def test_role_is_given_and_ended_on_the_page_of_the_person(story: Story) -> None:
    client = signed_in(story.administrator)
    given = {
        "role": "appraiser",
        "unit": story.province.pk,
        "valid_from": "2026-11-22",
        "components": ["annual_plan"],
    }
    page = client.post(
        reverse("give_role", args=[story.officer.pk]), given, follow=True
    ).content.decode()
    assert "sẽ không xem xét, quyết định" in page
    role = RoleAssignment.objects.get(user=story.officer, role=Role.APPRAISER)
    assert role.components == ["annual_plan"]
    ended = {"last_day": "2026-11-21", "reason": "Nhầm"}
    assert client.post(reverse("end_role", args=[role.pk]), ended).status_code == 302
    role.refresh_from_db()
    assert str(role.valid_to) == "2026-11-21"


@pytest.mark.parametrize(
    "name", ["deactivate_person", "reactivate_person", "reset_password", "give_role"]
)
def test_nothing_changes_by_get(story: Story, name: str) -> None:
    address = reverse(name, args=[story.viewer.pk])
    assert signed_in(story.administrator).get(address).status_code == 405
    assert signed_in(story.stranger).post(address, {"reason": "x"}).status_code == 404


def test_units_are_renamed_merged_split_created_and_abolished_by_a_document(
    story: Story,
) -> None:
    client = signed_in(story.administrator)
    by = {"on": "2027-01-01", "document": "12/NQ-HĐND"}
    first, second, third = story.units

    def do(verb: str, unit: Unit | None, **asked: object) -> int:
        address = reverse(verb, args=[unit.pk] if unit else [])
        return client.post(address, {**by, **asked}).status_code

    assert do("rename_unit", first, name="") == 422
    assert do("rename_unit", first, name="Sở Mẫu Mới") == 302
    assert do("merge_unit", second, name="Sở Gộp", others=[third.pk]) == 302
    made = Unit.objects.get(name="Sở Gộp")
    created = {"name": "Sở Lập", "kind": "department", "code": "mau.lap"}
    assert do("create_unit", None, parent=story.province.pk, **created) == 302
    later = {"on": "2028-01-01"}
    lapsed = Unit.objects.get(code="mau.lap")
    assert do("split_unit", lapsed, into="mau.a Sở A\nmau.b Sở B", **later) == 302
    assert do("abolish_unit", Unit.objects.get(code="mau.a"), on="2029-01-01") == 302
    text = client.get(reverse("unit_list"), {"het": "1"}).content.decode()
    for name in ("Sở Mẫu Mới", "Sở Gộp", "Sở A", "Sở Lập"):
        assert name in text
    page = client.get(reverse("unit_admin", args=[made.pk])).content.decode()
    assert "Sở Mẫu 2" in page
    assert "12/NQ-HĐND" in page
    assert second.documents.count() == 0


def test_rights_are_shown_in_words(story: Story) -> None:
    text = signed_in(story.administrator).get(reverse("rights")).content.decode()
    assert "Ký gửi, trả lại phiếu" in text
    assert "tiêu chí được giao, ở đơn vị khác" in text
