"""Fills the automatic components of open rounds from the counts of dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import AutomaticValue, Sheet
from parindex.web.caseflow.domain.points import facts_of_pairs
from parindex.web.caseflow.models import ApologyLetter, Refresh
from parindex.web.caseflow.queries.facts import Facts, facts_of_units


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a fact of a set comes from: a statistic, and whether its whole is meant."""

    statistic: str
    is_whole: bool = False


TAKEN: Mapping[str, Taken] = {
    "dossiers_finished_on_time": Taken("local_on_time"),
    "dossiers_finished": Taken("local_finished"),
    "late_dossiers": Taken("local_finished_overdue"),
    "dossiers_filed_online": Taken("dossiers_online"),
    "dossiers_filed": Taken("dossiers_online", is_whole=True),
    "dossiers_to_digitise": Taken("dossiers_digitised", is_whole=True),
    "dossiers_for_e_result": Taken("dossiers_with_e_result", is_whole=True),
    "services_with_dossiers": Taken("online_services_with_dossiers"),
    "services_online": Taken("online_services_with_dossiers", is_whole=True),
}
"""Facts of the provinces' sets by the statistic that fills them.

Facts that bear the name of a statistic (those of the 766 sets do) need no line here.
"""
WITH_LETTER = "late_dossiers_with_apology"
"""Late dossiers that have a letter; letters are written here, so the lake does not know them."""


def automatic_facts(facts: Facts) -> dict[str, int]:
    """Return the facts of any set that statistics of dossiers fill; what is missing is absent."""
    known = facts_of_pairs(facts)
    for name, taken in TAKEN.items():
        pair = facts.get(taken.statistic)
        value = None if pair is None else pair[1] if taken.is_whole else pair[0]
        if value is not None:
            known[name] = value
    return known


def fill_rounds(refresh: Refresh) -> int:
    """Write the automatic values of all open rounds of the refresh's year; return how many."""
    with override("vi"):
        source = _("Hồ sơ TTHC, lần đếm %s") % refresh.number
    day = timezone.localdate(refresh.judged_at)
    sheets = list(
        Sheet.objects.exclude(round__phase=Phase.CLOSED)
        .filter(round__year=day.year)
        .select_related("unit", "round", "round_block")
    )
    codes = {sheet.unit.agency_code for sheet in sheets if sheet.unit.agency_code}
    figures = facts_of_units(codes, str(day.year)) if codes else {}
    letters = _letters_of_year(day.year)
    values = [
        AutomaticValue(sheet=sheet, fact=name, value=str(value), source=source, as_of=day)
        for sheet in sheets
        for name, value in _of_sheet(sheet, figures, letters)
    ]
    AutomaticValue.objects.bulk_create(
        values,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["sheet", "fact"],
        update_fields=["value", "source", "as_of"],
    )
    return len(values)


def _of_sheet(
    sheet: Sheet, figures: Mapping[str, Facts], letters: Mapping[int, int]
) -> Iterator[tuple[str, int]]:
    facts = figures.get(sheet.unit.agency_code)
    if not facts:
        return
    asked = book_of(sheet.round_block).rulebook.facts
    for name, value in automatic_facts(facts).items():
        if name in asked:
            yield name, value
    if WITH_LETTER in asked and "local_finished_overdue" in facts:
        yield WITH_LETTER, min(letters.get(sheet.unit_id, 0), facts["local_finished_overdue"][0])


def _letters_of_year(year: int) -> dict[int, int]:
    """Return how many dossiers due in a year have a letter, by unit."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict[int, set[str]] = {}
    letters = ApologyLetter.objects.filter(
        withdrawn_at__isnull=True, due_at__date__gte=first, due_at__date__lte=last
    )
    for unit, code in letters.values_list("unit_id", "dossier_code"):
        found.setdefault(unit, set()).add(code)
    return {unit: len(codes) for unit, codes in found.items()}
