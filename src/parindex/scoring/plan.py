"""A rulebook made ready for scoring the units of one block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Node, NodeRounding, Part, RoundingStep, Rulebook
from parindex.scoring.component import ReadyLeaf, ready_leaf
from parindex.scoring.result import Effect
from parindex.scoring.rounding import rounder


@dataclass(frozen=True, slots=True)
class ReadyNode:
    """A node ready to be scored, for one block of units."""

    node: Node
    leaf: ReadyLeaf | None
    children: tuple[ReadyNode, ...]
    applies: bool
    step: RoundingStep | None
    rounded: Callable[[Decimal], Decimal]
    effect: Effect


def effect_below(above: Effect, node: Node) -> Effect:
    """Return what a node does to the total; taking from what is taken gives it back."""
    if node.subtracts:
        return Effect.ADDS if above is Effect.TAKES else Effect.TAKES
    own = {Part.BONUS: Effect.ADDS, Part.PENALTY: Effect.TAKES}.get(node.part, Effect.EARNS)
    return own if above is Effect.EARNS else above


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes nodes ready for one rulebook, block and day."""

    rulebook: Rulebook
    kinds: Mapping[str, Kind]
    block: str
    on: date | None

    def node(self, node: Node, depth: int, above: Effect = Effect.EARNS) -> ReadyNode:
        """Return a node and all below it, ready."""
        own = node.rounding or NodeRounding()
        level = self.rulebook.rounding.field if depth == 0 else None
        effect = effect_below(above, node)
        return ReadyNode(
            node=node,
            leaf=self.leaf(node),
            children=tuple(self.node(child, depth + 1, effect) for child in node.children),
            applies=not node.applies_to or self.block in node.applies_to,
            step=own.points or level,
            rounded=rounder(own.points or level),
            effect=effect,
        )

    def leaf(self, node: Node) -> ReadyLeaf | None:
        """Return a component, ready; None for a field or criterion."""
        if node.leaf is None:
            return None
        return ready_leaf(node, node.leaf, self.kinds, self.rulebook.rounding, self.on)


def plan(
    rulebook: Rulebook, kinds: Mapping[str, Kind], *, block: str, on: date | None = None
) -> tuple[ReadyNode, ...]:
    """Return the fields of a rulebook, ready for scoring units of one block.

    Parameters
    ----------
    rulebook : Rulebook
        Checked and frozen.
    kinds : mapping
        Rule kinds by name.
    block : str
        Block of the units to be scored.
    on : date, optional
        Day whose values are in force; the latest when not given.
    """
    planner = Planner(rulebook, kinds, block, on or rulebook.valid_to)
    return tuple(planner.node(node, 0) for node in rulebook.fields)
