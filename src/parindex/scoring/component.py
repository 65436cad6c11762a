"""A component made ready for scoring: facts in, score out, all else known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any

from parindex.errors import NothingAroseError, OptionError, ScoreAboveMaximumError
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import (
    Carried,
    DatedValues,
    GivenBy,
    Leaf,
    Node,
    NodeRounding,
    NoneArisen,
    Rounding,
    RoundingStep,
    RuleUse,
)
from parindex.scoring.facts import FactValue, Status
from parindex.scoring.result import NOT_APPLICABLE, ZERO, Effect, NodeScore, make_score
from parindex.scoring.rounding import ratio_percent, rounder

Values = Mapping[str, FactValue]
Getter = Callable[[Values], Any]
Points = Callable[[Values], Decimal | None]
"""Points of a component from its facts, exact; None when a fact is missing."""


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


def _apply(function: Callable[..., Decimal], inputs: tuple[Any, ...]) -> Points:
    """Return the rule over facts; one fact and two are spelled out, being the rule."""
    if len(inputs) == 1 and isinstance(inputs[0], str):
        name = inputs[0]

        def one(values: Values) -> Decimal | None:
            value = values.get(name)
            return None if value is None else function(value)

        return one
    if len(inputs) == 2 and all(isinstance(bound, str) for bound in inputs):
        first, second = inputs

        def two(values: Values) -> Decimal | None:
            a, b = values.get(first), values.get(second)
            return None if a is None or b is None else function(a, b)

        return two
    if len(inputs) == 1:
        get = _getter(inputs[0])

        def single(values: Values) -> Decimal | None:
            found = get(values)
            return None if found is None else function(found)

        return single
    getters = tuple(_getter(bound) for bound in inputs)

    def many(values: Values) -> Decimal | None:
        found = [get(values) for get in getters]
        return None if any(each is None for each in found) else function(*found)

    return many


def with_rounded_ratio(
    function: Callable[..., Decimal], how: RoundingStep
) -> Callable[..., Decimal]:
    """Return the rule with its share in percent rounded before it earns points."""

    round_ratio = rounder(how)

    def rounded(numerator: Any, denominator: Any) -> Decimal:
        function(numerator, denominator)  # refuses what rounding would hide: 100001 of 100000
        return function(round_ratio(ratio_percent(numerator, denominator)), 100)

    return rounded


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """One rule with its values in force, ready to be called."""

    kind: Kind
    use: RuleUse
    values: DatedValues
    max_points: Decimal
    shown: Mapping[str, Any]
    source: str

    @classmethod
    def of(cls, use: RuleUse, kind: Kind, max_points: Decimal, on: date | None) -> ReadyRule:
        """Return the rule with the values in force on a day."""
        values = use.in_force(on)
        shown = MappingProxyType({**values.parameters, "max_points": max_points})
        return cls(kind, use, values, max_points, shown, str(values.source))

    def points(self, ratio: RoundingStep | None) -> Points:
        """Return the function from facts to exact points."""
        fixed = dict(self.values.parameters)
        if self.kind.needs_max:
            fixed["max_points"] = self.max_points
        function: Callable[..., Decimal] = partial(self.kind.function, **fixed)
        if ratio is not None and self.is_ratio:
            function = with_rounded_ratio(function, ratio)
        return _apply(function, tuple(self.use.inputs[name] for name in self.kind.inputs))

    def arguments(self, values: Values) -> tuple[Any, ...]:
        """Return what the rule reads from the facts; None where a fact is missing."""
        return tuple(_getter(self.use.inputs[name])(values) for name in self.kind.inputs)

    @property
    def is_ratio(self) -> bool:
        """Whether the rule divides a part by a whole."""
        return tuple(self.kind.inputs) == ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class ReadyLeaf:
    """A component ready to be scored; `score` does it, the rest says how for the trace."""

    node: Node
    leaf: Leaf
    rules: Mapping[str, ReadyRule]
    printed: Mapping[str, Points]
    ratio_step: RoundingStep | None
    carried: Carried | None
    facts: tuple[str, ...]
    score: Callable[[Values], NodeScore]

    @property
    def chosen_by(self) -> str | None:
        """The fact whose answer chooses the rule, None when there is one rule."""
        return self.leaf.variants.by if self.leaf.variants else None

    def choose(self, values: Values) -> str | None:
        """Return the variant in force for these facts: "" when there is only one.

        Raises
        ------
        OptionError
            If the answer has no rule.
        """
        if self.chosen_by is None:
            return ""
        answer = values.get(self.chosen_by)
        if answer is not None and answer not in self.rules:
            raise OptionError(self.chosen_by, answer, self.rules)
        return None if answer is None else str(answer)

    def arose(self, values: Values) -> bool:
        """Say whether there is anything to score, as far as a fact of its own tells."""
        name = self.leaf.arises_with
        return name is None or bool(values.get(name, True))

    def exact(self, values: Values) -> Decimal | NoneArisen | None:
        """Return exact points, the policy when nothing arose, None when facts lack."""
        if not self.arose(values):
            return self.leaf.none_arisen
        variant = self.choose(values)
        if variant is None:
            return None
        try:
            return self.printed[variant](values)
        except NothingAroseError:
            return self.leaf.none_arisen


def ready_leaf(
    node: Node, leaf: Leaf, kinds: Mapping[str, Kind], common: Rounding, on: date | None
) -> ReadyLeaf:
    """Return a component, ready; its own rounding goes before the rulebook's."""
    own = node.rounding or NodeRounding()
    uses = dict(leaf.variants.rules) if leaf.variants else {"": leaf.rules()[0]}
    rules = {
        answer: ReadyRule.of(use, kinds[use.kind], node.max_points, on)
        for answer, use in uses.items()
    }
    ratio, points, carried = own.ratio or common.ratio, own.points or common.component, own.carried
    printed = {answer: rule.points(ratio) for answer, rule in rules.items()}
    facts = leaf.fact_names()
    scorers = {
        answer: _scorer(
            node,
            nothing=nothing_arose(leaf.none_arisen, node.max_points),
            unknown=_unknown(leaf, facts, node.max_points),
            rule=rule,
            rounded=rounder(points),
            again=rules[answer].points(carried.ratio) if carried else None,
            carry=rounder(carried.points if carried else None),
        )
        for answer, rule in printed.items()
    }
    return ReadyLeaf(
        node=node,
        leaf=leaf,
        rules=rules,
        printed=printed,
        ratio_step=ratio,
        carried=carried,
        facts=facts,
        score=_chosen(node, leaf, facts, scorers),
    )


