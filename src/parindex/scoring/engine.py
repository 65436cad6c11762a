"""Facts and a rulebook give points, with totals at every level: exact, and never a guess."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import partial

from parindex.errors import (
    CountError,
    OptionError,
    ScoreAboveMaximumError,
)
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Incomplete, Part, Rulebook
from parindex.scoring.component import ReadyLeaf, Values, remembering
from parindex.scoring.facts import Status, UnitFacts
from parindex.scoring.gates import failed_gates
from parindex.scoring.index import index_of
from parindex.scoring.kinds import discover
from parindex.scoring.plan import ReadyNode, plan
from parindex.scoring.rank import place
from parindex.scoring.result import (
    NOT_APPLICABLE,
    ZERO,
    Effect,
    NodeScore,
    Result,
    UnitScore,
    make_score,
)
from parindex.scoring.rounding import EXACT, round_to
from parindex.scoring.trace import trace_imported, trace_leaf, trace_other_block, trace_sum

SCORED = Status.SCORED


def left_out_of(rulebook: Rulebook) -> frozenset[Status]:
    """Return the statuses that drop out of totals instead of holding them up."""
    rules = ((Status.MISSING, rulebook.missing), (Status.PENDING, rulebook.pending))
    return frozenset(status for status, how in rules if how is Incomplete.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class _Parent:
    """A field or criterion with what its sum needs: children's codes, maxima, signs.

    `twin` is the code of an only child that it equals in every figure, "" if there is none.
    """

    code: str
    ready: ReadyNode
    children: tuple[tuple[str, Decimal, bool], ...]
    top: Decimal
    twin: str
    earns: bool


class _Scorer:
    """Scores units of one block by one ready rulebook, components first, then upwards."""

    def __init__(self, rulebook: Rulebook, nodes: tuple[ReadyNode, ...], *, trace: bool) -> None:
        self.ready = nodes
        self.trace = trace
        self.left_out = left_out_of(rulebook)
        self.order = tuple(node.code for node in rulebook.walk())
        self.leaves: list[tuple[str, ReadyNode, Callable[[Values], NodeScore]]] = []
        self.parents: list[_Parent] = []
        for node in nodes:
            self._flatten(node)

    def _flatten(self, ready: ReadyNode) -> None:
        """List components, and parents after their children."""
        if ready.leaf is not None:
            self.leaves.append((ready.node.code, ready, self._leaf_scorer(ready, ready.leaf)))
            return
        for child in ready.children:
            self._flatten(child)
        nodes = [child.node for child in ready.children]
        children = tuple((node.code, node.max_points, node.subtracts) for node in nodes)
        top = sum((node.max_points for node in nodes if not node.subtracts), ZERO)
        is_twin = len(nodes) == 1 and not nodes[0].subtracts
        twin = nodes[0].code if is_twin and ready.step is None and not self.left_out else ""
        earns = ready.effect is Effect.EARNS
        self.parents.append(_Parent(ready.node.code, ready, children, top, twin, earns))

    def _leaf_scorer(self, ready: ReadyNode, leaf: ReadyLeaf) -> Callable[[Values], NodeScore]:
        """Return what scores a component of this block: with its trace, or remembering."""
        if not ready.applies:
            note = partial(trace_other_block, leaf) if self.trace else None
            other = NOT_APPLICABLE._replace(how=note, effect=ready.effect)
            return lambda _: other
        if self.trace:
            return lambda values: self._traced(ready, leaf, values)
        if ready.effect is Effect.EARNS:
            return remembering(leaf.facts, leaf.score)
        return remembering(
            leaf.facts, lambda values: leaf.score(values)._replace(effect=ready.effect)
        )

    @staticmethod
    def _traced(ready: ReadyNode, leaf: ReadyLeaf, values: Values) -> NodeScore:
        score = leaf.score(values)
        note = partial(trace_leaf, leaf, values, score)
        return make_score((*score[:5], note, ready.effect, False))

    def unit(self, facts: UnitFacts) -> dict[str, NodeScore]:
        """Return the scores of all nodes of one unit, by code, in the order of the set."""
        scores: dict[str, NodeScore] = dict.fromkeys(self.order, NOT_APPLICABLE)
        values, given = facts.values, facts.points
        code = ""
        try:
            for code, ready, run in self.leaves:
                if given and code in given:
                    scores[code] = self.imported(ready, facts)
                else:
                    scores[code] = run(values)
        except (CountError, OptionError) as error:
            error.args = (f"unit {facts.unit}, component {code}: {error}",)
            raise
        except ScoreAboveMaximumError as error:
            raise ScoreAboveMaximumError(facts.unit, code, error.points, error.max_points) from None
        for parent in self.parents:
            if given and parent.code in given:
                score = self.imported(parent.ready, facts)
            else:
                score = self.sum_up(parent, scores)
                score = self._with_parts(parent, scores, score) if self.trace else score
            scores[parent.code] = (
                score if parent.earns else score._replace(effect=parent.ready.effect)
            )
        return scores

    @staticmethod
    def _with_parts(
        parent: _Parent, scores: Mapping[str, NodeScore], score: NodeScore
    ) -> NodeScore:
        """Return the score of a sum with its trace."""
        if score.points is None:
            return score
        signed = ((code, scores[code].carried, subtracts) for code, _, subtracts in parent.children)
        parts = tuple(
            (code, -value if subtracts else value)
            for code, value, subtracts in signed
            if value is not None
        )
        note = partial(trace_sum, parent.ready.node, parts, score.points)
        return make_score((*score[:5], note, Effect.EARNS, False))

    def imported(self, ready: ReadyNode, facts: UnitFacts) -> NodeScore:
        """Return what somebody else decided for a node."""
        node, given = ready.node, facts.points[ready.node.code]
        note = partial(trace_imported, node, given) if self.trace else None
        if given is Status.NOT_APPLICABLE:
            return NOT_APPLICABLE._replace(how=note, imported=True)
        top = facts.applicable.get(node.code, node.max_points)
        if isinstance(given, Status):
            return NodeScore(given, None, top, None, ZERO, note, imported=True)
        if not ZERO <= given <= top:
            raise ScoreAboveMaximumError(facts.unit, node.code, given, top)
        return NodeScore(Status.SCORED, given, top, given, given, note, imported=True)

    def sum_up(self, parent: _Parent, scores: Mapping[str, NodeScore]) -> NodeScore:
        """Sum the children; what is missing below is missing here, unless it is left out."""
        if parent.twin and (twin := scores[parent.twin])[1] is twin[3]:
            return twin if not (twin[5] or twin[7]) else twin._replace(how=None, imported=False)
        known, top, worst, applies = ZERO, parent.top, SCORED, False
        for code, most, subtracts in parent.children:
            score = scores[code]
            status, applicable = score[0], score[2]
            if status is not SCORED:
                if status is Status.NOT_APPLICABLE or status in self.left_out:
                    top = top if subtracts else top - most
                    continue
                worst = _worse(worst, status)
            applies = True
            if subtracts:
                known -= score[4]
                continue
            known += score[4]
            if applicable is not most:
                top += applicable - most
        if not applies:
            return NOT_APPLICABLE
        known = max(known, ZERO)
        if worst is not SCORED:
            return NodeScore(worst, None, top, None, known)
        points = parent.ready.rounded(known)
        return make_score((SCORED, points, top, points, points, None, Effect.EARNS, False))


def _worse(one: Status, other: Status) -> Status:
    """Return what holds a total up more: missing before pending."""
    return Status.MISSING if Status.MISSING in {one, other} else other


def _sums(
    rulebook: Rulebook, ready: tuple[ReadyNode, ...], nodes: dict[str, NodeScore]
) -> tuple[dict[Part, Decimal], Decimal, Status]:
    """Return points by part, the applicable maximum, and the status of the total."""
    sums, top = dict.fromkeys(Part, ZERO), ZERO
    left_out, applies, worst = left_out_of(rulebook), False, SCORED
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
    if worst is SCORED and not applies:
        worst = Status.NOT_APPLICABLE
    return sums, top, worst


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


class BlockScorer:
    """A rulebook made ready once, for scoring single units of one block again and again.

    A sheet that is being filled is scored after each change; making the rulebook ready each
    time would cost ten times the scoring. The scores have no rank: one unit alone has none.

    Examples
    --------
    >>> from parindex.scoring import load
    >>> scorer = BlockScorer(load("766/2026/department"), "department")
    >>> scorer.unit(UnitFacts("H21.17", "Sở Văn hóa", "department", {})).points is None
    True
    """

    def __init__(self, rulebook: Rulebook, block: str, *, trace: bool = False) -> None:
        self.rulebook = rulebook
        self.scorer = _Scorer(rulebook, plan(rulebook, discover(), block=block), trace=trace)

    def unit(self, facts: UnitFacts) -> UnitScore:
        """Return the score of one unit, without rank and band; see `score` for errors."""
        with localcontext(EXACT):
            return _total(self.rulebook, self.scorer.ready, facts, self.scorer.unit(facts))

    def effect_of(self, code: str) -> Effect:
        """Return what the points of a component do to the total."""
        return next(ready.effect for own, ready, _ in self.scorer.leaves if own == code)


@contextmanager
def resting_collector() -> Iterator[None]:
    """Let Python's cycle collector rest while scores are made.

    Scores are hundreds of thousands of small values that live on and form no cycles; walking
    them again and again takes a third of the time and frees nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    OptionError
        If an answer is none of those that the rulebook declares.

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
    with localcontext(EXACT), resting_collector():
        for unit in facts:
            if unit.block not in scorers:
                ready = plan(rulebook, known, block=unit.block, on=on)
                scorers[unit.block] = _Scorer(rulebook, ready, trace=trace)
            scorer = scorers[unit.block]
            units.append(_total(rulebook, scorer.ready, unit, scorer.unit(unit)))
        placed = place(rulebook, units)
    return Result(rulebook.identity, fingerprint(rulebook), placed)
