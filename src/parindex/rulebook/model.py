"""A rulebook (bộ chỉ số) as frozen values: what a decision says, and where it says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from parindex.errors import NotFoundError
from parindex.rulebook.values import Exact, Frozen, Points, Positive


class NoneArisen(StrEnum):
    """What a component gives when nothing arose (không phát sinh); there is no default."""

    FULL = "full"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"
    ASK = "ask"


class GivenBy(StrEnum):
    """Who gives the points of a component."""

    SELF_SCORED = "self_scored"
    AUTOMATIC = "automatic"
    SURVEY = "survey"
    EXTERNAL = "external"
    LEADER = "leader"


class FactType(StrEnum):
    """What kind of value a fact is."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


class Part(StrEnum):
    """How the points of a field enter the total."""

    BASE = "base"
    BONUS = "bonus"
    PENALTY = "penalty"


class Convention(StrEnum):
    """How an index is made when something does not apply (handbook R1 to R4)."""

    RESCALE_ALL = "R1"
    RESCALE_APPRAISED = "R2"
    RESCALE_WITHOUT_SURVEY = "R3"
    APPRAISED_ONLY = "R4"
    ABSOLUTE = "absolute"


class Mode(StrEnum):
    """Rounding modes."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class Ties(StrEnum):
    """Ranks of equal units: 1, 2, 2, 3 (dense) or 1, 2, 2, 4 (competition)."""

    DENSE = "dense"
    COMPETITION = "competition"


class Averages(StrEnum):
    """How the average over several blocks is made."""

    MEAN_OF_BLOCK_MEANS = "mean_of_block_means"
    MEAN_OF_UNITS = "mean_of_units"


class Incomplete(StrEnum):
    """What a total does with a component that is missing or pending."""

    HOLDS_TOTAL = "holds_total"
    LEFT_OUT = "left_out"


def _frozen_map(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(value))


FrozenMap = Annotated[Mapping[str, Any], AfterValidator(_frozen_map)]
"""A mapping that nobody can change."""


class Text(Frozen):
    """A text in Vietnamese and English."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("vi" or "en")."""
        return self.en if language == "en" else self.vi


class Act(Frozen):
    """A legal source: number, date, article, title."""

    number: str
    issued: date | None = None
    article: str = ""
    title: Text


class Source(Frozen):
    """A place in a legal source of the rulebook."""

    act: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.act}, {self.place}" if self.place else self.act


class Fact(Frozen):
    """A fact that units declare or that systems deliver."""

    type: FactType
    label: Text
    unit: Text | None = None
    options: Annotated[Mapping[str, Text], AfterValidator(_frozen_map)] = Field(
        default_factory=lambda: MappingProxyType({})
    )


class RoundingStep(Frozen):
    """Round to multiples of `step`."""

    step: Positive
    mode: Mode = Mode.HALF_UP


class Rounding(Frozen):
    """Where a rulebook rounds before it goes on; None means exact.

    `ratio` rounds a share in percent before it earns points.
    """

    ratio: RoundingStep | None = None
    component: RoundingStep | None = None
    field: RoundingStep | None = None
    total: RoundingStep | None = None
    index: RoundingStep | None = None
    rank_on: Annotated[str, Field(pattern="^(exact|rounded)$")]
    display: RoundingStep


class Carried(Frozen):
    """How a component is rounded when it enters its parent, where that differs from print."""

    ratio: RoundingStep | None = None
    points: RoundingStep | None = None


class NodeRounding(Frozen):
    """Rounding of one node where it differs from the rulebook's."""

    ratio: RoundingStep | None = None
    points: RoundingStep | None = None
    carried: Carried | None = None


class DatedValues(Frozen):
    """Parameters of a rule from a date on, with their source."""

    start: date
    source: Source
    parameters: FrozenMap


class RuleUse(Frozen):
    """A rule kind with the facts it reads and its values over time."""

    kind: str
    inputs: FrozenMap
    values: tuple[DatedValues, ...]

    def fact_names(self) -> tuple[str, ...]:
        """Return the facts that the rule reads, in order, each once."""
        names: dict[str, None] = {}
        for bound in self.inputs.values():
            parts = bound.values() if isinstance(bound, Mapping) else bound
            names.update(dict.fromkeys([bound] if isinstance(bound, str) else parts))
        return tuple(names)

    def in_force(self, on: date | None) -> DatedValues:
        """Return the values in force on a day; the latest when no day is given."""
        if on is None:
            return self.values[-1]
        past = [values for values in self.values if values.start <= on]
        return past[-1] if past else self.values[0]


