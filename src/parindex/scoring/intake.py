"""Reads facts for a rulebook: everything wrong is listed, nothing is half-loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

from parindex.errors import FactsError, ParindexError, Problem
from parindex.rulebook.model import GivenBy, Node, Rulebook
from parindex.scoring.cells import CellError, fact_of, not_negative, points_of, word, yes_no
from parindex.scoring.component import ReadyLeaf
from parindex.scoring.facts import Status, UnitFacts
from parindex.scoring.kinds import discover
from parindex.scoring.plan import ReadyNode, plan
from parindex.scoring.tables import Cell, Table, only_rows, read_table

POINTS = "points:"
APPLICABLE = "max_applicable:"
OWN_COLUMNS = ("unit", "name", "block", "ranked")


@dataclass(slots=True)
class _Intake:
    """The state of one reading."""

    rulebook: Rulebook
    table: Table
    block: str | None
    problems: list[Problem] = field(default_factory=list)

    def say(self, row: int | None, column: str, what: str, fix: str) -> None:
        """Note a problem at a cell, or at a column when `row` is None."""
        place = f"row {row}, column {column}" if row else f"column {column}"
        self.problems.append(Problem(f"{self.table.label}, {place}", what, fix))

    def node(self, code: str) -> Node | None:
        """Return the node with a code, None if there is none."""
        return next((node for node in self.rulebook.walk() if node.code == code), None)

    def columns(self, ignore: Sequence[str]) -> dict[str, int]:
        """Return the columns to be read, by name; unknown and double ones are problems."""
        found: dict[str, int] = {}
        for index, name in enumerate(self.table.columns):
            if not name:
                self.unnamed(index)
                continue
            if any(fnmatchcase(name, pattern) for pattern in ignore):
                continue
            if name in found:
                self.say(None, name, "the column stands twice", "Keep one of them")
            elif not self._known(name):
                self.say(
                    None,
                    name,
                    f"no fact of {self.rulebook.identity} has this name",
                    f"Correct it, or pass --ignore '{name}' if it is not to be read",
                )
            found.setdefault(name, index)
        if self.table.columns[0] != "unit":
            self.say(
                None, self.table.columns[0] or "1", "the first column is not `unit`", "Put it first"
            )
        return found

    def unnamed(self, index: int) -> None:
        """A column without a name may be blank, else nobody could say what it is."""
        if any(cells[index] is not None for _, cells in self.table.rows):
            self.say(None, str(index + 1), "the column has values and no name", "Name it")

    def _known(self, name: str) -> bool:
        for prefix in (POINTS, APPLICABLE):
            if name.startswith(prefix):
                return self.node(name.removeprefix(prefix)) is not None
        return name in OWN_COLUMNS or name in self.rulebook.facts

    def cell(self, row: int, column: str, cell: Cell, read: Callable[[Cell], Any]) -> Any:
        """Read one cell; None when it is blank or wrong."""
        if cell is None:
            return None
        try:
            return read(cell)
        except CellError as error:
            self.say(row, column, error.what, error.fix)
            return None

    def block_of(self, cell: Cell) -> str:
        """Return the block of a unit from its cell, by name or by label."""
        blocks = self.rulebook.blocks
        if cell is None:
            if self.block or len(blocks) == 1:
                return self.block or next(iter(blocks))
            raise CellError("the block is not said", f"Enter one of {', '.join(blocks)}")
        for name, label in blocks.items():
            if word(cell) in {word(name), word(label.vi), word(label.en)}:
                return name
        raise CellError(f"«{cell}» is no block of this set", f"Enter one of {', '.join(blocks)}")

    def unit(self, row: int, cells: tuple[Cell, ...], columns: dict[str, int]) -> UnitFacts | None:
        """Return the facts of one row."""
        get = {name: cells[index] for name, index in columns.items()}
        code = get.get("unit")
        if code is None:
            self.say(row, "unit", "the unit has no code", "Enter its code")
            return None
        try:
            block = self.block_of(get.get("block"))
        except CellError as error:
            self.say(row, "block", error.what, error.fix)
            return None
        read = {name: self.cell(row, name, cell, self.reader(name)) for name, cell in get.items()}
        known = {name: value for name, value in read.items() if value is not None}
        return UnitFacts(
            unit=str(code),
            name=str(get.get("name") or code),
            block=block,
            values={name: known[name] for name in self.rulebook.facts if name in known},
            points=_below(POINTS, known),
            applicable=_below(APPLICABLE, known),
            ranked=known.get("ranked", True),
        )

    def reader(self, name: str) -> Callable[[Cell], Any]:
        """Return what reads the cells of a column."""
        if name.startswith(POINTS):
            return points_of
        if name.startswith(APPLICABLE):
            return not_negative
        if name == "ranked":
            return yes_no
        if name in OWN_COLUMNS or name not in self.rulebook.facts:
            return str
        return partial(fact_of, fact=self.rulebook.facts[name])

    def check_points(self, row: int, unit: UnitFacts) -> None:
        """Imported points lie within the maximum, and self-scored ones on the smallest step."""
        for code, top in unit.applicable.items():
            node = self.node(code)
            if node is not None and top > node.max_points:
                what = f"{top} points are more than the maximum {node.max_points}"
                self.say(row, APPLICABLE + code, what, "Correct the applicable maximum")
        for code, points in unit.points.items():
            node = self.node(code)
            if node is None or isinstance(points, Status):
                continue
            top = unit.applicable.get(code, node.max_points)
            if points > top:
                what = f"{points} points are more than the maximum {top}"
                self.say(row, POINTS + code, what, "Correct the points")
            leaf = node.leaf
            is_own = leaf is not None and leaf.given_by is GivenBy.SELF_SCORED
            if leaf is not None and is_own and points % leaf.step:
                what = f"{points} points are no multiple of the smallest step {leaf.step}"
                self.say(row, POINTS + code, what, "Enter points that the step allows")

    def check_rules(self, row: int, unit: UnitFacts, leaves: Iterable[ReadyLeaf]) -> None:
        """Try each rule on the facts: what a rule itself refuses is a problem of the row."""
        for leaf in leaves:
            variant = leaf.choose(unit.values)
            if variant is None:
                continue
            try:
                leaf.printed[variant](unit.values)
            except ParindexError as error:
                if error.args:
                    self.say(
                        row, ", ".join(leaf.facts), str(error).split(". ")[0], "Correct the facts"
                    )


def _below(prefix: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return the values of columns that begin with a prefix, by the code that follows."""
    named = {name.removeprefix(prefix): value for name, value in found.items()}
    return {code: value for code, value in named.items() if prefix + code in found}


