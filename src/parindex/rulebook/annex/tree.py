"""The set of criteria that an annex prints: nodes with maxima, levels and proposed rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parindex.rulebook.annex.decisions import Decision, Topic, decide
from parindex.rulebook.annex.entries import Entry, Growth, entry_of
from parindex.rulebook.annex.lines import Line
from parindex.rulebook.annex.naming import name_entries
from parindex.rulebook.annex.options import (
    Option,
    agree,
    is_suspect,
    items_in,
    options_in,
    parse_option,
)
from parindex.rulebook.annex.proposal import Proposal, propose
from parindex.rulebook.annex.words import fold, shown
from parindex.rulebook.model import Part

_BONUS = re.compile(r"^(?:(?:cac|noi dung|tieu chi|muc) )*(?:diem thuong|diem cong|cong diem)\b")
_PENALTY = re.compile(r"^(?:(?:cac|noi dung|tieu chi|muc) )*(?:diem tru|tru diem)\b")


@dataclass(frozen=True, slots=True)
class AnnexNode:
    """A field, criterion or component as the annex prints it.

    Parameters
    ----------
    code, printed, key : str
        The draft's own code, the one in the annex, and a stable name.
    max_points : Decimal
        In points, as printed; the sum of the parts or 0 where nothing is printed.
    options : tuple of Option
        Levels with their points, of a component.
    proposal : Proposal or None
        The rule read from the levels; None for a node with children.
    """

    code: str
    printed: str
    key: str
    name: str
    where: str
    max_points: Decimal
    part: Part = Part.BASE
    subtracts: bool = False
    children: tuple[AnnexNode, ...] = ()
    options: tuple[Option, ...] = ()
    proposal: Proposal | None = None
    guide: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    appraiser: str = ""
    is_survey: bool = False

    def walk(self) -> Iterator[AnnexNode]:
        """Return this node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class AnnexTree:
    """All fields in their order; `scale` is the printed total or the sum of the fields."""

    fields: tuple[AnnexNode, ...]
    scale: Decimal

    def walk(self) -> Iterator[AnnexNode]:
        """Return all nodes, parents first."""
        for field in self.fields:
            yield from field.walk()

    def node(self, code: str) -> AnnexNode:
        """Return the node with this code; StopIteration when there is none."""
        return next(node for node in self.walk() if node.code == code)


def grow(lines: Sequence[Line]) -> tuple[AnnexTree, list[Decision]]:
    """Return the tree that lines form, and what they leave open.

    Examples
    --------
    >>> from parindex.rulebook.annex.codes import parse_code
    >>> rows = (("1", "Chỉ đạo", 1), ("1.1", "Kế hoạch\\n- Kịp thời: 1\\n- Không: 0", 1))
    >>> tree, _ = grow([Line(f"row {code}", parse_code(code), code, name, (Decimal(points),))
    ...                 for code, name, points in rows])
    >>> [(node.code, node.name, node.proposal and node.proposal.kind) for node in tree.walk()]
    [('1', 'Chỉ đạo', None), ('1.1', 'Kế hoạch', 'yes_no')]
    """
    growth = Growth()
    for line in lines:
        growth.add(line)
    decisions = growth.decisions
    for root in growth.roots:
        _settle(root, decisions)
    decisions += name_entries(growth.roots)
    fields = tuple(_freeze(root, _part(root, decisions), decisions) for root in growth.roots)
    scale = _scale(fields, growth.totals, decisions)
    return AnnexTree(fields, scale), decisions


def _part(entry: Entry, decisions: list[Decision]) -> Part:
    """Return what a field is by its name; a bonus or penalty is for a person to confirm."""
    name = fold(entry.name)
    found = (
        Part.PENALTY if _PENALTY.match(name) else Part.BONUS if _BONUS.match(name) else Part.BASE
    )
    if found is not Part.BASE and re.search(r"thuong|cong", name) and re.search(r"\btru\b", name):
        vi = "vừa thưởng vừa trừ; bản nháp tính vào điểm chung: tách thành hai phần"
        decisions.append(decide(Topic.TREE, entry.code, vi, "bonus and penalty in one; split it"))
        return Part.BASE
    if found is not Part.BASE:
        word = "điểm trừ" if found is Part.PENALTY else "điểm thưởng"
        vi = f"«{entry.name}» được coi là {word}, ngoài thang điểm; chưa rõ mức trần"
        decisions.append(decide(Topic.POINTS, entry.code, vi, f"taken as {found}; no cap is set"))
    return found


