"""Turns the rows of grids into lines: code, name, points and what else a row says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parindex.errors import Problem
from parindex.rulebook.annex.codes import Code, Rank, parse_code, split_code
from parindex.rulebook.annex.decisions import Decision, Topic, decide
from parindex.rulebook.annex.grid import Grid, Row
from parindex.rulebook.annex.header import Columns, header_at
from parindex.rulebook.annex.words import fold, points_in

_TOTAL = re.compile(
    r"^(?:[a-h]\. )?(?:(?:diem )?tong cong\b|(?:diem )?tong (?:so )?diem\b|diem tong\b"
    r"|(?:tong|cong|tong so)(?=\s*(?:$|[(:.=]|[ivxab]+\b|muc\b|phan\b|linh vuc\b)))"
)
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?")
_SURVEY = re.compile(r"^(?:diem )?(?:dtxhh|dt xhh|dieu tra (?:xhh|xa hoi hoc))\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row; texts keep their line breaks.

    `points` is None when the cell holds words; `is_total` marks a row of sums.
    """

    where: str
    code: Code | None = None
    printed: str = ""
    name: str = ""
    points: tuple[Decimal, ...] | None = ()
    scale: tuple[Decimal, ...] | None = ()
    points_text: str = ""
    guide: str = ""
    evidence: str = ""
    note: str = ""
    appraiser: str = ""
    is_survey: bool = False
    is_total: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether the row is empty."""
        texts = (self.printed, self.name, self.points_text, self.guide, self.evidence, self.note)
        return not any(texts) and not self.scale


@dataclass(slots=True)
class Sheet:
    """The lines of one sheet or table, with what was met on the way."""

    where: str
    above: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    has_codes: bool = False


def read_lines(grids: Iterable[Grid]) -> list[Sheet]:
    """Return the lines of every grid that has a header, or goes on under one of equal width."""
    sheets: list[Sheet] = []
    columns, width, above = None, 0, ""
    for grid in grids:
        headers = [index for index in range(len(grid.rows)) if header_at(grid.rows, index)]
        goes_on = columns is not None and grid.width == width and not headers
        if not headers and not goes_on:
            above += f"\n{grid.above}"
            continue
        sheet = Sheet(grid.where, f"{above}\n{grid.above}")
        if headers:
            first = headers[0]
            texts = (_row_text(row) for row in grid.rows[:first])
            sheet.above += "\n" + "\n".join(text for text in texts if text)
        lines, last = _lines(grid, None if headers else columns, sheet)
        if goes_on and not any(line.code and line.points for line in lines):
            continue
        if goes_on:
            vi = "không có hàng tiêu đề; đọc tiếp theo các cột của bảng trước"
            what = decide(Topic.TREE, grid.where, vi, "no header; read by the columns before it")
            sheet.decisions.append(what)
        sheet.lines.extend(lines)
        columns, width, above = last, grid.width, ""
        sheets.append(sheet)
    return sheets


def _row_text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells if cell.is_own and cell.text)


def _lines(grid: Grid, columns: Columns | None, sheet: Sheet) -> tuple[list[Line], Columns | None]:
    lines: list[Line] = []
    index, after_header = 0, False
    sheet.has_codes = _has_codes(grid, columns)
    while index < len(grid.rows):
        found = header_at(grid.rows, index)
        if found is not None:
            columns, index, after_header = found, index + found.height, True
            sheet.has_codes = sheet.has_codes or _has_codes(grid, columns)
            continue
        row = grid.rows[index]
        index += 1
        if columns is None:
            continue
        if after_header and _is_column_numbers(row, columns):
            continue
        line = _line(row, columns, sheet)
        after_header = after_header and line.says_nothing
        if not line.says_nothing:
            lines.append(line)
    return lines, columns


def _has_codes(grid: Grid, columns: Columns | None) -> bool:
    """Say whether the column of codes holds codes; then a number in a name is seldom one."""
    if columns is None or columns.code is None:
        return False
    return any(parse_code(row.own(columns.code)) for row in grid.rows)


def _is_column_numbers(row: Row, columns: Columns) -> bool:
    return _COLUMN_NUMBER.fullmatch(row.own(columns.name[0])) is not None


def _line(row: Row, columns: Columns, sheet: Sheet) -> Line:
    for column in (columns.code, columns.name[0], columns.points, columns.scale):
        if row.at(column).is_own and (fault := row.at(column).fault) is not None:
            sheet.problems.append(Problem(row.where, *fault))
    names = [row.own(column) for column in columns.name if row.own(column)]
    printed = row.own(columns.code).replace("\n", " ")
    if len(names) > 1 and not printed and parse_code(names[0]):
        printed, *names = names
    if len(names) > 1:
        what = f"the row names {len(names)} things side by side: «{'», «'.join(names)}»"
        fix = "Put every field, criterion and component on a row of its own, in one column"
        sheet.problems.append(Problem(row.where, what, fix))
    points_text = row.own(columns.points)
    marks = _marks(row, columns)
    line = Line(
        where=row.where,
        printed=printed,
        name="\n".join(names),
        points=points_in(points_text),
        points_text=points_text,
        scale=points_in(row.own(columns.scale)),
        guide=row.own(columns.guide),
        evidence=row.own(columns.evidence),
        note=row.own(columns.note),
        appraiser=row.own(columns.appraiser).replace("\n", " "),
        is_survey=any(_SURVEY.match(mark) for mark in marks)
        or fold(row.own(columns.survey)) not in {"", "0", "-", "khong"},
    )
    return _coded(line, sheet)


def _marks(row: Row, columns: Columns) -> Iterator[str]:
    """Return the short texts of a row beside its name and guide."""
    for column, cell in enumerate(row.cells):
        if cell.is_own and column not in columns.name and column != columns.guide:
            yield fold(cell.text)


def _coded(line: Line, sheet: Sheet) -> Line:
    """Return the line with its code, found in its column or at the head of the name."""
    if _TOTAL.match(fold(line.printed or line.name)):
        return replace(line, printed="", name=line.name or line.printed, is_total=True)
    if line.printed in {"-", "–", "+", "*", "•"}:
        return replace(line, printed="", name=f"- {line.name}")
    code = parse_code(line.printed) if line.printed else None
    if code is not None:
        own, _, rest = split_code(line.name)
        repeats = own is not None and own.text == code.text
        return replace(line, code=code, name=rest if repeats else line.name)
    if line.printed and line.name:
        vi = f"không đọc được mã «{line.printed}»; coi như hàng không có mã"
        what = decide(Topic.TREE, line.where, vi, f"the code {line.printed!r} was not read")
        sheet.decisions.append(what)
    name = line.name or line.printed
    code, printed, rest = split_code(name)
    is_prose = sheet.has_codes and not line.points and code is not None and code.rank >= Rank.NUMBER
    if code is None or (is_prose and not code.is_letter):
        return replace(line, printed="", name=name)
    return replace(line, code=code, printed=printed, name=rest)
