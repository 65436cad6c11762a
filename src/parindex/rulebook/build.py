"""Makes the frozen rulebook from its document: resolves sources, rules and inherited values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from parindex.errors import Problem
from parindex.rulebook.document import RawNode, RawRule, RawRulebook, RawValues
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import (
    DatedValues,
    Leaf,
    Node,
    Part,
    Rulebook,
    RuleUse,
    Source,
    Text,
    Variants,
)
from parindex.rulebook.source import Path_, Positions
from parindex.rulebook.values import Exact


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a node takes from the nodes above it when it says nothing itself."""

    source: Source
    field_key: str
    part: Part
    appraised_by: Text | None = None
    step: Exact | None = None
    applies_to: tuple[str, ...] = ()

    def below(self, raw: RawNode) -> Inherited:
        """Return what the children of `raw` inherit."""
        return Inherited(
            source=raw.source or self.source,
            field_key=raw.field_key or self.field_key or raw.key,
            part=raw.part if raw.part is not Part.BASE else self.part,
            appraised_by=raw.appraised_by or self.appraised_by,
            step=self.step if raw.step is None else raw.step,
            applies_to=raw.applies_to or self.applies_to,
        )


@dataclass(frozen=True, slots=True)
class Builder:
    """Carries kinds, positions and problems through the tree."""

    kinds: Mapping[str, Kind]
    positions: Positions
    problems: list[Problem]
    valid_from: date

    def say(self, path: Path_, what: str, fix: str) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(self.positions.of(path), what, fix))

    def node(self, raw: RawNode, path: Path_, above: Inherited) -> Node:
        """Return the node with everything resolved."""
        own = above.below(raw)
        children = tuple(
            self.node(child, (*path, "children", index), own)
            for index, child in enumerate(raw.children)
        )
        is_leaf = raw.rule is not None or raw.variants is not None
        if is_leaf == bool(children):
            what = f"{raw.code} needs either `children` or a `rule` (or `variants`)"
            self.say(path, what, "A field or criterion has children, a component has a rule")
        if raw.rule is not None and raw.variants is not None:
            what = f"{raw.code} has a `rule` and `variants`"
            self.say(path, what, "Keep the rule, or move it into the variants")
        return Node(
            code=raw.code,
            key=raw.key,
            field_key=own.field_key,
            name=raw.name,
            max_points=raw.max_points,
            source=own.source,
            part=own.part,
            exclusive=raw.exclusive,
            subtracts=raw.subtracts,
            applies_to=own.applies_to,
            rounding=raw.rounding,
            children=children,
            leaf=self.leaf(raw, path, own) if is_leaf else None,
        )

    def leaf(self, raw: RawNode, path: Path_, own: Inherited) -> Leaf | None:
        """Return what makes the node a component, None when something is missing."""
        given_by, none_arisen, step = raw.given_by, raw.none_arisen, own.step
        appraised_by = own.appraised_by
        if given_by is None or none_arisen is None or step is None or appraised_by is None:
            for name, value in {
                "given_by": given_by,
                "none_arisen": none_arisen,
                "step": step,
                "appraised_by": appraised_by,
            }.items():
                if value is None:
                    self.say(
                        path, f"component {raw.code} has no `{name}`", "Add it; none is guessed"
                    )
            return None
        simple = None
        if raw.rule is not None:
            simple = self.rule(
                RawRule(rule=raw.rule, inputs=raw.inputs, values=raw.values), path, own.source
            )
        return Leaf(
            given_by=given_by,
            rule=simple,
            variants=self.variants(raw, path, own.source),
            none_arisen=none_arisen,
            arises_with=raw.arises_with,
            step=step,
            evidence=raw.evidence,
            appraised_by=appraised_by,
            guide=raw.guide,
            note=raw.note,
        )

    def variants(self, raw: RawNode, path: Path_, source: Source) -> Variants | None:
        """Return the rules by answer, None for a component with one rule."""
        if raw.variants is None:
            return None
        rules = {
            answer: self.rule(rule, (*path, "variants", "rules", answer), source)
            for answer, rule in raw.variants.rules.items()
        }
        return Variants(by=raw.variants.by, rules=rules)

    def rule(self, raw: RawRule, path: Path_, source: Source) -> RuleUse:
        """Return the rule with typed parameters; an unknown kind is a problem."""
        kind = self.kinds.get(raw.rule)
        if kind is None:
            known = ", ".join(sorted(self.kinds))
            self.say((*path, "rule"), f"no rule kind {raw.rule!r}", f"Use one of {known}")
            return RuleUse(kind=raw.rule, inputs=raw.inputs, values=())
        values = tuple(
            DatedValues(
                start=one.start,
                source=one.source or source,
                parameters=self.parameters(one, kind, (*path, "values", index)),
            )
            for index, one in enumerate(raw.values)
        )
        if not values and not (set(kind.parameters) - kind.optional):
            values = (DatedValues(start=self.valid_from, source=source, parameters={}),)
        elif not values:
            needed = ", ".join(kind.parameters)
            self.say(path, f"rule `{kind.name}` has no `values`", f"Give {needed} with `from`")
        return RuleUse(kind=kind.name, inputs=self.inputs(raw, kind), values=values)

    @staticmethod
    def inputs(raw: RawRule, kind: Kind) -> dict[str, Any]:
        """Return the bound inputs: one fact, a tuple to be summed, or facts by name."""
        bound: dict[str, Any] = {}
        for name, value in raw.inputs.items():
            shape = kind.inputs.get(name)
            by_name = shape is not None and shape.value in {"numbers", "flags"}
            if isinstance(value, Mapping):
                bound[name] = MappingProxyType(dict(value))
            elif isinstance(value, list):
                names = MappingProxyType({fact: fact for fact in value})
                bound[name] = names if by_name else tuple(value)
            else:
                bound[name] = value
        return bound

    def parameters(self, raw: RawValues, kind: Kind, path: Path_) -> dict[str, Any]:
        """Return the parameters as the kind's function takes them."""
        given = dict(raw.model_extra or {})
        result: dict[str, Any] = {}
        for name, adapter in kind.parameters.items():
            if name not in given:
                if name not in kind.optional:
                    self.say(path, f"`{name}` is missing for rule `{kind.name}`", "Add it")
                continue
            try:
                value = adapter.validate_python(given.pop(name))
                result[name] = MappingProxyType(value) if isinstance(value, dict) else value
            except ValidationError as error:
                given.pop(name, None)
                for fault in error.errors(include_url=False):
                    message = str(fault["msg"]).removeprefix("Value error, ")
                    place = (*path, name, *fault["loc"])
                    self.say(place, f"`{name}`: {message}", "Correct the values")
        for name in given:
            known = ", ".join(kind.parameters) or "none"
            what = f"rule `{kind.name}` has no parameter `{name}`"
            self.say((*path, name), what, f"Its parameters are: {known}")
        return result


def build(
    document: RawRulebook, kinds: Mapping[str, Kind], positions: Positions, problems: list[Problem]
) -> Rulebook | None:
    """Return the rulebook, or None when a rule could not be made; problems are appended."""
    before = len(problems)
    builder = Builder(kinds, positions, problems, document.valid_from)
    top = Inherited(source=document.source, field_key="", part=Part.BASE)
    fields = tuple(
        builder.node(raw, ("fields", index), top) for index, raw in enumerate(document.fields)
    )
    if len(problems) > before:
        return None
    shared = {
        name: getattr(document, name)
        for name in (
            "identity",
            "title",
            "model",
            "blocks",
            "valid_from",
            "valid_to",
            "acts",
            "scale",
            "facts",
            "averages",
            "rounding",
            "bonus_cap",
            "penalty_cap",
            "gates",
            "settings",
            "note",
        )
    }
    return Rulebook(
        **shared,
        fields=fields,
        not_applicable=document.not_applicable.convention,
        missing=document.not_applicable.missing,
        pending=document.not_applicable.pending,
        ties=document.ranking.ties,
        tie_breakers=document.ranking.tie_breakers,
        bands=document.bands.of,
        bands_on=document.bands.on,
    )