def _settle(entry: Entry, decisions: list[Decision]) -> None:
    """Decide what are parts and what are levels, for an entry and all below it."""
    for child in entry.children:
        _settle(child, decisions)
    letters = [child for child in entry.children if child.line.code and child.line.code.is_letter]
    if letters and len(letters) == len(entry.children) and _are_levels(entry, letters):
        for child in letters:
            entry.options.extend(_as_levels(child))
            entry.guide.extend(child.guide)
            entry.evidence.extend(child.evidence)
            entry.note.extend(child.note)
        entry.children.clear()
    if not entry.children and _adds_up(entry):
        rows = [row for row in entry.rows if row.points]
        entry.children.extend(entry_of(row, entry.rank + 1) for row in rows)
        entry.options.clear()
        vi = "các hàng không có mã cộng lại bằng điểm tối đa; bản nháp coi là mục con"
        decisions.append(decide(Topic.TREE, entry.where, vi, "rows without code taken as parts"))


def _are_levels(entry: Entry, letters: Sequence[Entry]) -> bool:
    """Say whether a), b), c) are alternatives and not parts whose points add up."""
    points = [_points_of(child) for child in letters]
    known = [number for number in points if number is not None]
    if len(known) < len(points):
        return True
    if any(child.options for child in letters):
        return False
    most = entry.points
    return Decimal(0) in known or (most is not None and sum(known) != most and max(known) == most)


def _points_of(entry: Entry) -> Decimal | None:
    return entry.points if entry.points is not None else parse_option(entry.line.name).points


def _as_levels(entry: Entry) -> tuple[Option, ...]:
    option = parse_option(entry.line.name)
    points = _points_of(entry)
    if points is None or entry.options or is_suspect(entry.line.name) or points < 0:
        return (Option(f"{entry.line.printed} {entry.name}"), *entry.options)
    return (Option(option.text, points),)


def _adds_up(entry: Entry) -> bool:
    """Say whether rows without code are parts: all above 0, adding up to the whole."""
    points = [row.points[0] for row in entry.rows if row.points and len(row.points) == 1]
    is_whole = len(points) > 1 and len(points) == len(entry.rows) == len(entry.options)
    return is_whole and min(points) > 0 and sum(points) == entry.points


def _freeze(entry: Entry, part: Part, decisions: list[Decision]) -> AnnexNode:
    children = tuple(_freeze(child, part, decisions) for child in entry.children)
    options = () if children else _levels(entry, decisions)
    max_points = _maximum(entry, children, options, decisions)
    if children and entry.options:
        words = "; ".join(str(option) for option in entry.options)
        vi = f"vừa có mục con, vừa có mức điểm «{words}»; mức điểm được giữ trong hướng dẫn"
        decisions.append(decide(Topic.RULE, entry.code, vi, "has both parts and levels"))
    if not entry.name:
        decisions.append(decide(Topic.TREE, entry.code, "mục không có tên", "the node has no name"))
    own = entry.options if children else options
    return AnnexNode(
        code=entry.code,
        printed=entry.line.printed,
        key=entry.key,
        name=entry.name or f"(mục {entry.code} không có tên)",
        where=entry.line.where,
        max_points=abs(max_points),
        part=part,
        subtracts=max_points < 0 and part is Part.BASE,
        children=children,
        options=options,
        proposal=None if children else propose(options, abs(max_points)),
        guide=_guide(entry, own),
        evidence=tuple(dict.fromkeys(item for text in entry.evidence for item in items_in(text))),
        note="\n".join(dict.fromkeys(entry.note)),
        appraiser=entry.line.appraiser,
        is_survey=entry.line.is_survey,
    )


