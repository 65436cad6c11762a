"""Writes down how a component came to its points, from the very values it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parindex.rulebook.model import Node, NoneArisen
from parindex.scoring.facts import Status
from parindex.scoring.plan import ReadyLeaf, ReadyRule, Values
from parindex.scoring.result import Trace
from parindex.scoring.rounding import ratio_percent, round_to

Steps = list[tuple[str, Any]]


def _ratio_steps(leaf: ReadyLeaf, rule: ReadyRule, values: Values) -> Steps:
    """Return the share in percent, and as rounded where the rulebook rounds it."""
    if not rule.is_ratio:
        return []
    numerator, denominator = (get(values) for get in rule.getters)
    if numerator is None or not denominator:
        return []
    ratio = ratio_percent(numerator, denominator)
    steps: Steps = [("ratio", ratio)]
    if leaf.ratio_step is not None:
        steps.append(("ratio_rounded", round_to(ratio, leaf.ratio_step)))
    elif leaf.carry_ratio_step is not None:
        steps.append(("ratio_carried", round_to(ratio, leaf.carry_ratio_step)))
    return steps


def trace_leaf(
    leaf: ReadyLeaf,
    values: Values,
    variant: str | None,
    exact: Decimal | None,
    points: Decimal | None,
    carried: Decimal | None,
    policy: NoneArisen | None = None,
) -> Trace:
    """Return the trace of a component, scored or not."""
    inputs = {name: values.get(name) for name in leaf.facts}
    if variant is None:
        step = ("none_arisen", policy.value) if policy else ("variant_unknown", leaf.chosen_by)
        return Trace("", {}, inputs, (step,), str(leaf.node.source))
    rule = leaf.rules[variant]
    steps: Steps = [("variant", variant)] if variant else []
    if policy is not None:
        steps.append(("none_arisen", policy.value))
    if exact is not None:
        steps += _ratio_steps(leaf, rule, values)
        steps.append(("points_exact", exact))
        if points != exact:
            steps.append(("points_rounded", points))
        if carried != points:
            steps.append(("carried", carried))
    parameters: Mapping[str, Any] = {**rule.values.parameters, "max_points": rule.max_points}
    return Trace(rule.kind.name, parameters, inputs, tuple(steps), str(rule.values.source))


def trace_imported(node: Node, given: Decimal | Status) -> Trace:
    """Return the trace of a node whose points came from outside."""
    value = given.value if isinstance(given, Status) else given
    return Trace("", {}, {}, (("imported", value),), str(node.source))


def trace_other_block(leaf: ReadyLeaf) -> Trace:
    """Return the trace of a component that is not for this block of units."""
    blocks = ", ".join(leaf.node.applies_to)
    return Trace("", {}, {}, (("other_block", blocks),), str(leaf.node.source))
