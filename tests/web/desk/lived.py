"""Brings something of every kind into a story: evidence, appraisals, answers, cases, a meeting."""

from __future__ import annotations

from datetime import timedelta

from parindex.web.assessment.domain.explanations import explain
from parindex.web.assessment.domain.rounds import reopen
from parindex.web.assessment.domain.sheets import ask_exemption, attach
from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.evidence.domain import Metadata, add_document
from parindex.web.evidence.models import Document
from parindex.web.org.models import User
from tests.web.assessment import process
from tests.web.evidence.files import upload
from tests.web.story import NOW, Story


def officer_of(story: Story, unit: int) -> User:
    """Return who declares for a unit that has somebody."""
    return [story.officer, story.stranger][unit]


def add_evidence(story: Story, unit: int = 0, name: str = "ke-hoach.pdf") -> Document:
    """Let the officer of a unit add a file to its bank and attach it to `plan_issued`."""
    user = officer_of(story, unit)
    document = add_document(
        unit_id=story.units[unit].pk,
        metadata=Metadata(title=f"Kế hoạch {name} của {story.units[unit].name}"),
        user=user,
        file=upload(f"{unit}-{name}"),
    )
    attach(row_id=story.row("plan_issued", unit).pk, document=document, user=user)
    return document


def live(story: Story) -> None:
    """Bring two units from their self-scores to disputes before the council."""
    for unit in (0, 1):
        add_evidence(story, unit)
        row = story.row("plan_content", unit)
        ask_exemption(row_id=row.pk, reason="Không phát sinh", user=officer_of(story, unit))
    process.sent(story, 0, 1)
    for unit in (0, 1):
        process.judge(story, "0", "no_evidence", "Không có văn bản", unit=unit)
    process.move_to(story, Phase.EXPLANATION)
    for unit in (0, 1):
        row = story.row("plan_issued", unit)
        explain(row_id=row.pk, agrees=False, text="Đã có văn bản", user=officer_of(story, unit))
    cases = [process.disputed(story, unit) for unit in (0, 1)]
    process.meeting(story, *cases)
    reopen(
        sheet_id=story.sheet(2).pk,
        kind=DeadlineKind.EXPLANATION,
        until=NOW + timedelta(days=3),
        reason="Đơn vị xin thêm thời gian",
        user=story.secretary,
    )
