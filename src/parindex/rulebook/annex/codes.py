"""Codes of criteria by their shape: I, A, 1, 1.1, I.1, a), 2. b), also at the head of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from parindex.rulebook.annex.words import clean

_WORD = r"(?:(?:phần|lĩnh vực|mục|nhóm|tiêu chí(?: thành phần)?|tctp|nội dung)\s+(?:thứ\s+)?)?"
_ROMAN = r"(?=[IVXL])(?:X{0,3}|XL|L)(?:IX|IV|V?I{0,3})"
_TAIL = r"\s*[.,):/]?"
_NUMBER = r"[1-9]\d{0,2}"
_LETTER = r"[a-zđ]"
_SHAPES: tuple[tuple[str, str], ...] = (
    ("lettered", rf"(?P<stem>{_NUMBER}(?:[.,]\d+)*)\s*[.]?\s*(?P<letter>{_LETTER})\s*[.)]?"),
    ("numbers", rf"(?P<stem>{_NUMBER}(?:\s?[.,]\s?\d+)*){_TAIL}"),
    ("roman", rf"(?P<stem>{_ROMAN}(?:\s?\.\s?(?:\d+|{_LETTER}))*){_TAIL}"),
    ("part", rf"(?P<stem>[A-HĐ](?:\s?\.\s?\d+)*){_TAIL}"),
    ("letter", rf"(?P<stem>{_LETTER}){_TAIL}"),
)
_WHOLE = tuple((name, re.compile(rf"(?i:{_WORD}){shape}")) for name, shape in _SHAPES)
_HEAD = re.compile(
    r"(?P<code>"
    rf"(?i:{_WORD}){_NUMBER}(?:\.\d+)+[.):]?(?=\s)"
    rf"|{_NUMBER}\.\s?{_LETTER}\)"
    rf"|(?i:{_WORD}){_NUMBER}\s*[.):]"
    rf"|(?i:{_WORD})(?:{_ROMAN})(?:\.\d+)*\s*(?:[.):](?=\s)|\s[-–](?=\s))"
    rf"|(?i:phần|mục)\s+[A-H]\s*[.):](?=\s)|[A-H]\.(?=\s)"
    rf"|{_LETTER}\)"
    r")\s*(?P<rest>\D.*)",
    re.DOTALL,
)


class Rank(IntEnum):
    """How high a code stands; deeper dotted codes add to `NUMBER`."""

    PART = 0
    ROMAN = 10
    NUMBER = 20
    LETTER = 90


@dataclass(frozen=True, slots=True)
class Code:
    """A code in one spelling: `text` has points between its parts and none at its end."""

    text: str
    rank: int

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter below a number."""
        return self.rank == Rank.LETTER

    @property
    def stem(self) -> str:
        """The code that would stand above it by its own spelling, nothing when it has none."""
        return self.text.rpartition(".")[0]


def parse_code(text: str) -> Code | None:
    """Return the code that a text consists of, None when it is something else.

    Examples
    --------
    >>> [str(parse_code(text).text) for text in ("II.", "1.1.2", "2. b)", "a)", "1,3", "Phần I")]
    ['II', '1.1.2', '2.b', 'a', '1.3', 'I']
    >>> parse_code("Tổng cộng") is None
    True
    """
    for shape, pattern in _WHOLE:
        found = pattern.fullmatch(clean(text).replace("\n", " "))
        if found is not None:
            return _code(shape, found)
    return None


def _code(shape: str, found: re.Match[str]) -> Code:
    stem = re.sub(r"\s", "", found["stem"]).replace(",", ".")
    depth = stem.count(".")
    if shape == "lettered":
        return Code(f"{stem}.{found['letter']}", Rank.LETTER)
    base = {"part": Rank.PART, "roman": Rank.ROMAN, "letter": Rank.LETTER}.get(shape, Rank.NUMBER)
    if shape in {"roman", "part"} and depth:
        return Code(stem, Rank.NUMBER + depth - 1)
    return Code(stem, base + depth)


def split_code(name: str) -> tuple[Code | None, str, str]:
    """Return the code at the head of a name, as printed, and the rest of the name.

    Examples
    --------
    >>> split_code("1.2. Báo cáo CCHC")[1:]
    ('1.2', 'Báo cáo CCHC')
    >>> split_code("0.5 điểm nếu chậm")[1:], split_code("70% trở lên")[0]
    (('', '0.5 điểm nếu chậm'), None)
    """
    found = _HEAD.fullmatch(name)
    if found is None or re.match(r"\s*(điểm|đ\b|%)", found["rest"]):
        return None, "", name
    printed = found["code"].strip(" -–:")
    code = parse_code(printed)
    return (None, "", name) if code is None else (code, printed.rstrip("."), found["rest"].strip())
