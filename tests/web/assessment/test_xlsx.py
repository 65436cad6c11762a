"""The sheet as a workbook: out and in again, and everything that is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from openpyxl import Workbook, load_workbook

from parindex.web.assessment.domain.sheets import save_row
from parindex.web.assessment.domain.xlsx import (
    WorkbookError,
    apply_workbook,
    make_workbook,
    read_workbook,
)
from parindex.web.assessment.domain.xlsx.layout import FACT, HEAD, KEYS, NOTE, OPTIONS, SHEET, VALUE
from parindex.web.assessment.models import Row
from parindex.web.common.models import AuditRow
from tests.web.story import Story, give_role


def opened(story: Story, unit: int = 0, who: str = "officer") -> Any:
    """Return the workbook of a sheet, open."""
    content = make_workbook(sheet_id=story.sheet(unit).pk, user=story.people[who])
    return load_workbook(io.BytesIO(content))


def written(book: Any) -> bytes:
    """Return a workbook as it is uploaded."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def at(book: Any, fact: str) -> int:
    """Return the row of a fact."""
    table = book[SHEET]
    rows = range(HEAD + 1, table.max_row + 1)
    return next(row for row in rows if table.cell(row, FACT).value == fact)


def fill(book: Any, note: str = "", **values: Any) -> Any:
    """Type values into a workbook, and a note beside the first of them."""
    table = book[SHEET]
    for fact, value in values.items():
        table.cell(at(book, fact), VALUE).value = value
    if note:
        table.cell(at(book, next(iter(values))), NOTE).value = note
    return book


def read(story: Story, book: Any, who: str = "officer") -> Any:
    """Upload a workbook."""
    return read_workbook(sheet_id=story.sheet().pk, content=written(book), user=story.people[who])


def problems(story: Story, book: Any, who: str = "officer") -> list[tuple[str, str]]:
    """Return where a workbook is refused, and why."""
    with pytest.raises(WorkbookError) as refused:
        read(story, book, who)
    assert all(each.fix for each in refused.value.problems)
    return [(each.where, each.what) for each in refused.value.problems]


def apply(story: Story, preview: Any) -> None:
    """Apply a preview."""
    apply_workbook(sheet_id=story.sheet().pk, changes=preview.changes, user=story.officer)


def test_template_has_a_row_for_each_declared_fact_and_none_of_the_survey(story: Story) -> None:
    table = opened(story)[SHEET]
    facts = [table.cell(row, FACT).value for row in range(HEAD + 1, table.max_row + 1)]
    assert len(facts) == len(set(facts))
    assert {"plan_timing", "plan_tasks", "harassment_cases"} <= set(facts)
    assert "sipas_percent" not in facts
    assert "total_766" not in facts


def test_template_carries_values_and_goes_round_without_a_change(story: Story) -> None:
    given = {
        "plan_issued": {"plan_timing": "late"},
        "plan_content": {"plan_covers_all_fields": "yes"},
        "plan_done": {"plan_tasks_done": "18"},
        "investment_disbursed": {"investment_planned": "1234567,89"},
    }
    for component, facts in given.items():
        row = story.row(component)
        save_row(row_id=row.pk, version=1, facts=facts, note="=1+1", user=story.officer)
    book = opened(story)
    table = book[SHEET]
    assert table.cell(at(book, "plan_tasks_done"), VALUE).value == 18
    assert table.cell(at(book, "plan_covers_all_fields"), VALUE).value == "Có"
    assert table.cell(at(book, "plan_timing"), NOTE).value == "=1+1"
    preview = read(story, book)
    assert (preview.changes, preview.same) == ((), 4)


def test_template_offers_lists_protects_its_heads_and_hides_its_keys(story: Story) -> None:
    book = opened(story)
    table = book[SHEET]
    assert table.protection.sheet
    assert table.cell(HEAD, VALUE).protection.locked
    assert not table.cell(HEAD + 1, VALUE).protection.locked
    assert table.column_dimensions["A"].hidden
    assert book[KEYS].sheet_state == "veryHidden"
    assert table.page_setup.orientation == "landscape"
    assert table.print_title_rows == f"${HEAD}:${HEAD}"
    place = f"H{at(book, 'plan_timing')}"
    lists = [each for each in table.data_validations.dataValidation if place in each.sqref]
    [column] = [each.formula1 for each in lists]
    letter = column.split("$")[1]
    answers = [cell.value for cell in book[OPTIONS][letter] if cell.value]
    assert answers[-1] == "Ban hành sau quý I hoặc không ban hành"


def test_all_rows_of_a_workbook_are_saved_and_scored(story: Story) -> None:
    book = fill(
        opened(story),
        note="Theo báo cáo số 5.",
        plan_tasks_done=18,
        plan_tasks=20,
        plan_covers_all_fields="có",
        has_public_investment="Có",
        investment_disbursed=90.5,
        investment_planned="100,25",
    )
    preview = read(story, book)
    assert [(line.code, line.old, line.new) for line in preview.lines][:2] == [
        ("1.2", "", "có"),
        ("1.3", "", "18"),
    ]
    assert story.row("plan_done").facts == {}
    apply(story, preview)
    row = story.row("plan_done")
    assert (row.self_points, row.note) == (Decimal("1.33"), "Theo báo cáo số 5.")
    assert story.row("investment_disbursed").facts == {
        "has_public_investment": True,
        "investment_disbursed": "90.5",
        "investment_planned": "100.25",
    }
    assert AuditRow.objects.filter(verb="row.saved").count() == 3


def test_a_blank_cell_keeps_what_is_saved(story: Story) -> None:
    row = story.row("plan_done")
    save_row(row_id=row.pk, version=1, facts={"plan_tasks": "20"}, user=story.officer)
    book = fill(opened(story), plan_tasks=None, plan_tasks_done=18)
    apply(story, read(story, book))
    assert story.row("plan_done").facts == {"plan_tasks": "20", "plan_tasks_done": "18"}


