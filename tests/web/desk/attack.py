"""How a test attacks: a signed-in person sends a request, and nothing may have changed."""

from __future__ import annotations

import io
import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from parindex.web.assessment.domain.xlsx import layout
from parindex.web.assessment.models import Row
from parindex.web.org.models import User
from tests.web.desk.kept import changed, content
from tests.web.evidence.files import upload

SCRIPT: dict[str, Any] = {
    "headers": {"accept": "application/json"},
    "content_type": "application/json",
}
ON_TIME = {"fact:plan_timing": "on_time"}
DONE, NOT_THERE, STALE, REFUSED, LOCKED = 302, 404, 409, 422, 423
ROUND = ("assessment", "evidence", "org", "common")
"""Apps whose tables a round lives in."""


def signed_in(user: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def post(user: User, name: str, /, *args: Any, **fields: Any) -> HttpResponse:
    """Let a person send a form."""
    return signed_in(user).post(reverse(name, args=args), fields)


def get(user: User, name: str, *args: Any) -> HttpResponse:
    """Let a person open a page; a file is read to its end."""
    answer = signed_in(user).get(reverse(name, args=args))
    if answer.streaming:
        answer.streaming_content = [b"".join(answer.streaming_content)]
    return answer


def send_json(user: User, row: Row, said: Any) -> HttpResponse:
    """Let a person's script save a row."""
    address = reverse("save_row", args=[row.sheet_id, row.pk])
    return signed_in(user).post(address, json.dumps(said), **SCRIPT)


def save(user: User, row: Row, **fields: Any) -> HttpResponse:
    """Let a person save a row by its form, as the page of now."""
    given = fields or ON_TIME
    return post(user, "save_row", row.sheet_id, row.pk, version=row.version, **given)


def refuses(code: int, user: User, name: str, /, *args: Any, **fields: Any) -> None:
    """Say that a form is refused with a code and leaves everything of the round as it was."""
    client = signed_in(user)
    before = content(*ROUND)
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == code, (user.username, name, answer.status_code)
    assert changed(before, content(*ROUND)) == []


def refuses_json(code: int, user: User, row: Row, said: Any) -> HttpResponse:
    """Say that a script is refused with a code and leaves everything as it was."""
    client = signed_in(user)
    before = content(*ROUND)
    answer = client.post(
        reverse("save_row", args=[row.sheet_id, row.pk]), json.dumps(said), **SCRIPT
    )
    assert answer.status_code == code
    assert changed(before, content(*ROUND)) == []
    return answer


def preview(user: User, sheet_id: int) -> str:
    """Return what a person may apply who fetched the workbook, filled in a fact, handed it in."""
    workbook = load_workbook(io.BytesIO(get(user, "sheet_workbook", sheet_id).content))
    table = workbook[layout.SHEET]
    for line in range(layout.HEAD + 1, table.max_row + 1):
        if table.cell(line, layout.FACT).value == "models_spread":
            table.cell(line, layout.VALUE).value = 1
    filled = io.BytesIO()
    workbook.save(filled)
    file = upload("phieu.xlsx", filled.getvalue())
    answer = post(user, "import_workbook", sheet_id, file=file)
    assert answer.status_code == 200
    return answer.context["token"]
