"""A table as it is printed, whatever file it came from: rows of cells, merged ones marked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid.

    Parameters
    ----------
    text : str
        Clean text; a place under a merged cell repeats that cell's text.
    origin : tuple of int
        Row and column where the printed cell begins; equal for all places it covers.
    is_own : bool
        Whether the printed cell begins here.
    fault : tuple of str or None
        What keeps the cell from being read, and what to do; told only where it matters.
    """

    text: str = ""
    origin: tuple[int, int] = (-1, -1)
    is_own: bool = True
    fault: tuple[str, str] | None = None


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the place where a person finds it."""

    where: str
    cells: tuple[Cell, ...]

    def at(self, column: int | None) -> Cell:
        """Return the cell of a column, an empty one for a column that is not there."""
        if column is None or column >= len(self.cells):
            return NOTHING
        return self.cells[column]

    def own(self, column: int | None) -> str:
        """Return the text of a cell that begins here, otherwise nothing."""
        cell = self.at(column)
        return cell.text if cell.is_own else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a table; `above` holds the text that stands before it."""

    where: str
    rows: tuple[Row, ...]
    above: str = ""

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)
