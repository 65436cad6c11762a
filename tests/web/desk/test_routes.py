"""All addresses at once: who is asked to sign in, who finds nothing, and that no GET changes."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.desk.attack import signed_in
from tests.web.desk.kept import changed, content, writes
from tests.web.desk.routes import Route, desk_routes, ids_of, sign_in_routes
from tests.web.story import Story

SIGN_IN = "/dang-nhap/?next="
REFUSED = {403, 404, 405}
ROLES = (
    *("officer", "head", "section", "viewer", "stranger", "appraiser", "secretary", "chair"),
    *("member", "surveyor", "leader", "administrator", "unit_administrator", "auditor", "nobody"),
)
OF_A_UNIT = {
    *("sheet", "sheet_id", "row_id", "document_id", "version_id", "unit_id"),
    *("case_id", "person_id", "role_id", "attachment_id"),
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


def final(client: Client, method: str, route: Route) -> HttpResponse:
    """Ask for an address and go where it leads; what is posted is filled in well."""
    answer = getattr(client, method)(route.address, FILLED, follow=True)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def test_every_address_of_the_desk_asks_strangers_to_sign_in(lived: Story, client: Client) -> None:
    """Ids that exist and ids that do not are refused alike."""
    nothing = {
        name: 10**6 if isinstance(value, int) else value for name, value in ids_of(lived).items()
    }
    before = content()
    for route, missing in zip(desk_routes(ids_of(lived)), desk_routes(nothing), strict=True):
        seen = {}
        for address in (route.address, missing.address):
            answers = [client.get(address), client.post(address)]
            codes = [each.status_code for each in answers]
            assert sorted(codes) in ([302, 302], [302, 405]), (route, codes)
            leads = [each["Location"] for each in answers if each.status_code == 302]
            assert all(lead == f"{SIGN_IN}{address}" for lead in leads), (route, leads)
            seen[address] = codes
        assert seen[route.address] == seen[missing.address]
    assert changed(before, content()) == []


def test_no_address_changes_anything_by_get(lived: Story) -> None:
    """Walk the desk and the own account as each role; a visit may move a session, no more."""
    ids = ids_of(lived)
    clients = {name: signed_in(lived.people[name]) for name in ROLES}
    before, guilty, shown = content(), [], set()
    for name, client in clients.items():
        for route in (*desk_routes(ids), *sign_in_routes(ids)):
            with writes() as written:
                answer = client.get(route.address)
            guilty += [(name, route.name, sql) for sql in written]
            shown |= {route.name} if answer.status_code == 200 else set()
    assert guilty == []
    assert changed(before, content()) == []
    assert {"sheet", "evidence_bank", "round_results", "survey_table", "mfa_index"} <= shown


def test_who_has_no_role_finds_nothing(lived: Story) -> None:
    client, before = signed_in(lived.nobody), content()
    known = [unit.name for unit in lived.units] + [lived.round.title, "Kế hoạch ke-hoach.pdf"]
    for route in desk_routes(ids_of(lived)):
        answer = final(client, "get", route)
        assert answer.status_code in REFUSED | {200}, route
        if answer.status_code == 200:
            text = answer.content.decode()
            assert [word for word in known if word in text] == [], route
        assert client.post(route.address).status_code in REFUSED, route
    assert changed(before, content()) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_of_another_unit_nothing_exists(lived: Story, method: str) -> None:
    """Officers and heads of one unit ask for every address of the other, by its real ids."""
    theirs = [route for route in desk_routes(ids_of(lived, 0)) if OF_A_UNIT & set(route.takes)]
    own = [route for route in desk_routes(ids_of(lived, 1)) if OF_A_UNIT & set(route.takes)]
    before, opened = content(), set()
    for user in (lived.stranger, lived.other_head):
        client = signed_in(user)
        for route in theirs:
            assert final(client, method, route).status_code in REFUSED, (user.username, route)
        for route in own if method == "get" else ():
            opened |= {route.name} if final(client, "get", route).status_code == 200 else set()
    assert changed(before, content()) == []
    assert method == "post" or {"sheet", "sheet_row", "sheet_report", "evidence_file"} <= opened


def test_every_form_needs_its_token(lived: Story) -> None:
    """Whoever is lured to another site sends no forms of ours."""
    ids, before = ids_of(lived), content()
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
