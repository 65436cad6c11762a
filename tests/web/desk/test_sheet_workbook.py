"""The pages of the workbook: fetch, hand in, look, apply."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from parindex.web.assessment.domain.xlsx.layout import FACT, HEAD, SHEET, VALUE
from parindex.web.assessment.models import Row
from tests.web.story import Story


def workbook(client: Client, story: Story, value: object = 20) -> SimpleUploadedFile:
    """Fetch the template, type one figure, return it as a file."""
    content = client.get(f"/phieu/{story.sheet().pk}/xlsx/").content
    book = load_workbook(io.BytesIO(content))
    table = book[SHEET]
    for row in range(HEAD + 1, table.max_row + 1):
        if table.cell(row, FACT).value == "plan_tasks":
            table.cell(row, VALUE).value = value
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("phieu.xlsx", written.getvalue())


@pytest.fixture
def officer(client: Client, story: Story) -> Client:
    """Return the browser of the unit's officer."""
    client.force_login(story.officer)
    return client


def token_of(shown: str) -> str:
    """Return the signed preview of a page."""
    found = re.search(r'name="token" value="([^"]+)"', shown)
    assert found is not None
    return found[1]


def test_preview_then_apply(officer: Client, story: Story) -> None:
    address = f"/phieu/{story.sheet().pk}/nhap-xlsx/"
    assert officer.get(address).status_code == 200
    shown = officer.post(address, {"file": workbook(officer, story)}).content.decode()
    assert "1 giá trị sẽ thay đổi" in shown
    assert "<b>20</b>" in shown
    assert story.row("plan_done").facts == {}
    done = officer.post(f"{address}luu/", {"token": token_of(shown)}, follow=True)
    assert "Đã nhập 1 mục từ tệp XLSX." in done.content.decode()
    assert story.row("plan_done").facts == {"plan_tasks": "20"}


def test_errors_stand_in_a_table_and_nothing_is_saved(officer: Client, story: Story) -> None:
    address = f"/phieu/{story.sheet().pk}/nhap-xlsx/"
    answer = officer.post(address, {"file": workbook(officer, story, "nhiều")})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Có 1 lỗi, chưa lưu gì" in shown
    assert "«nhiều» không đọc được" in shown
    assert 'name="token"' not in shown
    assert officer.post(address).status_code == 422


def test_a_preview_altered_or_of_another_person_is_refused(officer: Client, story: Story) -> None:
    address = f"/phieu/{story.sheet().pk}/nhap-xlsx/"
    shown = officer.post(address, {"file": workbook(officer, story)}).content.decode()
    token = token_of(shown)
    assert officer.post(f"{address}luu/", {"token": f"{token}x"}).status_code == 422
    assert officer.post(f"{address}luu/").status_code == 422
    officer.force_login(story.section)
    assert officer.post(f"{address}luu/", {"token": token}).status_code == 422
    assert Row.objects.exclude(facts={}).count() == 0


@pytest.mark.parametrize("who", ["stranger", "head", "viewer", "secretary", "nobody"])
def test_nobody_else_hands_a_workbook_in(client: Client, story: Story, who: str) -> None:
    client.force_login(story.people[who])
    address = f"/phieu/{story.sheet().pk}/nhap-xlsx/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"file": io.BytesIO(b"x")}).status_code == 404
