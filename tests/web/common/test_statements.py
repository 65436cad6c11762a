"""Statements that are written once give what the ordinary query gives, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from parindex.web.assessment import access
from parindex.web.assessment.domain import ledger, sheets
from parindex.web.assessment.models import LedgerEntry, Reopening, Row
from parindex.web.common import audit, statements
from parindex.web.common.models import AuditChain, AuditRow
from parindex.web.common.statements import Kept, Slot, add, know, remove, write
from parindex.web.org import permissions
from parindex.web.org.models import Unit
from tests.web.story import NOW, Story, make_story


def _all_that(row: Row) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def _rows(story: Story) -> QuerySet[Row]:
    return story.sheet().rows.order_by("position")


@pytest.fixture
def lived(db: None) -> Iterator[Story]:
    with time_machine.travel(NOW, tick=False):
        story = make_story()
        _save(story)
        yield story


def _save(story: Story) -> None:
    sheets.save_row(
        row_id=story.row("plan_done").pk,
        version=1,
        facts={"plan_tasks_done": "18", "plan_tasks": "20"},
        note="ghi chú",
        user=story.officer,
    )


def test_a_kept_query_gives_the_rows_of_an_ordinary_one(lived: Story) -> None:
    kept: Kept[Row] = Kept(lambda: Row.objects.filter(sheet=Slot("sheet")).order_by("position"))
    plain = list(_rows(lived))
    for _ in range(2):
        found = kept.all(sheet=lived.sheet().pk)
        assert found == plain
        assert [_all_that(row) for row in found] == [_all_that(row) for row in plain]


def test_what_was_not_read_is_read_when_it_is_asked_for(lived: Story) -> None:
    row = sheets.ROWS.all(sheet=lived.sheet().pk)[1]
    assert "note" not in vars(row)
    assert row.note == Row.objects.get(pk=row.pk).note


def test_a_row_that_was_read_is_saved_and_refreshed_like_any_other(lived: Story) -> None:
    row, before = sheets.ROWS.all(sheet=lived.sheet().pk)[0], Row.objects.count()
    row.difference_note = "khác"
    row.save(update_fields=["difference_note"])
    row.refresh_from_db()
    assert (row.difference_note, Row.objects.count()) == ("khác", before)


def test_rows_come_with_what_they_hang_on_in_one_query(lived: Story) -> None:
    row_id = lived.row().pk
    access.ROW.all(row=row_id)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        row = access.ROW.first(row=row_id)
        names = (row.sheet.unit.code, row.sheet.round.year, row.sheet.round_block.key)
    sheet = lived.sheet()
    assert names == (sheet.unit.code, sheet.round.year, sheet.round_block.key)
    assert len(asked) == 1


def test_nothing_found_is_none_and_no_list(db: None) -> None:
    assert access.ROW.first(row=0) is None
    assert access.ROW.all(row=0) == []


def test_something_that_hangs_on_nothing_is_none(lived: Story) -> None:
    kept: Kept[Unit] = Kept(lambda: Unit.objects.select_related("parent").filter(pk=Slot("unit")))
    province = lived.round.province
    assert kept.first(unit=province.pk).parent is None
    assert kept.first(unit=lived.units[0].pk).parent == province


def test_rows_are_locked_in_a_transaction_only(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit.HEAD.all(key="unit:1") == []
    outside = SimpleNamespace(vendor=connection.vendor, in_atomic_block=False)
    monkeypatch.setattr(statements, "connection", outside)
    with pytest.raises(TransactionManagementError):
        audit.HEAD.all(key="unit:1")


def test_known_rows_are_not_asked_for(lived: Story, django_assert_num_queries: Any) -> None:
    sheet, leave = lived.sheet(), Reopening(component="x")
    know(sheet, "reopenings", [leave])
    with django_assert_num_queries(0):
        assert list(sheet.reopenings.all()) == [leave]


def test_a_write_changes_the_named_fields_and_no_other(lived: Story) -> None:
    row = lived.row("plan_done")
    row.note, row.difference_note, row.facts = "mới", "không ghi", {"plan_tasks": "21"}
    write(row, "note", "facts")
    stored = Row.objects.get(pk=row.pk)
    assert (stored.note, stored.difference_note) == ("mới", "")
    assert stored.facts == {"plan_tasks": "21"}
    assert Row.objects.filter(note="mới").count() == 1


def test_added_rows_are_those_that_an_ordinary_insert_makes(lived: Story) -> None:
    said = {"verb": "x", "at": lived.round.opened_at, "actor": "ai", "subject": "s"}
    said |= {"chain": "thử", "subject_id": 1, "old": None, "new": {"b": ["á", 1], "a": None}}
    ordinary, own = AuditRow(place=1, **said), AuditRow(place=2, **said)
    ordinary.save()
    add([own])
    one, other = AuditRow.objects.get(pk=ordinary.pk), AuditRow.objects.get(pk=own.pk)
    assert not own._state.adding
    assert model_to_dict(one, exclude=["id", "place"]) == model_to_dict(
        other, exclude=["id", "place"]
    )
    assert AuditRow.objects.filter(chain="thử", old__isnull=True).count() == 2


def test_several_rows_are_added_at_once_and_know_their_keys(
    lived: Story, django_assert_num_queries: Any
) -> None:
    row = lived.row()
    remove(LedgerEntry, by="row", key=row.pk)
    entries = [LedgerEntry(row=row, state=state, points=1) for state in ("won", "lost", "pending")]
    with django_assert_num_queries(1):
        add(entries)
    assert list(LedgerEntry.objects.filter(row=row)) == entries
    with django_assert_num_queries(0):
        add([])


def test_removing_takes_the_rows_of_one_and_leaves_the_others(lived: Story) -> None:
    row, before = lived.row(), LedgerEntry.objects.count()
    own = LedgerEntry.objects.filter(row=row).count()
    remove(LedgerEntry, by="row", key=row.pk)
    assert (own > 0, LedgerEntry.objects.count()) == (True, before - own)


def test_every_kept_query_of_a_save_gives_what_django_gives(lived: Story) -> None:
    row, user = lived.row("plan_done"), lived.officer
    sheet = row.sheet
    pairs = [
        (ledger.ENTRIES.all(row=row.pk), row.ledger.all()),
        (ledger.RULINGS.all(row=row.pk), row.rulings.all()),
        (sheets.ROWS.all(sheet=sheet.pk), _rows(lived)),
        (access.REOPENINGS.all(sheet=sheet.pk), sheet.reopenings.all()),
        (permissions.ROLES.all(user=user.pk, day="2999-01-01"), user.roles.all()),
        (
            audit.HEAD.all(key=f"unit:{sheet.unit_id}"),
            AuditChain.objects.filter(key=f"unit:{sheet.unit_id}"),
        ),
    ]
    for kept, ordinary in pairs:
        assert kept == list(ordinary)
    clock = access.CLOCK.all(round=sheet.round_id)
    deadlines = sheet.round.deadlines.all()
    assert clock == [(sheet.round.phase, each.pk, each.kind, each.at) for each in deadlines]
