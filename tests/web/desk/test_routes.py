"""All addresses at once: who is asked to sign in, who finds nothing, and that no GET changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.desk.attack import signed_in
from tests.web.desk.kept import changed, content, writes
from tests.web.desk.routes import Route, desk_routes, ids_of, sign_in_routes
from tests.web.story import Story

SIGN_IN = "/dang-nhap/?next="
REFUSED = {403, 404, 405, 422}
"""422 is for a form that is read before anybody looks for what it is about."""
SLOW = ("inspection_bundle", "inspection_pdf")
"""Read once in the walk: they put a year's evidence into one file."""
ROLES = (
    *("officer", "head", "section", "viewer", "stranger", "appraiser", "secretary", "chair"),
    *("member", "surveyor", "leader", "administrator", "unit_administrator", "auditor", "nobody"),
)
OF_A_UNIT = {
    *("sheet", "sheet_id", "row_id", "document_id", "version_id", "unit_id"),
    *("case_id", "person_id", "role_id", "attachment_id", "letter_id"),
}
"""What an address takes when it shows or changes something of one unit."""
FILLED = {
    "version": "1",
    "reason": "Lý do",
    "text": "Nội dung",
    "title": "Tên",
    "name": "Người khác",
    "username": "nguoi.moi",
    "claim": "Kiến nghị",
    "points": "0,25",
    "reason_code": "agreed",
    "choice": "agree",
    "accepts_gaps": "yes",
    "fact:plan_timing": "none",
    "link": "https://example.test/",
    "person": "1",
    "valid_from": "2026-11-22",
    "last_day": "2026-11-22",
    "on": "2026-12-01",
    "code": "mau.901",
}
"""Fields that forms of the desk ask for: a refusal must not hang on one that lacks."""


def ask(client: Client, method: str, route: Route, *, follow: bool = True) -> HttpResponse:
    """Ask for an address with all fields filled in, and go where it leads; files are read."""
    answer = getattr(client, method)(route.address, FILLED, follow=follow)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def nowhere(story: Story) -> dict[str, Any]:
    """Return ids that nothing has."""
    ids = ids_of(story)
    return {name: 10**6 if isinstance(value, int) else value for name, value in ids.items()}


def test_every_address_of_the_desk_asks_strangers_to_sign_in(lived: Story, client: Client) -> None:
    """Ids that exist and ids that do not are refused alike."""
    before = content()
    for route in (*desk_routes(ids_of(lived)), *desk_routes(nowhere(lived))):
        answers = [client.get(route.address), client.post(route.address)]
        codes = [each.status_code for each in answers]
        assert sorted(codes) in ([302, 302], [302, 405]), (route, codes)
        leads = {each["Location"] for each in answers if each.status_code == 302}
        assert leads == {f"{SIGN_IN}{route.address}"}, route
    assert changed(before, content()) == []


def test_no_address_changes_anything_by_get(lived: Story) -> None:
    """Walk the desk and the own account as each role; a visit may move a session, no more."""
    ids = ids_of(lived)
    clients = {name: signed_in(lived.people[name]) for name in ROLES}
    before, guilty, shown = content(), [], set()
    for name, client in clients.items():
        for route in (*desk_routes(ids), *sign_in_routes(ids)):
            if route.name in SLOW and route.name in shown:
                continue
            with writes() as written:
                answer = ask(client, "get", route, follow=False)
            guilty += [(name, route.name, sql) for sql in written]
            shown |= {route.name} if answer.status_code == 200 else set()
    assert guilty == []
    assert changed(before, content()) == []
    assert {"sheet", "evidence_bank", "round_results", "survey_table", "mfa_index"} <= shown
    assert set(SLOW) <= shown


def test_who_has_no_role_finds_nothing(lived: Story) -> None:
    client, known = signed_in(lived.nobody), [unit.name for unit in lived.units]
    known += [lived.round.title, lived.province.name, "Kế hoạch ke-hoach.pdf"]
    before = content()
    for route in desk_routes(ids_of(lived)):
        answer = ask(client, "get", route)
        assert answer.status_code in REFUSED | {200}, route
        if answer.status_code == 200:
            text = answer.content.decode()
            assert [word for word in known if word in text] == [], route
    assert changed(before, content()) == []


@pytest.mark.parametrize("who", ["stranger", "other_head", "nobody"])
def test_of_another_unit_nothing_exists(lived: Story, who: str) -> None:
    """Real ids of another unit are answered like ids that nothing has, whatever is sent."""
    client, before = signed_in(lived.people[who]), content()
    for real, none in zip(desk_routes(ids_of(lived)), desk_routes(nowhere(lived)), strict=True):
        if OF_A_UNIT.isdisjoint(real.takes):
            continue
        for method in ("get", "post"):
            code = ask(client, method, real).status_code
            assert code == ask(client, method, none).status_code, (method, real)
            assert code in REFUSED, (method, real, code)
    assert changed(before, content()) == []


def test_the_same_addresses_open_for_the_own_unit(lived: Story) -> None:
    opened = set()
    for user in (lived.stranger, lived.other_head):
        client = signed_in(user)
        for route in desk_routes(ids_of(lived, 1)):
            if route.name not in SLOW and not OF_A_UNIT.isdisjoint(route.takes):
                opened |= {route.name} if ask(client, "get", route).status_code == 200 else set()
    assert {"sheet", "sheet_row", "sheet_report", "sections", "explanations", "case"} <= opened
    assert {"evidence_bank", "evidence_document", "evidence_file", "missing_evidence"} <= opened


def test_every_form_needs_its_token(lived: Story) -> None:
    """Whoever is lured to another site sends no forms of ours."""
    ids = ids_of(lived)
    for user in (lived.officer, lived.secretary, lived.appraiser):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        before = content()
        for route in (*desk_routes(ids), *sign_in_routes(ids)):
            assert client.post(route.address).status_code == 403, (user.username, route)
        assert changed(before, content()) == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_answers_to_other_methods(lived: Story, method: str) -> None:
    client, before = signed_in(lived.officer), content()
    for route in desk_routes(ids_of(lived)):
        assert getattr(client, method)(route.address).status_code == 405, route
    assert changed(before, content()) == []
