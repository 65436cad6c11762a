"""The chart of waiting times: one line a period, told apart by more than colour."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product
from xml.etree import ElementTree

import pytest

from parindex.documents.charts import WaitingCurve, waiting_chart
from parindex.documents.charts.theme import THEMES

CLASSES = ("1", "3", "5", "10", "20", "30", "60")


def curve(name: str, *shares: str) -> WaitingCurve:
    """Return a curve over the classes."""
    return WaitingCurve(name, tuple((c, Decimal(s)) for c, s in zip(CLASSES, shares, strict=True)))


BEFORE = curve("tháng 7/2026", "20", "35", "50", "70", "88", "95", "99")
NOW = curve("tháng 8/2026", "25", "45", "58", "76.5", "90", "94", "100")


def texts(svg: str) -> list[str]:
    """Return what is written in a chart."""
    root = ElementTree.fromstring(svg)  # noqa: S314  our own chart
    return [each.text or "" for each in root.iter() if each.tag.endswith("text")]


def lines(svg: str) -> list[str]:
    """Return the lines of curves, as their elements."""
    return re.findall(r'<path aria-label="[^"]*" role="graphics-symbol"[^>]*line mark[^>]*>', svg)


def heights(svg: str) -> list[float]:
    """Return how far below the top the points of the only curve lie."""
    path = re.search(r' d="(M[^"]+)"', lines(svg)[0])
    assert path is not None
    return [float(y) for _x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path[1])]


def test_each_period_has_a_line_and_the_latter_is_the_solid_one() -> None:
    svg = waiting_chart([BEFORE, NOW])
    dashes = [re.search(r'stroke-dasharray="([^"]+)"', each) for each in lines(svg)]
    assert [found and found[1] for found in dashes] == ["7,4", "1,0"]


def test_a_line_alone_is_solid_and_strong() -> None:
    [line] = lines(waiting_chart([NOW]))
    assert 'stroke-dasharray="1,0"' in line
    assert f'stroke="{THEMES["light"].won}"' in line


def test_a_curve_stands_where_its_shares_say() -> None:
    svg = waiting_chart([NOW])
    top, bottom = 0.0, 220.0
    expected = [bottom - (bottom - top) * float(share) / 100 for _days, share in NOW.points]
    assert heights(svg) == pytest.approx(expected, abs=0.01)


def test_all_classes_are_written_in_order() -> None:
    said = texts(waiting_chart([BEFORE, NOW]))
    start = said.index("1")
    assert tuple(said[start : start + len(CLASSES)]) == CLASSES


@pytest.mark.parametrize(("size", "theme"), list(product(("wide", "narrow"), THEMES)))
def test_names_of_periods_are_written_in_every_look(size: str, theme: str) -> None:
    said = texts(waiting_chart([BEFORE, NOW], size=size, theme=theme))
    assert {BEFORE.name, NOW.name, "Đã giải quyết (%)"} <= set(said)


def test_the_narrow_chart_fits_a_phone() -> None:
    svg = waiting_chart([BEFORE, NOW], size="narrow")
    assert float(ElementTree.fromstring(svg).attrib["width"]) <= 358  # noqa: S314


def test_a_reader_of_english_reads_english() -> None:
    assert "Finished (%)" in texts(waiting_chart([NOW], language="en"))
