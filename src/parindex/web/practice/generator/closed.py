"""The closed rounds 2021 to 2025: each sheet is steered to the figure that its story tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from parindex.web.assessment.domain import closing
from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.enums import DeadlineKind, Exemption, Phase, RowStatus, Stage
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.models import Unit
from parindex.web.practice.generator import aims, calendar, disputes, marks, words
from parindex.web.practice.generator.aims import Aim
from parindex.web.practice.generator.appraising import (
    Bench,
    adopt,
    appraise_row,
    give_points,
    send,
)
from parindex.web.practice.generator.filling import Filling, empty_rows, fill, is_base
from parindex.web.practice.generator.people import People
from parindex.web.practice.generator.places import Places
from parindex.web.practice.generator.writing import BlockWish, Written, save, write_round

HUNDRED = Decimal(100)
NOTES = {
    2021: "",
    2022: "",
    2023: "",
    2024: ", chỉ lưu hồ sơ, không công bố do sắp xếp tổ chức",
    2025: "",
}


@dataclass(frozen=True, slots=True)
class Closed:
    """A unit of a closed round with its aim."""

    unit: Unit
    aim: Aim


def load_closed(places: Places, people: People) -> Iterator[Written]:
    """Write the five closed rounds."""
    for year in range(2021, 2026):
        yield _load(places, people, year)


def _blocks(places: Places, year: int) -> dict[str, tuple[str, list[Closed]]]:
    """Return the blocks of a year: rulebook and units with their aims."""
    central = [
        Closed(unit, aims.central_aim(place, year))
        for place, unit in enumerate(places.central_agencies.values())
    ]
    if year == 2025:
        wanted = aims.commune_indices()
        departments = [
            Closed(unit, aims.later_department_aim(slug))
            for slug, unit in places.departments.items()
        ]
        communes = [Closed(unit, Aim(wanted[theme])) for theme, unit in places.communes.items()]
        return {
            "department": ("model/2025/department", departments),
            "commune": ("model/2025/commune", communes),
            "central_agency": ("model/2025/central_agency", central),
        }
    departments = [
        Closed(unit, aims.department_aim(slug, place, year))
        for place, (slug, unit) in enumerate(places.former_departments.items())
    ]
    districts = [
        Closed(unit, aims.district_aim(slug, place, year))
        for place, (slug, unit) in enumerate(places.districts.items())
    ]
    set_of_districts = "model/2021/district" if year == 2021 else "model/2022/district"
    return {
        "department": ("model/2021/department", departments),
        "district": (set_of_districts, districts),
        "central_agency": ("model/2021/central_agency", central),
    }


def _load(places: Places, people: People, year: int) -> Written:
    blocks, deadlines = _blocks(places, year), calendar.of_closed(year)
    secretary = people["thuky"]
    written = write_round(
        places.province,
        year,
        f"Chấm điểm cải cách hành chính năm {year} (mô phỏng{NOTES[year]})",
        [
            BlockWish(key, rulebook, tuple(each.unit for each in units))
            for key, (rulebook, units) in blocks.items()
        ],
        deadlines,
        user=secretary,
        opened_at=calendar.moment(year, 12, 1, 8),
        phase=Phase.CLOSED,
    )
    written.round.closed_at = deadlines[DeadlineKind.COUNCIL] + timedelta(days=1)
    written.round.version = 7
    written.round.save(update_fields=["closed_at", "version"])
    bench = Bench(written, people, deadlines, Stage.COUNCIL)
    wanted = {each.unit.pk: each.aim for _, units in blocks.values() for each in units}
    for sheet, book in written.sheets:
        _sheet(bench, sheet, book, wanted[sheet.unit_id])
    ruled = disputes.pick(bench)
    for ruling in disputes.last_of(bench):
        if ruling.row in ruled:
            disputes.rule(bench, ruled[id(ruling.row)])
        elif ruling.stage != Stage.COUNCIL:
            adopt(bench, ruling.row, ruling)
    save(written)
    disputes.write_ruled(bench, ruled)
    for round_block in written.round.blocks.select_related("rulebook"):
        closing.write_results(round_block)
    return written


def _claims(rows: list[Row], book: Book, aim: Aim) -> tuple[Decimal, Decimal]:
    """Return what a unit claims, and the maximum of what it declares."""
    out = {*aim.left_out, aim.exempt}
    top = sum(
        row.max_points
        for row in rows
        if row.is_declared and is_base(book, row) and row.component not in out
    )
    if aim.claims is None:
        return top * (aim.index + aims.GAP) / HUNDRED, top
    return top * aim.claims, top


def _sheet(bench: Bench, sheet: Sheet, book: Book, aim: Aim) -> None:
    """Fill, sign, appraise one sheet and steer it to its aim."""
    rows, year = empty_rows(sheet, book), sheet.round.year
    claims, top = _claims(rows, book, aim)
    level = float(claims / top) - 0.03 if aim.level is None else aim.level
    seed = aim.seed or f"{sheet.unit.code}/{year}"
    for row in rows:
        if row.component == aim.exempt:
            row.exemption, row.exemption_reason = Exemption.GRANTED, words.EXEMPTION
    fill(rows, book, Filling(seed, level, claims, aim.fixed, aim.left_out, {aim.exempt}))
    rng = Random(f"marks/{sheet.unit.code}/{year}")  # noqa: S311  makes data, not secrets
    final = marks.finals(rows, book, aim.index, rng)
    send(bench, sheet, rows)
    for row in rows:
        if not row.is_declared:
            give_points(bench, row, final[row.component])
        elif row.exemption == Exemption.GRANTED:
            disputes.leave_out(bench, row)
        elif row.self_status != RowStatus.MISSING:
            appraise_row(bench, book, row, final.get(row.component), rng)
    bench.written.rows += rows
