"""Made-up facts earn what they are meant to earn, by every rule kind of the model sets."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from random import Random

import pytest

from parindex.scoring import load
from parindex.web.assessment.domain.books import Book, make_book
from parindex.web.assessment.models import Row, Sheet
from parindex.web.org.models import Unit
from parindex.web.practice.generator import marks
from parindex.web.practice.generator.facts import MAKERS
from parindex.web.practice.generator.filling import Filling, empty_rows, fill, is_base

SETS = (
    ("model/2026/department", "department"),
    ("model/2026/commune", "commune"),
    ("model/2026/central_agency", "central_agency"),
    ("model/2021/district", "district"),
    ("model/2022/district", "district"),
)


@cache
def book_for(name: str, block: str) -> Book:
    return make_book(load(name), block)


def rows_for(name: str, block: str, unit: str = "Xã Ví Dụ") -> tuple[Book, list[Row]]:
    book = book_for(name, block)
    return book, empty_rows(Sheet(unit=Unit(code="a.b", name=unit)), book)


def declared_top(book: Book, rows: list[Row]) -> Decimal:
    return sum(row.max_points for row in rows if row.is_declared and is_base(book, row))


@pytest.mark.parametrize(("name", "block"), SETS)
def test_best_level_earns_all_points_of_every_declared_component(name: str, block: str) -> None:
    book, rows = rows_for(name, block)
    fill(rows, book, Filling("best", 5.0))
    short = [row.component for row in rows if is_base(book, row) and row.is_declared]
    earned = {row.component: row.self_points for row in rows}
    tops = {row.component: row.max_points for row in rows}
    assert [key for key in short if earned[key] != tops[key]] == []


@pytest.mark.parametrize(("name", "block"), SETS)
@pytest.mark.parametrize("level", [0.1, 0.5, 0.75, 0.9])
def test_level_decides_about_how_much_is_earned(name: str, block: str, level: float) -> None:
    book, rows = rows_for(name, block)
    claimed = fill(rows, book, Filling("middle", level))
    share = claimed / declared_top(book, rows)
    assert abs(share - Decimal(str(level))) < Decimal("0.2")
    assert [row.component for row in rows if row.is_declared and row.self_points is None] == []


def test_same_seed_makes_the_same_facts_and_another_seed_others() -> None:
    sheets = []
    for seed in ("one", "one", "two"):
        book, rows = rows_for("model/2026/department", "department")
        fill(rows, book, Filling(seed, 0.8))
        sheets.append([row.facts for row in rows])
    assert sheets[0] == sheets[1] != sheets[2]


def test_least_sum_is_reached_by_raising_the_level() -> None:
    book, rows = rows_for("model/2026/department", "department")
    wanted = declared_top(book, rows) * Decimal("0.95")
    assert fill(rows, book, Filling("poor", 0.3, claims=wanted)) >= wanted


def test_component_that_is_left_out_does_not_apply_and_fixed_facts_stay() -> None:
    book, rows = rows_for("model/2021/district", "district")
    fixed = {"staff_disciplined": "2"}
    fill(rows, book, Filling("x", 0.9, fixed=fixed, left_out={"service_units_rearranged"}))
    status = {row.component: (row.self_status, row.self_points) for row in rows}
    assert status["service_units_rearranged"] == ("not_applicable", None)
    assert status["staff_disciplined"] == ("scored", Decimal("1.5"))


def test_ward_and_commune_answer_what_they_are() -> None:
    kinds = {}
    for name in ("Xã Ví Dụ", "Phường Một Cửa"):
        book, rows = rows_for("model/2026/commune", "commune", name)
        fill(rows, book, Filling("x", 0.9))
        kinds[name] = next(row.facts["commune_type"] for row in rows if "commune_type" in row.facts)
    assert kinds == {"Xã Ví Dụ": "commune", "Phường Một Cửa": "ward"}


@pytest.mark.parametrize(("name", "block"), SETS)
@pytest.mark.parametrize("index", ["53.87", "74.05", "88.94", "92.35"])
def test_points_are_steered_to_the_aim_and_never_above_a_maximum(
    name: str, block: str, index: str
) -> None:
    book, rows = rows_for(name, block)
    aim, top = Decimal(index), declared_top(book, rows)
    fill(rows, book, Filling(index, float(aim) / 100, claims=top * (aim + 3) / 100))
    final = marks.finals(rows, book, aim, Random(index))  # noqa: S311
    base = [row for row in rows if is_base(book, row)]
    assert sum(final[row.component] for row in base) == aim
    assert [row for row in rows if not 0 <= final[row.component] <= row.max_points] == []
    own = [row for row in rows if row.is_declared]
    assert [row for row in own if final[row.component] > row.self_points] == []


def test_aim_that_the_survey_cannot_fill_is_refused() -> None:
    book, rows = rows_for("model/2026/department", "department")
    fill(rows, book, Filling("poor", 0.1))
    with pytest.raises(marks.AimError, match="cannot be given"):
        marks.finals(rows, book, Decimal(95), Random("x"))  # noqa: S311


def test_every_rule_kind_of_the_model_sets_has_a_maker() -> None:
    used = {
        rule.kind
        for name, block in SETS
        for component in book_for(name, block).components.values()
        if component.is_declared
        for rule in component.leaf.rules()
    }
    assert used == set(MAKERS)
