"""Two results side by side: what moved, by unit and component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from parindex.errors import NotFoundError
from parindex.rulebook.model import Leaf, Node, Part, Rulebook
from parindex.scoring.facts import Status
from parindex.scoring.result import NodeScore, Result


@dataclass(frozen=True, slots=True)
class Move:
    """What changed at one node of one unit; points are None where there are none."""

    unit: str
    code: str
    before: Decimal | None
    after: Decimal | None
    status_before: Status | None
    status_after: Status | None

    @property
    def difference(self) -> Decimal | None:
        """Points gained, negative when lost; None when one side has none."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def _same(one: NodeScore | None, other: NodeScore | None) -> bool:
    return one is not None and other is not None and one[:2] == other[:2]


def compare(before: Result, after: Result) -> tuple[Move, ...]:
    """List every node of every unit whose points or status differ.

    Parameters
    ----------
    before, after : Result
        Any two results; units and codes are matched by name.

    Returns
    -------
    tuple of Move
        By unit in the order of `after`, then by code; a node that only one side has
        appears with None on the other.
    """
    return tuple(_moves(before, after))


def _moves(before: Result, after: Result) -> Iterator[Move]:
    old = {unit.unit: unit.nodes for unit in before.units}
    new = {unit.unit: unit.nodes for unit in after.units}
    for unit in dict.fromkeys([*new, *old]):
        one, other = old.get(unit, {}), new.get(unit, {})
        for code in dict.fromkeys([*other, *one]):
            a, b = one.get(code), other.get(code)
            if not _same(a, b):
                yield Move(
                    unit,
                    code,
                    a.points if a else None,
                    b.points if b else None,
                    a.status if a else None,
                    b.status if b else None,
                )


def _changed(node: Node, code: str, changes: dict[str, object]) -> Node:
    if node.code == code:
        own = {name: value for name, value in changes.items() if name in Node.model_fields}
        below = {name: value for name, value in changes.items() if name not in own}
        known = Leaf.model_fields if node.leaf is not None else {}
        for name in set(below) - set(known):
            raise NotFoundError(f"{code} has no {name!r} that could be changed")
        leaf = node.leaf and Leaf.model_validate({**dict(node.leaf), **below})
        return node.model_copy(update={**own, "leaf": leaf})
    children = tuple(_changed(child, code, changes) for child in node.children)
    return node.model_copy(update={"children": children}) if children != node.children else node


def replace(rulebook: Rulebook, code: str, **changes: object) -> Rulebook:
    """Return a new rulebook with one node changed; the old one stays as it is.

    Parameters
    ----------
    rulebook : Rulebook
        Never mutated.
    code : str
        Code of the node.
    changes
        Attributes of the node (`max_points`) or of its component (`none_arisen`).

    Raises
    ------
    NotFoundError
        If no node has the code, or the node no such attribute.
    """
    rulebook.node(code)
    fields = tuple(_changed(node, code, changes) for node in rulebook.fields)
    return rulebook.model_copy(update={"fields": fields})


def reweigh(rulebook: Rulebook, code: str, max_points: Decimal) -> Rulebook:
    """Return a rulebook in which one component is worth something else.

    The maxima above it and the scale follow, so that they still add up; what is taken or
    added after the sum, or taken from it, changes no maximum above.

    Examples
    --------
    >>> from parindex.scoring import load
    >>> lighter = reweigh(load("766/2026/province"), "2.1", Decimal(15))
    >>> lighter.scale, lighter.node("II").max_points
    (Decimal('95'), Decimal('15'))
    """
    rulebook.node(code)

    def carry(node: Node) -> Node:
        if node.code == code:
            return node.model_copy(update={"max_points": max_points})
        if all(each.code != code for each in node.walk()):
            return node
        children = tuple(carry(child) for child in node.children)
        top = node.max_points + _sum(children) - _sum(node.children)
        return node.model_copy(update={"children": children, "max_points": top})

    fields = tuple(carry(node) for node in rulebook.fields)
    base, before = (
        tuple(each for each in nodes if each.part is Part.BASE)
        for nodes in (fields, rulebook.fields)
    )
    scale = rulebook.scale + _sum(base) - _sum(before)
    return rulebook.model_copy(update={"fields": fields, "scale": scale})


def _sum(nodes: Iterable[Node]) -> Decimal:
    """Return the maxima that make up the maximum above them."""
    return sum((node.max_points for node in nodes if not node.subtracts), Decimal(0))
