"""The index: points over the applicable maximum, by the convention the rulebook names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from parindex.rulebook.model import Convention, GivenBy, Node, Part, RoundingStep, Rulebook
from parindex.scoring.facts import Status
from parindex.scoring.result import Effect, NodeScore
from parindex.scoring.rounding import round_to

ZERO = Decimal(0)
HUNDREDTH = RoundingStep(step="0.01")
"""R2 rounds the appraised rate to two decimals before it is weighed."""


def parts_of(rulebook: Rulebook, nodes: Mapping[str, NodeScore]) -> dict[bool, tuple[Decimal, ...]]:
    """Return (points, applicable maximum, full maximum) of survey and appraised components."""
    sums = {True: [ZERO, ZERO, ZERO], False: [ZERO, ZERO, ZERO]}

    def add(node: Node, full: Decimal) -> None:
        score = nodes[node.code]
        if node.leaf is None and not score.imported:
            for index, child in enumerate(node.children):
                add(child, ZERO if node.exclusive and index else min(full, child.max_points))
            return
        row, is_scored = sums[_all_survey(node)], score.status is Status.SCORED
        if score.effect is Effect.TAKES:
            row[0] -= score.known
            return
        row[2] += full
        if is_scored:
            row[0] += score.known
            row[1] += score.max_applicable

    for field in rulebook.fields:
        if field.part is Part.BASE:
            add(field, field.max_points)
    return {key: tuple(row) for key, row in sums.items()}


def appraised_rate(points: Decimal, applicable: Decimal) -> Decimal:
    """Return points over the applicable maximum in percent, rounded as convention R2 does."""
    return round_to(100 * points / applicable, HUNDREDTH)


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
    parts = parts_of(rulebook, nodes)
    (points, applicable, full), (survey, survey_top, _) = parts[False], parts[True]
    if how is Convention.RESCALE_APPRAISED:
        if not applicable:
            return None
        return appraised_rate(points, applicable) * full / 100 + survey
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