def _leaves(nodes: Iterable[ReadyNode]) -> Iterable[ReadyLeaf]:
    for node in nodes:
        if node.leaf is not None and node.applies:
            yield node.leaf
        yield from _leaves(node.children)


def facts_from_table(
    rulebook: Rulebook, table: Table, *, block: str | None = None, ignore: Sequence[str] = ()
) -> tuple[UnitFacts, ...]:
    """Check a table of facts and return the units; see `read_facts`."""
    intake = _Intake(rulebook, table, block)
    if block is not None and block not in rulebook.blocks:
        fix = f"Name one of {', '.join(rulebook.blocks)}"
        raise FactsError([Problem(table.label, f"{block!r} is no block of this set", fix)])
    columns = intake.columns(ignore)
    ready = {
        name: tuple(_leaves(plan(rulebook, discover(), block=name))) for name in rulebook.blocks
    }
    units: dict[str, UnitFacts] = {}
    rows: dict[str, int] = {}
    for row, cells in table.rows:
        unit = intake.unit(row, cells, columns) if "unit" in columns else None
        if unit is None:
            continue
        if unit.unit in units:
            what = f"the unit {unit.unit} stands in row {rows[unit.unit]} already"
            intake.say(row, "unit", what, "Keep one row for each unit")
        units[unit.unit], rows[unit.unit] = unit, row
        intake.check_points(row, unit)
        intake.check_rules(row, unit, ready[unit.block])
    if intake.problems:
        raise FactsError(dict.fromkeys(intake.problems))
    return tuple(units.values())


def read_facts(
    rulebook: Rulebook,
    file: Path,
    *,
    block: str | None = None,
    ignore: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
) -> tuple[UnitFacts, ...]:
    """Read the facts of units from CSV, XLSX or JSON.

    Parameters
    ----------
    rulebook : Rulebook
        Names the facts, their types, and the blocks.
    file : Path
        Wide: one row a unit, first column `unit`; optional `name`, `block`, `ranked`;
        a column for each fact; `points:CODE` for points from outside (a number, or
        `not_applicable` or `pending`) and `max_applicable:CODE` beside it. Blank is missing.
    block : str, optional
        Block of units whose row does not say it.
    ignore : sequence of str
        Patterns of columns that are not to be read, such as `published_*`.
    where : mapping, optional
        Only rows whose cells hold these values, by column: a file of departments and communes
        is read in two parts.

    Returns
    -------
    tuple of UnitFacts
        In the order of the rows.

    Raises
    ------
    FactsError
        With every problem found, by row and column.
    """
    table = read_table(file)
    if where:
        table = only_rows(table, where)
    return facts_from_table(rulebook, table, block=block, ignore=ignore)