def test_all_that_is_wrong_is_listed_with_its_cell(story: Story) -> None:
    book = fill(
        opened(story),
        plan_timing="hôm nào đó",
        plan_tasks=1.5,
        plan_tasks_done="1.234",
        plan_covers_all_fields="có lẽ",
    )
    found = dict(problems(story, book))
    assert found == {
        f"ô H{at(book, 'plan_timing')}": "«hôm nào đó» không đọc được",
        f"ô H{at(book, 'plan_covers_all_fields')}": "«có lẽ» không đọc được",
        f"ô H{at(book, 'plan_tasks_done')}": "«1.234» không đọc được",
        f"ô H{at(book, 'plan_tasks')}": "«1.5» không đọc được",
    }


def foreign_unit(story: Story) -> Any:
    """Return the template of another unit."""
    return opened(story, unit=1, who="stranger")


def other_rulebook(story: Story) -> Any:
    """Return a template of the set before it was issued anew."""
    book = opened(story)
    for row in book[KEYS].iter_rows():
        if row[0].value == "rulebook":
            row[1].value = "0" * 64
    return book


def own_table(story: Story) -> Any:
    """Return a workbook that the system did not make."""
    book = Workbook()
    book.active.append(["Mã", "Giá trị"])
    return book


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (foreign_unit, "đơn vị hoặc kỳ đánh giá khác (mau.002)"),
        (other_rulebook, "bộ tiêu chí của kỳ đánh giá đã thay đổi"),
        (own_table, "không làm từ mẫu của hệ thống"),
    ],
)
def test_a_workbook_of_something_else_is_refused(
    story: Story, make: Callable[[Story], Any], said: str
) -> None:
    [(where, what)] = problems(story, make(story))
    assert where == "Tệp XLSX"
    assert said in what


@pytest.mark.parametrize("content", [b"", b"abc", b"PK\x03\x04abc", b"<html></html>"])
def test_what_is_no_workbook_is_refused_in_words(story: Story, content: bytes) -> None:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(sheet_id=story.sheet().pk, content=content, user=story.officer)
    assert "không phải là bảng tính" in refused.value.problems[0].what


def test_too_large_a_file_is_refused(story: Story) -> None:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(
            sheet_id=story.sheet().pk, content=b"0" * (5 * 1024 * 1024 + 1), user=story.officer
        )
    assert "5 MB" in refused.value.problems[0].what


def test_a_formula_without_a_saved_result_is_no_blank(story: Story) -> None:
    book = fill(opened(story), plan_tasks="=10+10")
    [(where, what)] = problems(story, book)
    assert where == f"ô H{at(book, 'plan_tasks')}"
    assert "công thức" in what


def test_moved_and_doubled_keys_are_refused(story: Story) -> None:
    book = opened(story)
    table = book[SHEET]
    first, second = at(book, "plan_tasks_done"), at(book, "plan_tasks")
    table.cell(second, FACT).value = "plan_tasks_done"
    table.cell(first, VALUE).value = table.cell(second, VALUE).value = 5
    assert problems(story, book) == [(f"ô H{second}", "số liệu xuất hiện hai lần")]
    table.cell(second, FACT).value = "sipas_percent"
    assert problems(story, book) == [(f"ô H{second}", "số liệu này không khai ở mục này")]


def test_a_row_saved_by_others_since_the_preview_stops_all(story: Story) -> None:
    book = fill(opened(story), plan_timing="late", plan_tasks=20)
    preview = read(story, book)
    row = story.row("plan_done")
    save_row(row_id=row.pk, version=1, facts={"plan_tasks": "25"}, user=story.officer)
    with pytest.raises(WorkbookError) as refused:
        apply(story, preview)
    [problem] = refused.value.problems
    assert (problem.where, "người khác đã lưu" in problem.what) == ("1.3", True)
    assert story.row("plan_issued").facts == {}
    assert story.row("plan_done").facts == {"plan_tasks": "25"}


def test_a_figure_that_cannot_be_scored_stops_all(story: Story) -> None:
    book = fill(opened(story), plan_timing="late", plan_tasks=20, plan_tasks_done=21)
    preview = read(story, book)
    with pytest.raises(WorkbookError):
        apply(story, preview)
    assert Row.objects.exclude(facts={}).count() == 0
    assert AuditRow.objects.filter(verb="row.saved").count() == 0


def test_a_section_contributor_brings_in_its_own_part_only(story: Story) -> None:
    book = fill(opened(story, who="section"), plan_timing="late")
    assert len(read(story, book, "section").changes) == 1
    fill(book, plan_tasks=20)
    assert problems(story, book, "section") == [("1.3", "anh chị không được phân công mục này")]


@pytest.mark.parametrize("who", ["stranger", "head", "viewer", "secretary", "nobody"])
def test_nobody_else_brings_a_workbook_in(story: Story, who: str) -> None:
    book = fill(opened(story), plan_timing="late")
    with pytest.raises(Http404):
        read(story, book, who)
    preview = read(story, book)
    with pytest.raises(Http404):
        apply_workbook(sheet_id=story.sheet().pk, changes=preview.changes, user=story.people[who])


def test_changes_of_another_sheet_are_not_applied(story: Story) -> None:
    preview = read(story, fill(opened(story), plan_timing="late"))
    give_role(story.officer, "unit_officer", story.units[1])
    saved = apply_workbook(sheet_id=story.sheet(1).pk, changes=preview.changes, user=story.officer)
    assert saved == []
    assert Row.objects.exclude(facts={}).count() == 0
