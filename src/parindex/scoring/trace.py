"""Writes down how a component came to its points, from the very values it was made of."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from parindex.rulebook.model import Node, NoneArisen
from parindex.scoring.component import ReadyLeaf, ReadyRule, Values
from parindex.scoring.facts import Status
from parindex.scoring.result import ZERO, NodeScore, Trace
from parindex.scoring.rounding import EXACT, ratio_percent, round_to

Steps = list[tuple[str, Any]]


def _ratio_steps(leaf: ReadyLeaf, rule: ReadyRule, values: Values) -> Steps:
    """Return the share in percent, and as rounded where the rulebook rounds it."""
    if not rule.is_ratio:
        return []
    numerator, denominator = rule.arguments(values)
    ratio = ratio_percent(numerator, denominator)
    steps: Steps = [("ratio", ratio)]
    if leaf.ratio_step is not None:
        steps.append(("ratio_rounded", round_to(ratio, leaf.ratio_step)))
    elif leaf.carried is not None and leaf.carried.ratio is not None:
        steps.append(("ratio_carried", round_to(ratio, leaf.carried.ratio)))
    return steps


def trace_leaf(leaf: ReadyLeaf, values: Values, score: NodeScore) -> Trace:
    """Return the trace of a component, scored or not, with the digits that it was scored with."""
    with localcontext(EXACT):
        return _trace(leaf, values, score)


def _trace(leaf: ReadyLeaf, values: Values, score: NodeScore) -> Trace:
    inputs = {name: values.get(name) for name in leaf.facts}
    variant, exact = leaf.choose(values), leaf.exact(values)
    if variant is None:
        is_none = isinstance(exact, NoneArisen)
        step = ("none_arisen", exact) if is_none else ("variant_unknown", leaf.chosen_by)
        return Trace("", {}, inputs, (step,), str(leaf.node.source))
    rule = leaf.rules[variant]
    steps: Steps = [("variant", variant)] if variant else []
    if isinstance(exact, NoneArisen):
        steps.append(("none_arisen", exact.value))
    elif exact is not None:
        steps += [*_ratio_steps(leaf, rule, values), ("points_exact", exact)]
        if score.points != exact:
            steps.append(("points_rounded", score.points))
        if score.carried != score.points:
            steps.append(("carried", score.carried))
    return Trace(rule.kind.name, rule.shown, inputs, tuple(steps), rule.source)


def trace_sum(node: Node, parts: tuple[tuple[str, Decimal], ...], points: Decimal) -> Trace:
    """Return the trace of a sum: its parts by code, and the rounding where it changed them."""
    steps: Steps = [("parts", parts)]
    with localcontext(EXACT):
        total = max(sum((value for _, value in parts), ZERO), ZERO)
    if points != total:
        steps.append(("points_rounded", points))
    return Trace("", {}, {}, tuple(steps), str(node.source))


def trace_imported(node: Node, given: Decimal | Status) -> Trace:
    """Return the trace of a node whose points came from outside."""
    value = given.value if isinstance(given, Status) else given
    return Trace("", {}, {}, (("imported", value),), str(node.source))


def trace_other_block(leaf: ReadyLeaf) -> Trace:
    """Return the trace of a component that is not for this block of units."""
    blocks = ", ".join(leaf.node.applies_to)
    return Trace("", {}, {}, (("other_block", blocks),), str(leaf.node.source))
