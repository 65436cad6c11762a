"""What must hold between the parts of a rulebook: sums, names, bands, facts, dates, cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parindex.errors import Problem
from parindex.rulebook.document import RawNode, RawRulebook
from parindex.rulebook.kind import InputShape, Kind, fact_types_for
from parindex.rulebook.model import FactType, GivenBy, Node, Part, Rulebook, RuleUse
from parindex.rulebook.source import Path_, Positions
from parindex.rulebook.values import TierList

Fault = tuple[Path_, str, str]
"""Path, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looks at; `rulebook` is None while rules cannot be built."""

    document: RawRulebook
    kinds: Mapping[str, Kind]
    rulebook: Rulebook | None

    def raw_nodes(self) -> Iterator[tuple[Path_, RawNode]]:
        """Return each node as written, with its path."""
        return _walk(self.document.fields, ("fields",))

    def nodes(self) -> Iterator[tuple[Path_, Node]]:
        """Return each built node, with its path."""
        if self.rulebook is not None:
            paths = [path for path, _ in self.raw_nodes()]
            yield from zip(paths, self.rulebook.walk(), strict=True)


def _walk(nodes: tuple[RawNode, ...], path: Path_) -> Iterator[tuple[Path_, RawNode]]:
    for index, raw in enumerate(nodes):
        here = (*path, index)
        yield here, raw
        yield from _walk(raw.children, (*here, "children"))


def _without_a_zero(written: str) -> Iterator[str]:
    """Return the numbers that have one zero less, or one zero elsewhere."""
    for index in (index for index, sign in enumerate(written) if sign == "0"):
        rest = written[:index] + written[index + 1 :]
        yield rest
        yield from (f"{rest[:place]}0{rest[place:]}" for place in range(len(rest) + 1))


def _mistyped(nodes: tuple[RawNode, ...], lacking: Decimal) -> str:
    """Ask about each maximum that would make the sum fit with one zero less or elsewhere."""
    questions = []
    for raw in nodes:
        needed = format((raw.max_points + lacking).normalize(), "f")
        if needed in _without_a_zero(format(raw.max_points, "f")):
            questions.append(f"Is {raw.code}: {raw.max_points} mistyped for {needed}? ")
    return "".join(questions)


def maxima(it: Checked) -> Iterator[Fault]:
    """Maxima add up at every level; of exclusive children each is worth the whole."""
    base = tuple(raw for raw in it.document.fields if raw.part is Part.BASE)
    total = sum((raw.max_points for raw in base), Decimal(0))
    if total != it.document.scale:
        parts = " + ".join(f"{raw.code}: {raw.max_points}" for raw in base)
        what = f"the fields add up to {total}, the scale is {it.document.scale} ({parts})"
        fix = "Correct a maximum; compare each with the annex of the decision"
        yield ("scale",), what, _mistyped(base, it.document.scale - total) + fix
    for path, raw in it.raw_nodes():
        parts_ = tuple(child for child in raw.children if not child.subtracts)
        if not parts_:
            continue
        maxima_ = [child.max_points for child in parts_]
        fits = set(maxima_) == {raw.max_points} if raw.exclusive else sum(maxima_) == raw.max_points
        if not fits:
            kind = "each is not" if raw.exclusive else f"add up to {sum(maxima_)}, not"
            detail = ", ".join(f"{child.code}: {child.max_points}" for child in parts_)
            what = f"the parts of {raw.code} «{raw.name.vi}» {kind} {raw.max_points} ({detail})"
            hint = "" if raw.exclusive else _mistyped(parts_, raw.max_points - sum(maxima_))
            yield (*path, "max_points"), what, hint + "Correct the maximum or one of its parts"


def unique_names(it: Checked) -> Iterator[Fault]:
    """No code and no stable key stands twice."""
    for name in ("code", "key"):
        seen: dict[str, str] = {}
        for path, raw in it.raw_nodes():
            value = getattr(raw, name)
            if value in seen:
                what = f"the {name} {value!r} stands at «{seen[value]}» and at «{raw.name.vi}»"
                yield (*path, name), what, f"Give each its own {name}"
            seen[value] = raw.name.vi


def sources(it: Checked) -> Iterator[Fault]:
    """Every source names an act of the list; the values of a rule are in order of time."""
    known = {act.number for act in it.document.acts}
    listed = ", ".join(sorted(known))
    for path, node in it.nodes():
        if node.source.act not in known:
            what = f"the act {node.source.act!r} is not among `acts`"
            yield (*path, "source"), what, f"List it, or use one of {listed}"
        for rule in node.leaf.rules() if node.leaf else ():
            starts = [values.start for values in rule.values]
            if starts != sorted(set(starts)):
                yield (*path, "values"), "values are not in order of `from`", "Sort them by date"
            for values in rule.values:
                if values.source.act not in known:
                    what = f"the act {values.source.act!r} is not among `acts`"
                    yield (*path, "values"), what, f"List it, or use one of {listed}"
    for index, gate in enumerate(it.document.gates):
        if gate.source.act not in known:
            what = f"the act {gate.source.act!r} is not among `acts`"
            yield ("gates", index), what, f"List it, or use one of {listed}"
    if it.document.valid_to and it.document.valid_to < it.document.valid_from:
        yield ("valid_to",), "the rulebook ends before it begins", "Correct the dates"


def _bound_facts(bound: Any) -> list[Any]:
    if isinstance(bound, Mapping):
        return list(bound.values())
    return list(bound) if isinstance(bound, tuple) else [bound]


def _is_shaped(bound: Any, shape: InputShape) -> bool:
    """Say whether facts are bound as a rule reads them; only numbers can be summed."""
    if isinstance(bound, tuple):
        return shape is InputShape.NUMBER
    return isinstance(bound, Mapping) == (shape in {InputShape.NUMBERS, InputShape.FLAGS})


def _input_faults(it: Checked, path: Path_, rule: RuleUse, kind: Kind) -> Iterator[Fault]:
    place = (*path, "inputs")
    for name, shape in kind.inputs.items():
        if name not in rule.inputs:
            yield place, f"rule `{kind.name}` reads `{name}`, no fact is bound to it", "Bind a fact"
            continue
        bound = rule.inputs[name]
        if not _is_shaped(bound, shape):
            yield (
                place,
                f"`{name}` of rule `{kind.name}` is bound in the wrong shape",
                ("Bind one fact, or facts by name, as the rule's page says"),
            )
        for fact_name in _bound_facts(bound):
            fact = it.document.facts.get(fact_name)
            if fact is None:
                yield place, f"the fact {fact_name!r} is not declared", "Declare it in facts.yaml"
            elif fact.type not in fact_types_for(shape):
                fitting = " or ".join(sorted(fact_types_for(shape)))
                what = f"the fact {fact_name!r} is a {fact.type}, `{name}` needs a {fitting}"
                yield place, what, "Bind another fact or correct its type"
    for name in rule.inputs:
        if name not in kind.inputs:
            yield (
                place,
                f"rule `{kind.name}` reads no `{name}`",
                (f"Its inputs are: {', '.join(kind.inputs)}"),
            )


def facts(it: Checked) -> Iterator[Fault]:
    """Every fact that a rule reads is declared, of a fitting type, with fitting options."""
    for path, node in it.nodes():
        if node.leaf is None:
            continue
        for rule in node.leaf.rules():
            yield from _input_faults(it, path, rule, it.kinds[rule.kind])
            yield from _option_faults(it, path, rule)
            yield from _name_faults(path, rule, it.kinds[rule.kind])
        variants = node.leaf.variants
        if variants is not None:
            fact = it.document.facts.get(variants.by)
            if fact is None or set(fact.options) != set(variants.rules):
                what = f"the variants of {node.code} are not the options of {variants.by!r}"
                yield (*path, "variants"), what, "Declare a choice with exactly these options"
        if node.leaf.arises_with is not None:
            yield from _countable(it, (*path, "arises_with"), node.leaf.arises_with)
    for name, fact in it.document.facts.items():
        if (fact.type is FactType.CHOICE) != bool(fact.options):
            what = f"the fact {name!r} is a {fact.type} and has {len(fact.options)} options"
            yield ("facts", name), what, "A choice, and only a choice, lists its options"


def _countable(it: Checked, path: Path_, name: str) -> Iterator[Fault]:
    """A fact that is asked whether something is there is a yes or no, or a number."""
    fact = it.document.facts.get(name)
    if fact is None:
        yield path, f"the fact {name!r} is not declared", "Declare it in facts.yaml"
    elif fact.type in {FactType.CHOICE, FactType.TEXT}:
        what = f"the fact {name!r} is a {fact.type}; it is asked whether anything is there"
        yield path, what, "Name a yes or no, or a number"


def _option_faults(it: Checked, path: Path_, rule: RuleUse) -> Iterator[Fault]:
    """The options of a choice and those that the rule prices are the same."""
    fact = it.document.facts.get(rule.inputs.get("option", ""))
    for values in rule.values:
        priced = values.parameters.get("options", values.parameters.get("shares"))
        if fact is not None and isinstance(priced, Mapping) and set(priced) != set(fact.options):
            what = f"the rule prices {sorted(priced)}, the fact offers {sorted(fact.options)}"
            yield (*path, "values"), what, "Make the two lists equal"


def _names_of(parameter: Any) -> set[str]:
    """Return the names of facts that a parameter speaks of."""
    if isinstance(parameter, TierList):
        return {name for tier in parameter.root for one in tier.all for name in one.names()}
    return set(parameter) if isinstance(parameter, Mapping) else set()


def _name_faults(path: Path_, rule: RuleUse, kind: Kind) -> Iterator[Fault]:
    """Parameters by name speak of bound facts only; points by name price every one of them."""
    bound = {name for each in rule.inputs.values() if isinstance(each, Mapping) for name in each}
    if not bound:
        return
    for values in rule.values:
        for name, parameter in values.parameters.items():
            named = _names_of(parameter)
            prices_all = isinstance(parameter, Mapping) and kind.measures[name] == "points"
            if (named and named - bound) or (prices_all and named != bound):
                what = f"`{name}` speaks of {sorted(named)}, the inputs bind {sorted(bound)}"
                yield (*path, "values"), what, "Make the two lists equal"


def parameters(it: Checked) -> Iterator[Fault]:
    """Parameters fit one another, and the best a rule gives is the component's maximum."""
    for path, node in it.nodes():
        if node.leaf is None:
            continue
        tops: list[Decimal] = []
        for rule in node.leaf.rules():
            kind = it.kinds[rule.kind]
            for values in rule.values:
                if kind.fault and (fault := kind.fault(**values.parameters)):
                    yield (*path, "values"), fault, "Correct the values"
                tops.append(kind.top(**values.parameters) if kind.top else node.max_points)
        if tops and max(tops) != node.max_points:
            most, allowed = max(tops), node.max_points
            what = f"the rule of {node.code} gives {most} at most, the maximum is {allowed}"
            yield (*path, "max_points"), what, "Correct the maximum or the values"
        if node.max_points % node.leaf.step:
            what = f"{node.max_points} is no multiple of the smallest step {node.leaf.step}"
            yield (*path, "step"), what, "Correct the step or the maximum"
        if node.leaf.given_by is GivenBy.SELF_SCORED and not node.leaf.evidence:
            what = f"component {node.code} is scored by the unit and asks for no evidence"
            yield path, what, "Say in `evidence` which documents prove it"


