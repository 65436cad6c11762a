"""The negative list of the handbook: defects of other systems, each played as an attack.

One attack, one test. A signed-in person sends a request that must be refused, nothing of the
database may have changed, and then the right person sends the same and is heard, so that no
refusal comes from a wrong address. Numbers are those of the handbook's list.

Two stand at other places, for no request reaches them: maxima that do not add up (10), min-max
with Max = Min (15) and a wrong printed sum (17) stop the loader or the scoring and are tested
under `tests/rulebook`, `tests/scoring` and `tests/golden`; tables wider than A4 (16) under
`tests/browser`. Floats and rounding before ranking (7) are tested under `tests/scoring`; here an
absent sheet is closed with its round. What holds for every address at once (nothing changes by
GET, sign-in, foreign units, tokens of forms) is in `tests/web/desk/test_routes.py`, attacks on
sign-in in `tests/web/test_negative_sign_in.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from parindex.web.assessment.domain.rounds import BlockPlan, open_round
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import (
    Attachment,
    Round,
    Row,
    Ruling,
)
from parindex.web.evidence.models import Document
from parindex.web.org.enums import Role
from tests.web.assessment import process
from tests.web.desk.attack import (
    DONE,
    LOCKED,
    NOT_THERE,
    ON_TIME,
    REFUSED,
    STALE,
    get,
    post,
    preview,
    refuses,
    refuses_json,
    save,
    send_json,
)
from tests.web.desk.lived import add_evidence
from tests.web.evidence.files import upload
from tests.web.story import NOW, SET, Story, give_role, make_story


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the story's hour."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def story(db: None, clock: time_machine.Traveller, settings: Any, tmp_path: Path) -> Story:
    """Return the small province with its open round, and a bank of bytes of its own."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd="", trust=None)
    return make_story()


# 1. Any account overwrites any unit's scores by id


@pytest.mark.parametrize(
    "who",
    [
        *("stranger", "other_head", "viewer", "head", "appraiser", "secretary", "chair"),
        *("member", "surveyor", "leader", "administrator", "auditor", "nobody"),
    ],
)
def test_no_other_account_writes_the_row_of_a_unit(story: Story, who: str) -> None:
    row = story.row()
    address = ("save_row", row.sheet_id, row.pk)
    refuses(NOT_THERE, story.people[who], *address, version=row.version, **ON_TIME)
    assert save(story.officer, row).status_code == DONE
    assert story.row().facts == {"plan_timing": "on_time"}


def test_the_own_sheet_in_the_address_does_not_open_the_row_of_another(story: Story) -> None:
    theirs, own = story.row(), story.row(unit=1)
    for name in ("save_row", "ask_exemption", "attach_document", "withdraw_exemption"):
        refuses(NOT_THERE, story.stranger, name, own.sheet_id, theirs.pk, version=1, reason="x")
        refuses(NOT_THERE, story.stranger, name, theirs.sheet_id, own.pk, version=1, reason="x")
    assert get(story.stranger, "sheet_row", own.sheet_id, theirs.pk).status_code == NOT_THERE
    assert get(story.stranger, "row_history", own.sheet_id, theirs.pk).status_code == NOT_THERE
    assert get(story.stranger, "sheet_row", own.sheet_id, own.pk).status_code == 200
    assert save(story.stranger, own).status_code == DONE


def test_a_section_writes_only_what_it_was_assigned(story: Story) -> None:
    row = story.row("reports_in_time")
    address = ("save_row", row.sheet_id, row.pk)
    refuses(NOT_THERE, story.section, *address, version=row.version, note="x")
    assert save(story.officer, row, note="x").status_code == DONE
    assert save(story.section, story.row()).status_code == DONE


@pytest.mark.parametrize(
    ("name", "who"),
    [("submit_sheet", "officer"), ("sign_sheet", "head"), ("report_texts", "officer")],
)
def test_nobody_signs_or_submits_for_another_unit(story: Story, name: str, who: str) -> None:
    sheet, fields = story.sheet(), {"version": 1, "accepts_gaps": "yes", "proposals": "Bỏ"}
    for other in ("stranger", "other_head", "appraiser", "secretary", "administrator"):
        refuses(NOT_THERE, story.people[other], name, sheet.pk, **fields)
    assert post(story.people[who], name, sheet.pk, **fields).status_code == DONE


