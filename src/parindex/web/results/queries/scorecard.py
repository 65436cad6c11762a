"""One unit: what it won and lost, against its block; and two units side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parindex.web.common.formats import language
from parindex.web.results.models import Block, Node, NodeResult, UnitResult
from parindex.web.results.queries.editions import in_language
from parindex.web.results.queries.ranking import ZERO, share_of


@dataclass(frozen=True, slots=True)
class Line:
    """A node of a scorecard with its place in the block and its explanation."""

    node: Node
    score: NodeResult
    name: str
    share: Decimal | None
    won: Decimal | None
    average: Decimal | None
    against: Decimal | None
    explanation: dict[str, Any]
    children: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All that the page of a unit shows."""

    unit: UnitResult
    band: str
    how: tuple[str, ...]
    fields: tuple[Line, ...]
    lost: tuple[Line, ...]
    strongest: tuple[Line, ...]
    weakest: tuple[Line, ...]
    unknown: tuple[Line, ...]
    block_size: int
    lost_total: Decimal
    elsewhere: tuple[UnitResult, ...]

    @property
    def parts(self) -> tuple[Line, ...]:
        """Return what is shown side by side: fields, or the parts of an only field."""
        only = self.fields[0].children if len(self.fields) == 1 else ()
        return only or self.fields


def _averages(block: Block) -> dict[int, Decimal]:
    """Return the mean share of each node over the units of a block, in percent."""
    sums: dict[int, list[Decimal]] = {}
    rows = NodeResult.objects.filter(node__block=block, status="scored")
    for score in rows.only("node_id", "points", "max_applicable"):
        share = share_of(score.points, score.max_applicable)
        if share is not None:
            sums.setdefault(score.node_id, []).append(share)
    return {node: sum(shares, ZERO) / len(shares) for node, shares in sums.items()}


def scorecard(unit: UnitResult) -> Scorecard:
    """Return the scorecard of a unit."""
    averages = _averages(unit.block)
    scores = {
        score.node_id: score
        for score in unit.scores.select_related("node").order_by("node__position")
    }
    below: dict[int | None, list[NodeResult]] = {}
    for score in scores.values():
        below.setdefault(score.node.parent_id, []).append(score)

    def line(score: NodeResult) -> Line:
        share = share_of(score.points, score.max_applicable)
        average = averages.get(score.node_id)
        return Line(
            node=score.node,
            score=score,
            name=in_language(score.node, "name"),
            share=share,
            won=score.points,
            average=average,
            against=None if share is None or average is None else share - average,
            explanation=score.explanation[language()],
            children=tuple(line(child) for child in below.get(score.node_id, [])),
        )

    fields = tuple(line(score) for score in below.get(None, []))
    ends = tuple(_ends(fields))
    lost = sorted(
        (end for end in ends if end.score.lost), key=lambda end: -(end.score.lost or ZERO)
    )
    judged = sorted(
        (end for end in ends if end.against is not None), key=lambda end: end.against or ZERO
    )
    others = UnitResult.objects.filter(
        unit=unit.unit,
        block__edition__is_current=True,
        block__edition__family=unit.block.edition.family,
    ).exclude(pk=unit.pk)
    return Scorecard(
        unit=unit,
        band=(unit.band or {}).get(language(), ""),
        how=tuple(unit.explanation[language()]),
        fields=fields,
        lost=tuple(lost),
        strongest=tuple(end for end in reversed(judged) if (end.against or ZERO) > 0)[:5],
        weakest=tuple(end for end in judged if (end.against or ZERO) < 0)[:5],
        unknown=tuple(end for end in _leaves(fields) if end.score.status in {"missing", "pending"}),
        block_size=unit.block.units.filter(rank__isnull=False).count(),
        lost_total=_lost_total(unit, lost),
        elsewhere=tuple(
            others.select_related("block__edition").order_by("block__edition__cut_off", "pk")
        ),
    )


def _lost_total(unit: UnitResult, lost: Iterable[Line]) -> Decimal:
    """Return what is missing to the maximum; of a unit without a total, what is known of it."""
    if unit.points is None:
        return sum((line.score.lost or ZERO for line in lost), ZERO)
    return max(unit.max_applicable - unit.points, ZERO)


def _ends(lines: Iterable[Line]) -> Iterable[Line]:
    """Return components, and groups whose points came as a whole."""
    for line in lines:
        if line.node.is_leaf or line.score.is_opaque:
            yield line
        else:
            yield from _ends(line.children)


def _leaves(lines: Iterable[Line]) -> Iterable[Line]:
    for line in lines:
        if line.score.is_opaque:
            continue
        if line.node.is_leaf:
            yield line
        yield from _leaves(line.children)


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A node of two units side by side."""

    node: Node
    name: str
    first: NodeResult
    second: NodeResult
    difference: Decimal | None


def compared_units(first: UnitResult, second: UnitResult) -> list[ComparedLine]:
    """Return fields and components of two units of one block, in the order of the set."""
    one = {
        score.node_id: score for score in first.scores.select_related("node").defer("explanation")
    }
    other = {
        score.node_id: score for score in second.scores.select_related("node").defer("explanation")
    }
    lines = []
    for node_id, score in sorted(one.items(), key=lambda pair: pair[1].node.position):
        twin = other[node_id]
        known = score.points is not None and twin.points is not None
        lines.append(
            ComparedLine(
                node=score.node,
                name=in_language(score.node, "name"),
                first=score,
                second=twin,
                difference=score.points - twin.points if known else None,
            )
        )
    return lines
