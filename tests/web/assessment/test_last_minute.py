"""A verb that begins in time and ends at the minute of its deadline leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from parindex.errors import LockedError
from parindex.web.assessment.domain import (
    appraisal,
    cases,
    council,
    explanations,
    sending,
    sheets,
)
from parindex.web.assessment.domain.appraisal import appraise, open_row
from parindex.web.assessment.domain.cases import reply_to_case
from parindex.web.assessment.domain.explanations import answer_sheet, explain
from parindex.web.assessment.domain.sending import (
    return_to_officer,
    submit_sheet,
    write_report_texts,
)
from parindex.web.assessment.enums import Phase
from parindex.web.common.models import AuditRow
from tests.web.assessment.process import (
    declare,
    disputed,
    meeting,
    move_to,
    raised,
    rule,
    send,
    sent,
    vote,
)
from tests.web.story import NOW, Story

SELF_SCORE, SIGN_OFF, APPRAISAL_1, EXPLANATION, APPRAISAL_2, COUNCIL = (
    NOW + timedelta(days=days) for days in (10, 20, 30, 40, 50, 60)
)
Act = Callable[[], Any]


def saving(story: Story) -> Act:
    return lambda: declare(story)


def writing_report_texts(story: Story) -> Act:
    sheet = story.sheet()
    given = {"sheet_id": sheet.pk, "version": sheet.version, "user": story.officer}
    return lambda: write_report_texts(difficulties="a", proposals="b", **given)


def submitting(story: Story) -> Act:
    sheet = story.sheet()
    return lambda: submit_sheet(sheet_id=sheet.pk, version=sheet.version, user=story.officer)


def returning(story: Story) -> Act:
    submitting(story)()
    sheet = story.sheet()
    given = {"sheet_id": sheet.pk, "version": sheet.version, "user": story.head}
    return lambda: return_to_officer(reason="Thiếu minh chứng", **given)


def signing(story: Story) -> Act:
    return lambda: send(story)


def appraising(story: Story) -> Act:
    sent(story)
    return _appraisal(story, points="0", reason_code="no_evidence", reason="Không có văn bản")


def appraising_again(story: Story) -> Act:
    sent(story)
    move_to(story, Phase.APPRAISAL_2)
    return _appraisal(story, points="0,25", reason_code="agreed")


def _appraisal(story: Story, **given: str) -> Act:
    row, user = story.row("plan_issued"), story.appraiser
    open_row(row_id=row.pk, user=user)
    return lambda: appraise(row_id=row.pk, version=0, user=user, **given)


def explaining(story: Story) -> Act:
    appraising(story)()
    move_to(story, Phase.EXPLANATION)
    row = story.row("plan_issued")
    return lambda: explain(row_id=row.pk, agrees=False, text="Có văn bản", user=story.officer)


def answering(story: Story) -> Act:
    explaining(story)()
    sheet = story.sheet()
    return lambda: answer_sheet(sheet_id=sheet.pk, version=sheet.version, user=story.head)


def raising(story: Story) -> Act:
    appraising(story)()
    move_to(story, Phase.COUNCIL)
    return lambda: raised(story)


def opening(story: Story) -> Act:
    case = disputed(story)
    return lambda: meeting(story, case)


def voting(story: Story) -> Act:
    case = disputed(story)
    meeting(story, case)
    return lambda: vote(story, case, member="for")


def ruling(story: Story) -> Act:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    return lambda: rule(story, case)


def replying(story: Story) -> Act:
    case = disputed(story)
    return lambda: reply_to_case(case_id=case.pk, text="Bổ sung", user=story.officer)


VERBS = [
    (saving, SELF_SCORE),
    (writing_report_texts, SELF_SCORE),
    (submitting, SIGN_OFF),
    (returning, SIGN_OFF),
    (signing, SIGN_OFF),
    (appraising, APPRAISAL_1),
    (appraising_again, APPRAISAL_2),
    (explaining, EXPLANATION),
    (answering, EXPLANATION),
    (raising, COUNCIL),
    (opening, COUNCIL),
    (voting, COUNCIL),
    (ruling, COUNCIL),
    (replying, NOW + timedelta(days=3)),
]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller) -> Callable[..., None]:
    """Let the clock come to a minute while a verb writes its audit row, shortly before its end."""

    def set_clock(minute: datetime) -> None:
        for module in (appraisal, cases, council, explanations, sending, sheets):
            for name in ("audit_row", "audit_sheet", "record"):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, _late(getattr(module, name), clock, minute))

    return set_clock


def _late(write: Act, clock: time_machine.Traveller, minute: datetime) -> Act:
    def late(*args: Any, **values: Any) -> Any:
        clock.move_to(minute)
        return write(*args, **values)

    return late


@pytest.mark.parametrize(("prepare", "minute"), VERBS, ids=[each.__name__ for each, _ in VERBS])
def test_nothing_stays_of_a_verb_that_ends_at_the_minute(
    story: Story,
    clock: time_machine.Traveller,
    slow: Callable[[datetime], None],
    prepare: Callable[[Story], Act],
    minute: datetime,
) -> None:
    act = prepare(story)
    before = AuditRow.objects.count()
    clock.move_to(minute - timedelta(seconds=2))
    slow(minute)
    with pytest.raises(LockedError, match=r"[Hh]ết hạn|trong khi máy chủ"):
        act()
    assert AuditRow.objects.count() == before


@pytest.mark.parametrize(("prepare", "minute"), VERBS, ids=[each.__name__ for each, _ in VERBS])
def test_verb_that_ends_a_second_before_the_minute_stays(
    story: Story,
    clock: time_machine.Traveller,
    slow: Callable[[datetime], None],
    prepare: Callable[[Story], Act],
    minute: datetime,
) -> None:
    act = prepare(story)
    before = AuditRow.objects.count()
    clock.move_to(minute - timedelta(seconds=2))
    slow(minute - timedelta(seconds=1))
    act()
    assert AuditRow.objects.count() > before


def test_secretary_replies_however_long_it_takes(
    story: Story, clock: time_machine.Traveller, slow: Callable[[datetime], None]
) -> None:
    case = disputed(story)
    clock.move_to(case.answer_by - timedelta(seconds=2))
    slow(case.answer_by)
    assert reply_to_case(case_id=case.pk, text="Đã nhận", user=story.secretary).text == "Đã nhận"
