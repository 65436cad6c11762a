"""Facts and a rulebook give points, with totals at every level: exact, and never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal, localcontext

from parindex.errors import NothingAroseError, ScoreAboveMaximumError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Incomplete, NoneArisen, Part, Rulebook
from parindex.scoring.facts import Status, UnitFacts
from parindex.scoring.gates import failed_gates
from parindex.scoring.index import index_of
from parindex.scoring.kinds import discover
from parindex.scoring.plan import POLICY_POINTS, ZERO, Points, ReadyLeaf, ReadyNode, plan
from parindex.scoring.rank import place
from parindex.scoring.result import NodeScore, Result, UnitScore
from parindex.scoring.rounding import round_to
from parindex.scoring.trace import trace_imported, trace_leaf, trace_other_block

EXACT = Context(prec=40)
"""Forty digits: no sum or product of the law comes near, so only divisions are cut."""

NOT_APPLICABLE = NodeScore(Status.NOT_APPLICABLE, None, ZERO, None, ZERO)


def left_out_of(rulebook: Rulebook) -> frozenset[Status]:
    """Return the statuses that drop out of totals instead of holding them up."""
    rules = ((Status.MISSING, rulebook.missing), (Status.PENDING, rulebook.pending))
    return frozenset(status for status, how in rules if how is Incomplete.LEFT_OUT)


class _Scorer:
    """Scores units of one block by one ready rulebook."""

    def __init__(self, rulebook: Rulebook, nodes: tuple[ReadyNode, ...], *, trace: bool) -> None:
        self.rulebook = rulebook
        self.ready = nodes
        self.trace = trace
        self.left_out = left_out_of(rulebook)

    def unit(self, facts: UnitFacts) -> dict[str, NodeScore]:
        """Return the scores of all nodes of one unit, by code."""
        scores: dict[str, NodeScore] = {}
        for node in self.ready:
            self.node(node, facts, scores)
        return scores

    def node(self, ready: ReadyNode, facts: UnitFacts, scores: dict[str, NodeScore]) -> NodeScore:
        """Score a node and all below it."""
        code = ready.node.code
        if ready.leaf is not None:
            score = self.leaf(ready, facts)
        else:
            score = self.parent(ready, facts, scores)
        if facts.points and code in facts.points:
            score = self.imported(ready, facts)
        scores[code] = score
        return score

    def leaf(self, ready: ReadyNode, facts: UnitFacts) -> NodeScore:
        """Score a component."""
        leaf = ready.leaf
        assert leaf is not None  # noqa: S101 - the caller asks for components only
        if not ready.applies:
            note = trace_other_block(leaf) if self.trace else None
            return NOT_APPLICABLE._replace(trace=note)
        variant = leaf.choose(facts.values)
        if variant is None and not leaf.arose(facts.values):
            assert leaf.node.leaf is not None  # noqa: S101 - a ready leaf has one
            return self._none_arisen(leaf, leaf.node.leaf.none_arisen, facts, variant)
        if variant is None:
            return self._unknown(leaf, facts, variant)
        exact = self._exact(leaf, leaf.printed[variant], facts)
        if exact is None:
            return self._unknown(leaf, facts, variant)
        if isinstance(exact, NoneArisen):
            return self._none_arisen(leaf, exact, facts, variant)
        points = round_to(exact, leaf.print_step)
        carried = points
        if leaf.carried is not None:
            again = self._exact(leaf, leaf.carried[variant], facts)
            assert isinstance(again, Decimal)  # noqa: S101 - same facts, other rounding
            carried = round_to(again, leaf.carry_step)
        if not ZERO <= points <= leaf.node.max_points:
            raise ScoreAboveMaximumError(facts.unit, leaf.node.code, points, leaf.node.max_points)
        note = (
            trace_leaf(leaf, facts.values, variant, exact, points, carried) if self.trace else None
        )
        return NodeScore(Status.SCORED, points, leaf.node.max_points, carried, carried, note)

    @staticmethod
    def _exact(leaf: ReadyLeaf, rule: Points, facts: UnitFacts) -> Decimal | NoneArisen | None:
        """Return exact points, or the policy when nothing arose, or None when facts lack."""
        if (
            leaf.node.leaf is not None
            and leaf.node.leaf.arises_with
            and not leaf.arose(facts.values)
        ):
            return leaf.node.leaf.none_arisen
        try:
            return rule(facts.values)
        except NothingAroseError:
            assert leaf.node.leaf is not None  # noqa: S101 - a ready leaf has one
            return leaf.node.leaf.none_arisen

    def _none_arisen(
        self, leaf: ReadyLeaf, policy: NoneArisen, facts: UnitFacts, variant: str | None
    ) -> NodeScore:
        note = (
            trace_leaf(leaf, facts.values, variant, None, None, None, policy)
            if self.trace
            else None
        )
        if policy is NoneArisen.NOT_APPLICABLE:
            return NOT_APPLICABLE._replace(trace=note)
        if policy is NoneArisen.ASK:
            return NodeScore(Status.MISSING, None, leaf.node.max_points, None, ZERO, note)
        points = POLICY_POINTS[policy](leaf.node.max_points)
        return NodeScore(Status.SCORED, points, leaf.node.max_points, points, points, note)

    def _unknown(self, leaf: ReadyLeaf, facts: UnitFacts, variant: str | None) -> NodeScore:
        status = leaf.unknown(facts.values)
        note = trace_leaf(leaf, facts.values, variant, None, None, None) if self.trace else None
        return NodeScore(status, None, leaf.node.max_points, None, ZERO, note)

    def imported(self, ready: ReadyNode, facts: UnitFacts) -> NodeScore:
        """Return what somebody else decided for a node."""
        node, given = ready.node, facts.points[ready.node.code]
        note = trace_imported(node, given) if self.trace else None
        if given is Status.NOT_APPLICABLE:
            return NOT_APPLICABLE._replace(trace=note)
        top = facts.applicable.get(node.code, node.max_points)
        if isinstance(given, Status):
            return NodeScore(given, None, top, None, ZERO, note)
        if not ZERO <= given <= top:
            raise ScoreAboveMaximumError(facts.unit, node.code, given, top)
        return NodeScore(Status.SCORED, given, top, given, given, note)

    def parent(self, ready: ReadyNode, facts: UnitFacts, scores: dict[str, NodeScore]) -> NodeScore:
        """Sum the children; what is missing below is missing here, unless it is left out."""
        known = top = ZERO
        worst: Status | None = None
        applicable = False
        for child in ready.children:
            score = self.node(child, facts, scores)
            status = score.status
            if status is Status.NOT_APPLICABLE:
                continue
            if status is not Status.SCORED and status in self.left_out:
                continue
            applicable = True
            if child.node.subtracts:
                known -= score.known
            else:
                known += score.known
                top += score.max_applicable
            if status is Status.MISSING or (status is Status.PENDING and worst is None):
                worst = status
        if not applicable:
            return NOT_APPLICABLE
        known = max(known, ZERO)
        if worst is not None:
            return NodeScore(worst, None, top, None, known)
        points = round_to(known, ready.step)
        return NodeScore(Status.SCORED, points, top, points, points)


def _worse(one: Status | None, other: Status) -> Status:
    """Return what holds a total up more: missing before pending."""
    return Status.MISSING if Status.MISSING in {one, other} else other


def _sums(
    rulebook: Rulebook, ready: tuple[ReadyNode, ...], nodes: dict[str, NodeScore]
) -> tuple[dict[Part, Decimal], Decimal, Status]:
    """Return points by part, the applicable maximum, and the status of the total."""
    sums, top = dict.fromkeys(Part, ZERO), ZERO
    worst: Status | None = None
    left_out, applies = left_out_of(rulebook), False
    for field in ready:
        score, part = nodes[field.node.code], field.node.part
        if score.status is Status.NOT_APPLICABLE or score.status in left_out:
            continue
        sums[part] += score.known
        if part is Part.BASE:
            top += score.max_applicable
            applies = True
        if score.status is not Status.SCORED:
            worst = _worse(worst, score.status)
    caps = ((Part.BONUS, rulebook.bonus_cap), (Part.PENALTY, rulebook.penalty_cap))
    for part, cap in caps:
        sums[part] = sums[part] if cap is None else min(sums[part], cap)
    sums[Part.BASE] = round_to(sums[Part.BASE], rulebook.rounding.total)
    return sums, top, worst or (Status.SCORED if applies else Status.NOT_APPLICABLE)


def _total(
    rulebook: Rulebook, ready: tuple[ReadyNode, ...], facts: UnitFacts, nodes: dict[str, NodeScore]
) -> UnitScore:
    """Add the fields, then bonus and penalty, and make the index."""
    sums, top, status = _sums(rulebook, ready, nodes)
    total = max(sums[Part.BASE] + sums[Part.BONUS] - sums[Part.PENALTY], ZERO)
    points = min(total, rulebook.scale) if status is Status.SCORED else None
    return UnitScore(
        unit=facts.unit,
        name=facts.name,
        block=facts.block,
        nodes=nodes,
        status=status,
        points=points,
        known=total,
        max_applicable=top,
        bonus=sums[Part.BONUS],
        penalty=sums[Part.PENALTY],
        index=None if points is None else index_of(rulebook, nodes, top, sums),
        ranked=facts.ranked,
        failed_gates=failed_gates(rulebook, nodes, points, facts.values),
    )


def score(
    rulebook: Rulebook,
    facts: Iterable[UnitFacts],
    *,
    kinds: Mapping[str, Kind] | None = None,
    trace: bool = True,
    on: date | None = None,
) -> Result:
    """Score units by a rulebook and rank them within their blocks.

    Parameters
    ----------
    rulebook : Rulebook
        Checked and frozen.
    facts : iterable of UnitFacts
        One for each unit; the order has no effect on any figure.
    kinds : mapping, optional
        Rule kinds; those of the folder `rules` when not given.
    trace : bool
        Whether each component carries how it came to its points.
    on : date, optional
        Day whose values are in force; the end of the rulebook's validity when not given,
        or its latest values while it has no end.

    Returns
    -------
    Result
        In the order of `facts`; points exact except where the rulebook rounds.

    Raises
    ------
    ScoreAboveMaximumError
        If a component gets more than it is worth.
    CountError
        If two counts do not form a share.

    Examples
    --------
    >>> from parindex.scoring import load
    >>> unit = UnitFacts("H21.17", "Sở Văn hóa", "department",
    ...                  {"dossiers_on_time": 653, "dossiers_in_hand": 654})
    >>> score(load("766/2026/department"), [unit]).unit("H21.17").nodes["2.1"].points
    Decimal('19.97')
    """
    known = discover() if kinds is None else kinds
    scorers: dict[str, _Scorer] = {}
    units: list[UnitScore] = []
    with localcontext(EXACT):
        for unit in facts:
            if unit.block not in scorers:
                ready = plan(rulebook, known, block=unit.block, on=on)
                scorers[unit.block] = _Scorer(rulebook, ready, trace=trace)
            scorer = scorers[unit.block]
            units.append(_total(rulebook, scorer.ready, unit, scorer.unit(unit)))
        placed = place(rulebook, units)
    return Result(rulebook.identity, fingerprint(rulebook), placed)