def bands(it: Checked) -> Iterator[Fault]:
    """Bands fall from the top, each can be reached, and the lowest begins at 0."""
    top = Decimal(100) if it.document.bands.on == "index" else it.document.scale
    for block, rows in it.document.bands.of.items():
        path = ("bands", "of", block)
        if block != "*" and block not in it.document.blocks:
            yield path, f"the block {block!r} is not among `blocks`", "Correct its name"
        above = None
        for index, band in enumerate(rows):
            if band.lower > top or (band.lower == top and not band.inclusive):
                what = f"nobody can reach «{band.label.vi}» from {band.lower}, the most is {top}"
                yield (*path, index), what, "Lower the bound"
            if above is not None and band.lower >= above.lower:
                what = f"«{band.label.vi}» from {band.lower} lies hidden under «{above.label.vi}»"
                yield (*path, index), what, "List bands from the highest to the lowest"
            above = band
        if above is not None and (above.lower != 0 or not above.inclusive):
            what = f"values under {above.lower} have no band"
            yield path, what, "Begin the lowest band at 0, inclusive"


def references(it: Checked) -> Iterator[Fault]:
    """Blocks, tie-breakers, gates and exclusive parts name things that exist."""
    codes = {raw.code for _, raw in it.raw_nodes()}
    for path, raw in it.raw_nodes():
        for block in set(raw.applies_to) - set(it.document.blocks):
            yield (*path, "applies_to"), f"no block {block!r}", "Use a name from `blocks`"
    for code in set(it.document.ranking.tie_breakers) - codes:
        yield ("ranking", "tie_breakers"), f"no code {code!r}", "Use a code of the set"
    lists = [{band.label.vi for band in rows} for rows in it.document.bands.of.values()]
    for index, gate in enumerate(it.document.gates):
        if not lists or any(gate.at_most not in labels for labels in lists):
            what = f"the gate caps at «{gate.at_most}», which is no band of every list"
            yield ("gates", index), what, "Use the Vietnamese name of a band that each list has"
        if gate.fact is not None:
            yield from _countable(it, ("gates", index), gate.fact)


CHECKS: tuple[Callable[[Checked], Iterator[Fault]], ...] = (
    maxima,
    unique_names,
    sources,
    facts,
    parameters,
    bands,
    references,
)


def check(
    document: RawRulebook,
    kinds: Mapping[str, Kind],
    rulebook: Rulebook | None,
    positions: Positions,
) -> list[Problem]:
    """Return every problem between the parts of a rulebook."""
    it = Checked(document, kinds, rulebook)
    return [Problem(positions.of(path), what, fix) for one in CHECKS for path, what, fix in one(it)]
