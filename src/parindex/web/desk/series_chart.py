"""The series of a unit as a picture: its lines, its breaks, and the sentence that says it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from parindex.documents.charts import SeriesBreak, SeriesLine, series_chart
from parindex.web.assessment.queries.series import SeriesPart, SeriesStep, yearly
from parindex.web.common.formats import language, show_date, show_number
from parindex.web.org.queries.lineage import SeriesLink

LOOK = 1
"""Raised when the look of the chart changes, so that kept pictures are made again."""
ENOUGH = 2
"""Results that make a line."""
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class SeriesPicture:
    """What is drawn: a line for each unit that has results, the unit itself first."""

    lines: tuple[SeriesLine, ...]
    breaks: tuple[SeriesBreak, ...]
    words: str


def picture_of(steps: Sequence[SeriesStep]) -> SeriesPicture | None:
    """Return the picture of a series, None when there are not two results to draw."""
    parts = [part for step in steps for part in step.parts]
    drawn = list({part.unit.pk: part for part in parts if part.results}.values())
    lines = tuple(SeriesLine(_name(part, drawn), _values(part)) for part in drawn)
    known = [year for line in lines for year, value in line.values if value is not None]
    if len(known) < ENOUGH:
        return None
    places = {part.unit.pk: number for number, part in enumerate(drawn)}
    links = [step.link for step in steps if step.link is not None]
    breaks = tuple(
        _break(link, places)
        for link in links
        if link.unit.pk in places and link.on.year >= min(known)
    )
    return SeriesPicture(lines, breaks, _sentence(steps, known))


def _values(part: SeriesPart) -> tuple[tuple[int, object], ...]:
    return tuple((year, result.index) for year, result in yearly(part.results))


def _name(part: SeriesPart, drawn: Sequence[SeriesPart]) -> str:
    """Return the name of a line; with its days where another line has the same."""
    unit, names = part.unit, [each.unit.name for each in drawn]
    if names.count(unit.name) == 1:
        return unit.name
    if unit.valid_to is not None:
        return _("%(name)s (đến %(day)s)") % {"name": unit.name, "day": show_date(unit.valid_to)}
    if unit.valid_from is not None:
        return _("%(name)s (từ %(day)s)") % {"name": unit.name, "day": show_date(unit.valid_from)}
    return unit.name


def _break(link: SeriesLink, places: dict[int, int]) -> SeriesBreak:
    said = {
        "day": show_date(link.on),
        "event": link.event.get_kind_display(),
        "comparable": link.comparability.label,
    }
    return SeriesBreak(
        on=link.on,
        before=tuple(places[each.unit.pk] for each in link.predecessors if each.unit.pk in places),
        after=places[link.unit.pk],
        comparability=str(link.comparability),
        title=_("%(day)s: %(event)s, %(comparable)s") % said,
        document=link.event.document,
    )


def _sentence(steps: Sequence[SeriesStep], years: Sequence[int]) -> str:
    """Return what the picture shows in one sentence, for who does not see it."""
    own = [(year, value) for year, value in _values(steps[0].parts[0]) if value is not None]
    links = [step.link for step in steps if step.link is not None]
    said = {
        "unit": steps[0].parts[0].unit.name,
        "first": min(years),
        "last": max(years),
        "breaks": _breaks_in_words(links),
    }
    if not own:
        words = _(
            "Chỉ số của các đơn vị trước %(unit)s, năm %(first)s đến năm %(last)s; %(breaks)s."
        )
        return words % said
    said |= {"year": own[-1][0], "index": show_number(own[-1][1], 2)}
    words = _(
        "Chỉ số của %(unit)s qua các năm %(first)s đến %(last)s, năm %(year)s đạt %(index)s%%; "
        "%(breaks)s."
    )
    return words % said


def _breaks_in_words(links: Sequence[SeriesLink]) -> str:
    if not links:
        return _("không có thay đổi về tổ chức")
    words = _("%(event)s ngày %(day)s (%(comparable)s)")
    said = [
        words
        % {
            "event": link.event.get_kind_display().lower(),
            "day": show_date(link.on),
            "comparable": link.comparability.label,
        }
        for link in reversed(links)
    ]
    return _("có thay đổi về tổ chức: %(events)s") % {"events": "; ".join(said)}


def drawn(picture: SeriesPicture, *, size: str, theme: str) -> str:
    """Return a picture as SVG; kept by what it shows, so that a change is never missed."""
    shown = repr((LOOK, picture.lines, picture.breaks, size, theme, language()))
    key = f"series-{hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()}"
    return str(cache.get_or_set(key, lambda: _draw(picture, size, theme), DAY))


def _draw(picture: SeriesPicture, size: str, theme: str) -> str:
    return series_chart(
        picture.lines,
        picture.breaks,
        title=_("Chỉ số (%)"),
        size=size,
        language=language(),
        theme=theme,
    )
