"""Three trial rounds, each in another phase, so that every role has work on the first day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.enums import DeadlineKind, Phase, RowStatus, Stage
from parindex.web.assessment.models import Attachment, Row, Sheet
from parindex.web.org.models import Unit
from parindex.web.practice.generator import calendar, hearing, marks, papers, words
from parindex.web.practice.generator.appraising import (
    Bench,
    appraise_row,
    explain,
    give_points,
    send,
)
from parindex.web.practice.generator.filling import Filling, empty_rows, fill, is_base
from parindex.web.practice.generator.people import People
from parindex.web.practice.generator.places import Places
from parindex.web.practice.generator.writing import BlockWish, Written, save, write_round

KINDS = tuple(DeadlineKind)
HALF_YEAR = "Đánh giá thử 6 tháng đầu năm 2026 (mô phỏng)"
NINE_MONTHS = "Đánh giá thử 9 tháng năm 2026 (mô phỏng)"
QUARTER = "Đánh giá thử quý I năm 2026 (mô phỏng)"
APPRAISED_FIELDS = frozenset({"direction", "apparatus", "civil_service", "bonus", "penalty"})
"""Fields in which the first appraisal of the half year is done for some units."""
UNITS_DONE = 5
NINE_MONTHS_SEED = "nine-months"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial round: its phase, days of its deadlines from today, the last stage reached."""

    title: str
    phase: Phase
    days: tuple[int, ...]
    through: Stage


def load_trials(places: Places, people: People) -> Iterator[Written]:
    """Write the three rounds."""
    yield _half_year(places, people)
    yield _nine_months(places, people)
    yield _quarter(places, people)


def _begin(
    places: Places, people: People, trial: Trial, blocks: Mapping[str, tuple[Unit, ...]]
) -> Bench:
    now = timezone.now()
    deadlines = calendar.from_today(dict(zip(KINDS, trial.days, strict=True)), now)
    written = write_round(
        places.province,
        2026,
        trial.title,
        [BlockWish(key, f"model/2026/{key}", units) for key, units in blocks.items()],
        deadlines,
        user=people["thuky"],
        opened_at=now - timedelta(days=60),
        phase=trial.phase,
    )
    return Bench(written, people, deadlines, trial.through)


def _filled(bench: Bench, sheet: Sheet, book: Book, seed: str) -> tuple[list[Row], Random]:
    """Fill and sign a sheet, and give the points of survey and other bodies."""
    rng = Random(f"{seed}/{sheet.unit.code}")  # noqa: S311  makes data, not secrets
    rows = empty_rows(sheet, book)
    hearing.ask(seed, sheet, rows)
    out = {row.component for row in rows if row.exemption}
    fixed, level = hearing.FIXED.get(seed), rng.uniform(0.8, 0.95)
    fill(rows, book, Filling(f"{seed}/{sheet.unit.code}", level, fixed=fixed, skipped=out))
    send(bench, sheet, rows)
    for row in rows:
        if not row.is_declared:
            give_points(
                bench, row, marks.cents(row.max_points * Decimal(rng.randint(70, 92)) / 100)
            )
    bench.written.rows += rows
    return rows, rng


def _appraise(bench: Bench, book: Book, rows: list[Row], rng: Random, seed: str) -> None:
    """Appraise the rows: about six points below what the unit claims."""
    claimed = sum((row.self_points or Decimal(0) for row in rows if is_base(book, row)), Decimal(0))
    final = marks.cut(rows, book, claimed - 6, rng)
    final.update(hearing.forced(seed, rows[0].sheet))
    for row in rows:
        if row.is_declared and row.self_status != RowStatus.MISSING:
            appraise_row(bench, book, row, final.get(row.component), rng)


def _half_year(places: Places, people: People) -> Written:
    """All departments have sent; the first appraisal has begun."""
    trial = Trial(HALF_YEAR, Phase.APPRAISAL_1, (-12, -8, 12, 19, 26, 33), Stage.APPRAISAL_1)
    bench = _begin(places, people, trial, {"department": tuple(places.departments.values())})
    for place, (sheet, book) in enumerate(bench.written.sheets):
        rows, rng = _filled(bench, sheet, book, hearing.HALF_YEAR_SEED)
        if place < UNITS_DONE:
            part = [row for row in rows if row.keys[-1] in APPRAISED_FIELDS]
            _appraise_early(bench, book, part, rng)
    save(bench.written)
    _attach(bench)
    return bench.written


