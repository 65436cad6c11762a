"""Makes a story's round larger: more units, each with all that the first unit has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from parindex.web.assessment.enums import RowStatus
from parindex.web.assessment.models import (
    Attachment,
    Case,
    CaseReply,
    Explanation,
    LedgerEntry,
    Reminder,
    Reopening,
    RoundResult,
    Row,
    RowOpening,
    Ruling,
    Sheet,
    Vote,
)
from parindex.web.common.audit import record
from parindex.web.evidence.models import Document, DocumentVersion
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.story import NOW, Story

OF_A_ROW = (LedgerEntry, Ruling, RowOpening, Explanation)
OF_A_CASE = (CaseReply, Vote)


def _copy(one: Model, **other: Any) -> Any:
    """Return an unsaved copy of a row of a table, with other values in some columns."""
    columns = [each.attname for each in one._meta.concrete_fields if not each.primary_key]
    return type(one)(**{**{name: getattr(one, name) for name in columns}, **other})


def _pairs(of: Iterable[Any], rows: dict[int, list[Row]]) -> list[Any]:
    """Return a copy of everything of the first sheet's rows for each row that copies it."""
    return [_copy(one, row_id=row.pk) for one in of for row in rows.get(one.row_id, ())]


def _units(story: Story, numbers: range) -> list[Unit]:
    return Unit.objects.bulk_create(
        Unit(
            code=f"mau.{number:03d}",
            name=f"Sở Mẫu {number}",
            plain_name=f"so mau {number}",
            kind=UnitKind.DEPARTMENT,
            parent=story.province,
            valid_from=date(2020, 1, 1),
        )
        for number in numbers
    )


def _people(units: list[Unit]) -> list[User]:
    """Make an officer for each unit."""
    people = User.objects.bulk_create(
        User(username=f"can.bo.{unit.pk}", name=f"Cán bộ {unit.name}", email="a@example.test")
        for unit in units
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=person, unit=unit, role=Role.UNIT_OFFICER, valid_from=date(2026, 1, 1))
        for person, unit in zip(people, units, strict=True)
    )
    return people


def _documents(first: Unit, units: list[Unit]) -> dict[int, Document]:
    """Give each unit a document with the bytes of the first unit's."""
    source = Document.objects.filter(unit=first).order_by("id").first()
    assert source is not None
    made = Document.objects.bulk_create(
        _copy(source, unit_id=unit.pk, current_id=None) for unit in units
    )
    for document in made:
        version = _copy(source.current, document_id=document.pk)
        DocumentVersion.objects.bulk_create([version])
        document.current = version
    Document.objects.bulk_update(made, ["current"])
    return {each.unit_id: each for each in made}


@transaction.atomic
def grow(story: Story, *, to: int) -> None:
    """Bring a round to a number of units; each new one has what the first has, from facts to votes.

    The first unit itself gets more evidence, so that its own pages grow as well.
    """
    numbers = range(len(story.units) + 1, to + 1)
    first = story.sheet()
    units = _units(story, numbers)
    people = _people(units)
    story.units += units
    sheets = Sheet.objects.bulk_create(_copy(first, unit_id=unit.pk) for unit in units)
    rows: dict[int, list[Row]] = {}
    for source in first.rows.all():
        rows[source.pk] = Row.objects.bulk_create(
            _copy(source, sheet_id=each.pk) for each in sheets
        )
    for model in OF_A_ROW:
        model.objects.bulk_create(_pairs(model.objects.filter(row__sheet=first), rows))
    _disputes(first, rows)
    _evidence(story, first, sheets, rows)
    Reopening.objects.bulk_create(
        _copy(each, sheet_id=sheet.pk) for each in Reopening.objects.all()[:1] for sheet in sheets
    )
    _written(story, units, people, sheets)


def _disputes(first: Sheet, rows: dict[int, list[Row]]) -> None:
    for case in Case.objects.filter(row__sheet=first):
        for made in Case.objects.bulk_create(_pairs([case], rows)):
            for model in OF_A_CASE:
                held = model.objects.filter(case=case)
                model.objects.bulk_create(_copy(one, case_id=made.pk) for one in held)


def _evidence(story: Story, first: Sheet, sheets: list[Sheet], rows: dict[int, list[Row]]) -> None:
    documents = _documents(first.unit, [each.unit for each in sheets])
    more = [_documents(first.unit, [first.unit])[first.unit_id] for _number in range(5)]
    places = list(first.rows.order_by("position")[2:7])
    used = Attachment.objects.filter(row__sheet=first)
    unit_of = {sheet.pk: sheet.unit_id for sheet in sheets}
    copies = [
        _copy(one, row_id=row.pk, document_id=documents[unit_of[row.sheet_id]].pk)
        for one in used
        for row in rows[one.row_id]
    ]
    source = used[0]
    copies += [
        _copy(source, row_id=row.pk, document_id=document.pk)
        for row, document in zip(places, more, strict=True)
    ]
    Attachment.objects.bulk_create(copies)


def _written(story: Story, units: list[Unit], people: list[User], sheets: list[Sheet]) -> None:
    """Leave rows of the log and letters for each unit."""
    Reminder.objects.bulk_create(
        Reminder(
            round=story.round, unit=unit, user=person, kind="self_score", days_left=3, sent_at=NOW
        )
        for unit, person in zip(units, people, strict=True)
    )
    for unit, person, sheet in zip(units, people, sheets, strict=True):
        said = {"round_id": story.round.pk, "unit_id": unit.pk, "component": "plan_issued"}
        record("row.saved", sheet, user=person, old={"note": ""}, new={"note": "Đã có"}, **said)


def close_by_hand(story: Story) -> None:
    """Write a result for each sheet that has none, as closing does."""
    lacking = Sheet.objects.filter(round=story.round, result__isnull=True)
    RoundResult.objects.bulk_create(
        RoundResult(
            sheet=sheet,
            status=RowStatus.SCORED,
            points=place,
            max_applicable=100,
            index=place,
            rank=place,
            tied=False,
            rulebook_hash="0" * 64,
            code_version="1",
        )
        for place, sheet in enumerate(lacking, 1)
    )
