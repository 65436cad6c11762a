"""Gates: conditions that cap the band of a unit whatever its index."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from parindex.rulebook.model import Gate, Node, Rulebook
from parindex.scoring.facts import FactValue
from parindex.scoring.result import Effect, NodeScore


def at_level(nodes: tuple[Node, ...], level: int) -> tuple[Node, ...]:
    """Return the nodes of a level, 1 for fields; a branch that ends earlier gives its last."""
    for _ in range(level - 1):
        nodes = tuple(child for node in nodes for child in (node.children or (node,)))
    return nodes


def _share_fails(gate: Gate, rulebook: Rulebook, scores: Mapping[str, NodeScore]) -> bool:
    if gate.min_share_of_each is None:
        return False
    for node in at_level(rulebook.fields, gate.level):
        score = scores[node.code]
        if score.effect is not Effect.EARNS:
            continue
        floor = gate.min_share_of_each * score.max_applicable
        if score.points is not None and score.points < floor:
            return True
    return False


def _fact_fails(gate: Gate, values: Mapping[str, FactValue]) -> bool:
    value = values.get(gate.fact) if gate.fact is not None else None
    if value is None or isinstance(value, str):
        return False
    return Decimal(value) > (gate.fact_at_most or 0)


def failed_gates(
    rulebook: Rulebook,
    scores: Mapping[str, NodeScore],
    points: Decimal | None,
    values: Mapping[str, FactValue],
) -> tuple[Gate, ...]:
    """Return the gates that a unit does not pass.

    Parameters
    ----------
    rulebook : Rulebook
        Its `gates` are tried in order.
    scores : mapping
        Scores of the unit's nodes by code.
    points : Decimal or None
        Total in points, None when the unit has none.
    values : mapping
        Facts of the unit; a missing fact fails no gate.
    """
    return tuple(
        gate
        for gate in rulebook.gates
        if (gate.min_points is not None and points is not None and points < gate.min_points)
        or _share_fails(gate, rulebook, scores)
        or _fact_fails(gate, values)
    )
