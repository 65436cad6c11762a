"""One cell, one fact: what a cell may hold for each type of fact."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

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
    if isinstance(cell, bool):
        raise CellError(f"«{cell}» is no number", "Enter a number")
    text = str(cell).replace("\u00a0", "").strip().removesuffix("%").strip()
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CellError(
            f"«{cell}» is no number", "Enter digits only, such as 113905 or 81,81"
        ) from None
    if not value.is_finite():
        raise CellError(f"«{cell}» is no number", "Enter digits only")
    return value


def _count(cell: Cell) -> int:
    value = number(cell)
    if value != value.to_integral_value():
        raise CellError(
            f"«{cell}» is no whole number", "Enter a count without separators, such as 113905"
        )
    return int(_not_negative(value, cell))


def _not_negative(value: Decimal, cell: Cell) -> Decimal:
    if value < 0:
        raise CellError(f"«{cell}» is negative", "Enter 0 or more; leave the cell blank if unknown")
    return value


def _percent(cell: Cell) -> Decimal:
    value = _not_negative(number(cell), cell)
    if value > 100:
        raise CellError(f"«{cell}» is more than 100 percent", "Enter a percentage from 0 to 100")
    return value


def _yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    if word(cell) in YES | NO:
        return word(cell) in YES
    raise CellError(f"«{cell}» is neither yes nor no", "Enter có or không, yes or no, 1 or 0")


def _choice(cell: Cell, options: dict[str, Text]) -> str:
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
        return _yes_no(cell)
    if fact.type is FactType.CHOICE:
        return _choice(cell, dict(fact.options))
    if fact.type is FactType.TEXT:
        return str(cell)
    return _not_negative(number(cell), cell)


def points_of(cell: Cell) -> Decimal | Status:
    """Return imported points, or the status that stands in their place."""
    if isinstance(cell, str) and word(cell) in STATUS_WORDS:
        return STATUS_WORDS[word(cell)]
    return _not_negative(number(cell), cell)
