"""One criterion or component: its rule, and all units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parindex.web.common.formats import language
from parindex.web.results.models import Block, Node, NodeResult, UnitResult
from parindex.web.results.queries.editions import in_language
from parindex.web.results.queries.ranking import ZERO, share_of


@dataclass(frozen=True, slots=True)
class NodeUnit:
    """One unit on the page of a component."""

    score: NodeResult
    unit: UnitResult
    share: Decimal | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodePage:
    """All that the page of a component shows."""

    node: Node
    name: str
    rows: tuple[NodeUnit, ...]
    full: int
    none: int
    unknown: int
    not_applicable: int
    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    verdict: str


def node_page(node: Node) -> NodePage:
    """Return the page of a node: every unit of the block, best first."""
    scores = node.scores.select_related("unit_result").order_by("unit_result")
    rows = [
        NodeUnit(
            score=score,
            unit=score.unit_result,
            share=share_of(score.points, score.max_applicable),
            facts=tuple(f"{each['value']}" for each in score.explanation[language()]["inputs"]),
        )
        for score in scores
    ]
    rows.sort(key=lambda row: (row.share is None, -(row.share or ZERO), row.unit.rank or 0))
    shares = [row.share for row in rows if row.share is not None]
    full = sum(share == 100 for share in shares)
    return NodePage(
        node=node,
        name=in_language(node, "name"),
        rows=tuple(rows),
        full=full,
        none=sum(share == 0 for share in shares),
        unknown=sum(row.score.status in {"missing", "pending"} for row in rows),
        not_applicable=sum(row.score.status == "not_applicable" for row in rows),
        mean=sum(shares, ZERO) / len(shares) if shares else None,
        lowest=min(shares, default=None),
        highest=max(shares, default=None),
        verdict=_verdict(shares),
    )


def _verdict(shares: Sequence[Decimal]) -> str:
    """Say what a component does to the ranking: unknown, dead, or decisive."""
    if not shares:
        return "unknown"
    if min(shares) == max(shares):
        return "dead"
    return "decisive" if max(shares) - min(shares) >= 25 else "even"


@dataclass(frozen=True, slots=True)
class CriteriaLine:
    """A node in the list of criteria, with the mean share of its block."""

    node: Node
    name: str
    rules: tuple[str, ...]
    mean: Decimal | None
    full: int
    scored: int


def criteria_lines(block: Block) -> list[CriteriaLine]:
    """Return all nodes of a block in the order of the decision, with how units did."""
    shares: dict[int, list[Decimal]] = {}
    scores = NodeResult.objects.filter(node__block=block, status="scored")
    for score in scores.only("node_id", "points", "max_applicable"):
        share = share_of(score.points, score.max_applicable)
        if share is not None:
            shares.setdefault(score.node_id, []).append(share)
    return [
        CriteriaLine(
            node=node,
            name=in_language(node, "name"),
            rules=tuple(node.texts[language()]["rules"]),
            mean=sum(found, ZERO) / len(found) if (found := shares.get(node.pk, [])) else None,
            full=sum(share == 100 for share in found),
            scored=len(found),
        )
        for node in block.nodes.all()
    ]


def texts_of(node: Node) -> dict[str, Any]:
    """Return the words of a node as they were published, in the reader's language."""
    return node.texts[language()]