def test_an_officer_does_not_sign_in_place_of_the_head(story: Story) -> None:
    sheet = story.sheet()
    refuses(NOT_THERE, story.officer, "sign_sheet", sheet.pk, version=1, accepts_gaps="yes")
    assert story.sheet().sent_at is None
    process.send(story)
    assert story.sheet().sent_by == story.head


def test_a_unit_does_not_send_the_form_of_its_appraiser(story: Story) -> None:
    process.sent(story, 0, 1)
    row = story.row()
    score = {"version": 0, "points": "0,25", "reason_code": "agreed"}
    for who in ("officer", "head", "section", "stranger", "secretary", "chair", "nobody"):
        refuses(NOT_THERE, story.people[who], "appraisal_open", row.pk)
        refuses(NOT_THERE, story.people[who], "appraisal_save", row.pk, **score)
    refuses(REFUSED, story.appraiser, "appraisal_save", row.pk, **score)
    assert post(story.appraiser, "appraisal_open", row.pk).status_code == DONE
    assert post(story.appraiser, "appraisal_save", row.pk, **score).status_code == DONE
    assert Ruling.objects.get().by == story.appraiser


def test_nobody_appraises_the_unit_where_he_or_she_has_a_role(story: Story) -> None:
    process.sent(story, 0, 1)
    give_role(story.appraiser, Role.SECTION_CONTRIBUTOR, story.units[0], ["plan_content"])
    refuses(NOT_THERE, story.appraiser, "appraisal_open", story.row().pk)
    assert post(story.appraiser, "appraisal_open", story.row(unit=1).pk).status_code == DONE


def test_an_appraiser_of_one_criterion_scores_no_other(story: Story) -> None:
    process.sent(story)
    refuses(NOT_THERE, story.narrow_appraiser, "appraisal_open", story.row("reports_in_time").pk)
    assert post(story.narrow_appraiser, "appraisal_open", story.row().pk).status_code == DONE


def test_ids_in_the_body_reach_no_row_that_units_declare(story: Story) -> None:
    """The table of survey points sends ids of rows: each is asked for its own right."""
    survey, declared = story.row("head_survey"), story.row()
    address, fields = ("save_survey_points", story.round.pk), {"source": "Biên bản"}
    mixed = {f"row-{survey.pk}": "1", f"row-{declared.pk}": "0,5"}
    refuses(REFUSED, story.surveyor, *address, **fields, **mixed)
    refuses(NOT_THERE, story.officer, *address, **fields, **{f"row-{survey.pk}": "1"})
    refuses(NOT_THERE, story.surveyor, *address, **fields, **mixed, **{"row-999999": "1"})
    assert post(story.surveyor, *address, **fields, **{f"row-{survey.pk}": "1"}).status_code == DONE
    assert Ruling.objects.get().row_id == survey.pk


def test_a_document_of_another_unit_is_not_attached_by_its_id(story: Story) -> None:
    theirs, row = add_evidence(story, 1), story.row()
    refuses(REFUSED, story.officer, "attach_document", row.sheet_id, row.pk, document=theirs.pk)
    used = Attachment.objects.get()
    address = ("take_off_document", row.sheet_id, row.pk)
    refuses(NOT_THERE, story.officer, *address, attachment=used.pk)
    own = add_evidence(story, 0)
    assert Attachment.objects.get(row=row).document == own


def test_a_preview_of_somebody_else_is_not_applied(story: Story) -> None:
    """The token of a workbook is bound to the person and the sheet that it was shown for."""
    token = preview(story.officer, story.sheet().pk)
    refuses(REFUSED, story.section, "apply_preview", story.sheet().pk, token=token)
    refuses(REFUSED, story.stranger, "apply_preview", story.sheet(1).pk, token=token)
    refuses(REFUSED, story.officer, "apply_preview", story.sheet().pk, token=token[:-2])
    assert post(story.officer, "apply_preview", story.sheet().pk, token=token).status_code == DONE
    assert story.row("models_spread").edited_by == story.officer


# 1 and 2. Locks


