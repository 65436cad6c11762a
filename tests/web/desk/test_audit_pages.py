"""Nhật ký: who reads what, in words, exported safely, verified on its page."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

import parindex.web
from parindex.web.assessment.domain.rounds import move_deadline
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.assessment.models import Round
from parindex.web.common.models import AuditRow
from parindex.web.desk.fields import safe
from parindex.web.desk.words import VERBS
from tests.web.desk.test_round_pages import EVERYBODY, signed_in, status
from tests.web.story import NOW, Story

READERS = {"auditor", "secretary", "head", "other_head"}
WEB = Path(parindex.web.__file__).parent
WRITERS = {"record", "audit_row", "audit_sheet", "_record", "_move", "_activate"}
VERB = re.compile(r"[a-z]+\.[a-z_]+")


def save(story: Story, value: str, version: int = 1, note: str = "", unit: int = 0) -> None:
    row = story.row("plan_issued", unit)
    user = story.officer if unit == 0 else story.stranger
    facts = {"plan_timing": value}
    save_row(row_id=row.pk, version=version, facts=facts, note=note, user=user)


@pytest.mark.parametrize("who", EVERYBODY)
def test_log_is_for_auditor_secretary_and_heads(story: Story, who: str) -> None:
    wanted = 200 if who in READERS else 404
    for name in ("audit", "audit_csv", "audit_jsonl"):
        assert status(story, who, reverse(name)) == wanted
    assert status(story, who, reverse("audit_verify")) == (200 if who == "auditor" else 404)


@pytest.mark.parametrize("name", ["audit", "audit_csv", "audit_jsonl"])
def test_head_reads_the_own_unit_only(story: Story, name: str) -> None:
    save(story, "late", note="ghi chú của Sở Mẫu 1")
    save(story, "none", note="ghi chú của Sở Mẫu 2", unit=1)
    for asked in ({}, {"don_vi": story.units[1].pk}, {"ky": story.round.pk}):
        page = signed_in(story.head).get(reverse(name), asked)
        text = b"".join(page).decode() if page.streaming else page.content.decode()
        assert "ghi chú của Sở Mẫu 2" not in text
        assert "Người secretary" not in text
    text = "".join(part.decode() for part in signed_in(story.head).get(reverse("audit_jsonl")))
    assert "ghi chú của Sở Mẫu 1" in text


def test_head_reads_no_appraisal_before_it_is_released(lived: Story) -> None:
    said = AuditRow.objects.filter(verb="row.appraised", unit_id=lived.units[0].pk)
    assert said.exists()

    def shown(who: str) -> str:
        page = signed_in(lived.people[who]).get(reverse("audit_jsonl"))
        return b"".join(page).decode()

    Round.objects.update(phase=Phase.APPRAISAL_1)
    assert "row.appraised" not in shown("head")
    assert "row.appraised" in shown("auditor")
    Round.objects.update(phase=Phase.EXPLANATION)
    assert "row.appraised" in shown("head")


def test_values_are_shown_old_and_new_in_words(story: Story) -> None:
    save(story, "late")
    save(story, "none", version=2)
    text = signed_in(story.auditor).get(reverse("audit"), {"viec": "row.saved"}).content.decode()
    assert "Kê khai" in text
    assert "<del>0,25</del>" in text
    assert "plan_timing" not in text
    assert "plan timing" not in text
    assert "<del>Thực hiện chậm thời hạn</del>" not in text
    assert "1.1. " in text
    assert "Người officer" in text


def test_log_is_filtered_by_unit_component_person_verb_and_day(story: Story) -> None:
    save(story, "late")
    move_deadline(
        round_id=story.round.pk,
        version=1,
        kind=DeadlineKind.COUNCIL,
        at=NOW.replace(year=2027),
        reason="Họp muộn",
        user=story.secretary,
    )
    client = signed_in(story.auditor)

    def shown(**asked: object) -> list[str]:
        page = client.get(reverse("audit_jsonl"), asked)
        return [json.loads(line)["verb"] for line in b"".join(page).decode().splitlines()]

    assert shown(don_vi=story.units[0].pk) == ["row.saved"]
    assert shown(muc="plan_issued") == ["row.saved"]
    assert shown(nguoi="secretary") == ["round.opened", "round.deadline_moved"]
    assert shown(viec="round.deadline_moved") == ["round.deadline_moved"]
    assert shown(ngay="2026-11-21") == []
    assert "row.saved" in shown(ngay="2026-11-22")
    text = client.get(reverse("audit"), {"viec": "round.deadline_moved"}).content.decode()
    assert "hạn của Hội đồng" in text
    assert "09:00 ngày 22/11/2027" in text
    assert client.get(reverse("audit"), {"ngay": "hôm qua"}).status_code == 422


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_runs_as_a_formula(story: Story, start: str) -> None:
    assert safe(f"{start}cmd") == f"'{start}cmd"
    AuditRow.objects.filter(verb="round.opened").update(reason=f"{start}cmd|calc")
    page = signed_in(story.auditor).get(reverse("audit_csv"))
    text = b"".join(page).decode()
    assert f"'{start}cmd|calc" in text


def test_verification_tells_a_whole_log_from_an_altered_one(story: Story) -> None:
    save(story, "late")
    client = signed_in(story.auditor)
    number = AuditRow.objects.count()
    text = client.get(reverse("audit_verify")).content.decode()
    assert f"Chuỗi nhật ký nguyên vẹn: {number} dòng" in text
    AuditRow.objects.filter(verb="row.saved").update(reason="sửa")
    text = client.get(reverse("audit_verify")).content.decode()
    assert "1 chỗ sai lệch" in text
    assert AuditRow.objects.count() == number


def test_older_rows_are_a_page_further(story: Story) -> None:
    for number in range(1, 70):
        save(story, "late" if number % 2 else "none", version=number)
    client = signed_in(story.auditor)
    text = client.get(reverse("audit")).content.decode()
    older = re.search(r"truoc=(\d+)", text)
    assert older
    rest = client.get(reverse("audit"), {"truoc": older[1]}).content.decode()
    assert "Mở kỳ đánh giá</th>" in rest


def strings(node: ast.AST) -> Iterator[str]:
    """Yield the texts of a call, those of lists that it unpacks too."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def verbs_of(source: str) -> set[str]:
    """Return the verbs that a module writes into the log."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in WRITERS:
                found |= {text for text in strings(node) if VERB.fullmatch(text)}
    return found


VERBS_IN_CODE = {
    verb
    for file in WEB.rglob("*.py")
    if "migrations" not in file.parts
    for verb in verbs_of(file.read_text(encoding="utf-8"))
}


def test_verbs_are_found_in_the_code() -> None:
    assert {"row.saved", "sheet.sent", "round.opened", "unit.merged"} <= VERBS_IN_CODE
    assert verbs_of('record("one.thing", it)\nrecord(*("other.thing", it))') == {
        "one.thing",
        "other.thing",
    }


def test_every_verb_of_the_code_has_words_and_no_word_is_left_over() -> None:
    assert set(VERBS) == VERBS_IN_CODE
