"""A rulebook made ready for scoring: each component becomes one small function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from parindex.errors import NothingAroseError
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import (
    DatedValues,
    GivenBy,
    Node,
    NodeRounding,
    NoneArisen,
    Rulebook,
    RoundingStep,
    RuleUse,
)
from parindex.scoring.facts import FactValue, Status
from parindex.scoring.rounding import ratio_percent, round_to

Values = Mapping[str, FactValue]
Getter = Callable[[Values], Any]
Points = Callable[[Values], Decimal | None]
"""Points of a component from its facts, exact; None when a fact is missing."""

ZERO = Decimal(0)


def _sum_getter(names: tuple[str, ...]) -> Getter:
    def get(values: Values) -> Any:
        total: Any = 0
        for name in names:
            value = values.get(name)
            if value is None:
                return None
            total += value
        return total

    return get


def _map_getter(names: Mapping[str, str]) -> Getter:
    pairs = tuple(names.items())

    def get(values: Values) -> Any:
        found = {}
        for key, name in pairs:
            value = values.get(name)
            if value is None:
                return None
            found[key] = value
        return found

    return get


def _getter(bound: Any) -> Getter:
    """Return what reads one input: one fact, a sum of facts, or facts by name."""
    if isinstance(bound, Mapping):
        return _map_getter(bound)
    if isinstance(bound, tuple):
        return _sum_getter(bound)
    return lambda values: values.get(bound)


def _apply(function: Callable[..., Decimal], getters: tuple[Getter, ...]) -> Points:
    """Return the rule over facts; one and two inputs are spelled out since they are the rule."""
    if len(getters) == 2:
        first, second = getters

        def two(values: Values) -> Decimal | None:
            a, b = first(values), second(values)
            return None if a is None or b is None else function(a, b)

        return two

    def many(values: Values) -> Decimal | None:
        found = [get(values) for get in getters]
        return None if any(each is None for each in found) else function(*found)

    return many


def with_rounded_ratio(
    function: Callable[..., Decimal], how: RoundingStep
) -> Callable[..., Decimal]:
    """Return the rule with its share in percent rounded before it earns points."""

    def rounded(numerator: Any, denominator: Any) -> Decimal:
        if not denominator:
            raise NothingAroseError
        return function(round_to(ratio_percent(numerator, denominator), how), 100)

    return rounded


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """One rule with its values in force, ready to be called."""

    kind: Kind
    use: RuleUse
    values: DatedValues
    max_points: Decimal
    getters: tuple[Getter, ...]

    @classmethod
    def of(cls, use: RuleUse, kind: Kind, max_points: Decimal, on: date | None) -> ReadyRule:
        """Return the rule with the values in force on a day."""
        getters = tuple(_getter(use.inputs[name]) for name in kind.inputs)
        return cls(kind, use, use.in_force(on), max_points, getters)

    def points(self, ratio: RoundingStep | None) -> Points:
        """Return the function from facts to exact points."""
        fixed = dict(self.values.parameters)
        if self.kind.needs_max:
            fixed["max_points"] = self.max_points
        function: Callable[..., Decimal] = partial(self.kind.function, **fixed)
        if ratio is not None and self.is_ratio:
            function = with_rounded_ratio(function, ratio)
        return _apply(function, self.getters)

    @property
    def is_ratio(self) -> bool:
        """Whether the rule divides a part by a whole."""
        return tuple(self.kind.inputs) == ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class ReadyLeaf:
    """A component ready to be scored."""

    node: Node
    rules: Mapping[str, ReadyRule]
    chosen_by: str | None
    printed: Mapping[str, Points]
    carried: Mapping[str, Points] | None
    print_step: RoundingStep | None
    carry_step: RoundingStep | None
    ratio_step: RoundingStep | None
    carry_ratio_step: RoundingStep | None
    facts: tuple[str, ...]

    def choose(self, values: Values) -> str | None:
        """Return the variant in force for these facts: "" when there is only one."""
        if self.chosen_by is None:
            return ""
        answer = values.get(self.chosen_by)
        return None if answer is None else str(answer)

    def arose(self, values: Values) -> bool:
        """Say whether there is anything to score, as far as a fact of its own tells."""
        leaf = self.node.leaf
        if leaf is None or leaf.arises_with is None:
            return True
        return bool(values.get(leaf.arises_with, True))

    def unknown(self, values: Values) -> Status:
        """Return what a component without its facts is: pending for a survey not in yet."""
        leaf = self.node.leaf
        if leaf is not None and leaf.given_by is GivenBy.SURVEY:
            return (
                Status.PENDING if not any(name in values for name in self.facts) else Status.MISSING
            )
        return Status.MISSING


@dataclass(frozen=True, slots=True)
class ReadyNode:
    """A node ready to be scored, for one block of units."""

    node: Node
    leaf: ReadyLeaf | None
    children: tuple[ReadyNode, ...]
    applies: bool
    step: RoundingStep | None


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes nodes ready for one rulebook, block and day."""

    rulebook: Rulebook
    kinds: Mapping[str, Kind]
    block: str
    on: date | None

    def node(self, node: Node, depth: int) -> ReadyNode:
        """Return a node and all below it, ready."""
        own = node.rounding or NodeRounding()
        level = self.rulebook.rounding.field if depth == 0 else None
        return ReadyNode(
            node=node,
            leaf=self.leaf(node) if node.leaf is not None else None,
            children=tuple(self.node(child, depth + 1) for child in node.children),
            applies=not node.applies_to or self.block in node.applies_to,
            step=own.points or level,
        )

    def leaf(self, node: Node) -> ReadyLeaf:
        """Return a component, ready; its own rounding goes before the rulebook's."""
        assert node.leaf is not None  # noqa: S101 - the caller asks for components only
        leaf, own, common = node.leaf, node.rounding or NodeRounding(), self.rulebook.rounding
        uses = {"": leaf.rule} if leaf.variants is None else dict(leaf.variants.rules)
        rules = {
            answer: ReadyRule.of(use, self.kinds[use.kind], node.max_points, self.on)
            for answer, use in uses.items()
            if use is not None
        }
        ratio, points = own.ratio or common.ratio, own.points or common.component
        carried = own.carried
        return ReadyLeaf(
            node=node,
            rules=rules,
            chosen_by=leaf.variants.by if leaf.variants else None,
            printed={answer: rule.points(ratio) for answer, rule in rules.items()},
            carried=carried and {key: rule.points(carried.ratio) for key, rule in rules.items()},
            print_step=points,
            carry_step=carried.points if carried else None,
            ratio_step=ratio,
            carry_ratio_step=carried.ratio if carried else None,
            facts=leaf.fact_names(),
        )


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


POLICY_POINTS: Mapping[NoneArisen, Callable[[Decimal], Decimal]] = {
    NoneArisen.FULL: lambda max_points: max_points,
    NoneArisen.ZERO: lambda _: ZERO,
}
