"""What changed between two rulebooks, in words and by stable keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parindex.rulebook.fingerprint import plain
from parindex.rulebook.model import Leaf, Node, Rulebook, Text

WORDS = {
    "vi": {
        "added": "Thêm {code} «{name}» ({new} điểm).",
        "removed": "Bỏ {code} «{name}» ({old} điểm).",
        "moved": "Chuyển «{name}» từ {old} sang {new}.",
        "recoded": "Đổi mã «{name}» từ {old} thành {new}.",
        "renamed": "Đổi tên {code}: «{old}» thành «{new}».",
        "max_points": "Đổi điểm tối đa {code} «{name}»: {old} thành {new}.",
        "rule": "Đổi cách chấm {code} «{name}»: {old} thành {new}.",
        "values": "Đổi ngưỡng {code} «{name}»: {old} thành {new}.",
        "none_arisen": "Đổi cách xử lý khi không phát sinh {code} «{name}»: {old} thành {new}.",
        "given_by": "Đổi bên cho điểm {code} «{name}»: {old} thành {new}.",
        "facts": "Đổi số liệu dùng để chấm {code} «{name}»: {old} thành {new}.",
        "step": "Đổi bước điểm nhỏ nhất {code} «{name}»: {old} thành {new}.",
        "source": "Đổi căn cứ {code} «{name}»: {old} thành {new}.",
        "place": "Đổi cách cộng {code} «{name}» vào mục trên: {old} thành {new}.",
        "applies_to": "Đổi khối áp dụng {code} «{name}»: {old} thành {new}.",
        "rounding": "Đổi cách làm tròn {code} «{name}»: {old} thành {new}.",
        "set": "Đổi {name} của bộ: {old} thành {new}.",
    },
    "en": {
        "added": "Added {code} «{name}» ({new} points).",
        "removed": "Removed {code} «{name}» ({old} points).",
        "moved": "Moved «{name}» from {old} to {new}.",
        "recoded": "Recoded «{name}» from {old} to {new}.",
        "renamed": "Renamed {code}: «{old}» to «{new}».",
        "max_points": "Maximum of {code} «{name}» changed: {old} to {new}.",
        "rule": "Rule of {code} «{name}» changed: {old} to {new}.",
        "values": "Values of {code} «{name}» changed: {old} to {new}.",
        "none_arisen": "Policy of {code} «{name}» when nothing arises: {old} to {new}.",
        "given_by": "Who gives the points of {code} «{name}»: {old} to {new}.",
        "facts": "Facts that {code} «{name}» reads changed: {old} to {new}.",
        "step": "Smallest step of {code} «{name}» changed: {old} to {new}.",
        "source": "Source of {code} «{name}» changed: {old} to {new}.",
        "place": "How {code} «{name}» enters the item above: {old} to {new}.",
        "applies_to": "Blocks that {code} «{name}» is for: {old} to {new}.",
        "rounding": "Rounding of {code} «{name}» changed: {old} to {new}.",
        "set": "{name} of the set changed: {old} to {new}.",
    },
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `old` and `new` as they are printed, names also in English."""

    what: str
    key: str
    code: str
    vi: str
    en: str
    old: str
    new: str
    in_english: tuple[str, str] | None = None

    def sentence(self, language: str = "vi") -> str:
        """Return the change in words."""
        name = self.vi if language == "vi" else self.en
        old, new = self.old, self.new
        if language != "vi" and self.in_english is not None:
            old, new = self.in_english
        return WORDS[language][self.what].format(code=self.code, name=name, old=old, new=new)


