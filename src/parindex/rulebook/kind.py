"""What the loader must know of a rule kind; the kinds themselves live in `scoring/rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from parindex.rulebook.model import FactType


class InputShape(StrEnum):
    """How an input of a rule is bound to facts."""

    NUMBER = "number"
    FLAG = "flag"
    OPTION = "option"
    NUMBERS = "numbers"
    FLAGS = "flags"


FACT_TYPES: Mapping[InputShape, frozenset[FactType]] = {
    InputShape.NUMBER: frozenset(
        {FactType.COUNT, FactType.AMOUNT, FactType.PERCENT, FactType.POINTS}
    ),
    InputShape.FLAG: frozenset({FactType.YES_NO}),
    InputShape.OPTION: frozenset({FactType.CHOICE}),
}


def fact_types_for(shape: InputShape) -> frozenset[FactType]:
    """Return the fact types that may be bound to an input of this shape."""
    single = {InputShape.NUMBERS: InputShape.NUMBER, InputShape.FLAGS: InputShape.FLAG}
    return FACT_TYPES[single.get(shape, shape)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule kind, read off its function's signature.

    Parameters
    ----------
    name : str
        File name, function name and name in YAML.
    function : callable
        Pure; inputs by position, parameters by keyword; returns points.
    inputs : mapping
        Input name to its shape, in order.
    parameters : mapping
        Parameter name to the adapter that reads it from YAML; without `max_points`.
    needs_max : bool
        Whether the function takes the component's `max_points`.
    words, formula : mapping, str
        The rule in words by language, and as a formula; both with named gaps.
    top : callable or None
        Most points that the parameters give; compared with the component's maximum.
    fault : callable or None
        Says what is wrong between parameters, None when they fit.
    """

    name: str
    function: Callable[..., Decimal]
    inputs: Mapping[str, InputShape]
    parameters: Mapping[str, TypeAdapter[Any]]
    measures: Mapping[str, str]
    optional: frozenset[str]
    needs_max: bool
    words: Mapping[str, str]
    formula: str
    top: Callable[..., Decimal] | None = None
    fault: Callable[..., str | None] | None = None
