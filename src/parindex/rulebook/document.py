"""The shape of a rulebook as it stands in YAML, before rules and sources are resolved."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from parindex.rulebook.model import (
    Act,
    Averages,
    Band,
    Convention,
    Fact,
    Gate,
    GivenBy,
    Incomplete,
    NodeRounding,
    NoneArisen,
    Part,
    Rounding,
    Setting,
    Source,
    Text,
    Ties,
)
from parindex.rulebook.values import Frozen, Points, Positive

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""A stable name: lower-case letters, digits and underscores."""


class RawValues(Frozen):
    """Values of a rule from a date on; the other keys are the kind's parameters."""

    model_config = ConfigDict(frozen=True, extra="allow")

    start: date = Field(alias="from")
    source: Source | None = None


Inputs = dict[str, str | list[str] | dict[str, str]]
"""For each input of a rule: one fact, several to be summed, or facts by name."""


class RawRule(Frozen):
    """A rule kind in use."""

    rule: str
    inputs: Inputs = Field(default_factory=dict)
    values: tuple[RawValues, ...] = ()


class RawVariants(Frozen):
    """Rules by the answer to one fact."""

    by: str
    rules: dict[str, RawRule]


class RawNode(Frozen):
    """A field, criterion or component as written."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    key: Name
    field_key: Name | None = None
    name: Text
    max_points: Points
    source: Source | None = None
    part: Part = Part.BASE
    exclusive: bool = False
    subtracts: bool = False
    applies_to: tuple[str, ...] = ()
    rounding: NodeRounding | None = None
    children: tuple[RawNode, ...] = ()
    given_by: GivenBy | None = None
    rule: str | None = None
    inputs: Inputs = Field(default_factory=dict)
    values: tuple[RawValues, ...] = ()
    variants: RawVariants | None = None
    none_arisen: NoneArisen | None = None
    arises_with: str | None = None
    step: Positive | None = None
    evidence: tuple[Text, ...] = ()
    appraised_by: Text | None = None
    guide: Text | None = None
    note: Text | None = None


class NotApplicable(Frozen):
    """Conventions for what is not scored."""

    convention: Convention
    missing: Incomplete
    pending: Incomplete


class Ranking(Frozen):
    """How equal units are ranked."""

    ties: Ties
    tie_breakers: tuple[str, ...] = ()


class Bands(Frozen):
    """Classes by block; `*` stands for every block without a list of its own."""

    on: Annotated[str, StringConstraints(pattern="^(index|points)$")]
    of: dict[str, tuple[Band, ...]]


class RawRulebook(Frozen):
    """The whole document: `rulebook.yaml`, `facts.yaml` and `criteria/*.yaml` together."""

    identity: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_/-]*$")]
    title: Text
    model: bool = False
    blocks: dict[str, Text]
    valid_from: date
    valid_to: date | None = None
    acts: Annotated[tuple[Act, ...], Field(min_length=1)]
    source: Source
    scale: Points
    facts: dict[Name, Fact]
    fields: Annotated[tuple[RawNode, ...], Field(min_length=1)]
    not_applicable: NotApplicable
    rounding: Rounding
    ranking: Ranking
    averages: Averages
    bands: Bands
    bonus_cap: Points | None = None
    penalty_cap: Points | None = None
    gates: tuple[Gate, ...] = ()
    settings: tuple[Setting, ...] = ()
    note: Text | None = None
