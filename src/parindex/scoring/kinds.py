"""Finds the rule kinds by looking in the folder `rules`: one file, one kind, no list."""

from __future__ import annotations

import collections.abc
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from pydantic import TypeAdapter

from parindex.rulebook.kind import InputShape, Kind
from parindex.rulebook.values import Number
from parindex.scoring import rules

SHAPES: tuple[tuple[Any, InputShape], ...] = (
    (Number, InputShape.NUMBER),
    (bool, InputShape.FLAG),
    (str, InputShape.OPTION),
    (Mapping[str, Number], InputShape.NUMBERS),
    (Mapping[str, bool], InputShape.FLAGS),
)
"""Annotation of a positional argument, and how facts are bound to it."""


def _shape(annotation: Any) -> InputShape:
    return next(shape for known, shape in SHAPES if known == annotation)


def _measure(annotation: Any) -> str:
    """Return "points", "share" or "" for a parameter's annotation, or for a mapping's values."""
    if typing.get_origin(annotation) is collections.abc.Mapping:
        return _measure(typing.get_args(annotation)[1])
    if typing.get_origin(annotation) is typing.Annotated:
        words = [word for word in annotation.__metadata__ if isinstance(word, str)]
        return words[0] if words else ""
    return ""


def kind_of(module: ModuleType) -> Kind:
    """Read a kind off its module: the function named like the file, its words, its checks."""
    name = module.__name__.rpartition(".")[2]
    function = getattr(module, name)
    hints = typing.get_type_hints(function, include_extras=True)
    inputs: dict[str, InputShape] = {}
    parameters: dict[str, TypeAdapter[Any]] = {}
    optional: set[str] = set()
    for argument in inspect.signature(function).parameters.values():
        if argument.kind is not argument.KEYWORD_ONLY:
            inputs[argument.name] = _shape(hints[argument.name])
        elif argument.name != "max_points":
            parameters[argument.name] = TypeAdapter(hints[argument.name])
            if argument.default is not argument.empty:
                optional.add(argument.name)
    return Kind(
        name=name,
        function=function,
        inputs=MappingProxyType(inputs),
        parameters=MappingProxyType(parameters),
        measures=MappingProxyType({key: _measure(hints[key]) for key in parameters}),
        optional=frozenset(optional),
        needs_max="max_points" in hints,
        words=MappingProxyType(module.WORDS),
        formula=module.FORMULA,
        top=getattr(module, "top", None),
        fault=getattr(module, "fault", None),
    )


@cache
def discover() -> Mapping[str, Kind]:
    """Return every rule kind by name.

    Examples
    --------
    >>> "ratio" in discover()
    True
    """
    found = pkgutil.iter_modules(rules.__path__)
    modules = (importlib.import_module(f"{rules.__name__}.{each.name}") for each in found)
    kinds = (kind_of(module) for module in modules)
    return MappingProxyType({kind.name: kind for kind in kinds})