def _appraise_early(bench: Bench, book: Book, rows: list[Row], rng: Random) -> None:
    """Appraise before the deadline, which is still ahead: yesterday."""
    early = {**bench.at, DeadlineKind.APPRAISAL_1: timezone.now() - timedelta(hours=2)}
    recent = Bench(bench.written, bench.people, early, bench.through)
    _appraise(recent, book, rows, rng, hearing.HALF_YEAR_SEED)


def _attach(bench: Bench) -> None:
    """Give each unit one bundle of evidence that proves most of its rows."""
    now, made = timezone.now(), []
    for sheet, _ in bench.written.sheets:
        officer = bench.people.officer_of(sheet.unit)
        rng = Random(f"evidence/{sheet.unit.code}")  # noqa: S311  makes data, not secrets
        paper = papers.Paper(
            f"Tập tài liệu kiểm chứng 6 tháng đầu năm 2026 của {sheet.unit.name}",
            str(rng.randint(100, 400)),
            "BC",
            date(2026, 7, 3),
            date(2026, 7, 3),
        )
        document = papers.put_in_bank(paper, sheet.unit, officer)
        rows = (row for row in bench.written.rows if row.sheet is sheet and row.is_declared)
        made += [papers.attached(row, document, officer, now) for row in rows if rng.random() < 0.7]
    Attachment.objects.bulk_create(made, batch_size=500)


def _nine_months(places: Places, people: People) -> Written:
    """Some units answer the first appraisal; half of the answers are there."""
    trial = Trial(NINE_MONTHS, Phase.EXPLANATION, (-25, -21, -4, 8, 15, 22), Stage.APPRAISAL_1)
    departments = (places.departments[slug] for slug in ("noi-vu", "tu-phap", "tai-chinh", "y-te"))
    communes = (places.communes[theme] for theme in ("Minh Bạch", "Một Cửa", "Ví Dụ"))
    blocks = {"department": tuple(departments), "commune": tuple(communes)}
    bench = _begin(places, people, trial, blocks)
    for sheet, book in bench.written.sheets:
        rows, rng = _filled(bench, sheet, book, NINE_MONTHS_SEED)
        _appraise(bench, book, rows, rng, NINE_MONTHS_SEED)
    _answer_some(bench)
    save(bench.written)
    return bench.written


def _answer_some(bench: Bench) -> None:
    """Let each lowered row wait for an answer; every third has one."""
    lowered = [
        ruling.row
        for ruling in bench.written.rulings
        if ruling.stage == Stage.APPRAISAL_1 and ruling.points != ruling.row.self_points
    ]
    early = {**bench.at, DeadlineKind.EXPLANATION: timezone.now()}
    today = Bench(bench.written, bench.people, early, bench.through)
    for place, row in enumerate(lowered):
        row.needs_explanation = True
        if place % 3 == 0:
            explain(today, row, words.ANSWERS[place % len(words.ANSWERS)], agrees=False)


def _quarter(places: Places, people: People) -> Written:
    """The council sits: open disputes, ruled ones that are unequal, requests to be left out."""
    trial = Trial(QUARTER, Phase.COUNCIL, (-40, -36, -25, -18, -10, 9), Stage.APPRAISAL_2)
    communes = (places.communes[theme] for theme in ("Gọn Nhẹ", "Lắng Nghe", "Số Hóa"))
    blocks = {
        "central_agency": tuple(places.central_agencies.values()),
        "commune": tuple(communes),
    }
    bench = _begin(places, people, trial, blocks)
    for sheet, book in bench.written.sheets:
        rows, rng = _filled(bench, sheet, book, hearing.SEED)
        _appraise(bench, book, rows, rng, hearing.SEED)
    ruled = hearing.rule_some(bench)
    save(bench.written)
    hearing.write_cases(bench, ruled)
    return bench.written
