"""The chart of a series: solid where comparable, dashed where partly, cut where not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from parindex.documents.charts import SeriesBreak, SeriesLine, series_chart

REFORM = date(2025, 7, 1)


def line(name: str, first: int, *values: str | None) -> SeriesLine:
    """Return a line of consecutive years."""
    known = [None if value is None else Decimal(value) for value in values]
    return SeriesLine(name, tuple(enumerate(known, first)))


NOW = line("Sở Mới", 2025, "89.4", "90.1")
ONE, OTHER = line("Sở Một", 2022, "80", "81", "82.5"), line("Sở Hai", 2022, "70", "71", "72.25")


def broken(comparability: str, *before: int, on: date = REFORM) -> SeriesBreak:
    """Return a break before the first line."""
    title = "01/7/2025: Hợp nhất, sáp nhập, so sánh được một phần"
    return SeriesBreak(on, before, 0, comparability, title, "Nghị quyết số 1/NQ-HĐND")


def drawn(
    *breaks: SeriesBreak, lines: tuple[SeriesLine, ...] = (NOW, ONE, OTHER), **how: str
) -> str:
    """Return the chart of lines and breaks."""
    return series_chart(lines, breaks, title="Chỉ số (%)", **how)


def dashes(svg: str) -> int:
    """Return how many lines across a break are dashed."""
    return len(
        re.findall(r'd="M[^"]+" stroke="[^"]+" stroke-width="2" stroke-dasharray="7,6"', svg)
    )


def solids(svg: str) -> int:
    """Return how many lines across a break are solid."""
    return len(
        re.findall(r'd="M[^"]+" stroke="[^"]+" stroke-width="2" stroke-dasharray="1,0"', svg)
    )


@pytest.mark.parametrize(
    ("comparability", "before", "joins"),
    [("comparable", (1,), (1, 0)), ("partly", (1, 2), (0, 2)), ("not_comparable", (1, 2), (0, 0))],
)
def test_lines_are_joined_as_far_as_they_are_comparable(
    comparability: str, before: tuple[int, ...], joins: tuple[int, int]
) -> None:
    svg = drawn(broken(comparability, *before))
    assert (solids(svg), dashes(svg)) == joins


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_break_says_event_and_document_in_every_picture(size: str, theme: str) -> None:
    svg = drawn(broken("partly", 1, 2), size=size, theme=theme)
    tree = ElementTree.fromstring(svg)  # noqa: S314  our own picture
    words = " ".join("".join(each.itertext()) for each in tree.iter() if each.tag.endswith("text"))
    assert "Hợp nhất" in words
    assert "1/NQ-HĐND" in words
    assert "<script" not in svg


def test_picture_for_a_phone_is_narrow_and_its_letters_as_large() -> None:
    wide, narrow = (drawn(broken("partly", 1, 2), size=size) for size in ("wide", "narrow"))
    assert _width(narrow) <= 360 < _width(wide) <= 680
    assert min(_letters(narrow)) >= 13
    assert min(_letters(wide)) >= 13


def _width(svg: str) -> float:
    return float(re.search(r'width="([\d.]+)"', svg)[1])


def _letters(svg: str) -> list[float]:
    return [float(each) for each in re.findall(r'font-size="([\d.]+)px"', svg)]


def test_names_are_shown_where_there_are_several_lines() -> None:
    assert "Sở Hai" in drawn(broken("partly", 1, 2))
    assert "Sở Mới" not in drawn(lines=(NOW,))


def test_a_name_with_an_apostrophe_is_drawn() -> None:
    assert "Xã Đắk R&apos;" in drawn(lines=(line("Xã Đắk R'Măng", 2025, "80"), ONE)) or (
        "Xã Đắk R'Măng" in drawn(lines=(line("Xã Đắk R'Măng", 2025, "80"), ONE))
    )


def test_missing_result_cuts_the_line_and_is_no_zero() -> None:
    whole = drawn(lines=(line("Sở", 2021, "80", "81", "82", "83"),))
    cut = drawn(lines=(line("Sở", 2021, "80", None, "82", "83"),))
    assert "81,00" in whole
    assert "0,00" not in cut.replace("80,00", "")
    assert len(re.findall('stroke-width="2.4"', cut)) == 2


def test_break_next_to_a_missing_result_joins_nothing() -> None:
    lines = (NOW, line("Sở Một", 2022, "80", "81", None))
    assert solids(drawn(broken("comparable", 1), lines=lines)) == 0


def test_figures_are_written_in_the_language_of_the_page() -> None:
    assert "89,40" in drawn()
    assert "89.40" in drawn(language="en")


def test_many_years_have_figures_at_the_ends_only() -> None:
    years = line("Sở", 2005, *(str(60 + year) for year in range(20)))
    svg = drawn(lines=(years,), size="narrow")
    assert "79,00" in svg
    assert "70,00" not in svg


def test_of_many_units_only_the_first_has_figures() -> None:
    others = tuple(line(f"Xã {number}", 2022, "70", "71.5") for number in range(4))
    svg = drawn(broken("partly", 1, 2, 3, 4), lines=(NOW, *others))
    assert "90,10" in svg
    assert "71,50" not in svg


def test_words_of_several_breaks_stand_on_both_sides() -> None:
    earlier = SeriesBreak(date(2022, 12, 31), (), 1, "not_comparable", "Thành lập", "QĐ số 9")
    svg = drawn(broken("partly", 1, 2), earlier)
    assert 'text-anchor="start"' in svg
    assert 'text-anchor="end"' in svg
