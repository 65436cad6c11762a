"""Shapes of the values that rules are made of: step tables, tiers, shares and points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

Number: TypeAlias = int | Decimal
"""A count or an amount; ratios are made of two of them, divided once, last."""


def exact(value: object) -> Decimal:
    """Return a decimal made from an integer or from written digits, never from a float.

    Raises
    ------
    ValueError
        For floats, booleans and words.

    Examples
    --------
    >>> exact("0.10"), exact(3)
    (Decimal('0.10'), Decimal('3'))
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int | str) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ValueError(f"{value!r} is not a number") from None
    else:
        # pydantic turns a ValueError into a fault with its place, a TypeError it lets through
        raise ValueError(f"{value!r} is not an exact number")  # noqa: TRY004 - see above
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a finite number")
    return number


Exact = Annotated[Decimal, BeforeValidator(exact)]
"""A decimal exactly as it is written."""

Positive = Annotated[Decimal, BeforeValidator(exact), Field(gt=0)]
"""A decimal above 0, such as a step."""

Points = Annotated[Decimal, BeforeValidator(exact), Field(ge=0), "points"]
"""In points of the scale."""

Share = Annotated[Decimal, BeforeValidator(exact), Field(ge=0), "share"]
"""A share: 0.8 is 80 percent; more than 1 is possible for a target that can be beaten."""


class Frozen(BaseModel):
    """Base of all values that come from a rulebook: no unknown key, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Frozen):
    """One row of a step table; edges are open or closed as the decision words them.

    Examples
    --------
    >>> row = Step(at_least=Decimal("0.7"), below=Decimal("0.9"), points=Decimal(1))
    >>> row.holds(Decimal("0.7")), row.holds(Decimal("0.9"))
    (True, False)
    """

    points: Points
    at_least: Exact | None = None
    above: Exact | None = None
    at_most: Exact | None = None
    below: Exact | None = None

    @model_validator(mode="after")
    def _one_edge_each(self) -> Step:
        if self.at_least is not None and self.above is not None:
            raise ValueError("a row has `at_least` or `above`, not both")
        if self.at_most is not None and self.below is not None:
            raise ValueError("a row has `at_most` or `below`, not both")
        return self

    @property
    def low(self) -> Decimal | None:
        """Lower edge, None when the row is open downwards."""
        return self.at_least if self.above is None else self.above

    @property
    def high(self) -> Decimal | None:
        """Upper edge, None when the row is open upwards."""
        return self.at_most if self.below is None else self.below

    def holds(self, value: Number) -> bool:
        """Say whether `value` lies in this row."""
        return not (
            (self.at_least is not None and value < self.at_least)
            or (self.above is not None and value <= self.above)
            or (self.at_most is not None and value > self.at_most)
            or (self.below is not None and value >= self.below)
        )

    def __str__(self) -> str:
        low = f"{'>' if self.above is not None else '≥'} {self.low}" if self.low is not None else ""
        high = (
            f"{'<' if self.below is not None else '≤'} {self.high}" if self.high is not None else ""
        )
        return " and ".join(part for part in (low, high) if part) or "any value"


def _edge_fault(lower: Step, upper: Step) -> str | None:
    """Say what is wrong where `lower` ends and `upper` begins, None when they join."""
    end, start = lower.high, upper.low
    if end is None or start is None or start < end:
        return f"rows «{lower}» and «{upper}» overlap"
    if start > end:
        return f"there is a gap between «{lower}» and «{upper}»"
    closed = (lower.at_most is not None) + (upper.at_least is not None)
    if closed == 1:
        return None
    return f"{end} belongs to {'both' if closed else 'none'} of the rows «{lower}» and «{upper}»"


class StepTable(RootModel[tuple[Step, ...]]):
    """Rows that cover every value from 0 up exactly once.

    Raises
    ------
    ValueError
        For a gap, an overlap, or a value from 0 up that no row covers; the message
        names the rows.

    Examples
    --------
    >>> table = StepTable((
    ...     Step(above=Decimal("0.9"), points=Decimal(2)),
    ...     Step(at_least=Decimal("0.7"), at_most=Decimal("0.9"), points=Decimal(1)),
    ...     Step(below=Decimal("0.7"), points=Decimal(0)),
    ... ))
    >>> table.points_for(Decimal("0.9"))
    Decimal('1')
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _covers_once(self) -> StepTable:
        if not self.root:
            raise ValueError("a step table needs at least one row")
        rows = sorted(self.root, key=lambda row: (row.low is not None, row.low or 0, row.high or 0))
        faults = [f for lower, upper in pairwise(rows) if (f := _edge_fault(lower, upper))]
        first, last = rows[0], rows[-1]
        if first.low is not None and not first.holds(Decimal(0)):
            faults.append(f"no row covers values below «{first}»")
        if last.high is not None:
            faults.append(f"no row covers values above «{last}»")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def points_for(self, value: Number) -> Decimal:
        """Return the points of the row that holds `value` (0 or more)."""
        return next(row.points for row in self.root if row.holds(value))

    def top(self) -> Decimal:
        """Return the most points that a row gives."""
        return max(row.points for row in self.root)


class Condition(Frozen):
    """One condition of a tier: a count, or a share of two counts, against a bound."""

    value: str
    of: str | None = None
    at_least: Exact | None = None
    below: Exact | None = None
    at_most: Exact | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Condition:
        if self.at_least is None and self.below is None and self.at_most is None:
            raise ValueError("a condition needs `at_least`, `below` or `at_most`")
        return self

    def holds(self, numbers: Mapping[str, Number]) -> bool | None:
        """Say whether it is met; None where a share has nothing to divide by."""
        value = Decimal(numbers[self.value])
        unit = Decimal(1)
        if self.of is not None:
            unit = Decimal(numbers[self.of])
            if not unit:
                return None
        return not (
            (self.at_least is not None and value < self.at_least * unit)
            or (self.below is not None and value >= self.below * unit)
            or (self.at_most is not None and value > self.at_most * unit)
        )

    def names(self) -> Iterable[str]:
        """Return the inputs that the condition reads."""
        return (self.value,) if self.of is None else (self.value, self.of)


class Tier(Frozen):
    """Points for units that meet all conditions; a last tier without conditions is the rest."""

    points: Points
    all: tuple[Condition, ...] = ()


class TierList(RootModel[tuple[Tier, ...]]):
    """Tiers from the first that holds downwards; the last one has no condition."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _ends_with_the_rest(self) -> TierList:
        if not self.root or self.root[-1].all:
            raise ValueError("the last tier must have no condition, so that every unit gets points")
        if any(not tier.all for tier in self.root[:-1]):
            raise ValueError("a tier without conditions hides those below it; put it last")
        return self

    def top(self) -> Decimal:
        """Return the most points that a tier gives."""
        return max(tier.points for tier in self.root)
