"""The negative list of the handbook, second part: what scores, ranks and reports must not do.

Numbers are those of the handbook's list; `tests/web/test_negative_list.py` says how it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse

from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import Attachment, Reopening, RoundResult, Row, Ruling, Sheet
from parindex.web.common.models import AuditRow
from parindex.web.org.models import Lineage, Unit
from tests.web.assessment import process
from tests.web.desk.attack import (
    DONE,
    NOT_THERE,
    ON_TIME,
    REFUSED,
    get,
    post,
    refuses,
    save,
    send_json,
)
from tests.web.desk.lived import add_evidence, live
from tests.web.story import NOW, Story, make_story


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


def close(story: Story) -> HttpResponse:
    """Let the secretary close the round, gaps and all."""
    process.move_to(story, Phase.COUNCIL)
    fields = {"version": story.round.version, "reason": "Hết năm", "accepts_gaps": "yes"}
    return post(story.secretary, "close_round", story.round.pk, **fields)


def text_of(answer: HttpResponse) -> str:
    """Return what a page or a file says."""
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


# 7. No sheet ranks as 0, missing is not 0


def test_a_unit_without_a_sheet_is_closed_without_points_and_rank(story: Story) -> None:
    process.sent(story, 0, 1)
    process.move_to(story, Phase.COUNCIL)
    fields = {"version": story.round.version, "reason": "Hết năm", "accepts_gaps": "yes"}
    for who in ("head", "appraiser", "member", "chair", "administrator"):
        refuses(NOT_THERE, story.people[who], "close_round", story.round.pk, **fields)
    assert close(story).status_code == DONE
    absent = RoundResult.objects.get(sheet=story.sheet(2))
    assert (absent.points, absent.index, absent.rank) == (None, None, None)
    assert absent.status == "missing"
    text = text_of(get(story.secretary, "round_results", story.round.pk))
    (line,) = re.findall(r"<tr>(?:(?!</tr>).)*Sở Mẫu 3.*?</tr>", text, re.DOTALL)
    assert "chưa có" in line
    assert not re.search(r">\s*0(,0+)?\s*<", line)


def test_an_empty_answer_takes_a_score_back_to_missing_and_not_to_0(story: Story) -> None:
    process.declare(story)
    assert story.row().self_points == Decimal("0.25")
    assert save(story.officer, story.row(), **{"fact:plan_timing": ""}).status_code == DONE
    assert (story.row().self_points, story.row().self_status) == (None, "missing")


# 8. Unlocking without reason; history without old and new value


def test_nothing_is_unlocked_without_a_reason(story: Story) -> None:
    until = (NOW + timedelta(days=12)).isoformat()
    said = {"sheet": story.sheet().pk, "kind": "self_score", "until": until}
    refuses(REFUSED, story.secretary, "reopen", story.round.pk, **said, reason=" ")
    for who in ("officer", "head", "appraiser", "member", "leader", "administrator"):
        refuses(NOT_THERE, story.people[who], "reopen", story.round.pk, **said, reason="Xin")
    done = post(story.secretary, "reopen", story.round.pk, **said, reason="Mất điện")
    assert done.status_code == DONE
    leave = Reopening.objects.get()
    assert (leave.reason, leave.given_by) == ("Mất điện", story.secretary)
    assert AuditRow.objects.get(verb="sheet.reopened").reason == "Mất điện"


def test_no_deadline_moves_and_no_phase_ends_early_without_a_reason(story: Story) -> None:
    at = (NOW + timedelta(days=15)).isoformat()
    move = {"version": 1, "kind": "self_score", "at": at}
    refuses(REFUSED, story.secretary, "move_deadline", story.round.pk, **move, reason="")
    refuses(REFUSED, story.secretary, "advance_round", story.round.pk, version=1, reason="")
    refuses(NOT_THERE, story.chair, "move_deadline", story.round.pk, **move, reason="Xin")
    done = post(story.secretary, "move_deadline", story.round.pk, **move, reason="Bão số 5")
    assert done.status_code == DONE
    row = AuditRow.objects.get(verb="round.deadline_moved")
    assert row.old["self_score"] < row.new["self_score"]


def test_the_history_of_a_row_shows_who_and_both_values(story: Story) -> None:
    save(story.officer, story.row(), note="Số cũ")
    save(story.section, story.row(), note="Số mới")
    row = story.row()
    text = text_of(get(story.head, "row_history", row.sheet_id, row.pk))
    for words in ("Người officer", "Người section", "Số cũ", "Số mới"):
        assert words in text
    assert get(story.stranger, "row_history", row.sheet_id, row.pk).status_code == NOT_THERE


# 9. Appraisal pre-filled with the self-score; final = MAX of three


def test_the_form_of_the_appraiser_is_not_filled_with_the_self_score(story: Story) -> None:
    process.sent(story)
    row = story.row()
    post(story.appraiser, "appraisal_open", row.pk)
    text = text_of(get(story.appraiser, "appraisal_row", row.pk))
    (field,) = re.findall(r'<input[^>]*name="points"[^>]*>', text)
    assert 'value=""' in field
    assert "0,25" in text.replace(field, "")
    form = text[text.index(field) :]
    assert not re.search(r'<(?:input|option)[^>]*name="reason_code"[^>]*checked', form)
    empty = {"version": 0, "points": "", "reason_code": "agreed"}
    refuses(REFUSED, story.appraiser, "appraisal_save", row.pk, **empty)
    given = {**empty, "points": "0,25"}
    assert post(story.appraiser, "appraisal_save", row.pk, **given).status_code == DONE


def test_the_last_ruling_stands_and_never_the_highest(story: Story) -> None:
    """Self-score 0,25, first appraisal 0: the round closes with 0."""
    process.sent(story)
    process.judge(story, "0", "no_evidence", "Không có văn bản")
    assert close(story).status_code == DONE
    ledger = story.row().ledger.values_list("state", "points")
    assert {state for state, _points in ledger} == {"lost"}
    assert sum(points for _state, points in ledger) == Decimal("0.5")
    last = Ruling.objects.filter(row=story.row()).order_by("id").last()
    assert (last.stage, last.points) == ("council", Decimal(0))


# 10. Above-maximum scores


@pytest.mark.parametrize("points", ["0,51", "99", "-0,1", "1e1", "NaN", "0,333", "Infinity", "x"])
def test_nobody_gives_more_than_a_component_is_worth(story: Story, points: str) -> None:
    process.sent(story)
    row, survey = story.row(), story.row("head_survey")
    post(story.appraiser, "appraisal_open", row.pk)
    score = {"version": 0, "reason_code": "other", "reason": "Theo văn bản"}
    refuses(REFUSED, story.appraiser, "appraisal_save", row.pk, **score, points=points)
    address = ("save_survey_points", story.round.pk)
    above = {f"row-{survey.pk}": {"0,51": "2,01", "0,333": "99"}.get(points, points)}
    refuses(REFUSED, story.surveyor, *address, source="Biên bản", **above)
    done = post(story.appraiser, "appraisal_save", row.pk, **score, points="0,5")
    assert done.status_code == DONE
    right = {f"row-{survey.pk}": "2"}
    assert post(story.surveyor, *address, source="Biên bản", **right).status_code == DONE


# 11. A merger moves data and deletes the source unit


def test_a_merger_leaves_units_sheets_and_evidence_where_they_were(story: Story) -> None:
    process.declare(story)
    add_evidence(story)
    sheets = sorted(Sheet.objects.values_list("pk", "unit_id"))
    others = [str(story.units[1].pk)]
    said = {"on": "2027-01-01", "document": "NQ 01/NQ-HĐND", "name": "Sở Mẫu 12", "code": "mau.12"}
    address = ("merge_unit", story.units[0].pk)
    for who in ("officer", "head", "unit_administrator", "secretary", "leader", "auditor"):
        refuses(NOT_THERE, story.people[who], *address, **said, others=others)
    assert post(story.administrator, *address, **said, others=others).status_code == DONE
    assert sorted(Sheet.objects.values_list("pk", "unit_id")) == sheets
    assert story.row().facts == {"plan_timing": "late"}
    assert Attachment.objects.get().document.unit == story.units[0]
    assert [str(Unit.objects.get(pk=unit.pk).valid_to) for unit in story.units[:2]] == [
        "2026-12-31",
        "2026-12-31",
    ]
    assert {each.predecessor_id for each in Lineage.objects.all()} == {
        each.pk for each in story.units[:2]
    }


# 12. Screen and server scores disagree


def test_every_place_shows_the_score_that_the_server_keeps(story: Story) -> None:
    row = story.row()
    said = {"version": row.version, "facts": {"plan_timing": "late"}, "points": "0,5"}
    told = send_json(story.officer, row, said).json()
    (line,) = [each for each in told["rows"] if each["id"] == row.pk]
    assert (line["points"], told["sum"], story.row().self_points) == (
        "0,25",
        "0,25",
        Decimal("0.25"),
    )
    for name in ("sheet_report", "sheet_points", "sheet_signing"):
        assert "0,25" in text_of(get(story.officer, name, row.sheet_id))
    lines = list(csv.DictReader(io.StringIO(_board(story).lstrip("\ufeff"))))
    assert {each["name"]: each["self_total"] for each in lines}["Sở Mẫu 1"] == "0.25"


def _board(story: Story) -> str:
    return text_of(get(story.secretary, "progress_csv", story.round.pk))


# 13. Reports ignore the reader's rights


@pytest.mark.parametrize(
    "name",
    [
        *("sheet", "sheet_report", "sheet_points", "sheet_workbook", "sheet_signing"),
        *("missing_evidence", "inspection_bundle", "inspection_pdf", "explanations"),
    ],
)
def test_reports_of_a_unit_go_to_its_readers_only(story: Story, name: str) -> None:
    live(story)
    theirs = story.sheet().pk
    for who in ("stranger", "other_head", "surveyor", "administrator", "nobody"):
        assert get(story.people[who], name, theirs).status_code == NOT_THERE, who
    assert get(story.officer, name, theirs).status_code == 200


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("round_results", "leader"),
        ("round_progress", "member"),
        ("progress_csv", "auditor"),
        ("survey_table", "surveyor"),
    ],
)
def test_tables_of_all_units_are_not_for_units(story: Story, name: str, reader: str) -> None:
    for who in ("officer", "head", "section", "viewer", "appraiser", "administrator", "nobody"):
        assert get(story.people[who], name, story.round.pk).status_code == NOT_THERE, who
    assert "Sở Mẫu 3" in text_of(get(story.people[reader], name, story.round.pk))


@pytest.mark.parametrize("name", ["audit", "audit_csv", "audit_jsonl"])
def test_the_log_of_another_unit_is_not_read_nor_exported(story: Story, name: str) -> None:
    save(story.officer, story.row(), note="Ghi chú của đơn vị một")
    save(story.stranger, story.row(unit=1), note="Ghi chú của đơn vị hai")
    own = text_of(get(story.head, name))
    assert "của đơn vị một" in own
    assert "của đơn vị hai" not in own
    assert "của đơn vị hai" in text_of(get(story.auditor, name))
    for who in ("officer", "section", "appraiser", "surveyor", "nobody"):
        assert get(story.people[who], name).status_code == NOT_THERE, who


def test_a_unit_sees_nothing_of_a_running_appraisal(story: Story) -> None:
    process.sent(story)
    process.judge(story, "0", "no_evidence", "Chưa thấy văn bản ban hành")
    row = story.row()
    pages = [("sheet", row.sheet_id), ("sheet_points", row.sheet_id)]
    pages += [("sheet_row", row.sheet_id, row.pk), ("row_history", row.sheet_id, row.pk)]
    pages += [("sheet_report", row.sheet_id), ("explanations", row.sheet_id), ("audit",)]
    for page in pages:
        answer = get(story.head, *page)
        assert answer.status_code == 200, page
        assert "Chưa thấy văn bản" not in answer.content.decode(), page
        assert "Người appraiser" not in answer.content.decode(), page
    process.move_to(story, Phase.EXPLANATION)
    assert "Chưa thấy văn bản" in text_of(get(story.head, "explanations", row.sheet_id))


# 14. One account for a unit


def test_two_people_of_one_unit_are_told_apart(story: Story) -> None:
    save(story.officer, story.row(), **ON_TIME)
    save(story.section, story.row("plan_content"), note="Đã đủ")
    written = AuditRow.objects.filter(verb="row.saved", unit_id=story.units[0].pk)
    assert [each.actor_id for each in written] == [story.officer.pk, story.section.pk]
    assert Row.objects.get(pk=story.row().pk).edited_by == story.officer
    text = text_of(get(story.head, "audit"))
    assert "Người officer" in text
    assert "Người section" in text
