"""The index: points over the applicable maximum, by the convention the rulebook names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from parindex.rulebook.model import Convention, GivenBy, Node, Part, Rulebook, RoundingStep
from parindex.scoring.facts import Status
from parindex.scoring.result import NodeScore
from parindex.scoring.rounding import round_to

ZERO = Decimal(0)
HUNDREDTH = RoundingStep(step="0.01")
"""R2 rounds the appraised rate to two decimals before it is weighed."""


def _split(rulebook: Rulebook, nodes: Mapping[str, NodeScore]) -> dict[bool, tuple[Decimal, ...]]:
    """Return (points, applicable maximum, full maximum) of survey and appraised components."""
    sums = {True: [ZERO, ZERO, ZERO], False: [ZERO, ZERO, ZERO]}

    def add(node: Node) -> None:
        score = nodes[node.code]
        is_survey = node.leaf is not None and node.leaf.given_by is GivenBy.SURVEY
        whole = node.leaf is not None or _imported_above(node, nodes)
        if not whole:
            for child in node.children:
                add(child)
            return
        row = sums[is_survey or _all_survey(node)]
        row[2] += node.max_points
        if score.status is Status.SCORED:
            row[0] += score.known
            row[1] += score.max_applicable

    for field in rulebook.fields:
        if field.part is Part.BASE:
            add(field)
    return {key: tuple(row) for key, row in sums.items()}


def _imported_above(node: Node, nodes: Mapping[str, NodeScore]) -> bool:
    """Say whether the node's points are its own and not the sum of its children."""
    below = [nodes[child.code] for child in node.children]
    own = nodes[node.code]
    return own.status is Status.SCORED and any(
        score.status in {Status.MISSING, Status.PENDING} for score in below
    )


def _all_survey(node: Node) -> bool:
    leaves = [each.leaf for each in node.walk() if each.leaf is not None]
    return bool(leaves) and all(leaf.given_by is GivenBy.SURVEY for leaf in leaves)


def base_index(
    rulebook: Rulebook, nodes: Mapping[str, NodeScore], base: Decimal, top: Decimal
) -> Decimal | None:
    """Return the index in points of the scale, before bonus and penalty.

    Conventions (handbook, section 2): R1 points over applicable maximum; R2 the appraised
    rate, rounded, times the appraised maximum, survey unscaled; R3 the appraised part
    alone when no survey was held; R4 the appraised part always; `absolute` no rescaling.
    """
    scale, how = rulebook.scale, rulebook.not_applicable
    if how is Convention.ABSOLUTE:
        return base
    if how is Convention.RESCALE_ALL:
        return scale * base / top if top else None
    parts = _split(rulebook, nodes)
    (points, applicable, full), (survey, survey_top, _) = parts[False], parts[True]
    if how is Convention.RESCALE_APPRAISED:
        if not applicable:
            return None
        return round_to(100 * points / applicable, HUNDREDTH) * full / 100 + survey
    if how is Convention.APPRAISED_ONLY or not survey_top:
        return scale * points / applicable if applicable else None
    return base


def index_of(
    rulebook: Rulebook,
    nodes: Mapping[str, NodeScore],
    top: Decimal,
    sums: Mapping[Part, Decimal],
) -> Decimal | None:
    """Return the index in percent of the scale, 0 to 100; None when nothing applies."""
    points = base_index(rulebook, nodes, sums[Part.BASE], top)
    if points is None:
        return None
    total = points + sums[Part.BONUS] - sums[Part.PENALTY]
    kept = min(max(total, ZERO), rulebook.scale)
    return round_to(100 * kept / rulebook.scale, rulebook.rounding.index)
