"""The open round of this year: sheets in every state, automatic values, evidence with gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.enums import DeadlineKind, Phase, SheetState
from parindex.web.assessment.models import Attachment, AutomaticValue, Row, Sheet
from parindex.web.caseflow.domain.automatic import WITH_LETTER, automatic_facts
from parindex.web.caseflow.queries.facts import facts_of_unit
from parindex.web.org.models import User
from parindex.web.practice.generator import calendar, papers, portfolio, words
from parindex.web.practice.generator.filling import Filling, empty_rows, fill, score
from parindex.web.practice.generator.people import SECTIONS, SHARED_UNIT, People
from parindex.web.practice.generator.places import Places
from parindex.web.practice.generator.writing import BlockWish, Written, save, write_round

YEAR = 2026
TITLE = "Chấm điểm cải cách hành chính năm 2026 (mô phỏng)"
DAYS = {
    DeadlineKind.SELF_SCORE: 18,
    DeadlineKind.SIGN_OFF: 22,
    DeadlineKind.APPRAISAL_1: 45,
    DeadlineKind.EXPLANATION: 55,
    DeadlineKind.APPRAISAL_2: 62,
    DeadlineKind.COUNCIL: 70,
}
UNTOUCHED, BEGUN, DIFFERS, COMPLETE, SUBMITTED, SENT = range(6)
SHARE_FILLED = {UNTOUCHED: 0.0, BEGUN: 0.45, DIFFERS: 0.85}
CYCLE = (BEGUN, DIFFERS, SENT, UNTOUCHED, SUBMITTED, COMPLETE, BEGUN)
SAID_DIFFERENT = "Số của đơn vị gồm cả hồ sơ chưa đồng bộ lên hệ thống; kèm bảng đối chiếu."
PAID_ATTENTION = ("plan_issued", "reports_in_time", "initiatives")


def blocks_of_today(places: Places) -> list[BlockWish]:
    """Return the three blocks with the model sets of 2026."""
    groups = {
        "department": places.departments,
        "commune": places.communes,
        "central_agency": places.central_agencies,
    }
    return [
        BlockWish(key, f"model/2026/{key}", tuple(units.values())) for key, units in groups.items()
    ]


def load_current(places: Places, people: People) -> Written:
    """Write the open round."""
    now = timezone.now()
    written = write_round(
        places.province,
        YEAR,
        TITLE,
        blocks_of_today(places),
        calendar.from_today(DAYS, now),
        user=people["thuky"],
        opened_at=now - timedelta(days=20),
        phase=Phase.SELF_SCORE,
    )
    shared, automatic = places.departments[SHARED_UNIT], []
    for place, (sheet, book) in enumerate(written.sheets):
        state = DIFFERS if sheet.unit_id == shared.pk else CYCLE[place % len(CYCLE)]
        rows = empty_rows(sheet, book)
        automatic += _work(sheet, rows, book, people, state, now)
        written.rows += rows
    save(written)
    AutomaticValue.objects.bulk_create(automatic, batch_size=500)
    _add_evidence(written, places, people)
    _work_of_today(written, places, people)
    return written


def _work(
    sheet: Sheet,
    rows: Sequence[Row],
    book: Book,
    people: People,
    state: int,
    now: datetime,
) -> Iterable[AutomaticValue]:
    """Fill a sheet as far as its state goes; return what the systems know of the unit."""
    seed = f"{sheet.unit.code}/{YEAR}"
    rng = Random(f"work/{seed}")  # noqa: S311  a generator of data, not of secrets
    fill(rows, book, Filling(seed, rng.uniform(0.72, 0.97)))
    _take_counts(sheet, rows)
    known = list(_automatic(sheet, rows, book, now))
    for row in rows:
        if row.is_declared and rng.random() > SHARE_FILLED.get(state, 1.0):
            row.facts = {}
    if state != UNTOUCHED:
        _differ(rows, book, is_explained=state > DIFFERS)
    score(rows, book)
    _touch(sheet, rows, people, state, now)
    return known


def _take_counts(sheet: Sheet, rows: Sequence[Row]) -> None:
    """Let the unit declare what was counted of its dossiers, where any were."""
    counted = automatic_facts(facts_of_unit(sheet.unit.agency_code, str(YEAR)))
    for row in rows:
        row.facts |= {name: str(counted[name]) for name in row.facts if name in counted}
        if WITH_LETTER in row.facts and "late_dossiers" in counted:
            letters = min(int(row.facts[WITH_LETTER]), counted["late_dossiers"])
            row.facts[WITH_LETTER] = str(letters)


def _automatic(
    sheet: Sheet, rows: Sequence[Row], book: Book, now: datetime
) -> Iterable[AutomaticValue]:
    day = timezone.localdate(now) - timedelta(days=3)
    for row in rows:
        if book.components[row.component].leaf.given_by != "automatic":
            continue
        is_document = row.component == "signed_documents"
        source = words.DOCUMENT_SOURCE if is_document else words.SYSTEM_SOURCE
        for name, value in row.facts.items():
            if isinstance(value, str) and value.isdigit():
                yield AutomaticValue(sheet=sheet, fact=name, value=value, source=source, as_of=day)


def _differ(rows: Sequence[Row], book: Book, *, is_explained: bool) -> None:
    """Let the unit claim more than the system knows in one or two automatic components."""
    automatic = [
        row
        for row in rows
        if row.facts and book.components[row.component].leaf.given_by == "automatic"
    ]
    for row in automatic[:2]:
        inputs = book.components[row.component].leaf.rules()[0].inputs
        top, part = row.facts.get(inputs["denominator"]), inputs["numerator"]
        if top is None or part not in row.facts:
            continue
        more = min(int(row.facts[part]) + 12, int(top))
        if str(more) != row.facts[part]:
            row.facts = {**row.facts, part: str(more)}
            row.difference_note = SAID_DIFFERENT if is_explained else ""


def _touch(sheet: Sheet, rows: Sequence[Row], people: People, state: int, now: datetime) -> None:
    """Note who wrote, and what officer and head have done with the sheet."""
    officer = people.officer_of(sheet.unit)
    for number, row in enumerate(rows):
        if row.facts:
            row.version, row.edited_by = 2, officer
            row.edited_at = now - timedelta(days=4, minutes=17 * number)
    if state >= SUBMITTED:
        sheet.state, sheet.version = SheetState.SUBMITTED, 2
        sheet.submitted_at = now - timedelta(days=2)
        sheet.difficulties, sheet.proposals = words.DIFFICULTIES, words.PROPOSALS
    if state == SENT:
        sheet.state, sheet.version = SheetState.SENT, 3
        sheet.sent_at = sheet.head_looked_at = now - timedelta(days=1)
        sheet.sent_by = people.head_of(sheet.unit)


def _rows_of(written: Written, unit_id: int) -> Mapping[str, Row]:
    return {row.component: row for row in written.rows if row.sheet.unit_id == unit_id}


def _add_evidence(written: Written, places: Places, people: People) -> None:
    """Put papers into some banks and attach them; the shared unit's evidence has gaps."""
    at, made = timezone.now(), []
    for slug, paper, components, content in portfolio.of_year():
        unit = places.departments.get(slug) or places.communes[slug]
        officer, rows = people.officer_of(unit), _rows_of(written, unit.pk)
        document = papers.put_in_bank(paper, unit, officer, content=content)
        fitting = (rows[key] for key in components if key in rows)
        made += [papers.attached(row, document, officer, at) for row in fitting]
    Attachment.objects.bulk_create(made)


def _work_of_today(written: Written, places: Places, people: People) -> None:
    """Let people of the shared unit save rows through the server, so that there is a history."""
    unit = places.departments[SHARED_UNIT]
    rows = _rows_of(written, unit.pk)
    users: dict[str, User] = {key: people[name] for name, fields in SECTIONS for key in fields}
    for row in (rows[key] for key in PAID_ATTENTION):
        user = users.get(row.keys[-1], people.officer_of(unit))
        save_row(
            row_id=row.pk,
            version=row.version,
            facts=dict(row.facts),
            user=user,
            note="Đã đối chiếu với báo cáo quý III.",
        )
