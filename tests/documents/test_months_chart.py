"""The chart of months: every count a bar, missing months empty, both sizes and both themes."""

from __future__ import annotations

import re
from itertools import product
from xml.etree import ElementTree

import pytest

from parindex.documents.charts import MonthBar, months_chart
from parindex.documents.charts.theme import THEMES

PARTS = ("Đúng hạn, trong hạn", "Quá hạn")
YEAR = [
    MonthBar(str(month), (100 * month, 7) if month < 9 else (None, None)) for month in range(1, 13)
]


def drawn(bars: list[MonthBar], parts: tuple[str, ...] = PARTS, **how: str) -> str:
    """Return the chart of bars."""
    return months_chart(bars, parts, measure="Số hồ sơ", title="Tháng, năm 2026", **how)


def texts(svg: str) -> list[str]:
    """Return what is written in a chart."""
    root = ElementTree.fromstring(svg)  # noqa: S314  our own chart
    return [each.text or "" for each in root.iter() if each.tag.endswith("text")]


def bars_of(svg: str, colour: str) -> int:
    """Return how many bars have a colour; the legend's sign of it is no bar."""
    described = re.findall(r'aria-roledescription="bar"[^>]*fill="([^"]+)"', svg)
    return described.count(colour)


def width_of(svg: str) -> float:
    """Return the width of a chart in pixels."""
    return float(ElementTree.fromstring(svg).attrib["width"])  # noqa: S314  our own chart


def test_each_known_count_has_a_bar_and_missing_ones_have_none() -> None:
    svg = drawn(YEAR)
    light = THEMES["light"]
    assert (bars_of(svg, light.won), bars_of(svg, light.lost)) == (8, 8)


def test_a_zero_is_a_bar_of_no_height_and_not_a_missing_one() -> None:
    svg = drawn([MonthBar("1", (0, 3)), MonthBar("2", (None, 3))])
    assert bars_of(svg, THEMES["light"].won) == 1


def test_all_months_stand_on_the_axis_even_those_without_figures() -> None:
    labels = texts(drawn(YEAR))
    assert [str(month) for month in range(1, 13)] == [
        text for text in labels if text.isdigit() and int(text) <= 12 and text != "0"
    ]


@pytest.mark.parametrize(("size", "theme"), list(product(("wide", "narrow"), THEMES)))
def test_names_of_parts_and_measure_are_written_in_every_look(size: str, theme: str) -> None:
    said = texts(drawn(YEAR, size=size, theme=theme))
    assert {*PARTS, "Số hồ sơ", "Tháng, năm 2026"} <= set(said)


def test_the_narrow_chart_fits_a_phone() -> None:
    assert width_of(drawn(YEAR, size="narrow")) <= 358 < width_of(drawn(YEAR))


def test_counts_are_written_as_the_language_writes_them() -> None:
    bars = [MonthBar("1", (1999, 1))]
    assert "1.500" in texts(drawn(bars))
    assert "1,500" in texts(drawn(bars, language="en"))


def test_three_parts_have_three_colours() -> None:
    svg = drawn([MonthBar("1", (3, 2, 1))], ("a", "b", "c"))
    light = THEMES["light"]
    assert [bars_of(svg, each) for each in (light.won, light.lost, light.muted)] == [1, 1, 1]