def nothing_arose(policy: NoneArisen, max_points: Decimal) -> NodeScore:
    """Return what a component gives when nothing arose: its policy decides, no default."""
    if policy is NoneArisen.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if policy is NoneArisen.ASK:
        return NodeScore(Status.MISSING, None, max_points, None, ZERO)
    points = max_points if policy is NoneArisen.FULL else ZERO
    return NodeScore(Status.SCORED, points, max_points, points, points)


def _unknown(
    leaf: Leaf, facts: tuple[str, ...], max_points: Decimal
) -> Callable[[Values], NodeScore]:
    """Return what a component without its facts is: pending for a survey not in yet."""
    missing = NodeScore(Status.MISSING, None, max_points, None, ZERO)
    pending = NodeScore(Status.PENDING, None, max_points, None, ZERO)
    if leaf.given_by is not GivenBy.SURVEY:
        return lambda _: missing
    return lambda values: missing if any(name in values for name in facts) else pending


def _scorer(
    node: Node,
    *,
    nothing: NodeScore,
    unknown: Callable[[Values], NodeScore],
    rule: Points,
    rounded: Callable[[Decimal], Decimal],
    again: Points | None,
    carry: Callable[[Decimal], Decimal],
) -> Callable[[Values], NodeScore]:
    """Return the function from facts to the score of one rule."""
    top, scored = node.max_points, Status.SCORED

    def run(values: Values) -> NodeScore:
        try:
            exact = rule(values)
            carried = exact if again is None else again(values)
        except NothingAroseError:
            return nothing
        if exact is None or carried is None:
            return unknown(values)
        points = rounded(exact)
        if points > top or points < ZERO:
            raise ScoreAboveMaximumError("", node.code, points, top)
        carried = points if again is None else carry(carried)
        return make_score((scored, points, top, carried, carried, None, Effect.EARNS, False))

    return run


def _chosen(
    node: Node,
    leaf: Leaf,
    facts: tuple[str, ...],
    scorers: Mapping[str, Callable[[Values], NodeScore]],
) -> Callable[[Values], NodeScore]:
    """Return the one scorer, or what chooses among several and asks whether anything arose."""
    variants, arises_with = leaf.variants, leaf.arises_with
    if variants is None and arises_with is None:
        return scorers[""]
    nothing = nothing_arose(leaf.none_arisen, node.max_points)
    unknown = _unknown(leaf, facts, node.max_points)

    def run(values: Values) -> NodeScore:
        if arises_with is not None and not values.get(arises_with, True):
            return nothing
        answer = "" if variants is None else values.get(variants.by)
        if answer is None:
            return unknown(values)
        if variants is not None and answer not in scorers:
            raise OptionError(variants.by, answer, scorers)
        return scorers[str(answer)](values)

    return run


def remembering(
    facts: tuple[str, ...], score: Callable[[Values], NodeScore]
) -> Callable[[Values], NodeScore]:
    """Return a scorer that keeps the scores it has given, where it reads a single fact.

    A rule is a pure function, so units with the same answer share one score. Most components
    of a set are yes or no, a choice, or a small count.
    """
    if len(facts) != 1:
        return score
    name, kept = facts[0], dict[Any, NodeScore]()

    def run(values: Values) -> NodeScore:
        value = values.get(name)
        found = kept.get(value)
        if found is None:
            found = kept[value] = score(values)
        return found

    return run
