"""What the 766 set gives a unit for its facts: components, groups, and what single files cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parindex.caseload.counting.statistic import discover
from parindex.caseload.reconcile.losing import components
from parindex.caseload.reconcile.stakes import cost_of_one_more_overdue, total_change
from parindex.rulebook.model import Node
from parindex.scoring import BlockScorer, Status, UnitFacts, load
from parindex.scoring.result import NodeScore
from parindex.web.common.formats import language
from parindex.web.org.enums import UnitKind

BLOCKS = {
    UnitKind.PROVINCE: "province",
    UnitKind.DEPARTMENT: "department",
    UnitKind.COMMUNE: "commune",
    UnitKind.DISTRICT: "commune",
}
"""Which set of 766 scores a kind of unit; a district of before 1/7/2025 as a commune."""


@dataclass(frozen=True, slots=True)
class ComponentPoints:
    """One component of 766: its points, None where a fact is missing; `loses` says that the files
    which lost points can be listed."""

    code: str
    name: str
    points: Decimal | None
    max_points: Decimal
    status: str
    loses: bool

    @property
    def lost(self) -> Decimal | None:
        """What is missing to the maximum."""
        return None if self.points is None else self.max_points - self.points


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """A group of 766: what is known of it, and of how many points that is."""

    code: str
    name: str
    components: tuple[ComponentPoints, ...]
    max_points: Decimal

    @property
    def known(self) -> Decimal | None:
        """Points of the components that are known, None when none is: missing is never 0."""
        points = [each.points for each in self.components if each.points is not None]
        return sum(points, Decimal(0)) if points else None

    @property
    def known_max(self) -> Decimal:
        """The most that the known components can give."""
        known = (each.max_points for each in self.components if each.points is not None)
        return sum(known, Decimal(0))

    @property
    def is_whole(self) -> bool:
        """Whether every component of the group is known."""
        return all(each.points is not None for each in self.components)


@cache
def _scorer(block: str) -> BlockScorer:
    return BlockScorer(load(f"766/2026/{block}"), block)


def block_of(kind: str) -> str:
    """Return the block of the 766 set for a kind of unit."""
    return BLOCKS.get(UnitKind(kind), "department")


def facts_of_pairs(pairs: Mapping[str, tuple[int, int | None]]) -> dict[str, int]:
    """Return facts of the 766 sets from statistics: numerators by name, and their denominators."""
    known: dict[str, int] = {}
    for name, (numerator, denominator) in pairs.items():
        found = discover().get(name)
        if found is None or found.group != "decision_766":
            continue
        known[name] = numerator
        if denominator is not None:
            known.setdefault(found.denominator, denominator)
    return known


def groups_766(facts: Mapping[str, int], block: str) -> tuple[GroupPoints, ...]:
    """Return the groups of 766 with their components, as the facts of a period give them."""
    scorer, tongue = _scorer(block), language()
    names = {name for node in scorer.rulebook.leaves() for name in node.leaf.fact_names()}
    known = {name: value for name, value in facts.items() if name in names}
    scored = scorer.unit(UnitFacts("", "", block, known))
    return tuple(
        GroupPoints(
            field.code,
            field.name.in_language(tongue),
            tuple(
                _component(node, scored.nodes[node.code], tongue)
                for node in field.children
                if node.code in scored.nodes
            ),
            field.max_points,
        )
        for field in scorer.rulebook.fields
    )


def _component(node: Node, score: NodeScore, tongue: str) -> ComponentPoints:
    points = score.points if score.status is Status.SCORED else None
    return ComponentPoints(
        node.code,
        node.name.in_language(tongue),
        points,
        node.max_points,
        str(score.status),
        node.code in components(),
    )


def cost_of_one_more(facts: Mapping[str, int], block: str) -> Decimal | None:
    """Return how many points one more overdue file takes, None when that is not known."""
    wanted = {"dossiers_on_time", "dossiers_in_hand"}
    if not wanted <= facts.keys() or not facts["dossiers_on_time"]:
        return None
    change = total_change(cost_of_one_more_overdue(facts, block=block))
    return None if change is None else -change
