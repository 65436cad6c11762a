"""Indexes over the years and across mergers: solid, dashed or cut, each break with its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from textwrap import wrap

import altair as alt

from parindex.documents.charts.theme import THEMES, Theme, data_of, render
from parindex.scoring.wording import show_number

SIZES = {"wide": (600, 14), "narrow": (300, 14)}
"""Width of the plot and size of its letters, in pixels: beside a table, and on a phone."""
PLOT = 230
GAP = 32
"""Pixels between the words of the breaks and the highest point."""
LINE = 18
LETTER = 7.2
ROOM = 46
"""Pixels that a figure beside a point needs; with less for each year only the ends have one."""
CLEAR = 38
"""Pixels that another line must keep away for a figure to stand between the two."""
COLOURS = {
    "light": ("#12507b", "#8a5a00", "#7a3b8f", "#4d6b1f", "#a3402f", "#51616d"),
    "dark": ("#6db3e0", "#e0b860", "#cda3e3", "#a9c46c", "#f0907f", "#a9b8c4"),
}
FEW, BOTH = 3, 2
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""A form for each colour, since colour never speaks alone."""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """The indexes of one unit by year, oldest first; None cuts the line."""

    name: str
    values: tuple[tuple[int, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A day on which lines became another line: places in the list, what is said of it."""

    on: date
    before: tuple[int, ...]
    after: int
    comparability: str
    title: str
    document: str


def series_chart(
    lines: Sequence[SeriesLine],
    breaks: Sequence[SeriesBreak] = (),
    *,
    title: str,
    size: str = "wide",
    language: str = "vi",
    theme: str = "light",
) -> str:
    """Return the lines of a unit and of those before it, joined as far as comparable, as SVG.

    Parameters
    ----------
    lines : sequence of SeriesLine
        In percent; the unit itself first. A year's result stands at the end of the year.
    breaks : sequence of SeriesBreak
        With `comparability` "comparable" (joined by a solid line), "partly" (a dashed one) or
        "not_comparable" (none).
    title : str
        What the axis measures, with its unit.
    size : str
        "wide" or "narrow", for a phone.
    language, theme : str
        "vi" or "en"; "light" or "dark".
    """
    frame = _Frame(lines, breaks, title, size, theme)
    layers = [
        *frame.marked_breaks(),
        frame.joined("comparable", [1, 0]),
        frame.joined("partly", [7, 6]),
        *frame.drawn(language),
    ]
    chart = alt.layer(*layers).properties(width=frame.width, height=frame.head + PLOT)
    return render(chart, frame.colours, language)


def _axis(values: Sequence[Decimal]) -> tuple[int, int]:
    """Return ends of the axis on multiples of five, with room for figures above and below."""
    low = int((min(values) - 2) // 5 * 5)
    high = -int(-(max(values) + 2) // 5 * 5)
    return max(low, 0), high


class _Frame:
    """Where things stand in the picture: words of the breaks in the head, lines below."""

    def __init__(
        self,
        lines: Sequence[SeriesLine],
        breaks: Sequence[SeriesBreak],
        title: str,
        size: str,
        theme: str,
    ) -> None:
        self.lines, self.breaks = lines, sorted(breaks, key=lambda each: each.on)
        self.colours: Theme = THEMES[theme]
        self.palette = COLOURS[theme]
        self.width, self.letters = SIZES[size]
        self.years = sorted({year for line in lines for year, _ in line.values})
        self.values = [value for line in lines for _, value in line.values if value is not None]
        self.first = min([self.years[0], *(_place(each.on) for each in self.breaks)]) - 0.4
        self.last = max([self.years[-1], *(_place(each.on) for each in self.breaks)]) + 0.4
        self.labels = list(self._labels())
        self.head = LINE * sum(len(words) for _, _, words in self.labels) + GAP
        self.x = alt.X(
            "x:Q",
            title=None,
            scale=alt.Scale(domain=[self.first, self.last], nice=False, zero=False),
            axis=alt.Axis(values=self.years, format="d", grid=False, labelOverlap=True),
        )
        self.low, self.high = _axis(self.values)
        self.y = alt.Y(
            "y:Q",
            scale=alt.Scale(
                domain=[self.low, self.high],
                range=[self.head + PLOT, self.head],
                nice=False,
                zero=False,
            ),
            axis=alt.Axis(tickCount=5, title=title, domain=False, ticks=False),
        )
        keys = [str(number) for number in range(len(lines))]
        legend = self._legend()
        colours = [self.palette[number % len(self.palette)] for number in range(len(lines))]
        shapes = [SHAPES[number % len(SHAPES)] for number in range(len(lines))]
        self.colour = alt.Color(
            "key:N", scale=alt.Scale(domain=keys, range=colours), legend=legend, title=None
        )
        self.shape = alt.Shape(
            "key:N", scale=alt.Scale(domain=keys, range=shapes), legend=legend, title=None
        )

    def pixel(self, place: float) -> float:
        """Return how far right a place on the axis of years is."""
        return self.width * (place - self.first) / (self.last - self.first)

    def _labels(self) -> Iterator[tuple[SeriesBreak, bool, list[str]]]:
        """Return each break with its side and its words, in lines that fit beside its rule.

        Words run away from the nearer edge. Those to the right come from left to right, those
        to the left from right to left, so that a rule crosses no words of its own side.
        """
        places = [self.pixel(_place(each.on)) for each in self.breaks]
        right = [pair for pair in zip(self.breaks, places, strict=True) if self._is_left(pair[1])]
        left = [pair for pair in zip(self.breaks, places, strict=True) if pair not in right]
        edge = max((at for _, at in right), default=0.0)
        for each, at in right:
            yield each, True, _words(each, self.width - at)
        for each, at in reversed(left):
            yield each, False, _words(each, at - edge if at - edge > self.width / 3 else at)

    def _is_left(self, at: float) -> bool:
        return at <= self.width / 2

    def marked_breaks(self) -> Iterator[alt.Chart]:
        """Return a rule for each break, with its words at its head."""
        top = 0
        for each, is_right, words in self.labels:
            row = {"x": _place(each.on), "words": "\n".join(words)}
            base = alt.Chart(data_of([row])).encode(x=self.x)
            yield base.mark_rule(color=self.colours.muted, strokeWidth=1.2).encode(
                y=alt.value(top), y2=alt.value(self.head + PLOT)
            )
            yield base.mark_text(
                align="left" if is_right else "right",
                baseline="top",
                dx=6 if is_right else -6,
                fontSize=self.letters,
                lineHeight=LINE,
                lineBreak="\n",
                color=self.colours.text,
            ).encode(y=alt.value(top), text="words:N")
            top += LINE * len(words)

    def joined(self, comparability: str, dash: list[int]) -> alt.Chart:
        """Return the lines across breaks of one kind; where one side is missing there is none."""
        rows = [
            {"x": x, "y": float(value), "join": f"{number}-{before}", "key": str(before)}
            for number, each in enumerate(self.breaks)
            if each.comparability == comparability
            for before in each.before
            for x, value in self._ends(before, each.after)
        ]
        base = alt.Chart(data_of(rows)).encode(x=self.x, y=self.y, color=self.colour)
        joins: alt.Chart = base.mark_line(strokeDash=dash, strokeWidth=2).encode(detail="join:N")
        return joins

    def _ends(self, before: int, after: int) -> tuple[tuple[int, Decimal], ...]:
        """Return the last result before a break and the first after it, when both are known."""
        one, other = self.lines[before].values[-1:], self.lines[after].values[:1]
        ends = [(year, value) for year, value in (*one, *other) if value is not None]
        return tuple(ends) if len(ends) == BOTH and ends[0][0] < ends[1][0] else ()

    def drawn(self, language: str) -> Iterator[alt.Chart]:
        """Return lines, points, and figures above or below the points."""
        rows = list(self._rows(language))
        marks = alt.Chart(data_of(rows)).encode(x=self.x, y=self.y, color=self.colour)
        yield marks.mark_line(strokeWidth=2.4).encode(detail="piece:N", order="x:Q")
        yield marks.mark_point(filled=True, size=70, opacity=1).encode(shape=self.shape)
        for is_above in (True, False):
            kept = marks.transform_filter(f"datum.above === {str(is_above).lower()}")
            text = kept.mark_text(dy=-13 if is_above else 17, fontSize=self.letters)
            yield text.encode(text="words:N")

    def _legend(self) -> alt.Legend | None:
        """Return names of the lines below the picture; one line needs none."""
        if len(self.lines) < 2:
            return None
        names = " : ".join(
            f"datum.value === '{number}' ? {_quoted(line.name)}"
            for number, line in enumerate(self.lines)
        )
        return alt.Legend(
            orient="bottom", columns=1, labelLimit=self.width, labelExpr=f"{names} : ''"
        )

    def _rows(self, language: str) -> Iterator[dict[str, object]]:
        for number, line in enumerate(self.lines):
            piece = 0
            for year, value in line.values:
                if value is None:
                    piece += 1
                    continue
                yield {
                    "x": year,
                    "y": float(value),
                    "key": str(number),
                    "piece": f"{number}-{piece}",
                    "above": self._is_above(number, year, value),
                    "words": self._figure(number, line, year, value, language),
                }

    def _figure(
        self, number: int, line: SeriesLine, year: int, value: Decimal, language: str
    ) -> str:
        """Return the figure of a point, or nothing where figures would run together."""
        is_main = number == 0
        if len(self.lines) > FEW and not is_main:
            return ""
        ends = {line.values[-1][0]} if is_main else {line.values[0][0]}
        if self.pixel(self.first + 1) < ROOM and year not in ends:
            return ""
        return show_number(value, language, 2)

    def _is_above(self, number: int, year: int, value: Decimal) -> bool:
        """Say on which side a figure stands: outside a bend of its line, where there is room."""
        others = [other for place, other in self._at(year) if place != number]
        room_above = self._clear(other - value for other in others if other >= value)
        room_below = self._clear(value - other for other in others if other < value)
        if room_above != room_below:
            return room_above
        near = [
            other
            for place, line in enumerate(self.lines)
            for at, other in line.values
            if other is not None
            and abs(at - year) == 1
            and (place == number or self._is_joined(number, place, year, at))
        ]
        return not near or value >= sum(near) / len(near)

    def _at(self, year: int) -> Iterator[tuple[int, Decimal]]:
        for place, line in enumerate(self.lines):
            for at, value in line.values:
                if at == year and value is not None:
                    yield place, value

    def _clear(self, distances: Iterable[Decimal]) -> bool:
        """Say whether other lines are far enough away, in pixels, for a figure in between."""
        nearest = min(distances, default=None)
        return nearest is None or float(nearest) * PLOT / (self.high - self.low) >= CLEAR

    def _is_joined(self, one: int, other: int, year: int, at: int) -> bool:
        """Say whether a line goes on in another one across a break between two years."""
        before, after = (one, other) if year < at else (other, one)
        return any(before in each.before and each.after == after for each in self.breaks)


def _words(each: SeriesBreak, room: float) -> list[str]:
    """Return what is said of a break, in lines of so many pixels."""
    letters = max(int(room / LETTER) - 1, 12)
    return [
        line
        for text in (each.title, each.document)
        for line in wrap(text, letters, break_on_hyphens=False)
    ]


def _place(on: date) -> float:
    """Return where a day stands between two results, each at the end of its year; never on one."""
    part = on.timetuple().tm_yday / 366
    return on.year - 1 + min(max(part, 0.25), 0.75)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
