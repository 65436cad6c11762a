"""A unit's results over the years, across mergers: each break with its rule and document."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.web.assessment.models import RoundResult
from parindex.web.org.models import Unit
from parindex.web.org.queries.lineage import SeriesLink, series_of


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """The results of one unit in its own life, newest first."""

    unit: Unit
    results: tuple[RoundResult, ...]


@dataclass(frozen=True, slots=True)
class SeriesStep:
    """A break and what stood before it; the first step has no break, it is the unit itself."""

    link: SeriesLink | None
    parts: tuple[SeriesPart, ...]


def series_steps(unit: Unit) -> tuple[SeriesStep, ...]:
    """Return the series of a unit, newest first: its own results, then each break backwards.

    A result stays with the unit that had it; nothing is added up or moved.
    """
    links = series_of(unit)
    units = {unit.pk: unit}
    units |= {each.unit.pk: each.unit for link in links for each in link.predecessors}
    found: dict[int, list[RoundResult]] = {key: [] for key in units}
    results = (
        RoundResult.objects.filter(sheet__unit__in=units)
        .select_related("sheet__round", "sheet__round_block__rulebook")
        .order_by("-sheet__round__year", "-sheet__round_id")
    )
    for result in results:
        found[result.sheet.unit_id].append(result)

    def part(each: Unit) -> SeriesPart:
        return SeriesPart(each, tuple(found[each.pk]))

    steps = [SeriesStep(None, (part(unit),))]
    steps += [
        SeriesStep(link, tuple(part(each.unit) for each in link.predecessors)) for link in links
    ]
    return tuple(steps)
