"""Finds the decision that an annex belongs to, in the text above its table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parindex.rulebook.annex.words import clean, fold

_NUMBER = r"\d+[a-zA-Z]?(?:/\d{4})?[-/][^\W\d_]+(?:[-–/][^\W\d_]+)*"
_KIND = r"(?:quyết định|quy định|thông tư|nghị quyết|kế hoạch|hướng dẫn|công văn)"
_ACT = re.compile(
    rf"(?P<with>kèm theo\s+)?(?P<kind>{_KIND})\s+(?:này\s+)?số\s*:?\s*(?P<number>{_NUMBER})"
    r"(?=(?P<after>.{0,60}))",
    re.IGNORECASE,
)
_DAYS = (
    re.compile(r"ngày\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE),
    re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE),
)
_TITLE = re.compile(r"chi so|tieu chi|thang diem|cai cach hanh chinh")


@dataclass(frozen=True, slots=True)
class ActFound:
    """A decision named above a table; its day of issue where that is printed."""

    number: str
    issued: date | None = None
    is_own: bool = False


def acts_in(text: str) -> tuple[ActFound, ...]:
    """Return the decisions that a text names, the one that the annex goes with first.

    Examples
    --------
    >>> acts_in("(Kèm theo Quyết định số 1880/QĐ-UBND ngày 01/02/2013 của UBND tỉnh)")[0].number
    '1880/QĐ-UBND'
    """
    found = {act.number: act for act in _acts(clean(text).replace("\n", " "))}
    return tuple(sorted(found.values(), key=lambda act: not act.is_own))


def _acts(text: str) -> Iterator[ActFound]:
    for found in _ACT.finditer(text):
        is_own = found["with"] is not None or fold(found["kind"]) == "quyet dinh"
        yield ActFound(
            found["number"].replace("–", "-"), _day(found["after"].partition(" số ")[0]), is_own
        )


def _day(text: str) -> date | None:
    for pattern in _DAYS:
        found = pattern.search(text)
        if found is not None:
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def title_in(text: str) -> str | None:
    """Return the line that names the set, None when there is none."""
    lines = [line for line in clean(text).split("\n") if _TITLE.search(fold(line))]
    return next((line for line in lines if not _ACT.search(line)), None)


def year_in(text: str) -> int | None:
    """Return the year that a title names.

    Examples
    --------
    >>> year_in("Bộ chỉ số CCHC năm 2026"), year_in("Bộ chỉ số")
    (2026, None)
    """
    found = re.search(r"năm\s+(20\d{2})", clean(text).replace("\n", " "), re.IGNORECASE)
    return int(found[1]) if found else None
