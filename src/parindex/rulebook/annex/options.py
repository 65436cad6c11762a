"""Splits the text of a component into its name and the levels that earn points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parindex.rulebook.annex.words import fold

_BULLET = re.compile(r"^\s*[-–—+•*·▪]\s*(?=\D|\d)")
_HEADING = re.compile(r"^(?:[a-zđ]\)|\d{1,2}[.)]\s|\*)")
_NUMBER = r"(?P<points>\d+(?:[.,]\d+)?)"
_ENDINGS = (
    re.compile(rf"^(?P<text>.+?)\s*[:=→⇒]\s*{_NUMBER}\s*(?:điểm|đ)?\s*[.;,]?$", re.I | re.S),
    re.compile(rf"^(?P<text>.+?)\s*[(]\s*{_NUMBER}\s*(?:điểm|đ)\s*[)]\s*[.;,]?$", re.I | re.S),
    re.compile(
        rf"^(?P<text>.+?)[\s,;–-]+(?:(?:được|đạt|chấm|cho|tính|thì)\s+)*{_NUMBER}\s*điểm\s*[.;,]?$",
        re.I | re.S,
    ),
)
_NOTHING = re.compile(
    r"^(?P<text>.+?)[\s:,–-]+không (?:có|được|cho|đạt) điểm\s*[.;,]?$", re.I | re.S
)
_TAIL = re.compile(r"(?:toi da|it nhat|tru|cong|den|\+|\*|/| x)$")
_SUSPECT = re.compile(r"\b(?:mỗi|cứ|trừ(?! trường hợp)|nhân với|công thức|cộng thêm)\b", re.I)


@dataclass(frozen=True, slots=True)
class Option:
    """One level of a component; `points` is None when the text gives no plain number."""

    text: str
    points: Decimal | None = None

    def __str__(self) -> str:
        return self.text if self.points is None else f"{self.text}: {self.points}"


def parse_option(line: str) -> Option:
    """Return the level that a line words, without points when these are no plain number.

    Examples
    --------
    >>> parse_option("- Ban hành không kịp thời: 0,5 điểm;")
    Option(text='Ban hành không kịp thời', points=Decimal('0.5'))
    >>> parse_option("Mỗi văn bản chậm trừ 0,25 điểm").points is None
    True
    """
    line = _BULLET.sub("", line).strip()
    if found := _NOTHING.match(line):
        return Option(_trim(found["text"]), Decimal(0))
    for ending in _ENDINGS:
        found = ending.match(line)
        if found is not None:
            is_plain = not is_suspect(found["text"]) and not _TAIL.search(fold(found["text"]))
            is_range = ending is _ENDINGS[-1] and found["text"].rstrip()[-1].isdigit()
            if not is_plain or is_range:
                break
            return Option(_trim(found["text"]), Decimal(found["points"].replace(",", ".")))
    return Option(_trim(line))


def is_suspect(text: str) -> bool:
    """Say whether a text speaks of deductions or repeats, which no list of levels holds."""
    return _SUSPECT.search(text) is not None


def _trim(text: str) -> str:
    return text.strip(' \n;,.:–-”"')


def split_name(text: str) -> tuple[str, tuple[Option, ...]]:
    """Return the name that a cell begins with, and the levels that follow it.

    Levels are lines with a dash, or lines after the first that end in points. Where dashes
    are used, a line without one goes on with the level above it.

    Examples
    --------
    >>> name, options = split_name("Mức độ\\nthực hiện\\n- Trên 90%: 2\\n- Từ 90% trở xuống: 0")
    >>> name, [str(option) for option in options]
    ('Mức độ thực hiện', ['Trên 90%: 2', 'Từ 90% trở xuống: 0'])
    """
    lines = text.split("\n")
    items: list[str] = []
    name: list[str] = []
    has_dashes = any(_BULLET.match(line) for line in lines[1:])
    for line in lines:
        is_item = _is_item(line, has_dashes=has_dashes) and bool(name)
        if is_item:
            items.append(line)
        elif items:
            items[-1] = f"{items[-1]} {line}"
        else:
            name.append(line)
    return " ".join(name), tuple(parse_option(item) for item in items)


def _is_item(line: str, *, has_dashes: bool) -> bool:
    if has_dashes:
        return bool(_BULLET.match(line) or _HEADING.match(line))
    return parse_option(line).points is not None


def options_in(text: str) -> tuple[Option, ...]:
    """Return the levels of a scoring guide; lines or parts between semicolons.

    Nothing is returned unless at least two parts give points.

    Examples
    --------
    >>> [str(option) for option in options_in("Kịp thời: 1; chậm: 0,5; không: 0")]
    ['Kịp thời: 1', 'chậm: 0.5', 'không: 0']
    >>> options_in("Theo số liệu của Sở Nội vụ")
    ()
    """
    lines = text.split("\n")
    if any(_BULLET.match(line) for line in lines):
        lines = _joined(lines)
    elif len(lines) == 1:
        lines = [part for part in re.split(r"\s*;\s*", text) if part]
    options = tuple(parse_option(line) for line in lines)
    return options if sum(option.points is not None for option in options) > 1 else ()


def _joined(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if items and not _BULLET.match(line) and not _HEADING.match(line):
            items[-1] = f"{items[-1]} {line}"
        else:
            items.append(line)
    return items


def items_in(text: str) -> tuple[str, ...]:
    """Return the items of a text with dashes, the whole text in one piece without.

    Examples
    --------
    >>> items_in("- Kế hoạch\\n- Báo cáo quý,\\nnăm"), items_in("Báo cáo\\nđịnh kỳ")
    (('Kế hoạch', 'Báo cáo quý, năm'), ('Báo cáo định kỳ',))
    """
    lines = text.split("\n")
    if not any(_BULLET.match(line) for line in lines):
        return (" ".join(lines),)
    return tuple(_trim(_BULLET.sub("", item)) for item in _joined(lines))


def agree(first: Sequence[Option], second: Sequence[Option]) -> bool:
    """Say whether two readings of the same levels give the same points in the same order."""
    return [option.points for option in first] == [option.points for option in second]
