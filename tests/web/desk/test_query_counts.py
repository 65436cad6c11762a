"""Lists ask the database as often for 170 units as for 3.

The verification of the log is no list: it reads every chain anew, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Case, CouncilSession, Round, Sheet
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.desk.attack import signed_in
from tests.web.desk.crowd import close_by_hand, grow
from tests.web.story import Story, give_role

EVERYBODY = (
    *("officer", "head", "section", "viewer", "appraiser", "secretary", "chair", "member"),
    *("surveyor", "leader", "administrator", "unit_administrator", "auditor", "many"),
)
PAGES = {
    "officer": "my_sheets sheet sheet_signing sheet_report sheet_points sections sheet_row "
    "row_history evidence_bank evidence_list missing_evidence explanations case council "
    "points_csv unit_series series_csv",
    "many": "my_sheets evidence_list council",
    "head": "audit",
    "appraiser": "appraisal appraisal_component appraisal_unit appraisal_row evidence_list "
    "council case",
    "secretary": "rounds round open_round reopen round_progress progress_csv results "
    "round_results council session_new session session_minutes case "
    "evidence_list audit audit_csv audit_jsonl plan_remap",
    "member": "council session session_minutes case",
    "leader": "round_progress round_results",
    "auditor": "audit round_results round_progress",
    "surveyor": "survey_points survey_table survey_csv",
    "administrator": "accounts new_person person unit_list unit_admin new_unit rights",
    "unit_administrator": "accounts unit_list",
}
"""Who opens which pages; everybody opens today's."""
PHASES = (Phase.APPRAISAL_1, Phase.COUNCIL, Phase.CLOSED)


def _addresses(story: Story) -> dict[str, str]:
    """Return the address of every page, with ids of the first unit."""
    sheet, row = story.sheet(), story.row()
    takes = {
        **dict.fromkeys(
            ("sheet", "sheet_signing", "sheet_report", "sheet_points", "sections"), (sheet.pk,)
        ),
        **dict.fromkeys(("missing_evidence", "explanations", "appraisal_unit"), (sheet.pk,)),
        **dict.fromkeys(("sheet_row", "row_history"), (sheet.pk, row.pk)),
        **dict.fromkeys(("evidence_bank", "unit_admin"), (sheet.unit_id,)),
        **dict.fromkeys(("round", "reopen", "round_progress", "progress_csv"), (story.round.pk,)),
        **dict.fromkeys(("round_results", "session_new"), (story.round.pk,)),
        **dict.fromkeys(
            ("session", "session_minutes"), (CouncilSession.objects.earliest("id").pk,)
        ),
        **dict.fromkeys(("survey_table", "survey_csv"), (story.round.pk,)),
        **dict.fromkeys(("unit_series", "series_csv"), (sheet.unit_id,)),
        "points_csv": (sheet.pk,),
        "plan_remap": (story.round.pk, "department"),
        "case": (Case.objects.filter(row__sheet=sheet).earliest("id").pk,),
        "appraisal_component": (story.round.pk, "plan_issued"),
        "appraisal_row": (row.pk,),
        "person": (story.officer.pk,),
    }
    names = {"today", *" ".join(PAGES.values()).split()}
    return {name: reverse(name, args=takes.get(name, ())) for name in names}


def _visits(story: Story) -> Iterator[tuple[str, str, str]]:
    addresses = _addresses(story)
    for who in EVERYBODY:
        for name in ("today", *PAGES.get(who, "").split()):
            yield who, name, addresses[name]


def _queries(client: Client, address: str) -> tuple[int, int]:
    """Return the status of a page, read to its end, and how often it asks the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return answer.status_code, len(asked)


def _counts(
    story: Story, clients: dict[str, Client], phase: Phase
) -> dict[tuple[str, str, str], tuple[int, int]]:
    Round.objects.filter(pk=story.round.pk).update(phase=phase)
    if phase is Phase.CLOSED:
        close_by_hand(story)
    found = {}
    for who, name, address in _visits(story):
        found[phase.value, who, name] = _queries(clients[who], address)
    return found


def _people(story: Story) -> dict[str, User]:
    """Return who opens pages; `many` heads every unit that there is."""
    many = User.objects.create_user("many", None, name="Người của nhiều đơn vị")
    story.people["many"] = many
    for unit in story.units:
        give_role(many, Role.UNIT_HEAD, unit)
    return {who: story.people[who] for who in EVERYBODY}


def _all(story: Story, clients: dict[str, Client]) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {key: count for phase in PHASES for key, count in _counts(story, clients, phase).items()}


def test_no_list_asks_more_often_for_30_units_than_for_3(lived: Story) -> None:
    clients = {who: signed_in(person) for who, person in _people(lived).items()}
    _counts(lived, clients, Phase.COUNCIL)  # what a process reads once is read now
    few = _all(lived, clients)
    grow(lived, to=30)
    for unit in lived.units[3:]:
        give_role(lived.many, Role.UNIT_HEAD, unit)
    many = _all(lived, clients)
    assert {key: (few[key], many[key]) for key in few if few[key] != many[key]} == {}
    refused = {name for _phase, _who, name in few} - {
        name for (_phase, _who, name), (code, _count) in few.items() if code == 200
    }
    assert refused == set()


def test_the_largest_tables_ask_as_often_for_170_units_as_for_3(lived: Story) -> None:
    Round.objects.update(phase=Phase.APPRAISAL_1)
    readers = {"round_progress": lived.secretary, "appraisal_component": lived.appraiser}
    clients = {name: signed_in(user) for name, user in readers.items()}
    addresses = _addresses(lived)
    for name, client in clients.items():
        client.get(addresses[name])
    few = {name: _queries(client, addresses[name]) for name, client in clients.items()}
    grow(lived, to=170)
    assert Sheet.objects.count() == 170
    for name, client in clients.items():
        assert _queries(client, addresses[name]) == (200, few[name][1])
        assert "Sở Mẫu 170" in client.get(addresses[name]).content.decode()
