"""A unit's results over the years, across mergers: each break with its rule and document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parindex.web.assessment.models import RoundResult
from parindex.web.org.models import Unit
from parindex.web.org.queries.lineage import SeriesLink, series_of


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """The results of one unit in its own life, newest first."""

    unit: Unit
    results: tuple[RoundResult, ...]

    @property
    def rulebooks(self) -> tuple[str, ...]:
        """Titles of the sets that the results were scored by, each once."""
        titles = (each.sheet.round_block.rulebook.title for each in self.results)
        return tuple(dict.fromkeys(titles))


@dataclass(frozen=True, slots=True)
class SeriesStep:
    """A break and what stood before it; the first step has no break, it is the unit itself."""

    link: SeriesLink | None
    parts: tuple[SeriesPart, ...]


def yearly(results: Iterable[RoundResult]) -> tuple[tuple[int, RoundResult], ...]:
    """Return one result for each year, oldest first: the real round's, else the latest's."""
    found: dict[int, RoundResult] = {}
    for result in sorted(results, key=_counts_more):
        found[result.sheet.round.year] = result
    return tuple(sorted(found.items(), key=lambda each: each[0]))


def _counts_more(result: RoundResult) -> tuple[bool, int]:
    return (not result.sheet.round.is_practice, result.sheet.round_id)


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