class Variants(Frozen):
    """Rules that differ by the answer to one fact (by phase, by group)."""

    by: str
    rules: Annotated[Mapping[str, RuleUse], AfterValidator(_frozen_map)]


class Leaf(Frozen):
    """What a component needs besides its place in the tree."""

    given_by: GivenBy
    rule: RuleUse | None
    variants: Variants | None = None
    none_arisen: NoneArisen
    arises_with: str | None = None
    step: Exact
    evidence: tuple[Text, ...]
    appraised_by: Text
    guide: Text | None = None
    note: Text | None = None

    def rules(self) -> tuple[RuleUse, ...]:
        """Return the one rule, or the rule of each variant."""
        if self.variants is not None:
            return tuple(self.variants.rules.values())
        return () if self.rule is None else (self.rule,)

    def fact_names(self) -> tuple[str, ...]:
        """Return all facts that the component reads."""
        names: dict[str, None] = {}
        if self.arises_with is not None:
            names[self.arises_with] = None
        if self.variants is not None:
            names[self.variants.by] = None
        for rule in self.rules():
            names.update(dict.fromkeys(rule.fact_names()))
        return tuple(names)


class Node(Frozen):
    """A field, criterion or component; a component is a node with a `leaf`."""

    code: str
    key: str
    field_key: str
    name: Text
    max_points: Points
    source: Source
    part: Part = Part.BASE
    exclusive: bool = False
    subtracts: bool = False
    applies_to: tuple[str, ...] = ()
    rounding: NodeRounding | None = None
    children: tuple[Node, ...] = ()
    leaf: Leaf | None = None

    def walk(self) -> Iterator[Node]:
        """Return this node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class Band(Frozen):
    """A class (xếp loại): its name and lower bound."""

    label: Text
    lower: Exact
    inclusive: bool = True


class Gate(Frozen):
    """A condition; a unit that fails it gets at most the band `at_most`."""

    at_most: str
    reason: Text
    source: Source
    min_points: Exact | None = None
    min_share_of_each: Exact | None = None
    level: int = 2
    fact: str | None = None
    fact_at_most: Exact | None = None


class Setting(Frozen):
    """Something the sources leave open and that this rulebook had to set."""

    about: str
    text: Text


class Rulebook(Frozen):
    """A set of criteria as it is in force for some blocks of units."""

    identity: str
    title: Text
    model: bool
    blocks: Annotated[Mapping[str, Text], AfterValidator(_frozen_map)]
    valid_from: date
    valid_to: date | None
    acts: tuple[Act, ...]
    scale: Points
    facts: Annotated[Mapping[str, Fact], AfterValidator(_frozen_map)]
    fields: tuple[Node, ...]
    not_applicable: Convention
    missing: Incomplete
    pending: Incomplete
    rounding: Rounding
    ties: Ties
    tie_breakers: tuple[str, ...]
    averages: Averages
    bands: Annotated[Mapping[str, tuple[Band, ...]], AfterValidator(_frozen_map)]
    bands_on: str
    bonus_cap: Points | None
    penalty_cap: Points | None
    gates: tuple[Gate, ...]
    settings: tuple[Setting, ...]
    note: Text | None

    def walk(self) -> Iterator[Node]:
        """Return all nodes, parents before children, in the order of the decision."""
        for node in self.fields:
            yield from node.walk()

    def leaves(self) -> tuple[Node, ...]:
        """Return the components."""
        return tuple(node for node in self.walk() if node.leaf is not None)

    def node(self, code: str) -> Node:
        """Return the node with this code.

        Raises
        ------
        NotFoundError
            If no node has it.
        """
        for node in self.walk():
            if node.code == code:
                return node
        raise NotFoundError(f"rulebook {self.identity} has no code {code!r}; see its list of codes")

    def bands_of(self, block: str) -> tuple[Band, ...]:
        """Return the bands of a block, highest first."""
        return self.bands.get(block, self.bands.get("*", ()))