def _guide(entry: Entry, options: Sequence[Option]) -> str:
    """Return the scoring text as printed: levels in the name first, then the guide."""
    printed = "\n".join(dict.fromkeys(entry.guide))
    levels = "\n".join(f"- {_worded(option)}" for option in options)
    has_them = all(fold(option.text) in fold(printed) for option in options)
    return printed if has_them else "\n".join(text for text in (levels, printed) if text)


def _worded(option: Option) -> str:
    return option.text if option.points is None else f"{option.text}: {shown(option.points)} điểm"


def _levels(entry: Entry, decisions: list[Decision]) -> tuple[Option, ...]:
    """Return the levels of a component; those in its guide where its name has none."""
    guided = options_in("\n".join(entry.guide))
    if not entry.options:
        return guided
    own = tuple(entry.options)
    if guided and not agree(own, guided) and all(option.points is not None for option in guided):
        vi = "các mức điểm ở cột tên và cột hướng dẫn khác nhau"
        decisions.append(decide(Topic.RULE, entry.code, vi, "name and guide give other points"))
        return (*own, Option("(" + "; ".join(map(_worded, guided)) + ")"))
    return own


def _maximum(
    entry: Entry,
    children: Sequence[AnnexNode],
    options: Sequence[Option],
    decisions: list[Decision],
) -> Decimal:
    """Return the printed maximum; what is missing or does not add up becomes a decision."""
    parts = [child.max_points for child in children if not child.subtracts]
    levels = [option.points for option in options if option.points is not None]
    total = max(levels) if levels else sum(parts, Decimal(0))
    printed = entry.points

    def say(vi: str, en: str) -> None:
        decisions.append(decide(Topic.POINTS, entry.code, vi, en))

    if entry.line.points is None:
        say(f"không đọc được điểm «{entry.line.points_text}»", "the points were not read")
    if printed is None:
        say(f"không in điểm tối đa; bản nháp đặt {shown(total)}", f"no maximum; {total} set")
        return total
    if len(entry.line.points or ()) > 1:
        text = " | ".join(entry.line.points_text.split("\n"))
        say(f"ô điểm ghi «{text}»; bản nháp lấy số lớn nhất", "the largest number is taken")
    if printed < 0:
        say(f"điểm in là số âm ({shown(printed)}); coi là điểm trừ", "taken as a deduction")
    if parts and total != abs(printed):
        say(*_mismatch(entry.name, printed, parts))
    return printed


def _mismatch(name: str, printed: Decimal, parts: Sequence[Decimal]) -> tuple[str, str]:
    total, sums = sum(parts, Decimal(0)), " + ".join(map(shown, parts))
    vi = f"«{name}» in {shown(printed)} điểm, các mục con cộng lại {shown(total)} ({sums})"
    en = f"«{name}» prints {printed}, its parts add up to {total}"
    if set(parts) == {abs(printed)}:
        vi += "; mỗi mục con bằng cả mục: nếu loại trừ nhau, ghi `exclusive: true`"
        en += "; each is worth the whole: `exclusive: true` if they exclude one another"
    return vi, en


def _scale(
    fields: Sequence[AnnexNode], totals: Sequence[tuple[Line, int]], decisions: list[Decision]
) -> Decimal:
    """Return the total of the set; printed totals are compared with the fields."""
    base = [field for field in fields if field.part is Part.BASE]
    whole = sum((field.max_points for field in base), Decimal(0))
    scale = whole
    sums = " + ".join(f"{field.code}: {shown(field.max_points)}" for field in base)
    for line, number in totals:
        printed = max(line.points or (Decimal(0),))
        if printed <= 0:
            continue
        above = [field.max_points for field in fields[:number] if field.part is Part.BASE]
        if printed in {whole, sum(above, Decimal(0)), *above[-1:]}:
            continue
        vi = f"«{line.name}» in {shown(printed)}, các lĩnh vực cộng lại {shown(whole)} ({sums})"
        en = f"the total row prints {printed}, the fields add up to {whole}"
        decisions.append(decide(Topic.POINTS, line.where, vi.replace("\n", " "), en))
        scale = printed
    if scale == whole != 100:
        vi = f"các lĩnh vực cộng lại {shown(whole)}, không phải 100 ({sums})"
        decisions.append(
            decide(Topic.POINTS, "scale", vi, f"the fields add up to {whole}, not 100")
        )
    return scale
