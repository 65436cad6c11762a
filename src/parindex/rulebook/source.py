"""YAML with positions: safe, no floats, no duplicate keys, each value knows its line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from parindex.errors import Problem
from parindex.rulebook.values import exact

Path_ = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """The safe loader, with exact decimals for floats, and `on`, `yes`, `no` as plain words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own name and shape
        first: [
            (tag, re.compile("^(?:true|false)$") if tag.endswith(":bool") else pattern)
            for tag, pattern in resolvers
        ]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _exact_scalar(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return exact(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _exact_scalar)


@dataclass(slots=True)
class Positions:
    """File and line of each value, by its path in the document."""

    lines: dict[Path_, str] = field(default_factory=dict)

    def of(self, path: Path_) -> str:
        """Return the place of a value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, "rulebook")

    def move(self, old: Path_, new: Path_) -> None:
        """Copy the places of everything below `old` to `new`."""
        found = {k: v for k, v in self.lines.items() if k[: len(old)] == old}
        self.lines.update({new + k[len(old) :]: v for k, v in found.items()})


def read_yaml(
    file: Path, label: str, root: Path_, positions: Positions, problems: list[Problem]
) -> Any:
    """Read one file below `root`; faults of YAML itself go to `problems`.

    Text is normalised to NFC, since decisions mix composed and decomposed letters.
    """
    try:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
        loader = _Loader(text)
        node = loader.get_single_node()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{label}, line {mark.line + 1}" if mark else label
        what = f"this is not valid YAML in UTF-8 ({getattr(error, 'problem', None) or error})"
        problems.append(Problem(where, what, "Correct the line and try again"))
        return None
    if node is None:
        return None
    try:
        return _Values(loader, label, positions, problems).of(node, root)
    except RecursionError:
        what = "a value holds itself, or lies too deep"
        problems.append(Problem(label, what, "Write it out without `&` and `*`"))
        return None


@dataclass(frozen=True, slots=True)
class _Values:
    """Turns the nodes of one file into plain values, noting the line of each."""

    loader: Any
    label: str
    positions: Positions
    problems: list[Problem]

    def line(self, node: yaml.Node) -> str:
        """Return file and line of a node."""
        return f"{self.label}, line {node.start_mark.line + 1}"

    def scalar(self, node: yaml.Node) -> Any:
        """Return a plain value; one that cannot be read is a problem and its written text."""
        fault: object = "a key is a plain word or number"
        if isinstance(node, yaml.ScalarNode):
            try:
                return self.loader.construct_object(node)
            except (ValueError, yaml.YAMLError) as error:
                fault = getattr(error, "problem", None) or error
        value = str(node.value) if isinstance(node, yaml.ScalarNode) else "…"
        what = f"{value!r} cannot be read ({fault})"
        self.problems.append(Problem(self.line(node), what, "Correct it or put it in quotes"))
        return value

    def of(self, node: yaml.Node, path: Path_) -> Any:
        """Return the value of a node and of all below it."""
        self.positions.lines[path] = self.line(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.of(item, (*path, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return self.scalar(node)
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.scalar(key_node)
            if key in result:
                what = f"the key {key!r} stands twice"
                self.problems.append(Problem(self.line(key_node), what, "Keep one of them"))
            result[key] = self.of(value_node, (*path, key))
            self.positions.lines[(*path, key)] = self.line(key_node)
        return result


def find_code(
    fields: Any, code: str, path: Path_ = ("fields",)
) -> tuple[Path_, dict[str, Any]] | None:
    """Return path and raw mapping of the node with this code."""
    for index, raw in enumerate(fields if isinstance(fields, list) else []):
        if not isinstance(raw, dict):
            continue
        here = (*path, index)
        if raw.get("code") == code:
            return here, raw
        if found := find_code(raw.get("children"), code, (*here, "children")):
            return found
    return None
