"""What a unit declared and got in the round before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parindex.web.assessment.domain.words import BookWords, in_words, words_of
from parindex.web.assessment.enums import Stage
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.enums import Comparability
from parindex.web.org.models import Unit
from parindex.web.org.queries.lineage import series_of

LAST_WORD = (Stage.COUNCIL, Stage.APPRAISAL_2, Stage.APPRAISAL_1, Stage.GIVEN)


@dataclass(frozen=True, slots=True)
class LastYear:
    """A component a year ago; `points` is the last ruling, None while there is none."""

    year: int
    facts: tuple[tuple[str, str], ...]
    values: dict[str, str]
    self_points: Decimal | None
    points: Decimal | None
    status: str
    max_points: Decimal
    sheet_id: int


def same_unit(unit: Unit) -> list[int]:
    """Return a unit and those that it was before it was only renamed."""
    found, now = [unit.pk], unit
    for link in series_of(unit):
        is_same = link.unit.pk == now.pk and link.comparability is Comparability.COMPARABLE
        if not is_same or len(link.predecessors) != 1:
            break
        now = link.predecessors[0].unit
        found.append(now.pk)
    return found


def sheet_before(sheet: Sheet) -> Sheet | None:
    """Return the sheet of the unit in the round before: of practice for a round of practice."""
    earlier = Sheet.objects.filter(
        unit__in=same_unit(sheet.unit),
        round__province=sheet.round.province,
        round__is_practice=sheet.round.is_practice,
        round__year__lt=sheet.round.year,
    )
    found = earlier.select_related("round", "round_block__rulebook")
    return found.order_by("-round__year", "-round_id").first()


def last_year(sheet: Sheet, component: str | None = None) -> dict[str, LastYear]:
    """Return the rows of the round before by component; one of them when it is named."""
    before = sheet_before(sheet)
    if before is None:
        return {}
    rows = before.rows.filter(is_active=True).prefetch_related("rulings")
    if component is not None:
        rows = rows.filter(component=component)
    words = words_of(before.round_block)
    return {row.component: _line(before, row, words) for row in rows}


def _line(before: Sheet, row: Row, words: BookWords) -> LastYear:
    rulings = {each.stage: each for each in row.rulings.all()}
    last = next((rulings[stage] for stage in LAST_WORD if stage in rulings), None)
    known = words.components[row.component].facts
    values = {
        name: in_words(before.round_block, name, value)
        for name, value in row.facts.items()
        if name in known
    }
    return LastYear(
        year=before.round.year,
        facts=tuple((known[name].label, shown) for name, shown in values.items()),
        values=values,
        self_points=row.self_points,
        points=None if last is None else last.points,
        status=row.self_status if last is None else last.status,
        max_points=row.max_points,
        sheet_id=before.pk,
    )
