"""Finds the header of a table of criteria by its words, in one row or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.rulebook.annex.grid import Row
from parindex.rulebook.annex.words import fold

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("code", r"^(s ?t ?t|t ?t|so tt|so thu tu|ma( so)?( tieu chi)?|muc)\.?$"),
        ("note", r"^ghi chu"),
        ("other", r"^(?!.*toi da).*(tu cham|tu danh gia|dat duoc|y kien|giai trinh cua)|^chi so$"),
        ("evidence", r"kiem chung|minh chung|chung minh"),
        ("survey", r"dtxhh|dt xhh|dieu tra (xa hoi hoc|xhh)|^xhh$"),
        (
            "appraiser",
            r"^(?!.*diem).*(co quan|don vi|bo phan).*(tham dinh|danh gia|theo doi|chu tri)",
        ),
        (
            "points",
            r"^(?!.*(tieu chi|noi dung|cach)).*(diem (toi da|chuan)|toi da|thang diem)|^diem$",
        ),
        ("guide", r"huong dan|cach (tinh|cham|danh gia)|phuong phap|cong thuc"),
        ("name", r"^(cac |ten |bo )*(linh vuc|tieu chi|noi dung|nhiem vu|chi (so|tieu))"),
    )
)
_BEST_POINTS = (r"diem toi da", r"diem chuan", r"toi da", r"thang diem", r"^diem$")
_LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table stand; `name` is a range, since headers may span several."""

    name: range
    points: int
    height: int
    code: int | None = None
    scale: int | None = None
    guide: int | None = None
    evidence: int | None = None
    note: int | None = None
    appraiser: int | None = None
    survey: int | None = None


def header_at(rows: Sequence[Row], index: int) -> Columns | None:
    """Return the columns when a header begins in this row, else None.

    Examples
    --------
    >>> from parindex.rulebook.annex.grid import Cell
    >>> words = ("STT", "Nội dung và tiêu chí", "ĐIỂM CHUẨN", "Ghi chú")
    >>> row = Row("row 1", tuple(Cell(word, (0, place)) for place, word in enumerate(words)))
    >>> header_at([row], 0)
    Columns(name=range(1, 2), points=2, height=1, code=0, scale=None, guide=None, \
evidence=None, note=3, appraiser=None, survey=None)
    """
    if not _may_begin(rows[index]):
        return None
    height = _height(rows, index)
    names: dict[str, list[int]] = {}
    labels = list(_labels(rows[index : index + height]))
    for column, label in enumerate(labels):
        kind = next((name for name, pattern in _LABELS if pattern.search(label)), "other")
        names.setdefault(kind, []).append(column)
    if "name" not in names or "points" not in names:
        return None
    points = sorted(names["points"], key=lambda column: _preference(labels[column]))
    first = names["name"][0]
    span = next(step for step in range(1, len(labels) + 1) if first + step not in names["name"])
    single = {name: columns[0] for name, columns in names.items()}
    kept = ("code", "guide", "evidence", "note", "appraiser", "survey")
    return Columns(
        name=range(first, first + span),
        points=points[0],
        height=height,
        scale=_scale(labels, points),
        **{name: single[name] for name in kept if name in single},
    )


def _may_begin(row: Row) -> bool:
    """Say whether a row names the criteria and, in another cell, points, and holds no number."""
    labels = [(cell.origin, fold(cell.text)) for cell in row.cells if cell.text]
    if any(re.fullmatch(r"[\d.,]+", label) or len(label) > _LONGEST_LABEL for _, label in labels):
        return False
    name = dict(_LABELS)["name"]
    names = {origin for origin, label in labels if name.search(label)}
    points = {origin for origin, label in labels if re.search("diem|toi da", label)}
    return bool(names and points - names)


def _height(rows: Sequence[Row], index: int) -> int:
    """Return how many rows the header takes: the deepest merged cell, or a row of sublabels."""
    height = 1
    while index + height < len(rows) and height < 4:
        following = rows[index + height]
        covered = [cell for cell in following.cells if not cell.is_own and cell.text]
        if not any(cell.origin[0] == rows[index].cells[0].origin[0] for cell in covered):
            parts = [cell.text for cell in following.cells if cell.text and cell.is_own]
            above = [cell for cell in rows[index].cells if not cell.is_own]
            leading = following.cells[:2]
            is_sublabels = above and parts and not any(cell.text for cell in leading)
            if not is_sublabels or any(re.search(r"\d", part) for part in parts):
                break
        height += 1
    return height


def _labels(rows: Sequence[Row]) -> Iterator[str]:
    """Return the label of each column: the texts above one another, each printed cell once."""
    for column in range(max(len(row.cells) for row in rows)):
        seen = {row.at(column).origin: row.at(column).text for row in rows}
        yield fold(" ".join(text for text in seen.values() if text))


def _preference(label: str) -> int:
    return next(place for place, words in enumerate(_BEST_POINTS) if re.search(words, label))


def _scale(labels: Sequence[str], points: Sequence[int]) -> int | None:
    """Return the column with the points of each option, where one stands beside the maxima."""
    others = [column for column in points[1:] if labels[column] != labels[points[0]]]
    return next(
        (column for column in others if re.search("thang diem|^diem$", labels[column])), None
    )
