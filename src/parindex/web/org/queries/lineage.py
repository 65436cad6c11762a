"""What a unit came from and became, and whether its figures may be read across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parindex.register.comparable import Part, verdict
from parindex.web.common.formats import language
from parindex.web.org.enums import Comparability
from parindex.web.org.models import Lineage, LineageEvent, Unit


@dataclass(frozen=True, slots=True)
class Share:
    """A unit on the other side of one or more events, and whether all of it went over."""

    unit: Unit
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SeriesLink:
    """One break in a series: on `on` the predecessors became `unit`, by the event's document."""

    on: date
    event: LineageEvent
    unit: Unit
    predecessors: tuple[Share, ...]
    comparability: Comparability
    rule: str
    reason_vi: str
    reason_en: str

    @property
    def reason(self) -> str:
        """Return the rule in the reader's language."""
        return self.reason_en if language() == "en" else self.reason_vi


def lines_into(units: Iterable[Unit]) -> Sequence[Lineage]:
    """Return the lines by which units came to be, with event and predecessor, in one query."""
    found = Lineage.objects.filter(successor__in=[unit.pk for unit in units])
    return found.select_related("event", "predecessor", "successor").order_by("event__on", "id")


def lines_out_of(units: Iterable[Unit]) -> Sequence[Lineage]:
    """Return the lines by which units ended or gave away a part, in one query."""
    found = Lineage.objects.filter(predecessor__in=[unit.pk for unit in units])
    return found.select_related("event", "predecessor", "successor").order_by("event__on", "id")


def predecessors_on(unit: Unit, on: date) -> tuple[Share, ...]:
    """Return the units of a day from which a unit came; itself if it was there already.

    `on` is a day of the unit's life or before it; nothing is returned for a day before its
    creation. One query for each generation.
    """
    return _walk(unit, lambda each: each.valid_from is None or each.valid_from <= on, back=True)


def successors_on(unit: Unit, on: date) -> tuple[Share, ...]:
    """Return the units of a day that a unit became; itself if it is still there.

    `on` is a day of the unit's life or after it; nothing is returned after an end without
    successor. One query for each generation.
    """
    return _walk(unit, lambda each: each.valid_to is None or each.valid_to >= on, back=False)


def _walk(unit: Unit, is_there: Callable[[Unit], bool], *, back: bool) -> tuple[Share, ...]:
    found: dict[int, Share] = {}
    front = {unit.pk: Share(unit, is_whole=True)}
    while front:
        settled = {key: each for key, each in front.items() if is_there(each.unit)}
        found.update({key: each for key, each in settled.items() if key not in found})
        left = {key: each for key, each in front.items() if key not in settled}
        units = [each.unit for each in left.values()]
        front = {}
        for line in (lines_into(units) if back else lines_out_of(units)) if units else ():
            start, end = (line.successor, line.predecessor)[:: 1 if back else -1]
            if start is not None and end is not None:
                is_whole = left[start.pk].is_whole and line.is_whole
                front[end.pk] = Share(end, is_whole)
    return tuple(sorted(found.values(), key=lambda each: each.unit.code))


def series_of(unit: Unit) -> tuple[SeriesLink, ...]:
    """Return all breaks in the history of a unit, the last one first.

    Where several units were merged, the breaks before that of each of them follow. A unit that
    was always itself has none. One query for each generation.
    """
    links: list[SeriesLink] = []
    front, seen = {unit.pk: unit}, {unit.pk}
    while front:
        by_event: dict[tuple[int, int], list[Lineage]] = defaultdict(list)
        for line in lines_into(front.values()):
            by_event[line.event_id, line.successor_id].append(line)
        found = [_link(lines) for lines in by_event.values()]
        links += found
        before = {each.unit.pk: each.unit for link in found for each in link.predecessors}
        front = {key: each for key, each in before.items() if key not in seen}
        seen |= set(front)
    return tuple(sorted(links, key=lambda each: (each.on, each.event.pk), reverse=True))


def weakest(links: Iterable[SeriesLink]) -> Comparability:
    """Return how far the whole series is comparable: as far as its weakest link."""
    order = [Comparability.COMPARABLE, Comparability.PARTLY, Comparability.NOT_COMPARABLE]
    return max((link.comparability for link in links), key=order.index, default=order[0])


def _link(lines: Sequence[Lineage]) -> SeriesLink:
    """Return the break that one event made for one unit."""
    event, unit = lines[0].event, lines[0].successor
    shares = tuple(
        Share(line.predecessor, line.is_whole) for line in lines if line.predecessor is not None
    )
    parts = [Part(each.unit.name, each.is_whole, each.unit.kind) for each in shares]
    found = verdict(parts, unit.kind)
    return SeriesLink(
        on=event.on,
        event=event,
        unit=unit,
        predecessors=shares,
        comparability=Comparability(found.comparability),
        rule=found.rule,
        reason_vi=found.vi,
        reason_en=found.en,
    )