def test_the_lock_is_the_servers_and_falls_at_the_minute(
    story: Story, clock: time_machine.Traveller
) -> None:
    row, deadline = story.row(), NOW + timedelta(days=10)
    document = add_evidence(story)
    clock.move_to(deadline - timedelta(seconds=1))
    token = preview(story.officer, row.sheet_id)
    clock.move_to(deadline)
    at = ("save_row", row.sheet_id, row.pk)
    refuses(LOCKED, story.officer, *at, version=row.version, **ON_TIME)
    assert send_json(story.officer, row, {"version": 1, "facts": {}}).status_code == LOCKED
    refuses(LOCKED, story.officer, "ask_exemption", row.sheet_id, row.pk, reason="x")
    refuses(LOCKED, story.officer, "attach_document", row.sheet_id, row.pk, document=document.pk)
    attached = Attachment.objects.get().pk
    refuses(LOCKED, story.officer, "take_off_document", row.sheet_id, row.pk, attachment=attached)
    refuses(LOCKED, story.officer, "report_texts", row.sheet_id, version=1, proposals="x")
    refuses(LOCKED, story.officer, "apply_preview", row.sheet_id, token=token)
    clock.move_to(deadline - timedelta(seconds=1))
    assert save(story.officer, row).status_code == DONE
    assert post(story.officer, "apply_preview", row.sheet_id, token=token).status_code == DONE
    assert story.row("models_spread").facts == {"models_spread": "1"}


def test_the_lock_of_one_phase_does_not_mark_the_others_done(
    story: Story, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW + timedelta(days=10))
    row = story.row()
    refuses(LOCKED, story.officer, "save_row", row.sheet_id, row.pk, version=1, **ON_TIME)
    assert Round.objects.get().phase == Phase.SELF_SCORE
    sign = ("sign_sheet", row.sheet_id)
    assert post(story.head, *sign, version=1, accepts_gaps="yes").status_code == DONE
    process.move_to(story, Phase.EXPLANATION)
    clock.move_to(NOW + timedelta(days=40, seconds=-1))
    assert {each.at > NOW for each in story.round.deadlines.all()} == {True}


def test_the_lock_of_one_round_does_not_lock_another(
    story: Story, clock: time_machine.Traveller
) -> None:
    later = {kind: NOW + timedelta(days=30 + place) for place, kind in enumerate(DeadlineKind)}
    other = open_round(
        province=story.province,
        year=2026,
        title="Kỳ thực hành",
        blocks=[BlockPlan("department", SET, tuple(story.units))],
        deadlines=later,
        user=story.secretary,
        is_practice=True,
    )
    clock.move_to(NOW + timedelta(days=10))
    row = story.row()
    refuses(LOCKED, story.officer, "save_row", row.sheet_id, row.pk, version=1, **ON_TIME)
    again = Row.objects.get(sheet__round=other, sheet__unit=story.units[0], component="plan_issued")
    assert save(story.officer, again).status_code == DONE
    assert (Round.objects.get(pk=other.pk).phase, story.row().facts) == (Phase.SELF_SCORE, {})


def test_a_sent_sheet_is_closed_to_its_own_officers(story: Story) -> None:
    process.declare(story)
    process.send(story)
    row = story.row()
    at = ("save_row", row.sheet_id, row.pk)
    refuses(LOCKED, story.officer, *at, version=row.version, **ON_TIME)
    leave = {"sheet": row.sheet_id, "kind": "self_score", "reason": "Bổ sung văn bản"}
    until = (NOW + timedelta(days=12)).isoformat()
    assert post(story.secretary, "reopen", story.round.pk, **leave, until=until).status_code == DONE
    assert save(story.officer, row).status_code == DONE
    assert story.row().changed_after_lock


# 4. The browser's copy replaces the sheet


def test_totals_and_points_of_the_browser_are_not_heard(story: Story) -> None:
    process.declare(story)
    lies = {"self_points": "99", "points": "99", "sum": "100", "total": "100", "state": "sent"}
    lies |= {"max_points": "99", "self_status": "scored", "exemption": "granted", "rows": [{}]}
    row = story.row()
    said = {"version": row.version, "facts": {"plan_timing": "late"}, **lies}
    answer = send_json(story.officer, row, said)
    assert (answer.status_code, answer.json()["sum"]) == (200, "0,25")
    row = story.row()
    assert save(story.officer, row, **{**ON_TIME, **lies, "rows": "x"}).status_code == DONE
    row = story.row()
    assert (row.self_points, row.max_points) == (Decimal("0.5"), Decimal("0.5"))
    assert (row.exemption, row.sheet.state) == ("", "draft")
    assert Ruling.objects.count() == 0


