"""Scoring the nation's communes, against a bare loop that only does the Decimal arithmetic."""

from __future__ import annotations

import gc
import itertools
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import partial
from typing import Any

from parindex.errors import NothingAroseError
from parindex.rulebook.model import Fact, FactType, Node, Rulebook
from parindex.scoring import UnitFacts, discover, load, score
from parindex.scoring.component import ReadyLeaf
from parindex.scoring.engine import EXACT
from parindex.scoring.plan import ReadyNode, plan

RULEBOOK = "model/2026/commune"
NATION, PROVINCE, ROUNDS = 3321, 170, 5
HUNDREDTH = Decimal("0.01")


def _value(fact: Fact, chance: random.Random) -> Any:
    """Return a plausible value; simulated, and the same at every run."""
    if fact.type is FactType.YES_NO:
        return chance.random() < 0.9
    if fact.type is FactType.CHOICE:
        return chance.choice(list(fact.options))
    if fact.type is FactType.PERCENT:
        return Decimal(chance.randint(6000, 10000)) / 100
    return chance.randint(0, 3)


def _leaf_facts(node: Node) -> Iterator[tuple[str, str]]:
    """Return the facts that a component binds as parts and wholes."""
    for rule in node.leaf.rules() if node.leaf else ():
        for name, bound in rule.inputs.items():
            if name in {"numerator", "denominator"}:
                facts = bound if isinstance(bound, tuple) else (bound,)
                yield from ((name, fact) for fact in facts)


def simulated_units(rulebook: Rulebook, number: int) -> list[UnitFacts]:
    """Return units with simulated facts: parts lie within their wholes."""
    chance = random.Random(766)  # noqa: S311 - figures for a bench, not a secret
    roles = {fact: name for leaf in rulebook.leaves() for name, fact in _leaf_facts(leaf)}
    units = []
    for index in range(number):
        values = {name: _value(fact, chance) for name, fact in rulebook.facts.items()}
        for name, role in roles.items():
            low, high = (0, 400) if role == "numerator" else (400, 600)
            values[name] = chance.randint(low, high)
        units.append(UnitFacts(f"U{index:04}", f"Xã {index}", next(iter(rulebook.blocks)), values))
    return units


Call = tuple[int, Callable[..., Decimal], tuple[Any, ...]]


def _parents(nodes: tuple[ReadyNode, ...], above: int = 0) -> Iterator[tuple[int, ReadyNode]]:
    """Return fields and criteria, numbered from 1, each with the number of its parent."""
    counter = itertools.count(1)

    def walk(node: ReadyNode, parent: int) -> Iterator[tuple[int, ReadyNode]]:
        if node.leaf is not None:
            return
        yield parent, node
        own = next(counter)
        for child in node.children:
            yield from walk(child, own)

    for node in nodes:
        yield from walk(node, above)


def bare_calls(rulebook: Rulebook, units: list[UnitFacts]) -> tuple[list[list[Call]], list[int]]:
    """Return each unit's calls of rule functions with arguments at hand, and parents' parents."""
    ready = plan(rulebook, discover(), block=next(iter(rulebook.blocks)))
    parents = list(_parents(ready))
    table = []
    for unit in units:
        row: list[Call] = []
        for number, (_, parent) in enumerate(parents, start=1):
            leaves = [child.leaf for child in parent.children if child.leaf is not None]
            row += [(number, *call) for leaf in leaves if (call := _call(leaf, unit))]
        table.append(row)
    return table, [0, *(above for above, _ in parents)]


def _call(
    leaf: ReadyLeaf, unit: UnitFacts
) -> tuple[Callable[..., Decimal], tuple[Any, ...]] | None:
    """Return a rule function with its arguments, None when nothing arose."""
    variant = leaf.choose(unit.values)
    if variant is None or not leaf.arose(unit.values):
        return None
    rule = leaf.rules[variant]
    fixed = dict(rule.values.parameters)
    if rule.kind.needs_max:
        fixed["max_points"] = rule.max_points
    return partial(rule.kind.function, **fixed), rule.arguments(unit.values)


def bare_loop(table: list[list[Call]], above: list[int]) -> None:
    """Do the Decimal arithmetic alone: each rule, one rounding, sums at every level, the index."""
    with localcontext(EXACT):
        for row in table:
            sums = [Decimal(0)] * len(above)
            for place, function, arguments in row:
                try:
                    sums[place] += function(*arguments).quantize(HUNDREDTH, ROUND_HALF_UP)
                except NothingAroseError:
                    continue
            for place in range(len(above) - 1, 0, -1):
                sums[above[place]] += sums[place]
            100 * sums[0] / Decimal(100)


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of a few runs, after one that is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def peak_mebibytes(work: Callable[[], object]) -> float:
    """Return the most memory that the work held at once, beyond what was there."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def measured() -> Mapping[str, float]:
    """Return all figures by name."""
    rulebook = load(RULEBOOK)
    nation = simulated_units(rulebook, NATION)
    table = bare_calls(rulebook, nation)
    plain = partial(score, rulebook, nation, trace=False)
    traced = partial(score, rulebook, nation, trace=True)

    def written() -> None:
        for unit in score(rulebook, nation, trace=True).units:
            for node in unit.nodes.values():
                _ = node.trace

    return {
        "written": seconds(written),
        "bare": seconds(partial(bare_loop, *table)),
        "plain": seconds(plain),
        "traced": seconds(traced),
        "province": seconds(partial(score, rulebook, nation[:PROVINCE], trace=True)),
        "plain_memory": peak_mebibytes(plain),
        "traced_memory": peak_mebibytes(traced),
    }


def report() -> list[str]:
    """Return the section of the page."""
    rulebook, found = load(RULEBOOK), measured()

    def row(name: str, key: str, memory: str = "") -> str:
        ratio = found[key] / found["bare"]
        kept = f"{found[memory]:.0f}" if memory else "–"
        return f"| {name} | {found[key]:.3f} | {ratio:.2f} | {kept} |"

    return [
        "## Scoring",
        "",
        (
            f"{NATION:,} communes by `{RULEBOOK}` ({len(rulebook.leaves())} components), simulated "
            "facts. Reference: a bare loop over the same "
            "rule functions with their arguments at hand, one rounding each, sums at every level. "
            f"Processor seconds, median of {ROUNDS} runs."
        ),
        "",
        "| What | Seconds | Ratio to the bare loop | Peak memory (MiB) |",
        "|---|--:|--:|--:|",
        row("bare loop (reference)", "bare"),
        row("nation, without trace", "plain", "plain_memory"),
        row("nation, with trace", "traced", "traced_memory"),
        row("nation, with every trace written out", "written"),
        row(f"a province of {PROVINCE} units, with trace", "province"),
        "",
        (
            "Targets: without trace within 3 times the bare loop; the nation under 2 s; a province "
            "under 0.15 s."
        ),
    ]
