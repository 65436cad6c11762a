"""Reads a level such as «từ 70% đến dưới 90%» as a row of a step table, edges as worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parindex.rulebook.annex.words import fold
from parindex.rulebook.values import Step

_NUMBER = r"(\d+(?:[.,]\d+)?)\s*%?"
_OPEN_LOW = r"tu tren|tren(?! hoac)|lon hon(?! hoac)|cao hon(?! hoac)|vuot|>(?!=)"
_CLOSED_LOW = r"tu du|tu|it nhat|toi thieu|(?:lon|cao) hon hoac bang|tren hoac bang|khong duoi|>=|≥"
_OPEN_HIGH = r"duoi(?! hoac)|nho hon(?! hoac)|it hon|thap hon|chua den|chua dat|<(?!=)"
_CLOSED_HIGH = r"khong qua|toi da|nho hon hoac bang|duoi hoac bang|den het|<=|≤"
_BETWEEN = re.compile(
    rf"(?:(?P<open_low>{_OPEN_LOW})|(?P<closed_low>{_CLOSED_LOW}))?\s*{_NUMBER}"
    rf"\s*(?:(?:den|toi|-|(?:va|,)(?=\s*(?:va\s*)?(?:{_CLOSED_HIGH}|{_OPEN_HIGH})))\s*)+"
    rf"(?:(?P<closed_high>{_CLOSED_HIGH})|(?P<open_high>{_OPEN_HIGH}))?\s*{_NUMBER}"
)
_CHAIN = re.compile(rf"{_NUMBER}\s*(<=|≤|<)\s*(?:x|r|t|ty le)\s*(<=|≤|<)\s*{_NUMBER}")
_ONE_SIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("at_most", re.compile(rf"(?:tu\s*)?{_NUMBER}\s*tro xuong")),
    ("at_least", re.compile(rf"(?:(?:tu|dat)\s*)*{_NUMBER}\s*tro len")),
    ("at_most", re.compile(rf"\b(?:{_CLOSED_HIGH})\s*{_NUMBER}".replace(r"\b", r"(?<![a-z])"))),
    ("at_least", re.compile(rf"(?<![a-z])(?:{_CLOSED_LOW})\s*{_NUMBER}")),
    ("above", re.compile(rf"(?<![a-z])(?:{_OPEN_LOW})\s*{_NUMBER}")),
    ("below", re.compile(rf"(?<![a-z])(?:{_OPEN_HIGH})\s*{_NUMBER}")),
)
_ALL = re.compile(r"(?<![\d.,])100\s*%")
_CONDITION = re.compile(r"(?<![a-z])(va|hoac|dong thoi|nhung|neu|ngoai ra|tru|x|\*|/)(?![a-z])")


def has_percent(text: str) -> bool:
    """Say whether a text speaks of percent."""
    return "%" in text or "phan tram" in fold(text)


def percent_step(text: str, points: Decimal) -> Step | None:
    """Return the row that a level words; None when it says anything but bounds on a share.

    Examples
    --------
    >>> str(percent_step("Từ 70% đến dưới 90%", Decimal(1)))
    '≥ 0.7 and < 0.9'
    >>> str(percent_step("70 % – 90 %", Decimal(1))), str(percent_step("> 90%", Decimal(2)))
    ('≥ 0.7 and ≤ 0.9', '> 0.9')
    >>> percent_step("Từ 80% trở lên và không có hồ sơ trễ hạn", Decimal(1)) is None
    True
    """
    words = re.sub(r"[–—−]", "-", fold(text).replace("phan tram", "%"))
    words = words.replace("=>", ">=").replace("=<", "<=")
    if "%" not in words:
        return None
    for edges, rest in _readings(words):
        if "%" in rest or _CONDITION.search(rest):
            return None
        return Step(points=points, **edges)
    return None


def _readings(words: str) -> Iterator[tuple[dict[str, Decimal], str]]:
    """Return edges with the words that are left, the fullest reading first."""
    if found := _CHAIN.search(words):
        low = "above" if found[2] == "<" else "at_least"
        high = "below" if found[3] == "<" else "at_most"
        yield {low: _share(found[1]), high: _share(found[4])}, _without(words, found)
    if found := _BETWEEN.search(words):
        low = "above" if found["open_low"] and not found["closed_low"] else "at_least"
        high = "below" if found["open_high"] else "at_most"
        yield {low: _share(found[3]), high: _share(found[6])}, _without(words, found)
    for edge, pattern in _ONE_SIDE:
        if found := pattern.search(words):
            yield {edge: _share(found[1])}, _without(words, found)
    if found := _ALL.search(words):
        yield {"at_least": Decimal(1)}, _without(words, found)


def _share(number: str) -> Decimal:
    return (Decimal(number.replace(",", ".")) / 100).normalize()


def _without(words: str, found: re.Match[str]) -> str:
    return words[: found.start()] + " " + words[found.end() :]
