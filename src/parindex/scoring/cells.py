"""One cell, one fact: what a cell may hold for each type of fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from parindex.rulebook.model import Fact, FactType, Text
from parindex.scoring.facts import FactValue, Status
from parindex.scoring.tables import Cell

YES = frozenset({"có", "yes", "true", "1", "x", "đạt"})
NO = frozenset({"không", "no", "false", "0", "không đạt"})
STATUS_WORDS = {
    "not_applicable": Status.NOT_APPLICABLE,
    "không đánh giá": Status.NOT_APPLICABLE,
    "không áp dụng": Status.NOT_APPLICABLE,
    "pending": Status.PENDING,
    "chờ khảo sát": Status.PENDING,
}


class CellError(ValueError):
    """A cell cannot be this fact; the two arguments say what is wrong and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


def word(cell: Cell) -> str:
    """Return a cell as a word: composed letters, lower case, no blanks around."""
    return unicodedata.normalize("NFC", str(cell)).strip().casefold()


def number(cell: Cell) -> Decimal:
    """Return an exact number; a comma is a decimal comma.

    Examples
    --------
    >>> number("81,81"), number(7)
    (Decimal('81.81'), Decimal('7'))
    """
    if isinstance(cell, Decimal) and cell.is_finite():
        return cell
    text = str(cell).strip()
    if re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text) is None:
        fix = "Enter digits without separators, such as 113905 or 81,81"
        raise CellError(f"«{cell}» is no number", fix)
    return Decimal(text.replace(",", "."))


def _count(cell: Cell) -> int:
    value = not_negative(cell)
    if value != value.to_integral_value() or re.search(r"[.,][0-9]{3}$", str(cell).strip()):
        raise CellError(
            f"«{cell}» is no whole number", "Enter a count without separators, such as 113905"
        )
    return int(value)


def not_negative(cell: Cell) -> Decimal:
    """Return an exact number from 0 up.

    Raises
    ------
    CellError
        For anything else.
    """
    value = number(cell)
    if value < 0:
        raise CellError(f"«{cell}» is negative", "Enter 0 or more; leave the cell blank if unknown")
    return value


def _percent(cell: Cell) -> Decimal:
    value = not_negative(cell.strip().removesuffix("%") if isinstance(cell, str) else cell)
    if value > 100:
        raise CellError(f"«{cell}» is more than 100 percent", "Enter a percentage from 0 to 100")
    return value


def yes_no(cell: Cell) -> bool:
    """Return a yes or a no, as a word, a tick, 1 or 0.

    Raises
    ------
    CellError
        For any other word.
    """
    if isinstance(cell, bool):
        return cell
    if word(cell) in YES | NO:
        return word(cell) in YES
    raise CellError(f"«{cell}» is neither yes nor no", "Enter có or không, yes or no, 1 or 0")


def _choice(cell: Cell, options: Mapping[str, Text]) -> str:
    for key, text in options.items():
        if word(cell) in {word(key), word(text.vi), word(text.en)}:
            return key
    known = ", ".join(f"{key} ({text.vi})" for key, text in options.items())
    raise CellError(f"«{cell}» is none of the options", f"Enter one of: {known}")


def fact_of(cell: Cell, fact: Fact) -> FactValue:
    """Return the value of a cell for a declared fact.

    Raises
    ------
    CellError
        With what is wrong and what to do.
    """
    if fact.type is FactType.COUNT:
        return _count(cell)
    if fact.type is FactType.PERCENT:
        return _percent(cell)
    if fact.type is FactType.YES_NO:
        return yes_no(cell)
    if fact.type is FactType.CHOICE:
        return _choice(cell, fact.options)
    if fact.type is FactType.TEXT:
        return str(cell)
    return not_negative(cell)


def points_of(cell: Cell) -> Decimal | Status:
    """Return imported points, or the status that stands in their place."""
    if isinstance(cell, str) and word(cell) in STATUS_WORDS:
        return STATUS_WORDS[word(cell)]
    return not_negative(cell)