def _show(value: Any) -> str:
    if isinstance(value, Text):
        return value.vi
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_show(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "; ".join(_show(item) for item in value)
    return str(value)


def _values(leaf: Leaf) -> list[Any]:
    """Return the values of all rules, without their sources."""
    return [
        {"from": str(values.start), **plain(values.parameters)}
        for rule in leaf.rules()
        for values in rule.values
        if values.parameters
    ]


def _kinds(leaf: Leaf) -> str:
    return ", ".join(rule.kind for rule in leaf.rules())


def _parents(rulebook: Rulebook) -> dict[str, Node]:
    return {child.key: node for node in rulebook.walk() for child in node.children}


def _sources(node: Node) -> str:
    """Return the places that a component's values come from, each once."""
    rules = node.leaf.rules() if node.leaf else ()
    places = [str(values.source) for rule in rules for values in rule.values]
    return "; ".join(dict.fromkeys(places))


def _node_changes(old: Node, new: Node) -> Iterator[tuple[str, Any, Any]]:
    yield "recoded", old.code, new.code
    yield "renamed", old.name, new.name
    yield "max_points", old.max_points, new.max_points
    if old.leaf is not None and new.leaf is not None:
        one, other = _kinds(old.leaf), _kinds(new.leaf)
        yield "rule", one, other
        if one == other:
            yield "values", _values(old.leaf), _values(new.leaf)
        yield "none_arisen", old.leaf.none_arisen.value, new.leaf.none_arisen.value
        yield "given_by", old.leaf.given_by.value, new.leaf.given_by.value
        yield "facts", ", ".join(old.leaf.fact_names()), ", ".join(new.leaf.fact_names())
        yield "step", old.leaf.step, new.leaf.step
        yield "source", _sources(old), _sources(new)
    yield "place", _place(old), _place(new)
    yield "applies_to", list(old.applies_to), list(new.applies_to)
    yield "rounding", plain(old.rounding), plain(new.rounding)


def _place(node: Node) -> str:
    """Return how a node enters the sum above it, by the words of the rulebook."""
    flags = {"subtracts": node.subtracts, "exclusive": node.exclusive}
    return ", ".join([node.part.value, *(name for name, is_on in flags.items() if is_on)])


def _bands(rulebook: Rulebook, language: str) -> str:
    """Return the bands of each block in words."""
    words = {"vi": ("từ", "trên"), "en": ("from", "above")}[language]
    return "; ".join(
        f"{rulebook.blocks[block].in_language(language)}: "
        + ", ".join(
            f"{band.label.in_language(language)} {words[not band.inclusive]} {band.lower:f}"
            for band in rows
        )
        for block, rows in rulebook.bands.items()
    )


def _set_changes(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    names = {
        "scale": ("thang điểm", "scale"),
        "not_applicable": ("quy ước không áp dụng", "not-applicable convention"),
        "rounding": ("cách làm tròn", "rounding"),
        "ties": ("cách xếp đồng hạng", "tie rule"),
        "averages": ("cách tính bình quân", "averages"),
        "missing": ("cách tính tổng khi còn thiếu", "total while something is missing"),
        "pending": ("cách tính tổng khi chờ khảo sát", "total while a survey is pending"),
        "tie_breakers": ("tiêu chí phân hạng khi bằng điểm", "tie-breakers"),
        "bands_on": ("điểm dùng để xếp loại", "figure that bands look at"),
        "gates": ("điều kiện khống chế xếp loại", "gates"),
        "bonus_cap": ("trần điểm thưởng", "bonus cap"),
        "penalty_cap": ("trần điểm trừ", "penalty cap"),
    }
    for name, (vi, en) in names.items():
        one, other = plain(getattr(old, name)), plain(getattr(new, name))
        if one != other:
            yield Change("set", name, "", vi, en, _show(one), _show(other))
    if list(old.bands.values()) != list(new.bands.values()):
        in_english = (_bands(old, "en"), _bands(new, "en"))
        told = ("set", "bands", "", "mức xếp loại", "bands")
        yield Change(*told, _bands(old, "vi"), _bands(new, "vi"), in_english)


def _change(what: str, node: Node, old: Any, new: Any) -> Change:
    """Return a change of a node; names are kept in both languages."""
    english = (old.en, new.en) if isinstance(old, Text) and isinstance(new, Text) else None
    return Change(
        what, node.key, node.code, node.name.vi, node.name.en, _show(old), _show(new), english
    )


def diff(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """List what changed from one rulebook to another.

    Parameters
    ----------
    old, new : Rulebook
        Nodes are matched by their stable `key`, whatever their codes.

    Returns
    -------
    tuple of Change
        Changes of the set first, then by node in the order of `new`, removed ones last.

    Examples
    --------
    >>> from parindex.scoring import load
    >>> diff(load("766/2026/province"), load("766/2026/province"))
    ()
    """
    before = {node.key: node for node in old.walk()}
    after = {node.key: node for node in new.walk()}
    old_parents, new_parents = _parents(old), _parents(new)
    changes = list(_set_changes(old, new))
    for key, node in after.items():
        one = before.get(key)
        if one is None:
            changes.append(_change("added", node, "", node.max_points))
            continue
        home, away = old_parents.get(key), new_parents.get(key)
        if home and away and home.key != away.key:
            changes.append(_change("moved", node, home.name, away.name))
        changes += [_change(what, node, a, b) for what, a, b in _node_changes(one, node) if a != b]
    gone = (node for key, node in before.items() if key not in after)
    changes += [_change("removed", one, one.max_points, "") for one in gone]
    return tuple(changes)
