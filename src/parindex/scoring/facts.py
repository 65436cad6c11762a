"""What is known of a unit when it is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

FactValue = int | Decimal | bool | str
"""A count, an amount, a yes or no, the name of an option, or a text; never a float."""


class Status(StrEnum):
    """What a figure is; only a scored one is a number, and none of the others is 0."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The facts of one unit.

    Parameters
    ----------
    unit : str
        Code of the unit, unique in its file.
    name : str
        Name of the unit.
    block : str
        Block of units in which it is ranked, a name from the rulebook.
    values : mapping
        Facts by name; a fact that is not known is not in it.
    points : mapping
        Points that come from outside, by code of the node, in points; or
        `not_applicable` or `pending` where that was decided outside.
    applicable : mapping
        Applicable maximum that came with such points, where it is not the set's own.
    ranked : bool
        False for a unit that is scored but not ranked.
    """

    unit: str
    name: str
    block: str
    values: Mapping[str, FactValue]
    points: Mapping[str, Decimal | Status] = field(default_factory=dict)
    applicable: Mapping[str, Decimal] = field(default_factory=dict)
    ranked: bool = True

    def replace(self, **values: FactValue | None) -> UnitFacts:
        """Return the unit with other facts; None takes a fact away.

        Examples
        --------
        >>> unit = UnitFacts("H01", "An Giang", "province", {"petitions": 321})
        >>> unit.replace(petitions=320).values["petitions"], unit.values["petitions"]
        (320, 321)
        """
        merged = {**self.values, **values}
        known = {name: value for name, value in merged.items() if value is not None}
        return replace(self, values=known)
