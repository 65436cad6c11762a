"""Reads one table of a register: columns by name, cells in NFC, every fault with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parindex.errors import Problem, RegisterError
from parindex.register.names import tidy
from parindex.register.values import Notice


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its cells by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, what: str, fix: str) -> Problem:
        """Return a problem at this line."""
        return Problem(f"{self.file}, line {self.line}", what, fix)


@dataclass(frozen=True, slots=True)
class Table:
    """A file, the columns that are read from it, and how many digits a code has.

    Other columns of the file are not read. `key` is the column that no two lines share.
    """

    file: str
    columns: tuple[str, ...]
    digits: Mapping[str, int]
    key: str = ""
    may_be_blank: tuple[str, ...] = ()

    def read(self, folder: Path, problems: list[Problem]) -> list[Row]:
        """Return the lines without fault; what is wrong with the others goes to `problems`."""
        lines = _lines(folder / self.file, self.columns, problems)
        rows, seen = [], dict[str, int]()
        for row in lines:
            found = [*self._faults(row)]
            if self.key and (first := seen.setdefault(row[self.key], row.line)) != row.line:
                what = f"{self.key} {row[self.key]} stands in line {first} already"
                found.append(row.problem(what, "Keep the line that is right"))
            problems.extend(found)
            if not found:
                rows.append(row)
        return rows

    def _faults(self, row: Row) -> Iterator[Problem]:
        for column in self.columns:
            text = row[column]
            if not text and column not in self.may_be_blank:
                yield row.problem(f"{column} is blank", "Enter it, or take the line out")
            digits = self.digits.get(column)
            if text and digits and not re.fullmatch(rf"[0-9]{{{digits}}}", text):
                fix = "Write it as text, with the zeros in front"
                yield row.problem(f"{column} {text!r} is no code of {digits} digits", fix)


def _lines(file: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[Row]:
    """Yield the lines of a file that has the columns and is UTF-8."""
    if not file.is_file():
        problems.append(Problem(file.name, "the file is missing", "Put it into the folder"))
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        problems.append(Problem(file.name, what, "Save the file as CSV in UTF-8"))
        return
    reader = csv.reader(text.splitlines(keepends=True))
    head = [tidy(each) for each in next(reader, [])]
    if missing := [column for column in columns if column not in head]:
        what = f"column {', '.join(missing)} is missing"
        problems.append(Problem(f"{file.name}, line 1", what, "Add it; other columns are free"))
        return
    for cells in reader:
        row = Row(file.name, reader.line_num, dict(zip(head, map(tidy, cells), strict=False)))
        if len(cells) == len(head):
            yield row
        elif cells:
            what = f"{len(cells)} cells under {len(head)} columns"
            problems.append(row.problem(what, "Put a text with a comma between quotes"))


def _place(problem: Problem) -> tuple[str, int, str]:
    file, _, line = problem.where.partition(", line ")
    return file, int(line or 0), problem.what


@dataclass(slots=True)
class Reading:
    """The tables of a folder while they are put together."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def rows(self, table: Table) -> list[Row]:
        """Return the lines of a table that are without fault."""
        return table.read(self.folder, self.problems)

    def refuse_if_faulty(self) -> None:
        """Stop with all faults found so far, in the order of files and lines."""
        if self.problems:
            raise RegisterError(sorted(self.problems, key=_place))

    def known(self, rows: Sequence[Row], column: str, others: Sequence[Row], key: str) -> None:
        """Note every line whose code none of the others declares."""
        codes = {row[key] for row in others}
        for row in rows:
            if row[column] not in codes:
                fix = f"Correct it, or add it to {others[0].file if others else 'the other file'}"
                self.fault(row, f"{column} {row[column]} is unknown", fix)

    def fault(self, row: Row, what: str, fix: str) -> None:
        """Note what is wrong with a line."""
        self.problems.append(row.problem(what, fix))

    def note(self, province: str, row: Row, what: str, how: str) -> None:
        """Note something odd that was understood, and how."""
        self.notices.append(Notice(province, row.problem(what, how)))