@pytest.mark.parametrize(
    "said",
    [
        [{"plan_issued": {"plan_timing": "on_time"}}],
        {"version": 1, "facts": [{"plan_timing": "on_time"}]},
        {"version": 1, "facts": {"plan_timing": {"value": "on_time"}}},
        {"version": 1, "facts": {"plan_timing": 1}},
        {"version": 1, "facts": {"total": "100"}},
        {"version": 1, "facts": {"plan_covers_all_fields": "yes"}},
        {"version": 1, "facts": {"plan_timing": "on_time", "self_points": "1"}},
        {"version": None, "facts": {"plan_timing": "on_time"}},
        {"facts": {"plan_timing": "on_time"}},
        "plan_timing",
        None,
    ],
    ids=str,
)
def test_only_the_changed_answers_of_one_row_are_taken(story: Story, said: Any) -> None:
    """No whole sheet, no fact of another row, none that nobody knows, no page without version."""
    refuses_json(REFUSED, story.officer, story.row(), said)
    right = {"version": 1, "facts": {"plan_timing": "on_time"}}
    assert send_json(story.officer, story.row(), right).status_code == 200


def test_an_old_copy_of_the_page_loses_nobodys_edit(story: Story) -> None:
    old = story.row()
    process.declare(story)
    said = {"version": old.version, "facts": {"plan_timing": "none"}}
    answer = refuses_json(STALE, story.officer, old, said)
    assert answer.json()["mine"]["facts"] == {"plan_timing": "none"}
    assert answer.json()["theirs"]["facts"] == {"plan_timing": "late"}


# 5. Evidence


def test_evidence_taken_off_withdrawn_or_replaced_is_never_deleted(story: Story) -> None:
    document, row = add_evidence(story), story.row()
    first, attached = document.current, Attachment.objects.get()
    said = {"version": document.version, "file": upload("moi.pdf")}
    assert post(story.officer, "evidence_version", document.pk, **said).status_code == DONE
    take = ("take_off_document", row.sheet_id, row.pk)
    assert post(story.officer, *take, attachment=attached.pk).status_code == DONE
    refuses(NOT_THERE, story.stranger, "evidence_withdraw", document.pk, version=2, reason="x")
    refuses(REFUSED, story.officer, "evidence_withdraw", document.pk, version=2, reason=" ")
    done = post(story.officer, "evidence_withdraw", document.pk, version=2, reason="Nhầm")
    assert done.status_code == DONE
    kept = b"".join(get(story.officer, "evidence_download", first.pk).streaming_content)
    assert kept == upload("0-ke-hoach.pdf").read()
    assert Document.objects.get().withdrawn_reason == "Nhầm"
    assert Attachment.objects.get().taken_off_by == story.officer


def test_evidence_is_found_by_no_guessing(story: Story) -> None:
    """A stranger walks the ids up: none opens but those of the own unit."""
    theirs, own = add_evidence(story, 0), add_evidence(story, 1)
    for name in ("evidence_file", "evidence_download", "evidence_view"):
        codes = {
            version: get(story.stranger, name, version).status_code
            for version in range(own.current_id + 3)
        }
        opened = [version for version, code in codes.items() if code != NOT_THERE]
        assert opened == [own.current_id]
        assert get(story.officer, name, theirs.current_id).status_code == 200


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/cron.d/x.pdf", "a\x00b.pdf"]
)
def test_the_name_of_a_file_leads_nowhere(story: Story, name: str, settings: Any) -> None:
    before = {path for path in settings.EVIDENCE_ROOT.parent.rglob("*") if path.is_file()}
    file = upload("x.pdf")
    file._name = name  # as a hostile client writes it; Django's own setter would clean it
    answer = post(story.officer, "evidence_add", story.units[0].pk, files=[file])
    assert answer.status_code == DONE
    version = Document.objects.get().current
    assert "/" not in version.file_name
    assert "\\" not in version.file_name
    made = {path for path in settings.EVIDENCE_ROOT.parent.rglob("*") if path.is_file()} - before
    assert [path.parent.name + path.name for path in made] == [version.content.sha256]


def test_no_public_folder_holds_evidence(story: Story, client: Client, settings: Any) -> None:
    document = add_evidence(story)
    sha256 = document.current.content.sha256
    assert settings.MEDIA_ROOT == ""
    assert not settings.EVIDENCE_ROOT.is_relative_to(Path(settings.STATIC_ROOT))
    client.force_login(story.officer)
    for place in (sha256, f"{sha256[:2]}/{sha256[2:]}", document.current.file_name):
        for folder in ("", "media/", "static/", "evidence/", "uploads/", "minh-chung/"):
            assert client.get(f"/{folder}{place}").status_code == NOT_THERE
