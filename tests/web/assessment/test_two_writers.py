"""Two people at the same instant on real connections: one wins, the other is told, none loses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections

from parindex.errors import StaleError
from parindex.web.assessment.domain.sheets import component_for, save_row
from parindex.web.assessment.models import Row
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.models import User
from tests.web.committed import committed
from tests.web.story import NOW, Story, make_story


@pytest.fixture
def committed_story(db: None) -> Iterator[Story]:
    """Return a story that other connections can see."""
    with time_machine.travel(NOW, tick=True):
        yield make_story()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run works in threads that start together; return what each gave or raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = work()
        except StaleError as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def save(user: User, row: Row, **facts: str | bool) -> Callable[[], Any]:
    """Return a save of one row on top of its first version."""
    fresh = User.objects.get(pk=user.pk)
    return lambda: save_row(row_id=row.pk, version=1, facts=facts, user=fresh)


@committed
def test_two_saves_of_one_row_at_once_keep_one_and_show_both(committed_story: Story) -> None:
    story, row = committed_story, committed_story.row("plan_issued")
    results = at_once(
        save(story.officer, row, plan_timing="late"), save(story.section, row, plan_timing="none")
    )
    refused = [each for each in results if isinstance(each, StaleError)]
    assert len(refused) == 1
    values = {refused[0].mine["facts"]["plan_timing"], refused[0].theirs["facts"]["plan_timing"]}
    assert values == {"late", "none"}
    assert story.row("plan_issued").version == 2


@committed
def test_saves_of_different_rows_at_once_are_all_kept_and_chained(committed_story: Story) -> None:
    story = committed_story
    rows = [story.row(name) for name in ("plan_issued", "plan_content", "plan_done")]
    at_once(
        save(story.officer, rows[0], plan_timing="late"),
        save(story.section, rows[1], plan_covers_all_fields=True),
        save(story.officer, rows[2], **dict.fromkeys(_counts(rows[2]), "1")),
    )
    assert [story.row(row.component).version for row in rows] == [2, 2, 2]
    assert AuditRow.objects.filter(verb="row.saved").count() == 3
    assert verify() == ()


def _counts(row: Row) -> tuple[str, ...]:
    """Return the facts that a row declares."""
    return component_for(row).declares
